//! The signals that end a service.

/// Waits for SIGTERM or SIGINT (Ctrl-C where there are no signals).
#[cfg(unix)]
pub(super) async fn received() {
    use tokio::signal::unix::{SignalKind, signal};

    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        // Without handlers the signals end the process by themselves.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(super) async fn received() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
