//! The five routes on aiserve's peers: the parts that more than one binary needs.

pub mod axum_routes;
pub mod by_hand;
pub mod payloads;

use std::future::Future;

use work::Arguments;

/// Runs `server` on a multi-threaded runtime with the number of threads asked for.
pub fn serve(threads: usize, server: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(threads).enable_all().build().expect("a runtime").block_on(server);
}

/// Listens on the loopback port asked for.
pub async fn listen(arguments: Arguments) -> tokio::net::TcpListener {
    tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await.expect("the port is free")
}
