//! Security schemes: what is shown, what is refused, what is documented.

use aiserve::prelude::*;
use aiserve::security::{Login, same};
use serde_json::{Value, json};

/// The key of the caller.
#[security(api_key(header = "x-api-key"))]
struct ApiKey(String);

#[security(api_key(query = "key"), name = "QueryKey")]
struct InQuery(String);

#[security(api_key(cookie = "session"))]
struct Session(Option<String>);

#[security(bearer(format = "JWT"))]
struct Token(String);

#[security(basic)]
struct Basic(Login);

#[security(oauth2(
    password(token_url = "/token", scopes(me = "Read who you are.", "items:read" = "Read items.")),
    authorization_code(authorization_url = "/authorize", token_url = "/token", refresh_url = "/again"),
))]
struct OAuth(String);

#[security(openid(url = "https://example.com/.well-known/openid-configuration"))]
struct OpenId(String);

#[endpoint(GET "/header")]
async fn header(ApiKey(key): ApiKey) -> Text {
    Text(key)
}

#[endpoint(GET "/query")]
async fn query(InQuery(key): InQuery) -> Text {
    Text(key)
}

#[endpoint(GET "/cookie")]
async fn cookie(Session(session): Session) -> Text {
    Text(session.unwrap_or_else(|| "nobody".to_owned()))
}

#[endpoint(GET "/bearer")]
async fn bearer(Token(token): Token) -> Text {
    Text(token)
}

#[endpoint(GET "/basic")]
async fn basic(Basic(login): Basic) -> Result<Text> {
    if !same(&login.password, "secret") {
        return Err(Problem::unauthorized("the password is wrong"));
    }
    Ok(Text(login.username))
}

#[dependency]
async fn user(OAuth(token): OAuth) -> Result<String> {
    Ok(token)
}

#[endpoint(POST "/oauth")]
async fn oauth(#[depends(user, scopes("me"))] user: String, note: Note) -> Text {
    Text(format!("{user}: {}", note.text))
}

#[endpoint(GET "/openid")]
async fn openid(_: OpenId, _: ApiKey) -> NoContent {
    NoContent
}

#[payload]
struct Note {
    text: String,
}

fn app() -> App<()> {
    App::stateless().mount(routes![header, query, cookie, bearer, basic, oauth, openid])
}

#[tokio::test]
async fn what_is_shown_is_the_argument() {
    let client = TestClient::new(app()).await;
    let text = async |call: aiserve::testing::Call| call.send().await.assert_status(200).text().to_owned();
    assert_eq!(text(client.get("/header").header("X-API-Key", "abc")).await, "abc");
    assert_eq!(text(client.get("/query?key=a%20b")).await, "a b");
    assert_eq!(text(client.get("/cookie").cookie("session", "s1")).await, "s1");
    assert_eq!(text(client.get("/cookie")).await, "nobody");
    assert_eq!(text(client.get("/bearer").header("authorization", "bearer a.b.c")).await, "a.b.c");
    assert_eq!(text(client.get("/basic").header("authorization", "Basic YWRhOnNlY3JldA==")).await, "ada");
}

#[tokio::test]
async fn who_shows_nothing_is_told_how_to() {
    let client = TestClient::new(app()).await;
    let basic = "Basic realm=\"api\", charset=\"UTF-8\"";
    let cases = [
        ("/header", "APIKey"),
        ("/query", "APIKey"),
        ("/query?key=", "APIKey"),
        ("/bearer", "Bearer"),
        ("/basic", basic),
    ];
    for (target, challenge) in cases {
        let reply = client.get(target).send().await;
        reply.assert_status(401).assert_header("www-authenticate", challenge);
    }
    for wrong in ["Basic", "Basic ", "Bearer YWRhOnNlY3JldA==", "Basic YWRh", "Basic ***"] {
        client.get("/basic").header("authorization", wrong).send().await.assert_status(401);
    }
}

#[tokio::test]
async fn the_body_is_not_looked_at_before() {
    let client = TestClient::new(app()).await;
    client.post("/oauth").body("{").send().await.assert_status(401).assert_header("www-authenticate", "Bearer");
    let reply = client.post("/oauth").header("authorization", "Bearer ada").json(&json!({"text": "hi"})).send().await;
    assert_eq!(reply.assert_status(200).text(), "ada: hi");
}

#[tokio::test]
async fn schemes_and_requirements_are_documented() {
    let document: Value = serde_json::from_str(&app().openapi().unwrap()).unwrap();
    let schemes = &document["components"]["securitySchemes"];
    let expected = json!({
        "ApiKey": {"type": "apiKey", "in": "header", "name": "x-api-key", "description": "The key of the caller."},
        "QueryKey": {"type": "apiKey", "in": "query", "name": "key"},
        "Session": {"type": "apiKey", "in": "cookie", "name": "session"},
        "Token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "Basic": {"type": "http", "scheme": "basic"},
        "OAuth": {"type": "oauth2", "flows": {
            "password": {"tokenUrl": "/token", "scopes": {"me": "Read who you are.", "items:read": "Read items."}},
            "authorizationCode": {
                "authorizationUrl": "/authorize", "tokenUrl": "/token", "refreshUrl": "/again", "scopes": {},
            },
        }},
        "OpenId": {
            "type": "openIdConnect", "openIdConnectUrl": "https://example.com/.well-known/openid-configuration",
        },
    });
    assert_eq!(*schemes, expected);
    let required = |path: &str, method: &str| document["paths"][path][method]["security"].clone();
    assert_eq!(required("/header", "get"), json!([{"ApiKey": []}]));
    assert_eq!(required("/cookie", "get"), json!([{"Session": []}, {}]));
    assert_eq!(required("/oauth", "post"), json!([{"OAuth": ["me"]}]));
    assert_eq!(required("/openid", "get"), json!([{"OpenId": [], "ApiKey": []}]));
    assert_eq!(document["paths"]["/header"]["get"]["parameters"], Value::Null);
    let refused = |path: &str, method: &str| document["paths"][path][method]["responses"]["401"].is_object();
    assert!(refused("/header", "get") && refused("/oauth", "post"));
    assert!(!refused("/cookie", "get"), "who shows nothing there is answered all the same");
}

#[tokio::test]
async fn two_schemes_of_one_name_are_an_error() {
    mod other {
        use aiserve::prelude::*;

        #[security(bearer)]
        pub(super) struct ApiKey(String);

        #[endpoint(GET "/other")]
        pub(super) async fn other(ApiKey(key): ApiKey) -> Text {
            Text(key)
        }
    }
    let error = app().mount(routes![other::other]).openapi().unwrap_err().to_string();
    assert!(error.contains("two security schemes are called `ApiKey`"), "{error}");
}
