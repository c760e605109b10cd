//! Reads `multipart/form-data` part by part, within limits: nothing is held in memory but small files and short texts.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http_body::Body as _;

use super::fields::{Fields, Sent};
use super::file::File;
use super::spool::Writer;
use super::upload::Received;
use crate::Problem;
use crate::body::RequestBody;
use crate::extract::{Refused, Request, body};
use crate::schema::Node;
use crate::validate::{field_of, object};

/// Most parts of one body.
const MOST_PARTS: usize = 1000;
/// Most bytes of a part that is no file.
const MOST_TEXT: usize = 1024 * 1024;
/// Most bytes that are taken in without a part beginning or going on: those of a part's head.
const MOST_HEAD: usize = 256 * 1024;

/// Reads the parts that the schema has a field for.
pub(super) async fn read(request: &mut Request, node: &'static Node) -> Result<Fields, Refused> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Ok(boundary) = multer::parse_boundary(content_type.unwrap_or_default()) else {
        return Err(Problem::bad_request("Missing boundary in multipart.").into());
    };
    let limit = request.settings().body_limit;
    let Some(body) = request.take_body() else { return Ok(Fields::default()) };
    let pulled = Arc::new(AtomicUsize::new(0));
    let chunks = Chunks { body, limit, left: limit, pulled: Arc::clone(&pulled), is_resting: false };
    let mut parts = Parts { parser: multer::Multipart::new(chunks, boundary), pulled };
    let mut fields = Fields::default();
    let mut count = 0;
    while let Some(part) = parts.next().await? {
        count += 1;
        if count > MOST_PARTS {
            return Err(Problem::bad_request(format!("Too many parts. At most {MOST_PARTS} are read.")).into());
        }
        parts.add(part, node, &mut fields).await?;
    }
    Ok(fields)
}

/// The parts of a body.
struct Parts {
    parser: multer::Multipart<'static>,
    /// Bytes taken from the body since a part began or went on.
    pulled: Arc<AtomicUsize>,
}

impl Parts {
    async fn next(&mut self) -> Result<Option<multer::Field<'static>>, Problem> {
        let part = self.parser.next_field().await.map_err(|error| refusal(&error))?;
        self.pulled.store(0, Ordering::Relaxed);
        Ok(part)
    }

    /// The next bytes of a part.
    async fn chunk(&mut self, part: &mut multer::Field<'static>) -> Result<Option<Bytes>, Problem> {
        let chunk = part.chunk().await.map_err(|error| refusal(&error))?;
        self.pulled.store(0, Ordering::Relaxed);
        Ok(chunk)
    }

    async fn add(
        &mut self,
        mut part: multer::Field<'static>,
        node: &'static Node,
        fields: &mut Fields,
    ) -> Result<(), Problem> {
        let Some(name) = part.name().map(str::to_owned) else { return self.skip(&mut part).await };
        let is_known = object(node).is_none() || field_of(node, &name).is_some();
        if !is_known {
            self.skip(&mut part).await?;
            // Told where unknown fields are mistakes.
            fields.push(name, Sent::Text(String::new()));
            return Ok(());
        }
        let content_type = part.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.map(str::to_owned);
        if let Some(file_name) = part.file_name().map(plain_name) {
            let file = self.file(&mut part, file_name, content_type).await?;
            fields.push(name, Sent::File(File::new(file)));
            return Ok(());
        }
        match String::from_utf8(self.text(&mut part, &name).await?) {
            Ok(text) if content_type.as_deref().is_some_and(body::is_json_type) => fields.push(name, Sent::Json(text)),
            Ok(text) => fields.push(name, Sent::Text(text)),
            Err(_) => fields.broken.push(name),
        }
        Ok(())
    }

    async fn skip(&mut self, part: &mut multer::Field<'static>) -> Result<(), Problem> {
        while self.chunk(part).await?.is_some() {}
        Ok(())
    }

    async fn text(&mut self, part: &mut multer::Field<'static>, name: &str) -> Result<Vec<u8>, Problem> {
        let mut text = Vec::new();
        while let Some(chunk) = self.chunk(part).await? {
            if text.len() + chunk.len() > MOST_TEXT {
                let detail = format!("The part `{name}` is no file and larger than {MOST_TEXT} bytes.");
                return Err(Problem::new(http::StatusCode::PAYLOAD_TOO_LARGE, detail));
            }
            text.extend_from_slice(&chunk);
        }
        Ok(text)
    }

    async fn file(
        &mut self,
        part: &mut multer::Field<'static>,
        file_name: String,
        content_type: Option<String>,
    ) -> Result<Received, Problem> {
        let mut writer = Writer::default();
        while let Some(chunk) = self.chunk(part).await? {
            writer.write(&chunk).await?;
        }
        let (content, length) = writer.finish().await?;
        Ok(Received { file_name, content_type, length, content })
    }
}

/// A file's name without folders and control characters (RFC 7578, section 4.2).
fn plain_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|letter| !letter.is_control()).collect();
    if matches!(name.as_str(), "." | "..") { String::new() } else { name }
}

/// What a body that breaks off, or is no multipart body, is answered.
fn refusal(error: &multer::Error) -> Problem {
    if let multer::Error::StreamReadFailed(cause) = error
        && let Some(stopped) = cause.downcast_ref::<Stopped>()
    {
        return stopped.problem();
    }
    Problem::bad_request(format!("The body is no `multipart/form-data`: {error}."))
}

/// Why no more of the body is read.
#[derive(Clone, Copy, Debug)]
enum Stopped {
    TooLarge(usize),
    Broken,
    Headless,
}

impl Stopped {
    fn problem(self) -> Problem {
        match self {
            Self::TooLarge(limit) => body::too_large(limit),
            Self::Broken => body::broken_off(),
            Self::Headless => Problem::bad_request(format!("The head of a part is larger than {MOST_HEAD} bytes.")),
        }
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is not read on")
    }
}

impl std::error::Error for Stopped {}

/// The data of a body, one piece at a time: the parser would take in all there is.
struct Chunks {
    body: RequestBody,
    limit: usize,
    left: usize,
    pulled: Arc<AtomicUsize>,
    /// Whether a piece has been given since the parser last had to wait.
    is_resting: bool,
}

impl Stream for Chunks {
    type Item = Result<Bytes, Stopped>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Stopped>>> {
        let this = &mut *self;
        if std::mem::replace(&mut this.is_resting, false) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        loop {
            let data = match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(_)) => return Poll::Ready(Some(Err(Stopped::Broken))),
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            };
            let Some(left) = this.left.checked_sub(data.len()) else {
                return Poll::Ready(Some(Err(Stopped::TooLarge(this.limit))));
            };
            if data.is_empty() {
                continue;
            }
            this.left = left;
            // The first piece is always taken: it may be the whole body, in memory already.
            if this.pulled.fetch_add(data.len(), Ordering::Relaxed) > MOST_HEAD {
                return Poll::Ready(Some(Err(Stopped::Headless)));
            }
            this.is_resting = true;
            return Poll::Ready(Some(Ok(data)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_have_no_folders() {
        let names = ["a.txt", "../../etc/passwd", "C:\\Users\\x.png", "..", "a\r\nb\u{0}.txt", ""];
        assert_eq!(names.map(plain_name), ["a.txt", "passwd", "x.png", "", "ab.txt", ""]);
    }
}
