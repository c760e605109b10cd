//! Where connections come from.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
#[cfg(unix)]
use tokio::net::UnixListener;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::stream::Kind;
use crate::{Config, Error};

/// Connections that wait to be accepted, at most; the system may allow less.
const BACKLOG: u32 = 1024;
/// When an idle connection is first asked whether its client is still there, and how often then.
const KEEP_ALIVE: Duration = Duration::from_mins(1);

/// What a service listens on: a TCP or a Unix socket.
#[derive(Debug)]
pub struct Listener(Socket);

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self(Socket::Tcp(listener))
    }
}

#[cfg(unix)]
impl From<UnixListener> for Listener {
    fn from(listener: UnixListener) -> Self {
        Self(Socket::Unix(listener))
    }
}

impl Listener {
    /// Listens where the configuration says: on a socket that the process was started with, a Unix socket, or an address.
    pub(crate) fn bind(config: &Config) -> Result<Self, Error> {
        if let Some(inherited) = inherited()? {
            return Ok(inherited);
        }
        match &config.socket {
            Some(path) => {
                unix(path).map_err(|error| Error::new(format!("can't listen on {}: {error}", path.display())))
            }
            None => tcp(config).map_err(|error| cannot_listen(config, &error)),
        }
    }

    /// The address, of a TCP socket.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        match &self.0 {
            Socket::Tcp(listener) => listener.local_addr().ok(),
            #[cfg(unix)]
            Socket::Unix(_) => None,
        }
    }

    pub(super) fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<Kind>> {
        match &self.0 {
            Socket::Tcp(listener) => listener.poll_accept(cx).map_ok(|(stream, _)| Kind::Tcp(prepared(stream))),
            #[cfg(unix)]
            Socket::Unix(listener) => listener.poll_accept(cx).map_ok(|(stream, _)| Kind::Unix(stream)),
        }
    }
}

/// The address as a client writes it.
impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Socket::Tcp(listener) => listener.local_addr().map_err(|_| fmt::Error)?.fmt(f),
            #[cfg(unix)]
            Socket::Unix(listener) => {
                match listener.local_addr().ok().as_ref().and_then(|address| address.as_pathname()) {
                    Some(path) => write!(f, "unix:{}", path.display()),
                    None => f.write_str("unix:"),
                }
            }
        }
    }
}

/// A file of a Unix socket goes with what listens on it.
#[cfg(unix)]
impl Drop for Listener {
    fn drop(&mut self) {
        if let Socket::Unix(listener) = &self.0
            && let Some(path) = listener.local_addr().ok().as_ref().and_then(|address| address.as_pathname())
        {
            // Somebody else may have taken it away.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn tcp(config: &Config) -> io::Result<Listener> {
    let address = config.address();
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A restart need not wait for the connections of the process before. Elsewhere it would mean another thing.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    #[cfg(unix)]
    socket.set_reuseport(config.reuse_port)?;
    socket.bind(address)?;
    socket.listen(BACKLOG).map(Listener::from)
}

#[cfg(unix)]
fn unix(path: &std::path::Path) -> io::Result<Listener> {
    use std::os::unix::net::UnixStream;

    // The file of a process that was killed is left over: nobody answers there.
    if UnixStream::connect(path).is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
        std::fs::remove_file(path)?;
    }
    UnixListener::bind(path).map(Listener::from)
}

#[cfg(not(unix))]
fn unix(_: &std::path::Path) -> io::Result<Listener> {
    Err(io::Error::other("there are no Unix sockets here"))
}

/// The socket that the process was started with, by `LISTEN_FDS`
/// ([sd_listen_fds](https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html)).
#[cfg(feature = "inherit")]
fn inherited() -> Result<Option<Listener>, Error> {
    let mut passed = listenfd::ListenFd::from_env();
    let taken = match passed.len() {
        0 => Ok(None),
        1 => one(&mut passed).map(Some),
        count => Err(io::Error::other(format!("there are {count}, and a service listens on one"))),
    };
    taken.map_err(|error| Error::new(format!("the socket that was passed on can't be used: {error}")))
}

#[cfg(feature = "inherit")]
fn one(passed: &mut listenfd::ListenFd) -> io::Result<Listener> {
    #[cfg(unix)]
    if let Ok(Some(listener)) = passed.take_unix_listener(0) {
        listener.set_nonblocking(true)?;
        return UnixListener::from_std(listener).map(Listener::from);
    }
    let listener = passed.take_tcp_listener(0)?.ok_or_else(|| io::Error::other("it is no socket that listens"))?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener).map(Listener::from)
}

#[cfg(not(feature = "inherit"))]
#[expect(clippy::unnecessary_wraps, reason = "with the feature it may fail")]
fn inherited() -> Result<Option<Listener>, Error> {
    Ok(None)
}

fn cannot_listen(config: &Config, error: &io::Error) -> Error {
    let text = format!("can't listen on {}: {error}", config.address());
    let in_use = error.kind() == io::ErrorKind::AddrInUse;
    let hint = if in_use { "; another process does, choose another `--port`" } else { "" };
    Error::new(text + hint)
}

/// Small replies leave at once instead of waiting for the acknowledgement of earlier ones, and a client that is gone without a
/// word is found out.
fn prepared(stream: TcpStream) -> TcpStream {
    // Both fail on a connection that is closed already, which reading from it will tell.
    let _ = stream.set_nodelay(true);
    let _ =
        SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(KEEP_ALIVE).with_interval(KEEP_ALIVE));
    stream
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_socket_left_over_is_taken_and_one_in_use_is_not() {
        let folder = std::env::temp_dir().join(format!("aiserve-socket-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let config = Config { socket: Some(folder.join("service")), ..Config::default() };
        let first = Listener::bind(&config).expect("a free path");
        assert_eq!(first.to_string(), format!("unix:{}", folder.join("service").display()));
        let error = Listener::bind(&config).expect_err("it is in use").to_string();
        assert!(error.contains("in use"), "{error}");
        // As if the process had been killed.
        std::mem::drop(std::os::unix::net::UnixListener::bind(folder.join("left")).expect("a free path"));
        let left = Config { socket: Some(folder.join("left")), ..Config::default() };
        drop(Listener::bind(&left).expect("nobody listens"));
        drop(first);
        assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0);
        std::fs::remove_dir(&folder).expect("an empty folder");
    }
}
