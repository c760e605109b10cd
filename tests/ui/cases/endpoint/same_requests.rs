//! errors: 1

use aiserve::prelude::*;

mod shop {
    use aiserve::prelude::*;

    #[endpoint(GET "/items/{name}")]
    pub async fn search(name: String) -> String {
        name
    }
}

#[endpoint(GET "/items/{id}")]
async fn find(id: u64) -> u64 {
    id
}

fn main() {
    let _ = App::stateless().mount(routes![find, shop::search]);
}
