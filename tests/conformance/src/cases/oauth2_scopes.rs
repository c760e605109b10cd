//! OAuth 2 by password: tokens with scopes, which dependencies ask for on the way.

use std::time::{Duration, SystemTime};

use aiserve::Result;
use aiserve::depends::RequiredScopes;
use aiserve::prelude::*;
use aiserve::security::{Jwt, same};
use http::header::WWW_AUTHENTICATE;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const SECRET: &str = "conformance-kit-test-key-35-not-a-secret-0123456789";
const LIFETIME: Duration = Duration::from_mins(30);

#[payload]
#[derive(Clone)]
struct User {
    username: String,
    email: Option<String>,
    full_name: Option<String>,
    disabled: Option<bool>,
}

#[payload]
struct Login {
    #[garde(pattern("^password$"))]
    grant_type: Option<String>,
    username: String,
    #[schema(secret)]
    password: String,
    #[serde(default)]
    scope: String,
    client_id: Option<String>,
    #[schema(secret)]
    client_secret: Option<String>,
}

#[payload]
struct Token {
    access_token: String,
    token_type: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    #[serde(default)]
    scope: String,
    exp: u64,
}

#[security(oauth2(password(
    token_url = "token",
    scopes(me = "Read information about the current user.", items = "Read items.")
)), name = "OAuth2PasswordBearer")]
struct Shown(String);

fn user(username: &str) -> Option<(User, &'static str)> {
    let user = |full_name: &str, email: &str, disabled| User {
        username: username.to_owned(),
        email: Some(email.to_owned()),
        full_name: Some(full_name.to_owned()),
        disabled: Some(disabled),
    };
    match username {
        "johndoe" => Some((user("John Doe", "johndoe@example.com", false), "secret")),
        "alice" => Some((user("Alice Chains", "alicechains@example.com", true), "secretalice")),
        _ => None,
    }
}

#[endpoint(POST "/token")]
async fn login_for_access_token(Form(login): Form<Login>) -> Result<Token> {
    let known = user(&login.username).filter(|(_, password)| same(&login.password, password));
    let (user, _) = known.ok_or_else(|| Problem::bad_request("Incorrect username or password"))?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let claims = Claims { sub: user.username, scope: login.scope, exp: (now + LIFETIME).as_secs() };
    Ok(Token { access_token: Jwt::hs256(SECRET).sign(&claims)?, token_type: "bearer".to_owned() })
}

#[dependency]
async fn current_user(Shown(token): Shown, required: RequiredScopes) -> Result<User> {
    let refused = |detail: &str| {
        let scopes = required.names().join(" ");
        let challenge = if scopes.is_empty() { "Bearer".to_owned() } else { format!("Bearer scope=\"{scopes}\"") };
        let challenge = http::HeaderValue::try_from(challenge).expect("names of scopes are ASCII");
        Problem::unauthorized(detail).header(WWW_AUTHENTICATE, challenge)
    };
    let claims: Claims =
        Jwt::hs256(SECRET).verify(&token).map_err(|_| refused("Could not validate credentials"))?;
    let (user, _) = user(&claims.sub).ok_or_else(|| refused("Could not validate credentials"))?;
    let granted: Vec<&str> = claims.scope.split_whitespace().collect();
    match required.missing_in(&granted) {
        Some(_) => Err(refused("Not enough permissions")),
        None => Ok(user),
    }
}

#[dependency]
async fn active_user(#[depends(current_user, scopes("me"))] user: User) -> Result<User> {
    if user.disabled == Some(true) { Err(Problem::bad_request("Inactive user")) } else { Ok(user) }
}

#[endpoint(GET "/users/me/")]
async fn read_users_me(#[depends(active_user)] user: User) -> User {
    user
}

#[endpoint(GET "/users/me/items/")]
async fn read_own_items(#[depends(active_user, scopes("items"))] user: User) -> Json<Value> {
    Json(json!([{"item_id": "Foo", "owner": user.username}]))
}

#[endpoint(GET "/status/", depends(current_user))]
async fn read_system_status() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![login_for_access_token, read_users_me, read_own_items, read_system_status])
}
