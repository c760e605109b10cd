//! The declared type of the answer decides what leaves the service.

use aiserve::prelude::*;

#[payload]
struct BaseUser {
    username: String,
    #[garde(email)]
    email: String,
    full_name: Option<String>,
}

#[payload]
struct UserIn {
    #[serde(flatten)]
    base: BaseUser,
    password: String,
}

#[endpoint(POST "/user/")]
async fn create_user(user: UserIn) -> BaseUser {
    user.base
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![create_user])
}
