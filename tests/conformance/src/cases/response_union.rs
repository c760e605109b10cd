//! One of two models as the reply.

use aiserve::Result;
use aiserve::prelude::*;

#[payload]
struct CarItem {
    description: String,
    #[payload(default = "car")]
    r#type: String,
}

#[payload]
struct PlaneItem {
    description: String,
    #[payload(default = "plane")]
    r#type: String,
    size: i64,
}

#[endpoint(GET "/items/{item_id}")]
async fn read_item(item_id: String) -> Result<Either<PlaneItem, CarItem>> {
    match item_id.as_str() {
        "item1" => Ok(Either::Right(CarItem {
            description: "All my friends drive a low rider".to_owned(),
            r#type: "car".to_owned(),
        })),
        "item2" => Ok(Either::Left(PlaneItem {
            description: "Music is my aeroplane, it's my aeroplane".to_owned(),
            r#type: "plane".to_owned(),
            size: 5,
        })),
        other => Err(Problem::internal(format!("the store has no {other}"))),
    }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_item])
}
