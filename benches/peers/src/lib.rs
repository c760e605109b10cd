//! The five routes on aiserve's peers: the parts that more than one binary needs.

pub mod axum_routes;
pub mod by_hand;
pub mod payloads;

use std::future::Future;

use tokio::runtime::Builder;
use work::Arguments;

/// Runs `server` on the number of threads asked for; on one, by the runtime that aiserve's server has there as well.
pub fn serve(threads: usize, server: impl Future<Output = ()>) {
    let mut runtime = match threads {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    runtime.worker_threads(threads).enable_all().build().expect("a runtime").block_on(server);
}

/// Listens on the loopback port asked for.
pub async fn listen(arguments: Arguments) -> tokio::net::TcpListener {
    tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await.expect("the port is free")
}
