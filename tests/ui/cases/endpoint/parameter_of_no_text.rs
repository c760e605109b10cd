//! errors: 3

use aiserve::prelude::*;

#[payload]
struct Filter {
    name: String,
}

#[payload]
#[serde(tag = "kind")]
enum Shape {
    Circle { radius: f64 },
}

#[endpoint(GET "/items")]
async fn items(#[header] filter: Option<Filter>, #[query] all: Vec<Filter>, #[query] shape: Shape) -> Text<String> {
    let _ = (filter, all, shape);
    Text(String::new())
}

fn main() {
    let _ = App::stateless().mount(routes![items]);
}
