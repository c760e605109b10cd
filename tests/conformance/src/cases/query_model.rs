//! Query parameters as one struct; unknown keys are refused.

use aiserve::prelude::*;

#[payload]
#[serde(rename_all = "snake_case")]
#[schema(inline)]
enum OrderBy {
    CreatedAt,
    UpdatedAt,
}

#[payload]
#[serde(deny_unknown_fields)]
struct Filter {
    #[payload(default = 100)]
    #[schema(gt = 0)]
    #[garde(range(max = 100))]
    limit: i64,
    #[payload(default = 0)]
    #[garde(range(min = 0))]
    offset: i64,
    #[payload(default = OrderBy::CreatedAt)]
    order_by: OrderBy,
    #[serde(default)]
    tags: Vec<String>,
}

#[endpoint(GET "/items/")]
async fn read_items(filter: Query<Filter>) -> Filter {
    filter.0
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_items])
}
