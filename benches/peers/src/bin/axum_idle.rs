//! Serves the route of `idle.py` on axum.

use axum::serve::ListenerExt;
use peers::{axum_routes, listen, serve};
use work::Arguments;

fn main() {
    let arguments = Arguments::from_command_line();
    serve(arguments.threads, async move {
        let listener = listen(arguments).await.tap_io(|stream| stream.set_nodelay(true).expect("a TCP stream"));
        axum::serve(listener, axum_routes::idle_router()).await.expect("the listener lives");
    });
}
