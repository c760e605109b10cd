//! Further documented replies, JSON or a picture.

use aiserve::prelude::*;
use aiserve::respond::Png;

#[payload]
struct Item {
    id: String,
    value: String,
}

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    /// Not enough privileges
    #[error("this item is not for everybody")]
    #[status(403)]
    Forbidden,
    /// Item not found
    #[error("there is no such item")]
    #[status(404)]
    Missing,
}

type Found = Either<Item, File<Png>>;

#[endpoint(GET "/items/{item_id}")]
async fn read_item(item_id: String, #[query] img: Option<bool>) -> Result<Either<Found, Redirect<302>>, ItemError> {
    match item_id.as_str() {
        "moved" => Ok(Either::Right(Redirect::to("/items/foo"))),
        "secret" => Err(ItemError::Forbidden),
        "foo" if img == Some(true) => {
            let picture: &'static [u8] = include_bytes!("data/image.png");
            Ok(Either::Left(Either::Right(File::from_bytes(picture))))
        }
        "foo" => Ok(Either::Left(Either::Left(Item { id: item_id, value: "there goes my hero".to_owned() }))),
        _ => Err(ItemError::Missing),
    }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_item])
}
