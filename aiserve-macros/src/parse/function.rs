//! Reads a function that may lack its body: `async fn paid(invoice: Invoice) -> NoContent;` describes what others answer.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Block, ItemFn, Signature, Token, Visibility, braced};

/// A function, and whether it has a body.
pub(crate) struct Function {
    pub(crate) item: ItemFn,
    pub(crate) has_body: bool,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = input.call(Attribute::parse_outer)?;
        let (vis, sig) = (input.parse::<Visibility>()?, input.parse::<Signature>()?);
        let end: Option<Token![;]> = input.parse()?;
        let block = if let Some(end) = end {
            Block { brace_token: syn::token::Brace(end.span), stmts: Vec::new() }
        } else {
            let content;
            let brace_token = braced!(content in input);
            attrs.extend(content.call(Attribute::parse_inner)?);
            Block { brace_token, stmts: content.call(Block::parse_within)? }
        };
        Ok(Self { item: ItemFn { attrs, vis, sig, block: Box::new(block) }, has_body: end.is_none() })
    }
}
