//! errors: 1

use aiserve::prelude::*;

#[endpoint(POST "/images")]
async fn image(#[part] image: Upload, #[body] title: String) -> NoContent {
    let _ = (image, title);
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![image]);
}
