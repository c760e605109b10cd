//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/images")]
async fn image(#[part] image: Upload) -> NoContent {
    let _ = image;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![image]);
}
