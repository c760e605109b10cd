//! What an operation takes and gives, as constant data: one record per `#[endpoint]`.
//!
//! Facts come from traits ([`Describes`], [`crate::respond::Respond`]), never from the names of types, so aliases and
//! re-exports describe themselves rightly.

pub mod check;

use crate::problem::Place;
use crate::schema::{Field, Node};

/// One operation of the API.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path template, as written: `/items/{id}`, `/files/{*path}`.
    pub path: &'static str,
    /// The function's name.
    pub id: &'static str,
    /// The module of the function: tells apart operations of one name.
    pub module: &'static str,
    /// First paragraph of the doc comment.
    pub summary: &'static str,
    /// The rest of the doc comment, Markdown.
    pub description: &'static str,
    /// `tags(..)`.
    pub tags: &'static [&'static str],
    /// `#[deprecated]` or `deprecated`.
    pub deprecated: bool,
    /// `hidden`: served, not documented.
    pub hidden: bool,
    /// Status of a success that does not set its own.
    pub status: u16,
    /// What it takes, in the order of the arguments.
    pub args: &'static [Arg],
    /// What it gives.
    pub replies: Replies,
}

/// An HTTP method that an operation can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
}

/// What one argument of an endpoint takes from the request.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Arg {
    /// Nothing the client sends: state, connection data.
    Hidden,
    /// One parameter.
    Param(Param),
    /// One parameter per field of an object schema. The schema itself, not a reference, so that constant checks can read it.
    Group(Place, &'static Node),
    /// The body.
    Body(BodyArg),
}

/// One parameter of path, query, header or cookie.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Where it is.
    pub place: Place,
    /// Name on the wire, schema, rules, default and texts.
    pub field: Field,
}

/// A body as an argument.
#[derive(Clone, Copy, Debug)]
pub struct BodyArg {
    /// Its media type.
    pub media_type: &'static str,
    /// Others that it may have instead.
    pub other_media_types: &'static [&'static str],
    /// Its schema.
    pub node: Node,
    /// Whether there is a file in it though its media type has none.
    pub misplaced_file: bool,
    /// Named examples.
    pub examples: &'static [Example],
    /// The argument's doc comment.
    pub doc: &'static str,
}

/// A named example.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its key in the document.
    pub name: &'static str,
    /// Its summary.
    pub summary: &'static str,
    /// Its description, Markdown.
    pub description: &'static str,
    /// Its value.
    pub value: fn() -> serde_json::Value,
}

/// The replies a return type can give. A tree, since constants of generic types cannot be concatenated.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Replies {
    /// None of its own.
    None,
    /// One.
    One(Reply),
    /// Several.
    Many(&'static [Reply]),
    /// Those of two types.
    Both(&'static Replies, &'static Replies),
}

/// One documented reply.
#[derive(Clone, Copy, Debug)]
pub struct Reply {
    /// Its status; 0 stands for the operation's success status.
    pub status: u16,
    /// What it means, Markdown. Empty for the status's own phrase.
    pub description: &'static str,
    /// What it carries.
    pub content: Content,
    /// Its headers, each as name, description and schema.
    pub headers: &'static [(&'static str, &'static str, Node)],
}

/// What a reply carries.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Content {
    /// No body.
    Empty,
    /// A body of this media type and schema.
    Typed(&'static str, Node),
    /// A body of this media type that is no text.
    Binary(&'static str),
    /// A stream of this media type, whose items have this schema.
    Items(&'static str, Node),
    /// A stream of server-sent events.
    Events(EventShape),
    /// A problem with this code, in the app's error format.
    Problem(&'static str),
}

/// What server-sent events carry.
#[derive(Clone, Copy, Debug)]
pub struct EventShape {
    /// The schema of their data.
    pub data: Node,
    /// Whether each has data.
    pub is_always_data: bool,
}

/// A type that an endpoint can take as an argument: what it takes from the request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be an endpoint argument",
    label = "not an extractor",
    note = "name the argument in the path (`{{name}}`), mark it `#[query]`, `#[header]`, `#[cookie]` or `#[body]`, wrap it (`Json<..>`, `Query<..>`, `Path<..>`, `State<..>`), or put `#[payload]` on the type to make it a JSON body",
    note = "the type inside `Json<..>`, `Query<..>`, `Header<..>`, `Cookie<..>` or `Path<..>` needs a schema and `Deserialize`: put `#[payload]` on it"
)]
pub trait Describes {
    /// What it takes.
    const ARG: Arg;
    /// Whether it is a JSON body without a wrapper. Only a [`Payload`](crate::extract::Payload) is.
    const BARE: bool = false;
}
