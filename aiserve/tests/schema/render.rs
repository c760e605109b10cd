//! A short notation for node trees and reports.

use aiserve::schema::{Field, Flags, Node, Object, Rule, Schema, Tagging, Union, Variant};
use garde::Report;
use garde::error::Path;

/// The schema of a type where it is used.
pub(crate) fn node<T: Schema>() -> String {
    render(&T::NODE)
}

/// The schema of a type itself.
pub(crate) fn body<T: Schema>() -> String {
    render(&T::BODY)
}

/// The object a struct is.
pub(crate) fn object<T: Schema>() -> &'static Object {
    match T::BODY {
        Node::Object(object) => object,
        other => panic!("not an object: {}", render(&other)),
    }
}

/// What a value breaks, as `path: message`.
pub(crate) fn errors<T: Schema>(value: &T) -> Vec<String> {
    let mut report = Report::new();
    value.check(&mut Path::empty, &mut report);
    report.iter().map(|(path, error)| format!("{path}: {error}")).collect()
}

fn render(node: &Node) -> String {
    match node {
        Node::Any => "any".to_owned(),
        Node::Null => "null".to_owned(),
        Node::Bool => "bool".to_owned(),
        Node::Integer(integer) => integer.format.to_owned(),
        Node::Number(_) => "number".to_owned(),
        Node::Text(None) => "text".to_owned(),
        Node::Text(Some(format)) => format!("text<{}>", format.code),
        Node::Array(inner) => format!("[{}]", render(inner)),
        Node::Set(inner) => format!("set[{}]", render(inner)),
        Node::Fixed(inner, length) => format!("[{}; {length}]", render(inner)),
        Node::Tuple(items) => format!("({})", join(items.iter().map(render), ", ")),
        Node::Map(key, value) => format!("map<{}, {}>", render(key), render(value)),
        Node::Option(inner) => format!("{}?", render(inner)),
        Node::Object(object) => render_object(object),
        Node::Union(union) => render_union(union),
        Node::Split(read, write) => format!("in {} out {}", render(read), render(write)),
        Node::Ref(definition) => format!("#{}", definition().name.short()),
        Node::With(inner, rules) => format!("{} with {}", render(inner), render_rules(rules)),
        other => format!("{other:?}"),
    }
}

fn render_object(Object { fields, deny_unknown }: &Object) -> String {
    let fields = join(fields.iter().map(render_field), ", ");
    let deny = if *deny_unknown { " only" } else { "" };
    format!("{{ {fields} }}{deny}")
}

fn render_field(field: &Field) -> String {
    let mut name = names(field.name, field.output, field.aliases);
    for (flag, mark) in [
        (Flags::FLATTEN, "flatten "),
        (Flags::SKIP_IN, "out "),
        (Flags::SKIP_OUT, "in "),
        (Flags::DEPRECATED, "deprecated "),
        (Flags::SECRET, "secret "),
    ] {
        if field.flags.has(flag) {
            name.insert_str(0, mark);
        }
    }
    if field.optional_in() && !field.flags.has(Flags::SKIP_IN) {
        name.push('?');
    }
    if field.flags.has(Flags::OPTIONAL_OUT) {
        name.push('!');
    }
    let rules = if field.rules.is_empty() { String::new() } else { format!(" with {}", render_rules(field.rules)) };
    let default = field.default.and_then(|default| default()).map(|value| format!(" = {value}")).unwrap_or_default();
    format!("{name}: {}{rules}{default}", render(&field.node))
}

fn render_union(Union { variants, tagging, deny_unknown }: &Union) -> String {
    let tagging = match tagging {
        Tagging::External => "external".to_owned(),
        Tagging::Internal(tag) => format!("tag {tag}"),
        Tagging::Adjacent { tag, content } => format!("tag {tag} content {content}"),
        Tagging::Untagged => "untagged".to_owned(),
    };
    let deny = if *deny_unknown { " only" } else { "" };
    format!("{tagging}: {}{deny}", join(variants.iter().map(render_variant), " | "))
}

fn render_variant(variant: &Variant) -> String {
    let mut name = names(variant.name, variant.output, variant.aliases);
    for (flag, mark) in [
        (Flags::SKIP_IN, "out "),
        (Flags::SKIP_OUT, "in "),
        (Flags::OTHER, "other "),
        (Flags::UNTAGGED, "untagged "),
        (Flags::DEPRECATED, "deprecated "),
    ] {
        if variant.flags.has(flag) {
            name.insert_str(0, mark);
        }
    }
    match variant.content {
        Node::Null => name,
        content => format!("{name} {}", render(&content)),
    }
}

fn names(read: &str, written: &str, aliases: &[&str]) -> String {
    let mut names = read.to_owned();
    if read != written {
        names = format!("{read}>{written}");
    }
    for alias in aliases {
        names = format!("{names}/{alias}");
    }
    names
}

fn render_rules(rules: &[Rule]) -> String {
    format!("{rules:?}")
}

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}
