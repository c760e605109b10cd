//! `Upload`: a file of a form as an argument or a field, and which files it takes.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;

use garde::Report;
use garde::error::Path;
use garde::rules::length::simple::HasSimpleLength;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;

use super::upload::Received;
use crate::extract::params::Mismatch;
use crate::schema::{Format, Name, Node, Schema};

/// A file of a `multipart/form-data` body.
///
/// It is received before the endpoint runs: up to 256 KiB in memory, and past that in a temporary file without a name,
/// which is gone with the value. `#[garde(length(max = ..))]` limits its bytes; the body's own limit is that of
/// [`App::body_limit`](crate::App::body_limit), and refuses a body before it is read whole.
///
/// `Upload<Images>` takes images only; implement [`Accept`] for other choices.
///
/// # Examples
/// ```
/// use aiserve::extract::{Images, Upload};
/// use aiserve::prelude::*;
///
/// #[payload]
/// struct Meta {
///     title: String,
/// }
///
/// /// `meta` is JSON beside the file.
/// #[endpoint(POST "/images")]
/// async fn store(#[part] meta: Meta, #[part] image: Upload<Images>) -> Result<Text> {
///     let name = image.file_name().to_owned();
///     let bytes = image.bytes().await?;
///     Ok(Text(format!("{}: {} bytes of {name}", meta.title, bytes.len())))
/// }
/// # let _ = App::stateless().mount(routes![store]).openapi().unwrap();
/// ```
pub struct Upload<A = AnyFile> {
    pub(super) received: Received,
    accepts: PhantomData<fn() -> A>,
}

/// Which files an [`Upload`] takes, by the media type that the client gives.
///
/// # Examples
/// ```
/// use aiserve::extract::Accept;
///
/// struct Sound;
///
/// impl Accept for Sound {
///     const MEDIA_TYPES: &'static [&'static str] = &["audio/*", "video/ogg"];
/// }
/// ```
pub trait Accept: 'static {
    /// Media types, or `type/*`; none for all.
    const MEDIA_TYPES: &'static [&'static str];
}

/// Every file.
#[derive(Clone, Copy, Debug)]
pub struct AnyFile;

impl Accept for AnyFile {
    const MEDIA_TYPES: &'static [&'static str] = &[];
}

/// Images of every kind.
#[derive(Clone, Copy, Debug)]
pub struct Images;

impl Accept for Images {
    const MEDIA_TYPES: &'static [&'static str] = &["image/*"];
}

impl<A> Upload<A> {
    /// Its name as the client gives it, without folders and control characters; empty if it has none.
    pub fn file_name(&self) -> &str {
        &self.received.file_name
    }

    /// Its media type, as the client says.
    pub fn content_type(&self) -> Option<&str> {
        self.received.content_type.as_deref()
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.received.length
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<A> fmt::Debug for Upload<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("file_name", &self.file_name())
            .field("content_type", &self.content_type())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// The length that `#[garde(length(..))]` looks at: bytes.
impl<A> HasSimpleLength for Upload<A> {
    fn length(&self) -> usize {
        usize::try_from(self.len()).unwrap_or(usize::MAX)
    }
}

static FORMAT: Format = Format {
    name: "binary",
    // Tells it from formats of texts: `Format::is_file`.
    code: "upload",
    noun: "file",
    pattern: "",
    length: (0, u64::MAX),
    encoding: "",
    check: |_| Ok(()),
};

impl<A: Accept> Schema for Upload<A> {
    const NODE: Node = Node::Text(Some(&FORMAT));
    const NAME: Name = Name::plain("Upload");
    const INERT: bool = A::MEDIA_TYPES.is_empty();

    fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        let sent = self.content_type().unwrap_or_default();
        if !A::MEDIA_TYPES.is_empty() && !A::MEDIA_TYPES.iter().any(|accepted| is_of(sent, accepted)) {
            let message = format!("the file should be of the media type {}", A::MEDIA_TYPES.join(", "));
            report.append(parent(), garde::Error::new(message));
        }
    }
}

/// Whether a media type with its parameters is one, or of a kind.
fn is_of(sent: &str, accepted: &str) -> bool {
    let essence = sent.split(';').next().unwrap_or_default().trim();
    match accepted.strip_suffix('*') {
        Some(kind) => essence.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind)),
        None => essence.eq_ignore_ascii_case(accepted),
    }
}

/// A file in a form, until it is handed over.
#[derive(Debug)]
pub(crate) struct File {
    received: RefCell<Option<Received>>,
    unselected: bool,
}

impl File {
    pub(super) fn new(received: Received) -> Self {
        let unselected = received.file_name.is_empty() && received.length == 0;
        Self { received: RefCell::new(Some(received)), unselected }
    }

    /// Whether it stands for an input in which no file was chosen (HTML Standard, section 4.10.21.8).
    pub(super) fn is_unselected(&self) -> bool {
        self.unselected
    }
}

/// The name by which the deserializer of a form knows the type.
const NAME: &str = "$aiserve::Upload";

thread_local! {
    // serde's model has no value for a file. It is put here and taken again within one call of a visitor.
    static ON_THE_WAY: Cell<Option<Received>> = const { Cell::new(None) };
}

impl<'de, A: Accept> Deserialize<'de> for Upload<A> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let received = deserializer.deserialize_newtype_struct(NAME, Taken)?;
        Ok(Self { received, accepts: PhantomData })
    }
}

struct Taken;

impl Visitor<'_> for Taken {
    type Value = Received;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file of a form")
    }

    fn visit_unit<E: Error>(self) -> Result<Received, E> {
        ON_THE_WAY.take().ok_or_else(|| E::custom("expected a file of a form"))
    }
}

/// A file as a value that only an [`Upload`] is.
pub(super) struct Handed<'a>(pub(super) &'a File);

impl<'de> Deserializer<'de> for Handed<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch::custom("expected a text, not a file"))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        if name != NAME {
            return visitor.visit_newtype_struct(self);
        }
        ON_THE_WAY.set(self.0.received.take());
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_some(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_compared_without_parameters_and_case() {
        assert!(is_of("Image/PNG; q=1", "image/*"));
        assert!(is_of("audio/ogg", "AUDIO/ogg"));
        assert!(!is_of("imagery/png", "image/*"));
        assert!(!is_of("", "image/*"));
    }
}
