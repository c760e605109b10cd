//! `race PORT THREADS` serves the five routes on loopback.

use tokio::net::TcpListener;
use tokio::runtime::Builder;
use work::Arguments;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { port, threads } = Arguments::from_command_line();
    let runtime = match threads {
        1 => Builder::new_current_thread().enable_all().build()?,
        threads => Builder::new_multi_thread().worker_threads(threads).enable_all().build()?,
    };
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        Ok(routes::app().serve(listener).await?)
    })
}
