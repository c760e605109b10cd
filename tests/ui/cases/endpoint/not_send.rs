//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find() -> u64 {
    let local = std::rc::Rc::new(1);
    std::future::ready(()).await;
    *local
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
