//! A connection, whatever it is made of.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

/// The first bytes of an HTTP/2 connection (RFC 9113, section 3.4): no method of HTTP/1 begins so.
const PREFACE: [u8; 24] = *b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A connection, whose first bytes can be looked at before they are read.
#[derive(Debug)]
pub(super) struct Stream {
    kind: Kind,
    first: [u8; PREFACE.len()],
    /// How many of them have come.
    come: usize,
    /// How many of them have been read.
    read: usize,
}

/// One type for all of them, so that the protocols are in the binary once.
#[derive(Debug)]
pub(super) enum Kind {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
    #[cfg(feature = "tls")]
    Tls(Box<tokio_rustls::server::TlsStream<TcpStream>>),
}

impl Stream {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, first: [0; PREFACE.len()], come: 0, read: 0 }
    }

    /// Whether the client speaks HTTP/2, by its first bytes.
    pub(super) async fn speaks_http2(&mut self) -> io::Result<bool> {
        std::future::poll_fn(|cx| {
            while self.come < PREFACE.len() {
                let mut rest = ReadBuf::new(&mut self.first[self.come..]);
                std::task::ready!(self.kind.get().poll_read(cx, &mut rest))?;
                let more = rest.filled().len();
                self.come += more;
                if more == 0 || self.first[..self.come] != PREFACE[..self.come] {
                    return Poll::Ready(Ok(false));
                }
            }
            Poll::Ready(Ok(true))
        })
        .await
    }
}

/// What can be read and written.
trait Both: AsyncRead + AsyncWrite {}

impl<T: AsyncRead + AsyncWrite> Both for T {}

impl Kind {
    /// The address at the other end, if it has one.
    pub(super) fn peer(&self) -> Option<IpAddr> {
        match self {
            Self::Tcp(stream) => stream.peer_addr().ok().map(|address| address.ip()),
            #[cfg(unix)]
            Self::Unix(_) => None,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.get_ref().0.peer_addr().ok().map(|address| address.ip()),
        }
    }

    #[inline]
    fn get(&mut self) -> Pin<&mut (dyn Both + Unpin)> {
        Pin::new(match self {
            Self::Tcp(stream) => stream,
            #[cfg(unix)]
            Self::Unix(stream) => stream,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => &mut **stream,
        })
    }
}

impl AsyncRead for Stream {
    #[inline]
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.read < self.come {
            let length = buffer.remaining().min(self.come - self.read);
            buffer.put_slice(&self.first[self.read..self.read + length]);
            self.read += length;
            return Poll::Ready(Ok(()));
        }
        match &mut self.kind {
            // The usual one is called without a table.
            Kind::Tcp(stream) => Pin::new(stream).poll_read(cx, buffer),
            #[cfg(any(unix, feature = "tls"))]
            other => other.get().poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    #[inline]
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.kind {
            Kind::Tcp(stream) => Pin::new(stream).poll_write(cx, bytes),
            #[cfg(any(unix, feature = "tls"))]
            other => other.get().poll_write(cx, bytes),
        }
    }

    #[inline]
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut self.kind {
            Kind::Tcp(stream) => Pin::new(stream).poll_write_vectored(cx, pieces),
            #[cfg(any(unix, feature = "tls"))]
            other => other.get().poll_write_vectored(cx, pieces),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match &self.kind {
            Kind::Tcp(stream) => stream.is_write_vectored(),
            #[cfg(unix)]
            Kind::Unix(stream) => stream.is_write_vectored(),
            #[cfg(feature = "tls")]
            Kind::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.kind.get().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.kind.get().poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::net::TcpListener;

    use super::*;

    async fn pair() -> (TcpStream, Stream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let client = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("a listener");
        let (server, _) = listener.accept().await.expect("a client");
        (client, Stream::new(Kind::Tcp(server)))
    }

    async fn write(mut to: &mut TcpStream, bytes: &[u8]) {
        let written = poll_fn(|cx| Pin::new(&mut to).poll_write(cx, bytes)).await.expect("an open connection");
        assert_eq!(written, bytes.len());
    }

    #[tokio::test]
    async fn what_was_looked_at_is_read_again() {
        let (mut client, mut server) = pair().await;
        write(&mut client, b"PRI * HTTP/1.1\r\n\r\n and more than the preface").await;
        assert!(!server.speaks_http2().await.expect("open"));
        drop(client);
        let mut all = Vec::new();
        loop {
            let mut bytes = [0; 7];
            let mut buffer = ReadBuf::new(&mut bytes);
            poll_fn(|cx| Pin::new(&mut server).poll_read(cx, &mut buffer)).await.expect("open");
            if buffer.filled().is_empty() {
                break;
            }
            all.extend_from_slice(buffer.filled());
        }
        assert_eq!(all, b"PRI * HTTP/1.1\r\n\r\n and more than the preface");
    }

    #[tokio::test]
    async fn a_preface_in_pieces_is_one() {
        let (mut client, mut server) = pair().await;
        write(&mut client, &PREFACE[..5]).await;
        let rest = async {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            write(&mut client, &PREFACE[5..]).await;
        };
        let (speaks, ()) = tokio::join!(server.speaks_http2(), rest);
        assert!(speaks.expect("open"));
    }
}
