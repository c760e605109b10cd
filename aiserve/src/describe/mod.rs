//! What an operation takes and gives, as constant data: one record per `#[endpoint]`.
//!
//! Facts come from traits ([`Describes`], [`crate::respond::Respond`]), never from the names of types, so aliases and
//! re-exports describe themselves rightly.

pub mod check;
mod untold;

pub(crate) use untold::untold;

use std::time::Duration;

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
    /// What its function does.
    pub kind: OperationKind,
    /// Status of a success that does not set its own.
    pub status: u16,
    /// `timeout = ..`: how long it may take.
    pub timeout: Option<Duration>,
    /// `concurrency = ..`: how many requests to it are answered at a time.
    pub concurrency: Option<usize>,
    /// What it takes, in the order of the arguments.
    pub args: &'static [Arg],
    /// What it gives.
    pub replies: Replies,
    /// Operations that it calls, and the client answers.
    pub callbacks: &'static [&'static Operation],
    /// Where there is more about it, and what.
    pub external_docs: Option<(&'static str, Option<&'static str>)>,
    /// Keys of the document that OpenAPI does not know: `x-..`.
    pub extensions: &'static [Extension],
}

/// What the function of an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// It answers the request.
    Answers,
    /// It has no body: where the operation is served, valid input is answered by 501.
    Described,
    /// It talks through a WebSocket.
    Socket,
}

impl Operation {
    /// Whether it opens a WebSocket.
    #[must_use]
    pub const fn is_socket(&self) -> bool {
        matches!(self.kind, OperationKind::Socket)
    }
}

/// The name of a key of the document, and what makes its value.
pub type Extension = (&'static str, fn() -> serde_json::Value);

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

impl Method {
    /// The method as it is sent: `GET`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

impl Operation {
    /// An operation about which nothing is known: stands in for an endpoint whose mistakes are being reported.
    pub const EMPTY: Self = Self {
        method: Method::Get,
        path: "",
        id: "",
        module: "",
        summary: "",
        description: "",
        tags: &[],
        deprecated: false,
        hidden: true,
        kind: OperationKind::Answers,
        status: 200,
        timeout: None,
        concurrency: None,
        args: &[],
        replies: Replies::None,
        callbacks: &[],
        external_docs: None,
        extensions: &[],
    };
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
    /// What a dependency takes; it is asked for these scopes.
    Needs(&'static Needs, &'static [&'static str]),
    /// The connection of a WebSocket.
    Socket(SocketArg),
    /// What a security scheme reads. Whether the endpoint also answers those who show nothing.
    Security(&'static SecurityScheme, bool),
}

/// What a dependency takes and how it fails.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// What it takes, in the order of the arguments.
    pub args: &'static [Arg],
    /// How it fails.
    pub replies: Replies,
}

/// A security scheme, as OpenAPI knows them.
#[derive(Clone, Copy, Debug)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: &'static str,
    /// The type's doc comment.
    pub doc: &'static str,
    /// What is shown, and where.
    pub kind: SecurityKind,
}

/// What a client shows, and where it gets it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum SecurityKind {
    /// A key in this place under this name.
    ApiKey(Place, &'static str),
    /// The header field `Authorization` of this scheme; for bearer tokens, their format.
    Http(&'static str, Option<&'static str>),
    /// A bearer token that OAuth 2 gives out, by these flows.
    OAuth2(&'static [Flow]),
    /// A bearer token of an `OpenID` provider, by the URL of its discovery document.
    OpenId(&'static str),
}

/// One way to a token of OAuth 2 ([RFC 6749](https://www.rfc-editor.org/rfc/rfc6749)).
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    /// Its key in the document: `password`, `authorizationCode`, `clientCredentials`.
    pub name: &'static str,
    /// Where the user consents.
    pub authorization_url: Option<&'static str>,
    /// Where tokens are given out.
    pub token_url: Option<&'static str>,
    /// Where they are renewed.
    pub refresh_url: Option<&'static str>,
    /// The scopes by name, each with what it permits.
    pub scopes: &'static [(&'static str, &'static str)],
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

/// The connection of a WebSocket as an argument.
#[derive(Clone, Copy, Debug)]
pub struct SocketArg {
    /// The messages that come.
    pub receives: MessageShape,
    /// The messages that go.
    pub sends: MessageShape,
}

/// What the messages of a WebSocket are.
#[derive(Clone, Copy, Debug)]
pub struct MessageShape {
    /// How they are on the wire.
    pub kind: MessageKind,
    /// Their schema.
    pub node: Node,
}

/// How a message is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageKind {
    /// JSON in a text message.
    Json,
    /// A text message.
    Text,
    /// A binary message.
    Binary,
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
    /// Its status; 0 stands for the operation's success status, [`OTHERS`](Self::OTHERS) for all that no reply names.
    pub status: u16,
    /// What it means, Markdown. Empty for the status's own phrase.
    pub description: &'static str,
    /// What it carries.
    pub content: Content,
    /// Its headers, each as name, description and schema.
    pub headers: &'static [(&'static str, &'static str, Node)],
}

impl Reply {
    /// Stands for every status that no other reply names: `default` in the document.
    pub const OTHERS: u16 = u16::MAX;
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

/// An argument, and the scopes that are asked for on the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Flat {
    pub(crate) arg: &'static Arg,
    pub(crate) scopes: Vec<&'static str>,
}

/// The arguments with those of the dependencies among them, each in the place of its dependency.
pub(crate) fn flattened(args: &'static [Arg]) -> Vec<Flat> {
    let mut found = Vec::new();
    flatten(args, &[], &mut found);
    found
}

fn flatten(args: &'static [Arg], scopes: &[&'static str], found: &mut Vec<Flat>) {
    for arg in args {
        match arg {
            Arg::Needs(needs, own) => flatten(needs.args, &[scopes, own].concat(), found),
            arg => found.push(Flat { arg, scopes: scopes.to_vec() }),
        }
    }
}

/// A type that an endpoint can take as an argument: what it takes from the request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be an endpoint argument",
    label = "not an extractor",
    note = "name the argument in the path (`{{name}}`), mark it `#[query]`, `#[header]`, `#[cookie]` or `#[body]`, wrap it (`Json<..>`, `Query<..>`, `Path<..>`, `State<..>`), or put `#[payload]` on the type to make it a JSON body",
    note = "the type inside `Json<..>`, `Query<..>`, `Header<..>`, `Cookie<..>`, `Path<..>` or `WebSocket<..>` needs a schema and `Deserialize`: put `#[payload]` on it"
)]
pub trait Describes {
    /// What it takes.
    const ARG: Arg;
    /// Whether it is a JSON body without a wrapper. Only a [`Payload`](crate::extract::Payload) is.
    const BARE: bool = false;
}
