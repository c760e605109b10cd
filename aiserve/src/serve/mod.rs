//! Listening, connections, and a graceful stop. Not what a request leads to: that is the started app's business.

mod connection;
mod heads;
mod signal;

use std::io;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use self::connection::Server;
use crate::app::{App, Started};
use crate::stop::Stop;
use crate::{Config, Error};

/// Pause after the system refused a connection for want of a resource, such as file descriptors.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);

impl<S: Send + Sync + 'static> App<S> {
    /// Starts the app and serves it on a listener of the caller's runtime, until SIGTERM or SIGINT.
    ///
    /// HTTP/1.1 and HTTP/2 (with prior knowledge) on one port. After the signal no connection is accepted, and requests
    /// that are being answered have [`Config::drain`] to end; streams are told to after three quarters of it.
    ///
    /// # Errors
    /// Everything that is wrong with the app, or what its loading says.
    ///
    /// # Examples
    /// ```no_run
    /// # use aiserve::App;
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    /// App::stateless().serve(listener).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        self.serve_until(listener, signal::received()).await
    }

    /// As [`serve`](Self::serve), until a future ends.
    ///
    /// # Errors
    /// Everything that is wrong with the app, or what the loading of its state or of a model says.
    pub async fn serve_until(self, listener: TcpListener, end: impl Future<Output = ()>) -> Result<(), Error> {
        let config = Config::from_env()?;
        let app = self.start_with(&config).await?;
        serve(app, listener, &config, end).await
    }
}

/// Serves a started app until SIGTERM or SIGINT.
pub(crate) async fn serve_until_signal<S: Send + Sync + 'static>(
    app: Started<S>,
    listener: TcpListener,
    config: &Config,
) -> Result<(), Error> {
    serve(app, listener, config, signal::received()).await
}

async fn serve<S: Send + Sync + 'static>(
    app: Started<S>,
    listener: TcpListener,
    config: &Config,
    end: impl Future<Output = ()>,
) -> Result<(), Error> {
    let stop = Stop::default();
    let server = Server::new(app.clone(), config, stop.clone());
    let mut connections = JoinSet::new();
    let mut end = std::pin::pin!(end);
    // Models load while the server listens already: it says then what it lacks. One that can't be loaded ends it.
    let mut ready = std::pin::pin!(app.ready());
    let mut is_ready = false;
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(server.clone().serve(prepared(stream)));
                }
                Err(error) if concerns_one_connection(&error) => {}
                Err(_) => tokio::time::sleep(REFUSED_PAUSE).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = &mut end => break,
            outcome = &mut ready, if !is_ready => match outcome {
                Ok(()) => is_ready = true,
                Err(error) => return Err(error),
            },
        }
    }
    drop(listener);
    app.stop();
    stop.now();
    let mut drained = std::pin::pin!(async {
        while connections.join_next().await.is_some() {}
        app.rested().await;
    });
    let quarter = config.drain / 4;
    if tokio::time::timeout(3 * quarter, &mut drained).await.is_err() {
        app.stop_streams();
        // Dropping the set afterwards ends the connections that are left.
        let _ = tokio::time::timeout(quarter, drained).await;
    }
    if tokio::time::timeout(quarter, app.ended()).await.is_err() {
        eprintln!("error: the hooks of the stop took too long");
    }
    Ok(())
}

/// Small replies leave at once instead of waiting for the acknowledgement of earlier ones.
fn prepared(stream: TcpStream) -> TcpStream {
    // It fails on a connection that is closed already, which reading from it will tell.
    let _ = stream.set_nodelay(true);
    stream
}

fn concerns_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
