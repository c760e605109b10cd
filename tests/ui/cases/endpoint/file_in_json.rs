//! errors: 1

use aiserve::prelude::*;

#[derive(serde::Deserialize, Schema)]
struct Image {
    file: Upload,
}

#[endpoint(POST "/images")]
async fn image(image: Image) -> NoContent {
    let _ = image.file;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![image]);
}
