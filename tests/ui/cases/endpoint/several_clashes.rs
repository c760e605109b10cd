//! errors: 2
//! Each is told at the endpoint that comes too late.

use aiserve::prelude::*;

#[endpoint(GET "/items/{id}")]
async fn find(id: u64) -> Json<u64> {
    Json(id)
}

#[endpoint(GET "/items/{name}")]
async fn search(name: String) -> Json<String> {
    Json(name)
}

#[endpoint(DELETE "/items/{name}")]
async fn forget(name: String) -> Json<String> {
    Json(name)
}

#[endpoint(DELETE "/items/{id}")]
async fn delete(id: u64) -> Json<u64> {
    Json(id)
}

fn main() {
    let _ = App::stateless().mount(routes![find, search, forget, delete]);
}
