//! Files: whole, in part, or not at all if the client has them already.

mod body;
mod conditions;
mod range;

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::path::Path;
use std::time::SystemTime;

use http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderValue, LAST_MODIFIED,
};
use http::{HeaderMap, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::body::Source;
use self::conditions::{Verdict, verdict};
use self::range::{Wanted, wanted};
use super::media::{MediaType, binary};
use super::{Respond, Response};
use crate::body::Body;
use crate::describe::Replies;
use crate::extract::Settings;
use crate::problem::Problem;
use crate::schema::Node;

/// What of a name stands in `filename*` as it is ([RFC 8187, section 3.2.1](https://www.rfc-editor.org/rfc/rfc8187)).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A file as a reply: `File<Png>`, and of any type without a parameter.
///
/// It carries `ETag` and `Last-Modified`, answers the conditions of RFC 9110, section 13 (304, 412) and one range of
/// bytes (section 14: 206, 416); a request for several ranges gets the whole file. It is read as it is sent, in pieces.
///
/// # Examples
/// ```no_run
/// use aiserve::prelude::*;
///
/// #[endpoint(GET "/report")]
/// async fn report() -> Result<File<Pdf>> {
///     Ok(File::open("reports/latest.pdf").await?.download("report.pdf"))
/// }
/// # use aiserve::respond::Pdf;
/// ```
pub struct File<M = AnyMedia> {
    source: Source,
    length: u64,
    modified: Option<SystemTime>,
    tag: HeaderValue,
    media_type: HeaderValue,
    disposition: Option<HeaderValue>,
    typed: PhantomData<fn() -> M>,
}

/// A media type that is known only when the file is opened, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnyMedia;

impl MediaType for AnyMedia {
    const NAME: &'static str = "*/*";
}

impl<M: MediaType> File<M> {
    /// Opens a file.
    ///
    /// # Errors
    /// It can't be opened, or is no file.
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = tokio::fs::File::open(path).await?;
        let about = file.metadata().await?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is no file"));
        }
        let (length, modified) = (about.len(), about.modified().ok());
        let media_type = media_type::<M>(path.to_str().unwrap_or_default());
        Ok(Self::of(Source::Opened(file), length, modified, conditions::tag_of_time(length, modified), media_type))
    }

    /// A file in memory. Its tag is made of its bytes.
    pub fn from_bytes(bytes: impl Into<bytes::Bytes>) -> Self {
        let bytes = bytes.into();
        let (length, tag) = (bytes.len() as u64, conditions::tag_of_bytes(&bytes));
        Self::of(Source::Memory(bytes), length, None, tag, media_type::<M>(""))
    }

    fn of(
        source: Source,
        length: u64,
        modified: Option<SystemTime>,
        tag: HeaderValue,
        media_type: HeaderValue,
    ) -> Self {
        Self { source, length, modified, tag, media_type, disposition: None, typed: PhantomData }
    }

    /// The same file, which browsers save under this name instead of showing it
    /// (`Content-Disposition`, [RFC 6266](https://www.rfc-editor.org/rfc/rfc6266)).
    pub fn download(mut self, name: &str) -> Self {
        self.disposition = Some(disposition("attachment", name));
        self
    }

    /// The same file, which browsers show, and save under this name.
    pub fn inline(mut self, name: &str) -> Self {
        self.disposition = Some(disposition("inline", name));
        self
    }
}

/// `NAME`, or what the end of the file's name tells.
fn media_type<M: MediaType>(name: &str) -> HeaderValue {
    if M::NAME != AnyMedia::NAME {
        return HeaderValue::from_static(M::NAME);
    }
    let known = mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream");
    match known.strip_prefix("text/") {
        Some(text) => HeaderValue::try_from(format!("text/{text}; charset=utf-8"))
            .unwrap_or_else(|_| HeaderValue::from_static("text/plain; charset=utf-8")),
        None => HeaderValue::from_static(known),
    }
}

/// The name in ASCII for old clients, and beside it as it is if it is more than that.
fn disposition(kind: &str, name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '/') { c } else { '_' }).collect();
    let text = if plain == name {
        format!("{kind}; filename=\"{plain}\"")
    } else {
        format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ENCODED))
    };
    HeaderValue::try_from(text).expect("printable ASCII")
}

impl<M: MediaType> Respond for File<M> {
    const REPLIES: Replies = Replies::Both(
        &binary::<M>(&[
            ("accept-ranges", "The unit of ranges.", Node::Text(None)),
            ("etag", "Tells this state of the file from others.", Node::Text(None)),
        ]),
        &range::REPLIES,
    );
    const LOOKS_AT_HEADERS: bool = true;

    fn respond(self, settings: &Settings) -> Response {
        self.respond_to(&HeaderMap::new(), settings)
    }

    fn respond_to(self, request: &HeaderMap, settings: &Settings) -> Response {
        let whole = 0..self.length;
        match verdict(request, &self.tag, self.modified) {
            Verdict::Whole => self.sent(whole, settings.status),
            Verdict::Range => match wanted(request, self.length) {
                Wanted::Whole => self.sent(whole, settings.status),
                Wanted::Part(range) => self.sent(range, StatusCode::PARTIAL_CONTENT),
                Wanted::Nothing => self.unsatisfied(settings),
            },
            Verdict::NotModified => self.head(StatusCode::NOT_MODIFIED),
            Verdict::Failed => {
                Problem::new(StatusCode::PRECONDITION_FAILED, "the file is in another state").respond(settings)
            }
        }
    }
}

impl<M> File<M> {
    fn sent(self, range: std::ops::Range<u64>, status: StatusCode) -> Response {
        let mut response = self.head(status);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, self.media_type);
        headers.insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
        if let Some(disposition) = self.disposition {
            headers.insert(CONTENT_DISPOSITION, disposition);
        }
        if status == StatusCode::PARTIAL_CONTENT {
            let text = format!("bytes {}-{}/{}", range.start, range.end - 1, self.length);
            headers.insert(CONTENT_RANGE, HeaderValue::try_from(text).expect("numbers and signs"));
        }
        *response.body_mut() = self.source.part(range);
        response
    }

    /// What a reply says of the file, with and without its bytes.
    fn head(&self, status: StatusCode) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        headers.insert(ETAG, self.tag.clone());
        if let Some(modified) = self.modified {
            let date = httpdate::fmt_http_date(modified);
            headers.insert(LAST_MODIFIED, HeaderValue::try_from(date).expect("a date in ASCII"));
        }
        response
    }

    fn unsatisfied(&self, settings: &Settings) -> Response {
        let all = HeaderValue::try_from(format!("bytes */{}", self.length)).expect("numbers and signs");
        Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "no part of the file is in this range")
            .header(CONTENT_RANGE, all)
            .respond(settings)
    }
}

impl<M> fmt::Debug for File<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("length", &self.length)
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads_are_safe() {
        assert_eq!(disposition("attachment", "a b.pdf"), "attachment; filename=\"a b.pdf\"");
        let strange = disposition("inline", "naïve \"x\"/€.txt");
        assert_eq!(
            strange,
            "inline; filename=\"na_ve _x___.txt\"; filename*=UTF-8''na%C3%AFve%20%22x%22%2F%E2%82%AC.txt"
        );
    }

    #[test]
    fn the_end_of_the_name_tells_the_media_type() {
        let of = |name| media_type::<AnyMedia>(name);
        assert_eq!(
            [of("a.png"), of("a.css"), of("a"), of("a.unknown")],
            ["image/png", "text/css; charset=utf-8", "application/octet-stream", "application/octet-stream"]
        );
        assert_eq!(media_type::<super::super::media::Png>("a.txt"), "image/png");
    }
}
