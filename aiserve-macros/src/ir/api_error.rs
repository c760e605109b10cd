//! What an error type answers: one record per variant.

use proc_macro2::{Ident, TokenStream};
use syn::{Expr, LitStr};

/// One variant, or a struct as a whole.
pub(crate) struct Failure {
    /// `None` for a struct.
    pub(crate) variant: Option<Ident>,
    pub(crate) status: u16,
    pub(crate) code: String,
    /// An expression of type `&'static str`.
    pub(crate) doc: TokenStream,
    pub(crate) retry_after: Option<Expr>,
    pub(crate) hidden: bool,
}

/// What `#[status(..)]` says.
pub(crate) struct Status {
    pub(crate) number: u16,
    pub(crate) code: Option<LitStr>,
    pub(crate) retry_after: Option<Expr>,
    pub(crate) hidden: bool,
}
