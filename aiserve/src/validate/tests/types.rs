//! Types with schemas written by hand, as the derive would write them.

use std::collections::{BTreeMap, HashSet};

use garde::error::Path;
use garde::{Error, Report};
use serde::Deserialize;

use crate::extract::Payload;
use crate::schema::{
    Definition, Field, Flags, Format, Limit, Measure, Name, Node, Object, Rule, Schema, Shape, Tagging, Union, Variant,
};

pub(super) const FIELD: Field = Field {
    rust: "",
    name: "",
    output: "",
    aliases: &[],
    node: Node::Any,
    rules: &[],
    flags: Flags::NONE,
    doc: "",
    title: None,
    default: None,
    examples: &[],
};

pub(super) const fn field(name: &'static str, node: Node) -> Field {
    Field { rust: name, name, output: name, node, ..FIELD }
}

const VARIANT: Variant = Variant {
    rust: "",
    name: "",
    output: "",
    aliases: &[],
    shape: Shape::Unit,
    content: Node::Null,
    flags: Flags::NONE,
    doc: "",
};

pub(super) const fn variant(name: &'static str, shape: Shape, content: Node) -> Variant {
    Variant { rust: name, name, output: name, shape, content, ..VARIANT }
}

pub(super) const fn definition(name: &'static str, body: Node) -> Definition {
    Definition {
        name: Name::plain(name),
        type_name: || "",
        module: "",
        position: (0, 0),
        body,
        doc: "",
        title: None,
        examples: &[],
        deprecated: false,
    }
}

/// Gives a type the schema `$body` as a component.
macro_rules! named {
    ($ty:ty, $body:expr $(, check = $check:expr)?) => {
        impl Schema for $ty {
            const NODE: Node = Node::Ref(|| const { &definition(stringify!($ty), <$ty>::BODY) });
            const BODY: Node = $body;
            const NAME: Name = Name::plain(stringify!($ty));
            $(
                const INERT: bool = false;

                fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                    $check(self, parent, report);
                }
            )?
        }

        impl Payload for $ty {}
    };
}
pub(super) use named;

pub(super) const TEXT: Node = Node::Text(None);
pub(super) const NUMBER: Node = Node::Number(f64::MAX);

#[derive(Debug, Deserialize)]
pub(super) struct Item {
    pub(super) name: String,
    #[allow(dead_code)]
    description: Option<String>,
    pub(super) price: f64,
    #[allow(dead_code)]
    tax: Option<f64>,
}

named!(
    Item,
    Node::Object(&Object {
        fields: &[
            field("name", TEXT),
            field("description", Node::Option(&TEXT)),
            field("price", NUMBER),
            field("tax", Node::Option(&NUMBER)),
        ],
        deny_unknown: false,
    })
);

const LINK: Format = Format {
    name: "uri",
    code: "url",
    noun: "URL",
    pattern: "",
    length: (0, 20),
    encoding: "",
    check: |text| {
        if text.starts_with("ftp:") {
            Err(("url_scheme", "URL scheme should be 'http' or 'https'".to_owned()))
        } else if text.starts_with("http") {
            Ok(())
        } else {
            Err(("", "relative URL without a base".to_owned()))
        }
    },
};

/// A rich type: nesting, a set, a map with keys of a type, a tuple, a format, recursion.
#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub(super) struct Offer {
    name: String,
    #[serde(default)]
    tags: HashSet<String>,
    #[serde(default, rename = "url")]
    link: Option<String>,
    #[serde(default)]
    scores: BTreeMap<i8, f32>,
    #[serde(default)]
    pair: Option<(u8, bool)>,
    #[serde(default)]
    corner: Option<[i16; 2]>,
    #[serde(default)]
    parts: Vec<Offer>,
}

const OPTIONAL: Field = Field { flags: Flags::OPTIONAL_IN, ..FIELD };
const SMALL: Node = <i8 as Schema>::NODE;
const SHORT: Node = <i16 as Schema>::NODE;
const SINGLE: Node = Node::Number(3.402_823_466_385_288_6e38);

named!(
    Offer,
    Node::Object(&Object {
        fields: &[
            field("name", TEXT),
            Field { rust: "tags", name: "tags", node: Node::Set(&TEXT), ..OPTIONAL },
            Field { rust: "link", name: "url", node: Node::Option(&Node::Text(Some(&LINK))), ..OPTIONAL },
            Field { rust: "scores", name: "scores", node: Node::Map(&SMALL, &SINGLE), ..OPTIONAL },
            field("pair", Node::Option(&Node::Tuple(&[<u8 as Schema>::NODE, Node::Bool]))),
            field("corner", Node::Option(&Node::Fixed(&SHORT, 2))),
            Field { rust: "parts", name: "parts", node: Node::Array(&<Offer as Schema>::NODE), ..OPTIONAL },
        ],
        deny_unknown: false,
    })
);

/// Rules of all kinds, and one that only code decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
pub(super) struct Ruled {
    #[serde(rename = "textName")]
    text_name: String,
    #[serde(default)]
    share: Option<f32>,
    #[serde(default)]
    count: u8,
    #[serde(default)]
    list: Vec<String>,
    #[serde(default)]
    secret: Option<String>,
}

impl Ruled {
    /// What garde would report: lengths and limits as the walk has them, and a rule of its own.
    fn report(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        if self.text_name.contains("bad") {
            report.append(parent().join("text_name"), Error::new("no bad words"));
        }
        if self.text_name.chars().count() < 3 {
            report.append(parent().join("text_name"), Error::new("length is lower than 3"));
        }
        if self.count > 10 {
            report.append(parent().join("count"), Error::new("greater than 10"));
        }
        if self.share.is_some_and(|share| share < 0.1 || !share.is_finite()) {
            report.append(parent().join("share"), Error::new("lower than 0.1"));
        }
        if self.list.len() > 2 || self.list.iter().any(String::is_empty) {
            report.append(parent().join("list"), Error::new("length"));
        }
    }
}

named!(
    Ruled,
    Node::Object(&Object {
        fields: &[
            Field {
                rust: "text_name",
                name: "textName",
                node: TEXT,
                rules: &[Rule::Length(Measure::Chars, 3, 5), Rule::Ascii, Rule::Custom("no_bad_words")],
                ..FIELD
            },
            Field { rules: &[Rule::Min(Limit::Float(0.1_f32 as f64), false)], ..field("share", Node::Option(&SINGLE)) },
            Field {
                rust: "count",
                name: "count",
                node: <u8 as Schema>::NODE,
                rules: &[Rule::Max(Limit::Int(10), false), Rule::MultipleOf(Limit::Int(2))],
                ..OPTIONAL
            },
            Field {
                rust: "list",
                name: "list",
                node: Node::Array(&TEXT),
                rules: &[
                    Rule::Length(Measure::Simple, 0, 2),
                    Rule::Inner(&[Rule::Length(Measure::Simple, 1, u64::MAX)]),
                ],
                ..OPTIONAL
            },
            Field { flags: Flags::SECRET, rules: &[Rule::Prefix("s-")], ..field("secret", Node::Option(&TEXT)) },
        ],
        deny_unknown: true,
    }),
    check = Ruled::report
);

/// Enums of all shapes.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Colour {
    Red,
    Green,
}

const COLOURS: Node = Node::Union(&Union {
    variants: &[variant("red", Shape::Unit, Node::Null), variant("green", Shape::Unit, Node::Null)],
    tagging: Tagging::External,
    deny_unknown: false,
});

named!(Colour, COLOURS);

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub(super) struct Cat {
    m: u8,
}

named!(Cat, Node::Object(&Object { fields: &[field("m", <u8 as Schema>::NODE)], deny_unknown: true }));

const PETS: &[Variant] = &[
    variant("cat", Shape::Newtype, <Cat as Schema>::NODE),
    variant("none", Shape::Unit, Node::Null),
    variant("dog", Shape::Struct, Node::Object(&Object { fields: &[field("b", Node::Bool)], deny_unknown: false })),
];

/// The same variants, told in another way.
macro_rules! pets {
    ($name:ident, $tagging:expr, #[$serde:meta]) => {
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "lowercase")]
        #[$serde]
        #[allow(dead_code)]
        pub(super) enum $name {
            Cat(Cat),
            None,
            Dog { b: bool },
        }

        named!($name, Node::Union(&Union { variants: PETS, tagging: $tagging, deny_unknown: false }));
    };
}

pets!(External, Tagging::External, #[allow(unused)]);
pets!(Internal, Tagging::Internal("t"), #[serde(tag = "t")]);
pets!(Adjacent, Tagging::Adjacent { tag: "t", content: "c" }, #[serde(tag = "t", content = "c")]);
pets!(Untagged, Tagging::Untagged, #[serde(untagged)]);

/// A flattened struct, and keys of its own.
#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub(super) struct Flat {
    id: u32,
    #[serde(flatten)]
    page: Page,
}

#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) limit: u32,
    #[serde(default)]
    pub(super) tags: Vec<String>,
}

impl Flat {
    pub(super) fn page(&self) -> (u32, &[String]) {
        (self.page.limit, &self.page.tags)
    }
}

const WORD: Node = <u32 as Schema>::NODE;

named!(
    Page,
    Node::Object(&Object {
        fields: &[field("limit", WORD), Field { rust: "tags", name: "tags", node: Node::Array(&TEXT), ..OPTIONAL },],
        deny_unknown: false,
    })
);

named!(
    Flat,
    Node::Object(&Object {
        fields: &[field("id", WORD), Field { flags: Flags::FLATTEN, ..field("page", <Page as Schema>::NODE) },],
        deny_unknown: false,
    })
);

/// The query of the example with strict keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Filter {
    pub(super) limit: u32,
    pub(super) offset: u32,
    pub(super) order_by: String,
    pub(super) tags: Vec<String>,
}

impl Default for Filter {
    fn default() -> Self {
        Self { limit: 100, offset: 0, order_by: "created_at".to_owned(), tags: Vec::new() }
    }
}

impl Filter {
    fn report(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        if self.limit == 0 || self.limit > 100 {
            report.append(parent().join("limit"), Error::new("range"));
        }
        if !["created_at", "updated_at"].contains(&self.order_by.as_str()) {
            report.append(parent().join("order_by"), Error::new("unknown"));
        }
    }
}

const ORDERS: Node = Node::Union(&Union {
    variants: &[variant("created_at", Shape::Unit, Node::Null), variant("updated_at", Shape::Unit, Node::Null)],
    tagging: Tagging::External,
    deny_unknown: false,
});

named!(
    Filter,
    Node::Object(&Object {
        fields: &[
            Field {
                rust: "limit",
                name: "limit",
                node: WORD,
                rules: &[Rule::Min(Limit::Int(0), true), Rule::Max(Limit::Int(100), false)],
                ..OPTIONAL
            },
            Field { rust: "offset", name: "offset", node: WORD, ..OPTIONAL },
            Field { rust: "order_by", name: "order_by", node: ORDERS, ..OPTIONAL },
            Field { rust: "tags", name: "tags", node: Node::Array(&TEXT), ..OPTIONAL },
        ],
        deny_unknown: true,
    }),
    check = Filter::report
);
