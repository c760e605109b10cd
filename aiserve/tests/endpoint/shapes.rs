//! Where an endpoint can stand, and what stays of the function.

use aiserve::prelude::*;
use serde_json::json;

use super::client;

mod inner {
    use aiserve::prelude::*;

    /// Of a module that knows nothing of the outer one.
    #[endpoint(GET "/inner")]
    pub(crate) async fn find(#[query] r#type: u8) -> Json<u8> {
        Json(r#type)
    }
}

#[endpoint(POST "/add")]
async fn add(#[body] mut first: u8, #[body] second: u8) -> Json<u8> {
    first += second;
    Json(first)
}

#[endpoint(GET "/unused/{id}")]
async fn unused(_id: u8) -> NoContent {
    NoContent
}

#[cfg(any())]
#[endpoint(GET "/never")]
async fn left_out(text: NoSuchType) -> NoSuchType {
    text
}

#[endpoint(GET "/kept")]
#[cfg(not(any()))]
async fn kept() -> NoContent {
    NoContent
}

macro_rules! endpoints {
    ($($name:ident $path:literal $ty:ty),*) => {$(
        #[endpoint(GET $path)]
        async fn $name(#[query] value: $ty) -> Json<$ty> {
            Json(value)
        }
    )*};
}

endpoints! { small "/small" u8, large "/large" u64 }

#[tokio::test]
async fn the_function_stays_a_function() {
    assert_eq!(inner::find(3).await.0, 3);
    assert_eq!(add(1, 2).await.0, 3);
}

#[tokio::test]
async fn an_endpoint_may_stand_in_a_module_a_function_or_a_macro() {
    #[endpoint(GET "/local")]
    async fn local() -> Json<u8> {
        Json(1)
    }

    let app = App::stateless().mount(routes![inner::find, add, unused, kept, small, large, local]);
    let client = client(app).await;
    client.get("/inner?type=4").send().await.assert_status(200).assert_json(&4);
    client.post("/add").json(&json!({"first": 1, "second": 2})).send().await.assert_json(&3);
    client.get("/unused/1").send().await.assert_status(204);
    client.get("/unused/x").send().await.assert_status(422).assert_error(["path", "id"], "int_parsing");
    client.get("/small?value=300").send().await.assert_status(422);
    client.get("/large?value=300").send().await.assert_status(200).assert_json(&300);
    client.get("/local").send().await.assert_status(200).assert_json(&1);
}
