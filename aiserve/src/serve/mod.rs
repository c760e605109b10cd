//! Listening, connections, and a graceful stop. Not what a request leads to: that is the started app's business.

mod connection;
mod heads;
mod listener;
mod signal;
mod stream;
#[cfg(feature = "tls")]
mod tls;

use std::io;
use std::task::Poll;
use std::time::Duration;

use tokio::task::JoinSet;

use self::connection::Server;
pub use self::listener::Listener;
use self::stream::Kind;
use crate::app::{App, Started};
use crate::observe;
use crate::stop::Stop;
use crate::{Config, Error};

/// How long connections without a request stay open at least, once no more are accepted and replies ask their clients to leave: a
/// request that is on its way then is answered.
const LINGER: Duration = Duration::from_millis(250);
/// Pause after the system refused a connection for want of a resource, such as file descriptors.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);

impl<S: Send + Sync + 'static> App<S> {
    /// Starts the app and serves it on a listener of the caller's runtime, until SIGTERM or SIGINT.
    ///
    /// HTTP/1.1 and HTTP/2 on one port, over TLS if [`Config::tls_cert`] says so. After the signal `/readyz` says that the app takes no more
    /// requests, and for [`Config::grace`] they are taken all the same. Then no connection is accepted, and requests that
    /// are being answered have [`Config::drain`] to end; streams are told to after three quarters of it. A second signal
    /// ends all at once.
    ///
    /// # Errors
    /// Everything that is wrong with the app, what its loading says, or that not all was answered before the end.
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
    pub async fn serve(self, listener: impl Into<Listener>) -> Result<(), Error> {
        let config = Config::load()?;
        let app = self.start_with(&config).await?;
        serve_until_signal(app, listener.into(), &config).await
    }

    /// As [`serve`](Self::serve), until a future ends; signals are the caller's business.
    ///
    /// # Errors
    /// Everything that is wrong with the app, what the loading of its state or of a model says, or that not all was answered
    /// before the end.
    pub async fn serve_until(self, listener: impl Into<Listener>, end: impl Future<Output = ()>) -> Result<(), Error> {
        let config = Config::load()?;
        let app = self.start_with(&config).await?;
        serve(app, listener.into(), &config, end, std::future::pending()).await
    }
}

/// Whether what the configuration says of TLS can be done.
///
/// # Errors
/// Which file is missing or wrong.
#[cfg(feature = "tls")]
pub(crate) fn check(config: &Config) -> Result<(), Error> {
    tls::Certificates::of(config).map(drop)
}

/// Whether the configuration asks for no TLS, as there is none.
///
/// # Errors
/// That it does.
#[cfg(not(feature = "tls"))]
pub(crate) fn check(config: &Config) -> Result<(), Error> {
    if config.tls_cert.is_none() && config.tls_key.is_none() {
        return Ok(());
    }
    Err(Error::new("this service has no TLS: build it with the feature `tls` of aiserve"))
}

/// Serves a started app until SIGTERM or SIGINT.
pub(crate) async fn serve_until_signal<S: Send + Sync + 'static>(
    app: Started<S>,
    listener: Listener,
    config: &Config,
) -> Result<(), Error> {
    serve(app, listener, config, signal::received(), signal::received()).await
}

/// Serves a started app until `end`; `again` says not to wait for anything then, and is not polled before.
async fn serve<S: Send + Sync + 'static>(
    app: Started<S>,
    listener: Listener,
    config: &Config,
    end: impl Future<Output = ()>,
    again: impl Future<Output = ()>,
) -> Result<(), Error> {
    observe::set_format(config.log);
    let stops = Stops::default();
    let mut accepting = Accepting {
        listener,
        server: Server::new(app.clone(), config, stops.clone())?,
        connections: JoinSet::new(),
        most: config.max_connections.get(),
    };
    accepting.until(ended(&app, end)).await?;
    app.stop();
    tokio::select! {
        done = wind_down(&app, accepting, &stops, config) => done,
        () = again => Err(Error::cut("stopped at once, as a second signal asked")),
    }
}

/// Waits for the end, or for a model that can't be used: models load while the server listens already, and it says then what
/// it lacks.
async fn ended<S: Send + Sync + 'static>(app: &Started<S>, end: impl Future<Output = ()>) -> Result<(), Error> {
    let mut end = std::pin::pin!(end);
    tokio::select! {
        () = &mut end => Ok(()),
        loaded = app.ready() => {
            loaded?;
            end.await;
            Ok(())
        }
    }
}

/// Takes no more connections after a while, and waits for those that are there.
async fn wind_down<S: Send + Sync + 'static>(
    app: &Started<S>,
    mut accepting: Accepting<S>,
    stops: &Stops,
    config: &Config,
) -> Result<(), Error> {
    stops.leaving.now();
    accepting.until(tokio::time::sleep(config.grace)).await;
    let mut connections = accepting.end().await;
    let _ = tokio::time::timeout(LINGER, all_ended(&mut connections)).await;
    stops.ending.now();
    let quarter = config.drain / 4;
    let mut drained = std::pin::pin!(async {
        all_ended(&mut connections).await;
        app.rested().await;
    });
    let mut is_drained = tokio::time::timeout(3 * quarter, &mut drained).await.is_ok();
    if !is_drained {
        app.stop_streams();
        // Dropping the set afterwards ends the connections that are left.
        is_drained = tokio::time::timeout(quarter, drained).await.is_ok();
    }
    if tokio::time::timeout(quarter, app.ended()).await.is_err() {
        observe::error("the hooks of the stop took too long");
    }
    let seconds = config.drain.as_secs();
    let cut = || Error::cut(format!("not all was answered within {seconds} s of the stop; what was left is cut off"));
    if is_drained { Ok(()) } else { Err(cut()) }
}

async fn all_ended(connections: &mut JoinSet<()>) {
    while connections.join_next().await.is_some() {}
}

/// What tells connections that the server stops, in two steps.
#[derive(Clone, Debug, Default)]
struct Stops {
    /// Replies ask their clients to leave. A connection that is closed without asking may be so while a request is under way
    /// to it, which fails then.
    leaving: Stop,
    /// Connections without a request are closed, the others after it.
    ending: Stop,
}

/// A server that accepts connections.
struct Accepting<S> {
    listener: Listener,
    server: Server<S>,
    connections: JoinSet<()>,
    /// Most connections at a time.
    most: usize,
}

impl<S: Send + Sync + 'static> Accepting<S> {
    /// Accepts connections until a future ends.
    async fn until<T>(&mut self, end: impl Future<Output = T>) -> T {
        let mut end = std::pin::pin!(end);
        loop {
            let has_room = self.connections.len() < self.most;
            tokio::select! {
                accepted = std::future::poll_fn(|cx| self.listener.poll_accept(cx)), if has_room => match accepted {
                    Ok(stream) => self.take(stream),
                    Err(error) if concerns_one_connection(&error) => {}
                    Err(_) => tokio::time::sleep(REFUSED_PAUSE).await,
                },
                Some(_) = self.connections.join_next(), if !self.connections.is_empty() => {}
                ended = &mut end => return ended,
            }
        }
    }

    fn take(&mut self, stream: Kind) {
        self.connections.spawn(self.server.clone().serve(stream));
    }

    /// Stops listening, after those who are connected but not accepted yet: the system would reset them.
    async fn end(mut self) -> JoinSet<()> {
        std::future::poll_fn(|cx| {
            while let Poll::Ready(Ok(stream)) = self.listener.poll_accept(cx) {
                self.take(stream);
            }
            Poll::Ready(())
        })
        .await;
        self.connections
    }
}

fn concerns_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
