//! Serves the hand-written service on hyper.

use std::convert::Infallible;

use hyper::service::service_fn;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use peers::{by_hand, listen, serve};
use tokio::net::TcpStream;
use work::Arguments;

fn main() {
    let arguments = Arguments::from_command_line();
    serve(arguments.threads, async move {
        let listener = listen(arguments).await;
        loop {
            let (stream, _) = listener.accept().await.expect("the listener lives");
            tokio::spawn(connection(stream));
        }
    });
}

async fn connection(stream: TcpStream) {
    stream.set_nodelay(true).expect("a TCP stream");
    let service = service_fn(async |request| Ok::<_, Infallible>(by_hand::answer(request).await));
    let server = auto::Builder::new(TokioExecutor::new());
    // A client that leaves is not this server's error.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}
