//! Sockets, of which OpenAPI knows nothing: `x-websocket` in the Path Item object, written like an operation.

use super::components::Registry;
use super::json::Object;
use super::operation::{head, tail};
use super::response::{self, Refusals};
use super::schema::Side;
use super::{Listed, parameter, security};
use crate::describe::{Arg, MessageKind, MessageShape, SocketArg};

/// What opens it, and the messages that go either way.
pub(super) fn socket(listed: &Listed<'_>, id: &str, registry: &Registry) -> Object {
    let operation = listed.operation;
    let parameters = parameter::of(listed, registry);
    let mut object = head(listed, id, &parameters, registry);
    for arg in operation.args {
        if let Arg::Socket(SocketArg { receives, sends }) = arg {
            object.set("receives", message(receives, Side::Input, registry));
            object.set("sends", message(sends, Side::Output, registry));
        }
    }
    let invalid = parameters.iter().any(|parameter| parameter.can_fail(registry));
    let refusals = Refusals { invalid, unknown: security::is_asked(listed), ..Refusals::default() };
    object.set("responses", response::responses(listed, refusals, registry));
    tail(listed, &mut object);
    object
}

/// A message like a Media Type object, with the name of its media type.
fn message(shape: &MessageShape, side: Side, registry: &Registry) -> Object {
    let media_type = match shape.kind {
        MessageKind::Json => "application/json",
        MessageKind::Text => "text/plain",
        MessageKind::Binary => return Object::new().with("contentType", "application/octet-stream"),
    };
    let schema = registry.dialect(registry.schemas(side).node(&shape.node));
    Object::new().with("contentType", media_type).with("schema", schema)
}
