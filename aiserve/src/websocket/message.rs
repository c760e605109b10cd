//! Messages: what they are on the wire, and how they are read and written.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::body::RequestBody;
use crate::describe::MessageKind;
use crate::extract::{Arrival, PathParams, Received, Refused, Request, Settings, decode};
use crate::respond::{self, MediaType, Text};
use crate::schema::{Node, Schema};

pub use crate::describe::MessageShape;

/// A message on the wire. The bytes of a text are UTF-8.
#[derive(Debug)]
pub struct Frame {
    pub(super) is_text: bool,
    pub(super) bytes: Bytes,
}

/// A message that can come: JSON of a type that has a [`Schema`] and is `Deserialize`, [`Text`], or
/// [`Bytes`](respond::Bytes).
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't come as a message of a WebSocket",
    label = "not a message",
    note = "put `#[payload]` on the type to read JSON, or take `Text` or `Bytes`"
)]
pub trait Incoming: Sized {
    /// What it is to the document.
    const SHAPE: MessageShape;

    /// Reads it.
    #[doc(hidden)]
    fn read(frame: Frame, settings: &Settings) -> Result<Self, Problem>;
}

/// A message that can go: JSON of a type that has a [`Schema`] and is `Serialize`, [`Text`], or
/// [`Bytes`](respond::Bytes).
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't go as a message of a WebSocket",
    label = "not a message",
    note = "put `#[payload]` on the type to send JSON, or send `Text` or `Bytes`"
)]
pub trait Outgoing: Sized {
    /// What it is to the document.
    const SHAPE: MessageShape;

    /// Writes it.
    #[doc(hidden)]
    fn write(self) -> Result<Frame, Problem>;
}

impl<T: Schema + DeserializeOwned> Incoming for T {
    const SHAPE: MessageShape = MessageShape { kind: MessageKind::Json, node: T::NODE };

    fn read(frame: Frame, settings: &Settings) -> Result<Self, Problem> {
        let (parts, ()) = http::Request::new(()).into_parts();
        let mut request =
            Request::new(parts, RequestBody::full(""), PathParams::default(), *settings, Arrival::default());
        match decode(&mut request, Received::Bytes(frame.bytes)) {
            Ok(value) => Ok(value),
            Err(Refused::Problem(problem)) => Err(problem),
            Err(Refused::Invalid | Refused::Reply(_)) => {
                let (faults, sent) = request.take_invalid();
                Err(Problem::invalid(faults, sent))
            }
        }
    }
}

impl<T: Schema + Serialize> Outgoing for T {
    const SHAPE: MessageShape = MessageShape { kind: MessageKind::Json, node: T::NODE };

    fn write(self) -> Result<Frame, Problem> {
        Ok(Frame { is_text: true, bytes: serde_json::to_vec(&self)?.into() })
    }
}

const TEXT: MessageShape = MessageShape { kind: MessageKind::Text, node: Node::Text(None) };
const BINARY: MessageShape = MessageShape { kind: MessageKind::Binary, node: Node::Any };

impl<T: From<String>> Incoming for Text<T> {
    const SHAPE: MessageShape = TEXT;

    fn read(frame: Frame, _: &Settings) -> Result<Self, Problem> {
        match String::from_utf8(frame.bytes.into()) {
            Ok(text) => Ok(Self(text.into())),
            Err(_) => Err(Problem::bad_request("The message must be text.")),
        }
    }
}

impl<T: Into<String>> Outgoing for Text<T> {
    const SHAPE: MessageShape = TEXT;

    fn write(self) -> Result<Frame, Problem> {
        Ok(Frame { is_text: true, bytes: self.0.into().into() })
    }
}

impl<M: MediaType> Incoming for respond::Bytes<M> {
    const SHAPE: MessageShape = BINARY;

    fn read(frame: Frame, _: &Settings) -> Result<Self, Problem> {
        Ok(Self::new(frame.bytes))
    }
}

impl<M: MediaType> Outgoing for respond::Bytes<M> {
    const SHAPE: MessageShape = BINARY;

    fn write(self) -> Result<Frame, Problem> {
        Ok(Frame { is_text: false, bytes: self.into_inner() })
    }
}
