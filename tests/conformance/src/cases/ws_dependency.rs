//! A WebSocket with path, query, cookie and a dependency.

use aiserve::prelude::*;

use super::like_fastapi;

const PAGE: &str = "<!doctype html><title>Chat</title><h1>Chat</h1><form><input id=text><button>Send</button></form>\
<ul id=heard></ul><script>\
const socket = new WebSocket(`ws://${location.host}/items/page/ws?token=some-key-token`);\
socket.onmessage = ({ data }) => heard.append(Object.assign(document.createElement('li'), { textContent: data }));\
document.forms[0].onsubmit = event => { event.preventDefault(); socket.send(text.value); text.value = ''; };\
</script>";

pub(crate) fn app() -> App<()> {
    like_fastapi(App::stateless()).mount(routes![get, item])
}

/// Who is there: by the cookie, or else by the token.
#[dependency]
async fn visitor(#[cookie] session: Option<String>, #[query] token: Option<String>) -> Result<String> {
    session.or(token).ok_or_else(|| Problem::forbidden("neither cookie nor token"))
}

#[endpoint(GET "/")]
async fn get() -> Html<&'static str> {
    Html(PAGE)
}

/// Tells everyone who they are, and what they said.
#[websocket("/items/{item_id}/ws")]
async fn item(
    item_id: String,
    #[query] q: Option<i64>,
    #[depends(visitor)] visitor: String,
    mut socket: WebSocket<Text>,
) -> Result<()> {
    while let Some(Text(message)) = socket.next().await? {
        socket.send(Text(format!("Session cookie or query token value is: {visitor}"))).await?;
        if let Some(q) = q {
            socket.send(Text(format!("Query parameter q is: {q}"))).await?;
        }
        socket.send(Text(format!("Message text was: {message}, for item ID: {item_id}"))).await?;
    }
    Ok(())
}
