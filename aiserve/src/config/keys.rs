//! The keys of the configuration: the one list that flags, variables, the file and their help are made of.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;

use super::{Config, LogFormat};

/// One key of the configuration.
#[derive(Debug)]
pub(crate) struct Key {
    /// As it is in the file.
    pub(crate) name: &'static str,
    /// Its variable in the environment.
    pub(crate) variable: &'static str,
    /// Its flag, without the dashes.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "there are no flags then"))]
    pub(crate) flag: &'static str,
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "there are no flags then"))]
    pub(crate) short: Option<char>,
    /// What its values are, in one word.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "there are no flags then"))]
    pub(crate) value_name: &'static str,
    /// What its values are, for who wrote another one.
    takes: &'static str,
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "there are no flags then"))]
    pub(crate) help: &'static str,
    /// Reads a value, and says whether it is one.
    read: fn(&mut Config, &str) -> Option<()>,
    /// Writes the value.
    pub(crate) show: fn(&Config) -> String,
}

/// All keys.
pub(crate) static KEYS: [Key; 17] = [
    Key {
        name: "host",
        variable: "AISERVE_HOST",
        flag: "host",
        short: None,
        value_name: "ADDRESS",
        takes: "an IP address",
        help: "The address to listen on",
        read: |config, text| text.parse().ok().map(|host| config.host = host),
        show: |config| config.host.to_string(),
    },
    Key {
        name: "port",
        variable: "AISERVE_PORT",
        flag: "port",
        short: Some('p'),
        value_name: "PORT",
        takes: "a number from 0 to 65535",
        help: "The port to listen on, 0 for any free one",
        read: |config, text| text.parse().ok().map(|port| config.port = port),
        show: |config| config.port.to_string(),
    },
    Key {
        name: "socket",
        variable: "AISERVE_SOCKET",
        flag: "socket",
        short: None,
        value_name: "PATH",
        takes: PATH,
        help: "The Unix socket to listen on instead of an address",
        read: |config, text| {
            config.socket = path(text);
            Some(())
        },
        show: |config| shown(config.socket.as_deref()),
    },
    Key {
        name: "reuse_port",
        variable: "AISERVE_REUSE_PORT",
        flag: "reuse-port",
        short: None,
        value_name: "BOOL",
        takes: BOOL,
        help: "Whether other processes may listen on the same address",
        read: |config, text| text.parse().ok().map(|is_on| config.reuse_port = is_on),
        show: |config| config.reuse_port.to_string(),
    },
    Key {
        name: "tls_cert",
        variable: "AISERVE_TLS_CERT",
        flag: "tls-cert",
        short: None,
        value_name: "PATH",
        takes: PATH,
        help: "The file of the certificates, in PEM",
        read: |config, text| {
            config.tls_cert = path(text);
            Some(())
        },
        show: |config| shown(config.tls_cert.as_deref()),
    },
    Key {
        name: "tls_key",
        variable: "AISERVE_TLS_KEY",
        flag: "tls-key",
        short: None,
        value_name: "PATH",
        takes: PATH,
        help: "The file of the private key, in PEM",
        read: |config, text| {
            config.tls_key = path(text);
            Some(())
        },
        show: |config| shown(config.tls_key.as_deref()),
    },
    Key {
        name: "trusted_proxies",
        variable: "AISERVE_TRUSTED_PROXIES",
        flag: "trusted-proxies",
        short: None,
        value_name: "NETS",
        takes: "addresses or nets, with commas between them: `127.0.0.1, 10.0.0.0/8`",
        help: "The proxies whose `X-Forwarded-For` is believed",
        read: |config, text| nets(text).map(|nets| config.trusted_proxies = nets),
        show: |config| config.trusted_proxies.iter().map(IpNet::to_string).collect::<Vec<_>>().join(", "),
    },
    Key {
        name: "max_connections",
        variable: "AISERVE_MAX_CONNECTIONS",
        flag: "max-connections",
        short: None,
        value_name: "COUNT",
        takes: "a number from 1 on",
        help: "Most connections at a time",
        read: |config, text| text.parse().ok().map(|count| config.max_connections = count),
        show: |config| config.max_connections.to_string(),
    },
    Key {
        name: "threads",
        variable: "AISERVE_THREADS",
        flag: "threads",
        short: None,
        value_name: "COUNT",
        takes: "a number from 1 on",
        help: "Threads that serve connections, one per processor unless said",
        read: |config, text| text.parse().ok().map(|threads| config.threads = threads),
        show: |config| config.threads.to_string(),
    },
    Key {
        name: "grace",
        variable: "AISERVE_GRACE",
        flag: "grace",
        short: None,
        value_name: "SECONDS",
        takes: SECONDS,
        help: "Seconds that a stop still takes connections, so that load balancers notice",
        read: |config, text| seconds(text).map(|time| config.grace = time),
        show: |config| config.grace.as_secs().to_string(),
    },
    Key {
        name: "drain",
        variable: "AISERVE_DRAIN",
        flag: "drain",
        short: None,
        value_name: "SECONDS",
        takes: SECONDS,
        help: "Seconds that a stop then waits for requests that are being answered",
        read: |config, text| seconds(text).map(|time| config.drain = time),
        show: |config| config.drain.as_secs().to_string(),
    },
    Key {
        name: "head_timeout",
        variable: "AISERVE_HEAD_TIMEOUT",
        flag: "head-timeout",
        short: None,
        value_name: "SECONDS",
        takes: SECONDS,
        help: "Seconds that a client may take to send the head of a request",
        read: |config, text| seconds(text).map(|time| config.head_timeout = time),
        show: |config| config.head_timeout.as_secs().to_string(),
    },
    Key {
        name: "head_limit",
        variable: "AISERVE_HEAD_LIMIT",
        flag: "head-limit",
        short: None,
        value_name: "BYTES",
        takes: "a number of bytes from 8192 on",
        help: "Most bytes of the head of a request",
        read: |config, text| text.parse().ok().filter(|limit| *limit >= 8192).map(|limit| config.head_limit = limit),
        show: |config| config.head_limit.to_string(),
    },
    Key {
        name: "request_timeout",
        variable: "AISERVE_REQUEST_TIMEOUT",
        flag: "request-timeout",
        short: None,
        value_name: "SECONDS",
        takes: SECONDS,
        help: "Seconds that a request may take until its reply begins, 0 for any time",
        read: |config, text| seconds(text).map(|time| config.request_timeout = time),
        show: |config| config.request_timeout.as_secs().to_string(),
    },
    Key {
        name: "request_id",
        variable: "AISERVE_REQUEST_ID",
        flag: "request-id",
        short: None,
        value_name: "BOOL",
        takes: BOOL,
        help: "Whether each reply carries `x-request-id`",
        read: |config, text| text.parse().ok().map(|is_on| config.request_id = is_on),
        show: |config| config.request_id.to_string(),
    },
    Key {
        name: "access_log",
        variable: "AISERVE_ACCESS_LOG",
        flag: "access-log",
        short: None,
        value_name: "BOOL",
        takes: BOOL,
        help: "Whether each request is a line of the log",
        read: |config, text| text.parse().ok().map(|is_on| config.access_log = is_on),
        show: |config| config.access_log.to_string(),
    },
    Key {
        name: "log",
        variable: "AISERVE_LOG",
        flag: "log",
        short: None,
        value_name: "FORMAT",
        takes: "`auto`, `text`, `json` or `off`",
        help: "How the log is written: auto, text, json or off",
        read: |config, text| LogFormat::named(text).map(|format| config.log = format),
        show: |config| config.log.name().to_owned(),
    },
];

const PATH: &str = "the path of a file, or empty for none";
const BOOL: &str = "true or false";
const SECONDS: &str = "a whole number of seconds";

fn seconds(text: &str) -> Option<Duration> {
    text.parse().ok().map(Duration::from_secs)
}

/// A path, if there is one: every text is.
fn path(text: &str) -> Option<PathBuf> {
    (!text.is_empty()).then(|| text.into())
}

/// `127.0.0.1, 10.0.0.0/8`, or nothing.
fn nets(text: &str) -> Option<Vec<IpNet>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from))).collect()
}

fn shown(path: Option<&Path>) -> String {
    path.map_or_else(String::new, |path| path.display().to_string())
}

impl Key {
    /// Takes over a value.
    ///
    /// # Errors
    /// What the values of this key are.
    pub(crate) fn set(&self, config: &mut Config, text: &str) -> Result<(), &'static str> {
        (self.read)(config, text).ok_or(self.takes)
    }
}
