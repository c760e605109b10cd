//! The end of a service: what is being answered is answered, then everything ends.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aiserve::App;
use tokio::net::TcpStream;

use crate::server::within;
use crate::{Server, zoo};

#[tokio::test]
async fn a_request_that_is_being_answered_is_answered() {
    let mut server = Server::start(zoo::app()).await;
    let (mut busy, mut idle) = (server.connect().await, server.connect().await);
    idle.get("/words/a").await;
    assert_eq!(idle.reply().await.status, 200);
    busy.get("/slow?millis=400").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.stop();
    assert!(idle.ends().await);
    let reply = busy.reply().await;
    assert_eq!((reply.status, reply.header("connection")), (200, Some("close")));
    assert!(busy.ends().await);
    let address = server.address;
    server.stopped().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_client_that_goes_on_sending_is_asked_to_leave_and_loses_nothing() {
    let mut server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.get("/words/a").await;
    assert_eq!(connection.reply().await.header("connection"), None);
    server.stop();
    loop {
        connection.get("/words/a").await;
        let reply = connection.reply().await;
        assert_eq!(reply.status, 200);
        if reply.header("connection") == Some("close") {
            break;
        }
    }
    assert!(connection.ends().await);
    server.stopped().await;
}

/// Runs an ignored test that serves in a process of its own.
pub(crate) fn process(test: &str, variables: &[(&str, &str)]) -> (Child, SocketAddr) {
    let exe = std::env::current_exe().unwrap();
    let arguments = ["--exact", test, "--ignored", "--nocapture"];
    let mut command = Command::new(exe);
    command.args(arguments).envs(variables.iter().copied()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| line.unwrap().split_once("listens on ").map(|(_, address)| address.to_owned()));
    // What it still says is read, or it could not say it.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address.unwrap().parse().unwrap())
}

/// Sends SIGTERM.
pub(crate) fn terminate(process: &Child) {
    assert!(Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap().success());
}

/// Serves an app for [`process`].
pub(crate) async fn serve<S: Send + Sync + 'static>(app: App<S>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("\nlistens on {}", listener.local_addr().unwrap());
    app.serve(listener).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_drains_and_ends_the_process_well() {
    let (mut process, address) = process("stop::a_process_that_serves", &[]);
    let mut connection = crate::Connection::to(address).await;
    connection.get("/slow?millis=400").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    terminate(&process);
    assert_eq!(connection.reply().await.status, 200);
    let ended = within(tokio::task::spawn_blocking(move || process.wait())).await.unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
#[ignore = "the process that another test ends"]
async fn a_process_that_serves() {
    serve(zoo::app()).await;
}
