//! Fixed and variable path segments side by side: the fixed one wins.

use aiserve::prelude::*;

#[payload]
struct UserId {
    user_id: String,
}

#[endpoint(GET "/users/me")]
async fn read_user_me() -> UserId {
    UserId { user_id: "the current user".to_owned() }
}

#[endpoint(GET "/users/{user_id}")]
async fn read_user(user_id: String) -> UserId {
    UserId { user_id }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_user, read_user_me])
}
