//! An annotated function: its route, what it takes, what it gives.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, LitStr, Member, Path, Type};

use super::rules::FieldRules;
use crate::parse::schema_texts::Doc;

/// A function under `#[dependency]`, checked.
pub(crate) struct Function {
    pub(crate) ident: Ident,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: Type,
}

/// A function under `#[endpoint]`, checked.
pub(crate) struct Endpoint {
    pub(crate) ident: Ident,
    pub(crate) route: Route,
    pub(crate) doc: Doc,
    /// `#[deprecated]` on the function.
    pub(crate) is_deprecated: bool,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: Type,
    /// Names of the template's parameters that no argument is named like: a `Path<..>` argument must take them.
    pub(crate) left: Vec<String>,
    /// The hidden type of `#[body]` arguments that are several, or that have rules.
    pub(crate) parts: Option<Parts>,
    /// What people read about the body.
    pub(crate) body_texts: BodyTexts,
}

/// `#[endpoint(POST "/items", status = 201)]`, `#[websocket("/chat")]`
pub(crate) struct Route {
    pub(crate) kind: RouteKind,
    pub(crate) method: Method,
    pub(crate) path: LitStr,
    pub(crate) status: u16,
    /// Milliseconds that it may take.
    pub(crate) timeout: Option<u64>,
    /// How many requests to it are answered at a time.
    pub(crate) concurrency: Option<usize>,
    pub(crate) tags: Vec<LitStr>,
    pub(crate) deprecated: bool,
    pub(crate) hidden: bool,
    pub(crate) id: Option<LitStr>,
    pub(crate) summary: Option<LitStr>,
    pub(crate) description: Option<LitStr>,
    /// Dependencies that run for their effect.
    pub(crate) depends: Vec<Depends>,
    /// Operations that the client answers.
    pub(crate) callbacks: Vec<Path>,
    /// Where there is more about it.
    pub(crate) external_docs: Option<ExternalDocs>,
    /// Keys of its record in the document that OpenAPI does not know.
    pub(crate) extensions: Vec<(LitStr, Expr)>,
}

/// `external_docs(url = "..", description = "..")`
pub(crate) struct ExternalDocs {
    pub(crate) url: LitStr,
    pub(crate) description: Option<LitStr>,
}

/// Which attribute makes a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RouteKind {
    Endpoint,
    /// An endpoint whose function has no body.
    Described,
    WebSocket,
}

/// A dependency that is needed.
pub(crate) struct Depends {
    /// Of its function, and of the type of the same name.
    pub(crate) path: Path,
    /// The security scopes that are asked for.
    pub(crate) scopes: Vec<LitStr>,
}

/// A method, where it is written.
#[derive(Clone, Copy)]
pub(crate) struct Method {
    pub(crate) span: Span,
    /// As sent: `GET`.
    pub(crate) name: &'static str,
    /// The variant: `Get`.
    pub(crate) variant: &'static str,
}

impl Method {
    /// Whether RFC 9110 (sections 9.3.1, 9.3.2, 9.3.8) gives the request's content no meaning.
    pub(crate) fn is_bodiless(self) -> bool {
        matches!(self.name, "GET" | "HEAD" | "TRACE")
    }
}

impl Route {
    /// Whether its path is no path of this server: the expression of a callback, or the name of a webhook.
    pub(crate) fn is_elsewhere(&self) -> bool {
        self.kind == RouteKind::Described && !self.path.value().starts_with('/')
    }
}

/// One argument of the function.
pub(crate) struct Argument {
    pub(crate) ty: Type,
    pub(crate) kind: Kind,
}

/// Where an argument comes from.
pub(crate) enum Kind {
    /// One parameter.
    Param(Box<Param>),
    /// The whole body: the only `#[body]` argument.
    Whole,
    /// A field of the hidden type, by its index.
    Part(usize),
    /// Its type says it.
    Extractor,
    /// The value of a dependency.
    Depends(Depends),
}

impl Argument {
    pub(crate) fn is_extractor(&self) -> bool {
        matches!(self.kind, Kind::Extractor)
    }
}

/// One parameter.
pub(crate) struct Param {
    pub(crate) place: Place,
    pub(crate) rust: String,
    pub(crate) name: String,
    pub(crate) title: Option<LitStr>,
    pub(crate) doc: Doc,
    pub(crate) deprecated: bool,
    pub(crate) secret: bool,
    pub(crate) default: Option<Expr>,
    pub(crate) examples: Vec<Expr>,
    pub(crate) rules: FieldRules,
}

/// The part of a request that a parameter is in.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// By its index in the template.
    Path(usize),
    /// By its name: a dependency does not know the template, an endpoint not the prefix of its router.
    NamedInPath,
    Query,
    Header,
    Cookie,
}

/// What people read about the body.
#[derive(Default)]
pub(crate) struct BodyTexts {
    pub(crate) doc: Doc,
    pub(crate) examples: Vec<NamedExample>,
}

/// `example(name = "..", summary = "..", description = "..", value = ..)`
#[derive(Clone)]
pub(crate) struct NamedExample {
    pub(crate) name: LitStr,
    pub(crate) summary: Option<LitStr>,
    pub(crate) description: Option<LitStr>,
    pub(crate) value: Expr,
}

/// What the hidden type stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartsKind {
    /// The only argument's type, with the argument's rules.
    Whole,
    /// A JSON object of several arguments.
    Object,
    /// A form.
    Form,
}

/// The hidden type that the `#[body]` or `#[part]` arguments are read as.
pub(crate) struct Parts {
    pub(crate) ident: Ident,
    /// Its fields, in the order of the arguments.
    pub(crate) members: Vec<Member>,
    pub(crate) kind: PartsKind,
    /// The type and its impls.
    pub(crate) tokens: TokenStream,
}
