//! Background work runs after the reply, before cleanup; a panic of one work hinders no other.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aiserve::depends::{Background, Cleanup};
use aiserve::prelude::*;

#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    fn add(&self, word: &'static str) {
        self.0.lock().unwrap().push(word);
    }
}

#[derive(AppState)]
struct Services {
    log: Log,
}

#[dependency]
async fn session(State(log): State<Log>, cleanup: Cleanup) -> Result<u8> {
    cleanup.run(async move { log.add("cleanup") });
    Ok(1)
}

#[endpoint(GET "/", depends(session))]
async fn order(State(log): State<Log>, background: Background) -> u8 {
    let (first, second) = (log.clone(), log.clone());
    background.run(async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        first.add("first");
        panic!("as the test wants");
    });
    background.run(async move { second.add("second") });
    log.add("handler");
    1
}

#[tokio::test]
async fn the_stop_waits_for_background_work() {
    let log = Log::default();
    let app = App::with_state(Services { log: log.clone() }).mount(routes![order]);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(app.serve_until(listener, async { drop(stopped.await) }));
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    tokio::io::AsyncWriteExt::write_all(&mut stream, request).await.unwrap();
    let mut reply = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    assert_eq!(*log.0.lock().unwrap(), ["handler"]);
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
    assert_eq!(*log.0.lock().unwrap(), ["handler", "first", "second", "cleanup"]);
}
