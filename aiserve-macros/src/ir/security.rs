//! A security scheme.

use proc_macro2::Ident;
use syn::{LitStr, Type};

use crate::parse::schema_texts::Doc;

/// A struct under `#[security(..)]`, checked.
pub(crate) struct Security {
    pub(crate) ident: Ident,
    /// Its name in the document.
    pub(crate) name: LitStr,
    pub(crate) doc: Doc,
    pub(crate) kind: Kind,
    /// The type of its field.
    pub(crate) credential: Type,
}

/// What a client shows.
pub(crate) enum Kind {
    /// A key in this place, a variant of `Place`, under this name.
    ApiKey(&'static str, LitStr),
    /// A token, of this format.
    Bearer(Option<LitStr>),
    Basic,
    OAuth2(Vec<Flow>),
    OpenId(LitStr),
}

/// A way to a token.
pub(crate) struct Flow {
    /// As OpenAPI calls it.
    pub(crate) name: &'static str,
    pub(crate) authorization_url: Option<LitStr>,
    pub(crate) token_url: Option<LitStr>,
    pub(crate) refresh_url: Option<LitStr>,
    /// Each with what it permits.
    pub(crate) scopes: Vec<(LitStr, LitStr)>,
}
