"""The API that every crate serves: ten parts of ten endpoints, each with a request and a reply of its own."""

import dataclasses
import string

PARTS = range(10)
ENDPOINTS = 100


@dataclasses.dataclass(frozen=True)
class Field:
    """A field of a payload. `rule` is `chars`, `items` or `range`, with its limits, or nothing."""

    name: str
    type: str
    doc: str
    rule: str = ""
    least: str = ""
    most: str = ""


def of_part(part: int) -> range:
    """The numbers of a part's endpoints."""
    return range(part * 10, part * 10 + 10)


def request(number: int) -> list[Field]:
    fields = [
        Field("name", "String", "What it is called.", "chars", "1", str(32 + number)),
        Field("quantity", "u32", "How many of it.", "range", "1", str(100 + number)),
        Field("tags", "Vec<String>", "Words to find it by.", "items", "", str(4 + number % 8)),
        Field("note", "Option<String>", "Anything else.", "chars", "", "200"),
        Field("kind", f"Kind{number // 10}", "Which kind it is."),
    ]
    return fields + [Field("share", "f64", "The part that is paid.", "range", "0.0", "1.0")] * (number % 2)


def reply(number: int) -> list[Field]:
    fields = [
        Field("id", "u64", "Its number."),
        Field("name", "String", "What it is called."),
        Field("kind", f"Kind{number // 10}", "Which kind it is."),
        Field("total", "f64", "What it costs."),
    ]
    return fields + [Field("tags", "Vec<String>", "Words to find it by.")] * (number % 2)


# The line that `edit` changes.
EDITED = "let fee = {};"

# What an endpoint does, given how the framework names the state's price, a missing thing, a closed store, and the reply.
_BODY = string.Template("""\
        if id == 0 {
            return Err($missing);
        }
        if dry_run != Some(true) && store.closed {
            return Err($closed);
        }
        $edited
        let total = store.price * f64::from(body.quantity)$share + fee;
        let tags = body.tags.into_iter().take(limit as usize);
        Ok($reply)
""")


def body(number: int, missing: str, closed: str, wrapped: str = "{}") -> str:
    is_odd = number % 2 == 1
    made = f"Reply{number} {{ id, name: body.name, kind: body.kind, total{', tags: tags.collect()' if is_odd else ''} }}"
    text = _BODY.substitute(
        missing=missing,
        closed=closed,
        edited=EDITED.format("0.25"),
        share=" * body.share" if is_odd else "",
        reply=wrapped.format(made),
    )
    return text if is_odd else text.replace("        let tags = body.tags.into_iter().take(limit as usize);\n", "        let _ = limit;\n")


def struct(name: str, attributes: str, fields: list[Field], rule) -> str:
    """A struct; `rule` gives the attributes of a field."""
    lines = [f"/// {name}, as it is on the wire.", *attributes.splitlines(), f"pub struct {name} {{"]
    for field in fields:
        lines += [f"    /// {field.doc}", *(f"    {attribute}" for attribute in rule(field))]
        lines += [f"    pub {field.name}: {field.type},"]
    return "\n".join([*lines, "}\n"])


def limits(field: Field, least: str = "min", most: str = "max") -> str:
    pairs = ((least, field.least), (most, field.most))
    return ", ".join(f"{key} = {value}" for key, value in pairs if value)


def garde(field: Field) -> list[str]:
    """The rule as garde has it."""
    if not field.rule:
        return []
    if field.rule == "range":
        return [f"#[garde(range({limits(field)}))]"]
    return [f"#[garde(length({'chars, ' if field.rule == 'chars' else ''}{limits(field)}))]"]


# Every crate's state.
STORE = """\
/// What the endpoints share.
#[derive(Debug, Clone)]
pub struct Store {
    /// Of one thing.
    pub price: f64,
    /// Nothing can be bought.
    pub closed: bool,
}
"""

# Every crate's manifest, beside its dependencies.
MANIFEST = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
"""
