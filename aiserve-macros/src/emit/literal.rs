//! Numbers that are written out: they need no type to be understood.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

/// A number literal without its suffix, with its sign.
pub(crate) enum Number {
    Whole(TokenStream),
    Float(TokenStream),
}

/// The number that an expression is, if it is a literal.
pub(crate) fn number(value: &Expr) -> Option<Number> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => {
            let digits = Literal::i128_unsuffixed(number.base10_parse().ok()?);
            Some(Number::Whole(quote!(#digits)))
        }
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => {
            let digits = Literal::f64_unsuffixed(number.base10_parse().ok()?);
            Some(Number::Float(quote!(#digits)))
        }
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => Some(match self::number(expr)? {
            Number::Whole(digits) => Number::Whole(quote!(-#digits)),
            Number::Float(digits) => Number::Float(quote!(-#digits)),
        }),
        _ => None,
    }
}
