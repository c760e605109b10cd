//! The bytes of a file, read as they are sent.

use std::io::{self, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::body::{Body, BodyError};

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// Where the bytes are.
pub(super) enum Source {
    Opened(File),
    Memory(Bytes),
}

impl Source {
    /// The bytes of a range that is in the file.
    pub(super) fn part(self, range: Range<u64>) -> Body {
        match self {
            Self::Memory(bytes) => {
                let place = |at: u64| usize::try_from(at).expect("a place in memory");
                Body::full(bytes.slice(place(range.start)..place(range.end)))
            }
            Self::Opened(_) if range.is_empty() => Body::empty(),
            Self::Opened(file) => {
                let left = range.end - range.start;
                Body::new(Pieces { reading: Box::pin(first(file, range.start, left)), left })
            }
        }
    }
}

type Read = io::Result<(File, Vec<u8>)>;

async fn first(mut file: File, start: u64, left: u64) -> Read {
    file.seek(SeekFrom::Start(start)).await?;
    piece(file, left).await
}

/// The next bytes, which are at least one: a file that ends before its length is an error.
async fn piece(mut file: File, left: u64) -> Read {
    let size = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
    let mut bytes = Vec::with_capacity(size);
    (&mut file).take(size as u64).read_buf(&mut bytes).await?;
    if bytes.is_empty() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file was cut while it was sent"));
    }
    Ok((file, bytes))
}

struct Pieces {
    reading: Pin<Box<dyn Future<Output = Read> + Send>>,
    left: u64,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        match std::task::ready!(self.reading.as_mut().poll(cx)) {
            Ok((file, bytes)) => {
                self.left -= bytes.len() as u64;
                let left = self.left;
                self.reading = Box::pin(piece(file, left));
                Poll::Ready(Some(Ok(Frame::data(bytes.into()))))
            }
            Err(error) => {
                self.left = 0;
                Poll::Ready(Some(Err(error.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
