//! What a service is told from outside when it starts.

mod file;
mod keys;
mod layers;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

pub(crate) use self::keys::{KEYS, Key};
pub(crate) use self::layers::Layers;
use crate::Error;
pub use crate::observe::LogFormat;

/// Where and how a service runs: flags win over the environment (`AISERVE_*`), which wins over the file `aiserve.toml`,
/// which wins over the defaults. The command `config` of [`App::run`](crate::App::run) shows each value and where it is from.
///
/// The file needs the feature `toml`. It is the one in the current directory, unless the flag `--config` or the variable
/// `AISERVE_CONFIG` names another. Its keys are those of the flags, with `_`; times are whole seconds:
///
/// ```toml
/// host = "0.0.0.0"
/// drain = 20
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on; 0 for any free one.
    pub port: u16,
    /// The path of a Unix socket to listen on instead of an address.
    pub socket: Option<PathBuf>,
    /// Whether other processes may listen on the same address too; the system deals out connections among them.
    pub reuse_port: bool,
    /// The file of the certificates for encrypted connections, in PEM, the service's own first; with the feature `tls`. When it
    /// changes, new connections have the new ones.
    pub tls_cert: Option<PathBuf>,
    /// The file of its private key, in PEM.
    pub tls_key: Option<PathBuf>,
    /// The proxies, by address or net, whose `X-Forwarded-For` is believed. What is connected by a Unix socket always is.
    pub trusted_proxies: Vec<IpNet>,
    /// Most connections at a time. Others wait until one ends.
    pub max_connections: NonZeroUsize,
    /// Threads that serve connections.
    pub threads: NonZeroUsize,
    /// How long a stop goes on taking connections after `/readyz` says that it takes no more: what a load balancer needs to
    /// notice. None by default.
    pub grace: Duration,
    /// How long a stop then waits for requests that are being answered.
    pub drain: Duration,
    /// How long a client may take to send the head of a request.
    pub head_timeout: Duration,
    /// Most bytes of the head of a request, from 8192 on. Longer ones are answered by 431. It is what is
    /// read of a body at once, too: a small one makes large bodies slower.
    pub head_limit: usize,
    /// How long a request may take until its reply begins; zero for as long as it wants. Streams go on longer.
    /// [`App::timeout`](crate::App::timeout) and [`Router::timeout`](crate::Router::timeout) say it for their routes.
    pub request_timeout: Duration,
    /// Whether each reply carries `x-request-id`: the client's, or one that is made.
    pub request_id: bool,
    /// Whether each request is a line of the log.
    pub access_log: bool,
    /// How the log is written to the standard error.
    pub log: LogFormat,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 8000,
            socket: None,
            reuse_port: false,
            tls_cert: None,
            tls_key: None,
            trusted_proxies: Vec::new(),
            max_connections: NonZeroUsize::new(25_000).expect("it is not zero"),
            threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            grace: Duration::ZERO,
            drain: Duration::from_secs(30),
            head_timeout: Duration::from_secs(30),
            head_limit: 400 * 1024,
            request_timeout: Duration::from_mins(1),
            request_id: true,
            access_log: false,
            log: LogFormat::Auto,
        }
    }
}

impl Config {
    /// The defaults, changed by the file and the environment.
    ///
    /// # Errors
    /// If the file or a variable says something wrong, with all that is.
    pub fn load() -> Result<Self, Error> {
        Layers::read(None).map(|layers| layers.config)
    }

    /// The address to listen on.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.host, self.port)
    }
}
