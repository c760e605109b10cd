//! Reads the rules of a field or argument: `#[garde(..)]`, and the limits in `#[schema(..)]`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, ExprLit, Lit, Token, parenthesized};

use super::schema_words::{SchemaValue, SchemaWord, schema_words};
use crate::check;
use crate::ctxt::Ctxt;
use crate::ir::rules::{Affix, FieldRule, FieldRules, LengthMode, LimitKind, PlainRule, Range, RuleKind};

/// Who runs garde's rules, which decides how strictly they are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runner {
    /// The code we emit: a rule we cannot run is a mistake.
    Ours,
    /// `#[derive(garde::Validate)]`: it reports what is wrong with its attributes, we only read them.
    Garde,
}

/// The rules of an endpoint's argument or of a field of a `#[payload]` type.
pub(crate) fn parse(attrs: &[Attribute], ctxt: &Ctxt) -> FieldRules {
    read(attrs, &Reader { ctxt, runner: Runner::Ours, variable: &[] })
}

/// How to read rules.
pub(crate) struct Reader<'a> {
    pub(crate) ctxt: &'a Ctxt,
    pub(crate) runner: Runner,
    /// Names that stand for run-time values: the other fields, garde's context.
    pub(crate) variable: &'a [String],
}

/// The rules of a field.
pub(crate) fn read(attrs: &[Attribute], reader: &Reader<'_>) -> FieldRules {
    let mut rules = FieldRules::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("garde")) {
        rules.garde = true;
        let Some(list) = reader.report(attr.meta.require_list().cloned()) else { continue };
        let parser = |input: ParseStream<'_>| reader.list(input, &mut rules);
        let parsed = parser.parse2(list.tokens);
        reader.report(parsed);
    }
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("schema")) {
        reader.limits(attr, &mut rules);
    }
    if reader.runner == Runner::Ours {
        check::rules::check(&rules, reader.ctxt);
    }
    rules
}

impl Reader<'_> {
    /// The value, or its error recorded if nobody else reports it.
    fn report<T>(&self, result: syn::Result<T>) -> Option<T> {
        match self.runner {
            Runner::Ours => self.ctxt.ok(result),
            Runner::Garde => result.ok(),
        }
    }

    fn error(&self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        if self.runner == Runner::Ours {
            self.ctxt.error_at(tokens, message);
        }
    }

    /// `rule, rule(..)` of one attribute; the field-level words `skip` and `dive` among them.
    fn list(&self, input: ParseStream<'_>, rules: &mut FieldRules) -> syn::Result<()> {
        while !input.is_empty() {
            let name = input.call(Ident::parse_any)?;
            match name.to_string().as_str() {
                "skip" => rules.skip = Some(name.span()),
                "dive" => {
                    rules.dive = Some(name.span());
                    self.dive_context(input, &name)?;
                }
                _ => rules.rules.extend(self.rule(name, input)?),
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn dive_context(&self, input: ParseStream<'_>, name: &Ident) -> syn::Result<()> {
        if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            if !content.parse::<TokenStream>()?.is_empty() {
                self.error(name, needs_garde("a context for `dive`"));
            }
        }
        Ok(())
    }

    /// One rule with its arguments; `None` if it is reported or has no meaning for us.
    fn rule(&self, name: Ident, input: ParseStream<'_>) -> syn::Result<Option<FieldRule>> {
        let arguments = if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            Some(content.parse::<TokenStream>()?)
        } else {
            None
        };
        let Some(kind) = self.kind(&name, arguments.clone().unwrap_or_default()) else { return Ok(None) };
        let constant = !self.depends(&kind);
        let text = arguments.map_or_else(|| name.to_string(), |tokens| format!("{name}({tokens})"));
        Ok(Some(FieldRule { span: name.span(), kind, constant, text }))
    }

    fn kind(&self, name: &Ident, arguments: TokenStream) -> Option<RuleKind> {
        let text = name.to_string();
        if let Some(plain) = plain(&text) {
            return Some(RuleKind::Plain(plain));
        }
        let affix = |affix| self.report(syn::parse2(arguments.clone())).map(|value| RuleKind::Affix(affix, value));
        match text.as_str() {
            "length" => self.length(name, arguments),
            "range" => self.report(bounds.parse2(arguments)).and_then(|raw| self.range(name, raw)).map(RuleKind::Range),
            "contains" => affix(Affix::Contains),
            "prefix" => affix(Affix::Prefix),
            "suffix" => affix(Affix::Suffix),
            "pattern" => self.report(syn::parse2(arguments)).map(|value: Expr| match value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => RuleKind::Pattern(text),
                named => RuleKind::Matcher(named),
            }),
            "matches" => Some(RuleKind::Matches(arguments)),
            "custom" => self.report(syn::parse2(arguments)).map(RuleKind::Custom),
            "inner" => self.report(self.nested(arguments)).map(|(_, rules)| RuleKind::Inner(rules)),
            "if" => match self.report(self.nested(arguments))? {
                (Some(condition), rules) => Some(RuleKind::If(condition, rules)),
                (None, _) => {
                    self.error(name, "say when the rules hold: `if(cond = self.other, ..)`");
                    None
                }
            },
            "adapt" | "rename" | "code" => {
                self.error(name, needs_garde(&format!("`{text}`")));
                None
            }
            _ => {
                self.error(name, format!("garde has no rule `{text}`"));
                None
            }
        }
    }

    /// The rules inside `inner(..)` or `if(cond = .., ..)`.
    fn nested(&self, arguments: TokenStream) -> syn::Result<(Option<Expr>, Vec<FieldRule>)> {
        let parser = |input: ParseStream<'_>| {
            let (mut condition, mut rules) = (None, Vec::new());
            while !input.is_empty() {
                let name = input.call(Ident::parse_any)?;
                if name == "cond" && input.peek(Token![=]) {
                    input.parse::<Token![=]>()?;
                    condition = Some(input.parse()?);
                } else if name == "skip" || name == "dive" {
                    return Err(syn::Error::new(
                        name.span(),
                        format!("`{name}` stands at the field, not inside a rule"),
                    ));
                } else {
                    rules.extend(self.rule(name, input)?);
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok((condition, rules))
        };
        parser.parse2(arguments)
    }

    fn length(&self, name: &Ident, arguments: TokenStream) -> Option<RuleKind> {
        let raw = self.report(bounds.parse2(arguments))?;
        let mut mode = LengthMode::Simple;
        for word in &raw.words {
            mode = match word.to_string().as_str() {
                "simple" => LengthMode::Simple,
                "bytes" => LengthMode::Bytes,
                "chars" => LengthMode::Chars,
                "utf16" => LengthMode::Utf16,
                "graphemes" => LengthMode::Graphemes,
                _ => {
                    self.error(word, "count one of `bytes`, `chars`, `graphemes`, `utf16` or `simple`");
                    return None;
                }
            };
        }
        let raw = RawBounds { words: Vec::new(), ..raw };
        self.range(name, raw).map(|range| RuleKind::Length(mode, range))
    }

    fn range(&self, name: &Ident, raw: RawBounds) -> Option<Range> {
        let RawBounds { words, min, max, equal } = raw;
        if let Some(word) = words.first() {
            self.error(word, format!("`{name}` takes `min`, `max` and `equal`"));
            return None;
        }
        match (min, max, equal) {
            (None, None, None) => {
                self.error(name, format!("give `{name}` a `min`, a `max` or an `equal`"));
                None
            }
            (None, None, Some(equal)) => Some(Range { min: Some(equal.clone()), max: Some(equal) }),
            (min, max, None) => Some(Range { min, max }),
            (_, _, Some(equal)) => {
                self.error(equal, "`equal` leaves no room for `min` or `max`");
                None
            }
        }
    }

    /// `gt`, `lt` and `multiple_of` in `#[schema(..)]`; its other words are read elsewhere.
    fn limits(&self, attr: &Attribute, rules: &mut FieldRules) {
        for SchemaWord { name, value } in schema_words(attr).unwrap_or_default() {
            let kind = match name.to_string().as_str() {
                "gt" => LimitKind::Above,
                "lt" => LimitKind::Below,
                "multiple_of" => LimitKind::MultipleOf,
                _ => continue,
            };
            let Some(SchemaValue::Expr(value)) = value else {
                self.ctxt.error_at(&name, format!("give `{name}` a number: `{name} = 0`"));
                continue;
            };
            let text = format!("{name} = {}", value.to_token_stream());
            let kind = RuleKind::Limit(kind, value);
            rules.rules.push(FieldRule { span: name.span(), constant: !self.depends(&kind), kind, text });
        }
    }

    /// Whether the rule's arguments depend on run-time values.
    fn depends(&self, kind: &RuleKind) -> bool {
        let is_variable = |value: &Expr| self.is_variable(&value.to_token_stream());
        match kind {
            RuleKind::Length(_, Range { min, max }) | RuleKind::Range(Range { min, max }) => {
                min.iter().chain(max).any(is_variable)
            }
            RuleKind::Affix(_, value)
            | RuleKind::Matcher(value)
            | RuleKind::Custom(value)
            | RuleKind::If(value, _)
            | RuleKind::Limit(_, value) => is_variable(value),
            RuleKind::Plain(_) | RuleKind::Pattern(_) | RuleKind::Matches(_) | RuleKind::Inner(_) => false,
        }
    }

    /// Whether the tokens mention `self` or another run-time value.
    fn is_variable(&self, tokens: &TokenStream) -> bool {
        tokens.clone().into_iter().any(|token| match token {
            TokenTree::Ident(name) => name == "self" || self.variable.iter().any(|known| name == known),
            TokenTree::Group(group) => self.is_variable(&group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
}

/// The message for what only garde's own derive can do.
pub(crate) fn needs_garde(what: &str) -> String {
    format!("{what} needs garde's own derive: `#[derive(garde::Validate, aiserve::Schema)]` instead of `#[payload]`")
}

fn plain(name: &str) -> Option<PlainRule> {
    Some(match name {
        "ascii" => PlainRule::Ascii,
        "alphanumeric" => PlainRule::Alphanumeric,
        "email" => PlainRule::Email,
        "url" => PlainRule::Url,
        "ip" => PlainRule::Ip,
        "ipv4" => PlainRule::Ipv4,
        "ipv6" => PlainRule::Ipv6,
        "credit_card" => PlainRule::CreditCard,
        "phone_number" => PlainRule::PhoneNumber,
        "required" => PlainRule::Required,
        _ => return None,
    })
}

/// The arguments of `length` and `range`.
struct RawBounds {
    words: Vec<Ident>,
    min: Option<Expr>,
    max: Option<Expr>,
    equal: Option<Expr>,
}

fn bounds(input: ParseStream<'_>) -> syn::Result<RawBounds> {
    let mut raw = RawBounds { words: Vec::new(), min: None, max: None, equal: None };
    while !input.is_empty() {
        let name = input.call(Ident::parse_any)?;
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            let value: Expr = input.parse()?;
            let place = match name.to_string().as_str() {
                "min" => &mut raw.min,
                "max" => &mut raw.max,
                "equal" => &mut raw.equal,
                _ => return Err(syn::Error::new(name.span(), "expected `min`, `max` or `equal`")),
            };
            if place.replace(value).is_some() {
                return Err(syn::Error::new(name.span(), format!("`{name}` is already there")));
            }
        } else {
            raw.words.push(name);
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(raw)
}
