//! A form field and two files in one request.

use aiserve::prelude::*;

#[payload]
struct Stored {
    file_size: u64,
    token: String,
    fileb_content_type: Option<String>,
}

#[endpoint(POST "/files/")]
async fn create_file(#[part] file: Upload, #[part] fileb: Upload, #[part] token: String) -> Result<Stored> {
    let fileb_content_type = fileb.content_type().map(str::to_owned);
    let bytes = file.bytes().await?;
    Ok(Stored { file_size: bytes.len() as u64, token, fileb_content_type })
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![create_file])
}
