//! Bodies of any media type, which the reply's type names so that the document can.

use std::marker::PhantomData;
use std::ops::Deref;

use http::header::{CONTENT_TYPE, HeaderValue};

use super::{Respond, Response};
use crate::body::Body;
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;

/// A media type, as the type of a reply names it.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
/// use aiserve::respond::MediaType;
///
/// struct Flac;
/// impl MediaType for Flac {
///     const NAME: &'static str = "audio/flac";
/// }
///
/// #[endpoint(GET "/silence")]
/// async fn silence() -> Bytes<Flac> {
///     Bytes::new([0; 16].to_vec())
/// }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![silence])).await;
/// client.get("/silence").send().await.assert_header("content-type", "audio/flac");
/// # });
/// ```
pub trait MediaType {
    /// As the header field `content-type` has it.
    const NAME: &'static str;
}

macro_rules! media_types {
    ($($(#[$doc:meta])* $name:ident $text:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name;

        impl MediaType for $name {
            const NAME: &'static str = $text;
        }
    )*};
}

media_types! {
    /// Any bytes.
    OctetStream "application/octet-stream"
    /// A picture in PNG.
    Png "image/png"
    /// A picture in JPEG.
    Jpeg "image/jpeg"
    /// Sound in WAV.
    Wav "audio/wav"
    /// Sound in MP3.
    Mp3 "audio/mpeg"
    /// A video in MP4.
    Mp4 "video/mp4"
    /// A PDF document.
    Pdf "application/pdf"
    /// A table, comma-separated.
    Csv "text/csv"
}

/// Bytes of a media type, `Bytes<Png>`: as a result the reply, as an argument the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes<M = OctetStream> {
    bytes: bytes::Bytes,
    media_type: PhantomData<fn() -> M>,
}

impl<M: MediaType> Bytes<M> {
    /// These bytes.
    pub fn new(bytes: impl Into<bytes::Bytes>) -> Self {
        Self { bytes: bytes.into(), media_type: PhantomData }
    }
}

impl<M> Bytes<M> {
    /// The bytes.
    pub fn into_inner(self) -> bytes::Bytes {
        self.bytes
    }
}

impl<M> Deref for Bytes<M> {
    type Target = bytes::Bytes;

    fn deref(&self) -> &bytes::Bytes {
        &self.bytes
    }
}

impl<M: MediaType> Respond for Bytes<M> {
    const REPLIES: Replies = binary::<M>(&[]);

    fn respond(self, settings: &Settings) -> Response {
        let mut response = Response::new(Body::full(self.bytes));
        *response.status_mut() = settings.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(M::NAME));
        response
    }
}

/// A reply of bytes, of which a schema has nothing to say.
pub(super) const fn binary<M: MediaType>(
    headers: &'static [(&'static str, &'static str, crate::schema::Node)],
) -> Replies {
    Replies::One(Reply { status: 0, description: "", content: Content::Binary(M::NAME), headers })
}
