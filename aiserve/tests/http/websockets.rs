//! Sockets on the wire: what opens one, what is refused, what messages do, and every way to the end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aiserve::prelude::*;
use aiserve::websocket::CloseCode;
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::Server;
use crate::server::within;

#[payload]
struct Said {
    #[garde(length(chars, min = 1))]
    text: String,
    #[garde(range(min = 1))]
    times: u8,
}

#[payload]
struct Heard {
    text: String,
}

/// Repeats what is said.
#[websocket("/repeat")]
async fn repeat(mut socket: WebSocket<Said, Heard>) -> Result<()> {
    while let Some(said) = socket.next().await? {
        for _ in 0..said.times {
            socket.send(Heard { text: said.text.clone() }).await?;
        }
    }
    Ok(())
}

#[websocket("/bytes")]
async fn echo(mut socket: WebSocket<Bytes>) -> Result<()> {
    while let Some(bytes) = socket.next().await? {
        socket.send(bytes).await?;
    }
    Ok(())
}

#[websocket("/own")]
async fn own(socket: WebSocket<Text>) {
    socket.close(CloseCode::own(4000), "enough").await;
}

#[websocket("/panics")]
async fn panics(mut socket: WebSocket<Text>) {
    let _ = socket.next().await;
    panic!("as asked");
}

#[websocket("/fails")]
async fn fails(mut socket: WebSocket<Text>) -> Result<()> {
    socket.send(Text("last words".to_owned())).await?;
    socket.next().await?;
    Err(Problem::unavailable("come back later"))
}

/// Sends without listening, while a second task listens.
#[websocket("/split")]
async fn split(socket: WebSocket<Text>) -> Result<()> {
    let (sender, mut receiver) = socket.split();
    let counter = sender.clone();
    let counting = tokio::spawn(async move {
        let mut count = 0;
        while let Some(Text(_)) = receiver.next().await? {
            count += 1;
            counter.send(Text(format!("heard {count}"))).await?;
        }
        Ok::<_, Problem>(())
    });
    for number in 0..100 {
        sender.send(Text(format!("said {number}"))).await?;
    }
    counting.await?
}

#[dependency]
async fn guest(#[header] name: String) -> Result<String> {
    if name == "nobody" { Err(Problem::forbidden("nobody may come in")) } else { Ok(name) }
}

#[websocket("/guests/{room}")]
async fn guests(room: u8, #[depends(guest)] guest: String, socket: WebSocket<Text>) -> Result<()> {
    socket.send(Text(format!("{guest} is in {room}"))).await
}

fn app() -> App<()> {
    App::stateless().body_limit(4096).mount(routes![repeat, echo, own, panics, fails, split, guests])
}

type Client = WebSocketStream<TcpStream>;

async fn connect(address: SocketAddr, path: &str) -> Client {
    let stream = TcpStream::connect(address).await.unwrap();
    let request = format!("ws://{address}{path}").into_client_request().unwrap();
    within(client_async(request, stream)).await.unwrap().0
}

async fn text(client: &mut Client) -> String {
    match within(client.next()).await {
        Some(Ok(Message::Text(text))) => text.as_str().to_owned(),
        other => panic!("{other:?}"),
    }
}

/// The code and the reason of the end.
async fn end(client: &mut Client) -> (u16, String) {
    loop {
        match within(client.next()).await {
            Some(Ok(Message::Close(Some(frame)))) => return (frame.code.into(), frame.reason.as_str().to_owned()),
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn messages_are_read_checked_and_answered_in_order() {
    let server = Server::start(app()).await;
    let mut client = connect(server.address, "/repeat").await;
    client.send(Message::text(r#"{"text": "hi", "times": 3}"#)).await.unwrap();
    for _ in 0..3 {
        assert_eq!(text(&mut client).await, r#"{"text":"hi"}"#);
    }
    // All that is wrong is told at once.
    client.send(Message::text(r#"{"text": "", "times": 0}"#)).await.unwrap();
    let (code, reason) = end(&mut client).await;
    assert_eq!(code, 1007);
    assert!(reason.contains("body.text: ") && reason.contains("body.times: "), "{reason}");
}

#[tokio::test]
async fn bytes_go_as_they_came_and_no_message_is_larger_than_a_body() {
    let server = Server::start(app()).await;
    let mut client = connect(server.address, "/bytes").await;
    for bytes in [vec![], vec![0, 255, 128], vec![7; 4096]] {
        client.send(Message::binary(bytes.clone())).await.unwrap();
        assert_eq!(within(client.next()).await.unwrap().unwrap(), Message::binary(bytes));
    }
    client.send(Message::binary(vec![7; 4097])).await.unwrap();
    assert_eq!(end(&mut client).await.0, 1009);
}

#[tokio::test]
async fn every_end_has_its_code() {
    let server = Server::start(app()).await;
    assert_eq!(end(&mut connect(server.address, "/own").await).await, (4000, "enough".to_owned()));

    let mut client = connect(server.address, "/panics").await;
    client.send(Message::text("now")).await.unwrap();
    assert_eq!(end(&mut client).await, (1011, String::new()));

    let mut client = connect(server.address, "/fails").await;
    client.send(Message::text("now")).await.unwrap();
    assert_eq!(text(&mut client).await, "last words");
    assert_eq!(end(&mut client).await, (1013, "come back later".to_owned()));

    // The client's own close is confirmed.
    let mut client = connect(server.address, "/repeat").await;
    client.close(None).await.unwrap();
    assert!(matches!(within(client.next()).await, Some(Ok(Message::Close(_))) | None));
    assert!(within(client.next()).await.is_none());
}

#[tokio::test]
async fn both_directions_are_open_at_once() {
    let server = Server::start(app()).await;
    let mut client = connect(server.address, "/split").await;
    for _ in 0..50 {
        client.send(Message::text("x")).await.unwrap();
    }
    let mut texts = Vec::new();
    while texts.len() < 150 {
        texts.push(text(&mut client).await);
    }
    let said: Vec<_> = texts.iter().filter(|text| text.starts_with("said")).cloned().collect();
    let heard: Vec<_> = texts.iter().filter(|text| text.starts_with("heard")).cloned().collect();
    assert_eq!(said, (0..100).map(|number| format!("said {number}")).collect::<Vec<_>>());
    assert_eq!(heard, (1..=50).map(|number| format!("heard {number}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_may_not_come_in_gets_a_reply_of_http() {
    let server = Server::start(app()).await;
    let open = async |path: &str, name: &'static str| {
        let stream = TcpStream::connect(server.address).await.unwrap();
        let mut request = format!("ws://{}{path}", server.address).into_client_request().unwrap();
        request.headers_mut().insert("name", name.parse().unwrap());
        match client_async(request, stream).await {
            Ok((mut client, _)) => Ok(text(&mut client).await),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(open("/guests/7", "ada").await, Ok("ada is in 7".to_owned()));
    assert_eq!(open("/guests/7", "nobody").await, Err(403));
    assert_eq!(open("/guests/x", "ada").await, Err(422));
    assert_eq!(open("/nowhere", "ada").await, Err(404));
}

#[tokio::test]
async fn a_request_that_opens_none_is_told_how() {
    let server = Server::start(app()).await;
    let mut connection = server.connect().await;
    connection.get("/repeat").await;
    let reply = connection.reply().await;
    assert_eq!((reply.status, reply.header("upgrade")), (426, Some("websocket")));
    let head = "GET /repeat HTTP/1.1\r\nhost: x\r\nconnection: keep-alive, Upgrade\r\nupgrade: websocket\r\n";
    // The version is another, then the key is missing, then it is too short.
    for (rest, status) in [
        ("sec-websocket-version: 8\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 426),
        ("sec-websocket-version: 13\r\n", 400),
        ("sec-websocket-version: 13\r\nsec-websocket-key: dGhl\r\n", 400),
    ] {
        connection.send(format!("{head}{rest}\r\n")).await;
        assert_eq!(connection.reply().await.status, status, "{rest}");
    }
    // The example of RFC 6455, section 1.3.
    connection
        .send(format!("{head}sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"))
        .await;
    connection.until("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=").await;
}

/// What a test sees of the functions that run.
#[derive(Clone, Debug, Default)]
struct Open(Arc<AtomicUsize>, Arc<Notify>);

struct Leaving(Open);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
        self.0.1.notify_one();
    }
}

#[derive(Clone, AppState)]
struct Watched {
    open: Open,
}

#[websocket("/wait")]
async fn wait(State(open): State<Open>, mut socket: WebSocket<Text>) -> Result<()> {
    open.0.fetch_add(1, Ordering::SeqCst);
    let _leaving = Leaving(open);
    socket.send(Text("hello".to_owned())).await?;
    while socket.next().await?.is_some() {}
    Ok(())
}

#[tokio::test]
async fn clients_that_leave_leave_nothing_behind() {
    let open = Open::default();
    let watched = Watched { open: open.clone() };
    let server = Server::start(App::with_state(watched).mount(routes![wait])).await;
    for _ in 0..4 {
        let mut clients = Vec::new();
        for _ in 0..50 {
            let mut client = connect(server.address, "/wait").await;
            assert_eq!(text(&mut client).await, "hello");
            clients.push(client);
        }
        assert_eq!(open.0.load(Ordering::SeqCst), 50);
        drop(clients);
        within(async {
            while open.0.load(Ordering::SeqCst) > 0 {
                open.1.notified().await;
            }
        })
        .await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_stop_is_told_and_waited_for() {
    let (mut process, address) = crate::stop::process("websockets::a_process_that_waits", &[("AISERVE_DRAIN", "4")]);
    let mut client = connect(address, "/wait").await;
    assert_eq!(text(&mut client).await, "hello");
    crate::stop::terminate(&process);
    assert_eq!(end(&mut client).await.0, 1001);
    // Reading on is what confirms it.
    assert!(within(client.next()).await.is_none());
    let ended = within(tokio::task::spawn_blocking(move || process.wait())).await.unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
#[ignore = "the process that another test ends"]
async fn a_process_that_waits() {
    crate::stop::serve(App::with_state(Watched { open: Open::default() }).mount(routes![wait])).await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_silent_is_taken_as_gone() {
    let client = TestClient::new(App::stateless().mount(routes![silence])).await;
    // A client that reads nothing answers no ping.
    let socket = client.get("/silence").open().await.unwrap();
    let begin = tokio::time::Instant::now();
    tokio::time::sleep(Duration::from_mins(1)).await;
    assert_eq!(SEEN.load(Ordering::SeqCst), 40, "{:?}", begin.elapsed());
    drop(socket);
}

static SEEN: AtomicUsize = AtomicUsize::new(0);

/// Notes after how many seconds its client is gone.
#[websocket("/silence")]
async fn silence(mut socket: WebSocket<Text>) -> Result<()> {
    let begin = tokio::time::Instant::now();
    while socket.next().await?.is_some() {}
    let seconds = usize::try_from(begin.elapsed().as_secs()).unwrap_or_default();
    SEEN.store(seconds, Ordering::SeqCst);
    Ok(())
}

#[tokio::test]
async fn the_document_lists_what_opens_it_and_its_messages() {
    let document = TestClient::new(app()).await.get("/openapi.json").send().await.json::<serde_json::Value>();
    let socket = &document["paths"]["/repeat"]["x-websocket"];
    assert_eq!(socket["summary"], "Repeats what is said");
    assert_eq!(
        socket["receives"],
        json!({"contentType": "application/json", "schema": {"$ref": "#/components/schemas/Said"}})
    );
    assert_eq!(socket["sends"]["schema"]["$ref"], "#/components/schemas/Heard");
    assert!(document["components"]["schemas"]["Said"]["properties"]["times"]["minimum"] == 1);
    let guests = &document["paths"]["/guests/{room}"]["x-websocket"];
    let names: Vec<_> = guests["parameters"].as_array().unwrap().iter().map(|parameter| &parameter["name"]).collect();
    assert_eq!(names, ["room", "name"]);
    assert!(guests["responses"]["422"].is_object() && guests["responses"]["101"].is_object());
    assert_eq!(document["paths"]["/bytes"]["x-websocket"]["sends"], json!({"contentType": "application/octet-stream"}));
}
