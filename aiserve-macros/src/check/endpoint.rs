//! What a function under `#[endpoint]` may look like.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit::Visit;
use syn::{FnArg, Lifetime, LitStr, PathArguments, Signature, Type};

use crate::ctxt::Ctxt;
use crate::parse::schema_texts::Texts;

/// Reports what the signature cannot have; `what`: "an endpoint" or "a dependency".
pub(crate) fn signature(signature: &Signature, what: &str, ctxt: &Ctxt) {
    if signature.asyncness.is_none() {
        let message =
            format!("{what} is an `async fn`; work that blocks goes to `tokio::task::spawn_blocking` inside of it");
        ctxt.error_at(signature.fn_token, message);
    }
    let types: Vec<_> = signature.generics.params.iter().collect();
    if !types.is_empty() {
        let message = format!("{what} has no generics: what it takes and gives must be known where it is written");
        ctxt.error_at(&signature.generics, message);
    } else if let Some(clause) = &signature.generics.where_clause {
        ctxt.error_at(clause, format!("{what} has no generics, so there is nothing to ask of them"));
    }
    if let Some(FnArg::Receiver(receiver)) = signature.inputs.first() {
        let message = format!("{what} is a free function: take what `self` would hold as `State<..>`");
        ctxt.error_at(receiver, message);
    }
    if let Some(token) = &signature.unsafety {
        ctxt.error_at(token, format!("{what} is called by the server, which cannot keep a promise of `unsafe`"));
    }
    if let Some(abi) = &signature.abi {
        ctxt.error_at(abi, format!("{what} has Rust's own calling convention"));
    }
}

/// Reports an argument's type that cannot be read from a request.
pub(crate) fn argument_type(ty: &Type, ctxt: &Ctxt) {
    match ty {
        Type::Reference(reference) => {
            let owned = owned(&reference.elem);
            ctxt.error_at(ty, format!("an endpoint owns its arguments: write `{owned}`"));
        }
        Type::ImplTrait(_) => {
            ctxt.error_at(ty, "name the argument's type: its schema cannot be seen through `impl`");
        }
        _ => {
            let mut lifetimes = Lifetimes { first: None };
            lifetimes.visit_type(ty);
            if let Some(lifetime) = lifetimes.first {
                ctxt.error_at(lifetime, "an endpoint owns its arguments: they cannot borrow from the request");
            }
        }
    }
}

fn owned(referent: &Type) -> String {
    match referent {
        Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
        Type::Slice(slice) => format!("Vec<{}>", slice.elem.to_token_stream()),
        other => other.to_token_stream().to_string(),
    }
}

struct Lifetimes {
    first: Option<Lifetime>,
}

impl<'ast> Visit<'ast> for Lifetimes {
    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if lifetime.ident != "static" && self.first.is_none() {
            self.first = Some(lifetime.clone());
        }
    }
}

/// Reports words of `#[schema(..)]` that have no meaning for a parameter.
pub(crate) fn texts(texts: &Texts, ty: &Type, ctxt: &Ctxt) {
    if texts.stand_in.is_some() {
        ctxt.error_at(ty, "the schema of a parameter is that of its type: give the type itself `#[schema(as = ..)]`");
    }
    if let Some(default) = &texts.default {
        ctxt.error_at(default, "the default of a parameter stands in its mark, as in `#[query(default = ..)]`");
    }
}

/// Reports a name that no header field or cookie can have (RFC 9110, section 5.6.2), or that is empty.
pub(crate) fn wire_name(mark: &Ident, name: &LitStr, ctxt: &Ctxt) {
    let text = name.value();
    let is_token = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if text.is_empty() {
        ctxt.error_at(name, "a name on the wire has at least one letter");
    } else if (mark == "header" || mark == "cookie") && !is_token {
        ctxt.error_at(
            name,
            format!("the name of a {mark} is made of letters, digits and `-`, `_`, `.`: not \"{text}\""),
        );
    }
}

/// Whether it is one of the language's own scalars, or `String`. Only decides how an argument whose place nothing tells
/// is reported: it could be no extractor whatever the names mean.
pub(crate) fn is_scalar(ty: &Type) -> bool {
    const SCALARS: [&str; 17] = [
        "bool", "char", "String", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
        "isize", "f32", "f64",
    ];
    let Type::Path(path) = ty else { return false };
    let Some(segment) = path.path.segments.first().filter(|_| path.qself.is_none() && path.path.segments.len() == 1)
    else {
        return false;
    };
    match &segment.arguments {
        PathArguments::None => SCALARS.iter().any(|scalar| segment.ident == scalar),
        PathArguments::AngleBracketed(arguments) if segment.ident == "Option" => {
            matches!(arguments.args.first(), Some(syn::GenericArgument::Type(inner)) if is_scalar(inner))
        }
        _ => false,
    }
}
