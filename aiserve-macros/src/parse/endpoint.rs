//! Reads a function under `#[endpoint]`: what each argument is, from its mark, its name and the path template.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::{FnArg, ItemFn, Pat, PatType, ReturnType, Type, parse_quote_spanned};

use super::endpoint_parts::{self, Part};
use super::endpoint_words::{self, Mark};
use super::schema_texts::{self, Texts};
use super::{depends, endpoint_route, endpoint_template, rules};
use crate::check;
use crate::ctxt::Ctxt;
use crate::ir::endpoint::{Argument, Endpoint, Function, Kind, Param, Place, Route, RouteKind};

/// The endpoint; `None` if its route or its result are missing.
pub(crate) fn endpoint(kind: RouteKind, arguments: TokenStream, item: &ItemFn, ctxt: &Ctxt) -> Option<Endpoint> {
    let route = endpoint_route::route(kind, arguments, ctxt);
    let what = if kind == RouteKind::WebSocket { "a WebSocket's function" } else { "an endpoint" };
    check::endpoint::signature(&item.sig, what, ctxt);
    let output = output(kind, item, ctxt);
    let mut reader = Reader::new(route.as_ref(), false, ctxt);
    let arguments: Vec<Argument> = item.sig.inputs.iter().filter_map(|argument| reader.argument(argument)).collect();
    let left = reader.left(&arguments);
    let (arguments, parts, body_texts) = endpoint_parts::parts(arguments, &reader.parts, &item.sig.ident, ctxt);
    Some(Endpoint {
        ident: item.sig.ident.clone(),
        route: route?,
        doc: schema_texts::doc(&item.attrs),
        is_deprecated: item.attrs.iter().any(|attr| attr.path().is_ident("deprecated")),
        arguments,
        output: output?,
        left,
        parts,
        body_texts,
    })
}

/// The dependency; `None` if its result is missing.
pub(crate) fn dependency(arguments: &TokenStream, item: &ItemFn, ctxt: &Ctxt) -> Option<Function> {
    if !arguments.is_empty() {
        ctxt.error_at(arguments, "`#[dependency]` takes nothing");
    }
    check::endpoint::signature(&item.sig, "a dependency", ctxt);
    let output = match &item.sig.output {
        ReturnType::Default => {
            ctxt.error_at(&item.sig.ident, "say what it gives: `-> Result<()>` if it runs for its effect");
            None
        }
        ReturnType::Type(_, ty) => Some((**ty).clone()),
    };
    let mut reader = Reader::new(None, true, ctxt);
    let arguments = item.sig.inputs.iter().filter_map(|argument| reader.argument(argument)).collect();
    reader.report_unplaced();
    Some(Function { ident: item.sig.ident.clone(), arguments, output: output? })
}

fn output(kind: RouteKind, item: &ItemFn, ctxt: &Ctxt) -> Option<Type> {
    match &item.sig.output {
        ReturnType::Default if kind == RouteKind::WebSocket => Some(parse_quote_spanned!(item.sig.ident.span()=> ())),
        ReturnType::Default => {
            let message = "say what it answers: `-> NoContent` for a 204 without a body, or a type with `#[payload]`";
            ctxt.error_at(&item.sig.ident, message);
            None
        }
        ReturnType::Type(_, ty) if matches!(&**ty, Type::ImplTrait(_)) => {
            let message = "name the type that it answers: its schema cannot be seen through `impl`";
            ctxt.error_at(ty, message);
            None
        }
        ReturnType::Type(_, ty) => Some((**ty).clone()),
    }
}

struct Reader<'a> {
    route: Option<&'a Route>,
    /// Names of the path's parameters; which an argument takes.
    template: Vec<(String, bool)>,
    /// The `#[body]` arguments.
    parts: Vec<Part>,
    /// Arguments that nothing says the place of.
    unplaced: Vec<Ident>,
    is_dependency: bool,
    ctxt: &'a Ctxt,
}

impl<'a> Reader<'a> {
    fn new(route: Option<&'a Route>, is_dependency: bool, ctxt: &'a Ctxt) -> Self {
        let here = route.filter(|route| !route.is_elsewhere());
        let names = here.map(|route| endpoint_template::names(&route.path, ctxt)).unwrap_or_default();
        Self {
            route,
            template: names.into_iter().map(|name| (name, false)).collect(),
            parts: Vec::new(),
            unplaced: Vec::new(),
            is_dependency,
            ctxt,
        }
    }

    fn argument(&mut self, argument: &FnArg) -> Option<Argument> {
        let FnArg::Typed(argument) = argument else { return None };
        let ty = (*argument.ty).clone();
        if !argument.attrs.iter().any(depends::is_mark) {
            check::endpoint::argument_type(&ty, self.ctxt);
        }
        let mark = endpoint_words::mark(&argument.attrs, self.ctxt);
        if argument.attrs.iter().any(depends::is_mark) {
            if let Some(mark) = &mark {
                self.ctxt.error_at(&mark.ident, "the argument is the value of a dependency: it comes from one place");
            }
            return depends::mark(&argument.attrs, self.ctxt)
                .map(|depends| Argument { ty, kind: Kind::Depends(depends) });
        }
        let name = name(&argument.pat);
        let kind = match (mark, name) {
            (Some(mark), Some(name)) => self.marked(mark, &name, argument),
            (None, Some(name)) if self.position(&name.unraw().to_string()).is_some() => {
                self.marked(Mark::of_path(name.span()), &name, argument)
            }
            (Some(mark), None) => {
                self.ctxt.error_at(&argument.pat, format!("an argument marked `#[{}]` needs a plain name", mark.ident));
                return None;
            }
            (None, _) => self.extractor(argument),
        };
        kind.map(|kind| Argument { ty, kind })
    }

    /// The place of a name in the template; a leading `_` of an argument that is not used does not count.
    fn position(&self, name: &str) -> Option<usize> {
        let find = |name: &str| self.template.iter().position(|(other, _)| other == name);
        find(name).or_else(|| find(name.strip_prefix('_')?))
    }

    fn marked(&mut self, mark: Mark, ident: &Ident, argument: &PatType) -> Option<Kind> {
        let rust = ident.unraw().to_string();
        let place = match mark.ident.to_string().as_str() {
            "path" if self.is_dependency || mark.in_prefix => Place::NamedInPath,
            "path" => {
                let name = mark.rename.as_ref().map_or_else(|| rust.clone(), syn::LitStr::value);
                let Some(index) = self.position(&name) else {
                    if let Some(route) = self.route {
                        let path = route.path.value();
                        let message = format!(
                            "the path has no `{{{name}}}`: write it, as in \"{path}/{{{name}}}\", or mark the argument \
                             `#[path(prefix)]` if the prefix of a router has it"
                        );
                        self.ctxt.error_at(ident, message);
                    }
                    return None;
                };
                self.template[index].1 = true;
                Place::Path(index)
            }
            "query" => Place::Query,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            _ => return self.part(mark, ident, argument),
        };
        let texts = schema_texts::texts(&argument.attrs, schema_texts::Place::Field, self.ctxt);
        check::endpoint::texts(&texts, &argument.ty, self.ctxt);
        let rules = rules::parse(&argument.attrs, self.ctxt);
        check::rules::check_alone(&rules, self.ctxt);
        let name = match (&mark.rename, place) {
            (_, Place::Path(index)) => self.template[index].0.clone(),
            (Some(name), _) => name.value(),
            (None, Place::Header) => rust.trim_start_matches('_').replace('_', "-"),
            (None, _) => rust.trim_start_matches('_').to_owned(),
        };
        let Texts { doc, title, examples, deprecated, secret, .. } = texts;
        Some(Kind::Param(Box::new(Param {
            place,
            rust,
            name,
            title: mark.title.or(title),
            doc,
            deprecated: mark.deprecated || deprecated,
            secret: mark.secret || secret,
            default: mark.default.map(super::payload::converted),
            examples: mark.examples.into_iter().chain(examples).collect(),
            rules,
        })))
    }

    fn part(&mut self, mark: Mark, ident: &Ident, argument: &PatType) -> Option<Kind> {
        if self.is_dependency {
            let message = "a dependency runs before the body is read: take the body in the endpoint";
            self.ctxt.error_at(&mark.ident, message);
            return None;
        }
        if let Some(route) = self.route
            && route.method.is_bodiless()
        {
            let method = route.method.name;
            let message = match route.kind {
                RouteKind::Endpoint | RouteKind::Described => {
                    format!("a {method} request has no body: mark the argument `#[query]`, or write `POST`")
                }
                RouteKind::WebSocket => {
                    "a WebSocket is opened without a body: mark the argument `#[query]`, or receive it as a message"
                        .to_owned()
                }
            };
            self.ctxt.error_at(&mark.ident, message);
            return None;
        }
        self.parts.push(Part { mark, ident: ident.clone(), argument: argument.clone() });
        Some(Kind::Part(self.parts.len() - 1))
    }

    /// An argument whose type says where it comes from.
    fn extractor(&mut self, argument: &PatType) -> Option<Kind> {
        let ours = argument.attrs.iter().find(|attr| endpoint_words::is_ours(attr) && !attr.path().is_ident("doc"));
        if let Some(attr) = ours {
            let name = attr.path().get_ident().map(ToString::to_string).unwrap_or_default();
            let message = format!(
                "`#[{name}]` says nothing about an argument that its type explains: mark it `#[query]`, `#[header]`, \
                 `#[cookie]` or `#[body]`, or put the attribute on the type's fields"
            );
            self.ctxt.error_at(attr.path(), message);
        }
        match name(&argument.pat) {
            Some(name) if check::endpoint::is_scalar(&argument.ty) => {
                self.unplaced.push(name);
                None
            }
            _ => Some(Kind::Extractor),
        }
    }

    /// Reports a dependency's arguments that nothing says the place of.
    fn report_unplaced(&self) {
        for name in &self.unplaced {
            let message =
                format!("where does `{name}` come from? Mark it `#[path]`, `#[query]`, `#[header]` or `#[cookie]`");
            self.ctxt.error_at(name, message);
        }
    }

    /// The template's parameters that are left for a `Path<..>` argument.
    fn left(&self, arguments: &[Argument]) -> Vec<String> {
        let left = self.template.iter().filter(|(_, taken)| !taken).map(|(name, _)| name.clone());
        let mut left: Vec<String> = left.collect();
        for name in &self.unplaced {
            let marks = "`#[query]`, `#[header]`, `#[cookie]` or `#[body]`";
            let message = if left.is_empty() {
                format!("where does `{name}` come from? Write `{{{name}}}` into the path, or mark it {marks}")
            } else {
                // Most likely one mistake: a parameter that is called otherwise in the path.
                let other = left.remove(0);
                format!("`{name}` is not in the path, which has `{{{other}}}`: give both one name, or mark it {marks}")
            };
            self.ctxt.error_at(name, message);
        }
        if let Some(route) = self.route
            && route.depends.is_empty()
            && !arguments.iter().any(|argument| matches!(argument.kind, Kind::Extractor | Kind::Depends(_)))
        {
            for name in left.drain(..) {
                let message =
                    format!("no argument takes `{{{name}}}` of the path: add `{name}: String`, or another type");
                self.ctxt.error_at(&route.path, message);
            }
        }
        left
    }
}

impl Mark {
    /// The mark of an argument that the template names.
    fn of_path(span: proc_macro2::Span) -> Self {
        Self {
            ident: Ident::new("path", span),
            rename: None,
            in_prefix: false,
            title: None,
            default: None,
            deprecated: false,
            secret: false,
            examples: Vec::new(),
            named_examples: Vec::new(),
        }
    }
}

/// The name of an argument, if its pattern is one.
fn name(pattern: &Pat) -> Option<Ident> {
    match pattern {
        Pat::Ident(name) if name.subpat.is_none() && name.by_ref.is_none() => Some(name.ident.clone()),
        _ => None,
    }
}

/// The function as it stays: without our attributes on its arguments.
pub(crate) fn plain_item(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    for argument in &mut item.sig.inputs {
        if let FnArg::Typed(argument) = argument {
            argument.attrs.retain(|attr| !endpoint_words::is_ours(attr));
        }
    }
    item
}
