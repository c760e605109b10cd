//! What a service is told from outside when it starts.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::time::Duration;

use crate::Error;

/// Where and how a service runs: flags win over the environment (`AISERVE_*`), which wins over the defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on; 0 for any free one.
    pub port: u16,
    /// Threads that serve connections.
    pub threads: NonZeroUsize,
    /// How long a stop waits for requests that are being answered.
    pub drain: Duration,
    /// How long a client may take to send the head of a request.
    pub head_timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 8000,
            threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            drain: Duration::from_secs(30),
            head_timeout: Duration::from_secs(30),
        }
    }
}

impl Config {
    /// The defaults, changed by the environment.
    ///
    /// # Errors
    /// If a variable has a value that cannot be read.
    pub fn from_env() -> Result<Self, Error> {
        Self::read(|name| std::env::var(name).ok())
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let Self { host, port, threads, drain, head_timeout } = Self::default();
        Ok(Self {
            host: setting(&variable, "AISERVE_HOST", host, str::parse)?,
            port: setting(&variable, "AISERVE_PORT", port, str::parse)?,
            threads: setting(&variable, "AISERVE_THREADS", threads, str::parse)?,
            drain: setting(&variable, "AISERVE_DRAIN", drain, seconds)?,
            head_timeout: setting(&variable, "AISERVE_HEAD_TIMEOUT", head_timeout, seconds)?,
        })
    }

    /// The address to listen on.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.host, self.port)
    }
}

/// The value of a variable, or the default.
fn setting<T, E: Into<Box<dyn std::error::Error + Send + Sync>>>(
    variable: impl Fn(&str) -> Option<String>,
    name: &str,
    default: T,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Error> {
    let Some(text) = variable(name) else { return Ok(default) };
    parse(&text).map_err(|error| Error::new(format!("`{name}` can't be `{text}`")).because(error))
}

/// A number of whole seconds.
pub(crate) fn seconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_over_the_defaults() {
        let variable = |name: &str| (name == "AISERVE_DRAIN").then(|| "5".to_owned());
        let config = Config::read(variable).unwrap();
        assert_eq!(config, Config { drain: Duration::from_secs(5), ..Config::default() });
    }

    #[test]
    fn a_wrong_variable_is_named() {
        let error = Config::read(|name| (name == "AISERVE_PORT").then(|| "http".to_owned())).unwrap_err();
        assert_eq!(error.to_string(), "`AISERVE_PORT` can't be `http`");
    }
}
