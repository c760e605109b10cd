//! Models that a field of theirs tells apart.

use aiserve::prelude::*;

#[payload]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Pet {
    Cat {
        #[garde(range(min = 1, max = 9))]
        lives: i64,
    },
    Dog {
        #[garde(length(chars, min = 1))]
        breed: String,
    },
    Fish {},
}

#[payload]
struct Owner {
    name: String,
    pets: Vec<Pet>,
    favourite: Option<Pet>,
}

#[endpoint(POST "/pets")]
async fn add(pet: Pet) -> Pet {
    pet
}

#[endpoint(POST "/owners")]
async fn add_owner(owner: Owner) -> Owner {
    owner
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![add, add_owner])
}
