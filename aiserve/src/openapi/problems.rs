//! The schemas of the replies to requests that fail, in each error format.

use http::StatusCode;

use crate::problem::ErrorFormat;
use crate::schema::{
    Definition, Field, Flags, Format, Integer, Name, Node, Object, Shape, Tagging, Union, Variant,
};

/// The schemas of one error format.
pub(super) struct Problems {
    pub(super) media_type: &'static str,
    /// Of any problem.
    pub(super) plain: Node,
    /// Of invalid input.
    pub(super) invalid: Node,
    /// What invalid input is called.
    pub(super) invalid_phrase: &'static str,
    /// The status of a body of a wrong media type.
    pub(super) wrong_media_type: StatusCode,
}

/// The schemas of an error format, by whether invalid input is sent back.
pub(super) fn of(format: ErrorFormat, echo_input: bool) -> Problems {
    match format {
        ErrorFormat::Problem => Problems {
            media_type: "application/problem+json",
            plain: Node::Ref(|| &PROBLEM),
            invalid: if echo_input { Node::Ref(|| &ECHOING_PROBLEM) } else { Node::Ref(|| &VALIDATION_PROBLEM) },
            invalid_phrase: "Invalid input: `errors` lists every mistake.",
            wrong_media_type: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        },
        ErrorFormat::FastApi => Problems {
            media_type: "application/json",
            plain: Node::Ref(|| &HTTP_ERROR),
            invalid: Node::Ref(|| &HTTP_VALIDATION_ERROR),
            invalid_phrase: "Validation Error",
            wrong_media_type: StatusCode::UNPROCESSABLE_ENTITY,
        },
    }
}

const TEXT: Node = Node::Text(None);
/// A whole number without bounds.
const WHOLE: Node = Node::Integer(Integer { min: i128::MIN, max: i128::MAX, format: "" });
const STATUS: Node = Node::Integer(Integer { min: 100, max: 599, format: "" });
const OBJECT: Node = Node::Map(&TEXT, &Node::Any);

const fn format(name: &'static str) -> Format {
    Format {
        name,
        code: "string",
        noun: "string",
        pattern: "",
        length: (0, u64::MAX),
        encoding: "",
        check: |_| Ok(()),
    }
}

const fn field(name: &'static str, node: Node, doc: &'static str) -> Field {
    Field {
        rust: name,
        name,
        output: name,
        aliases: &[],
        node,
        rules: &[],
        flags: Flags::NONE,
        doc,
        title: None,
        default: None,
        examples: &[],
    }
}

const fn optional(field: Field) -> Field {
    Field { flags: field.flags.and(Flags::OPTIONAL_OUT), ..field }
}

const fn titled(title: &'static str, field: Field) -> Field {
    Field { title: Some(title), ..field }
}

const fn definition(name: &'static str, type_name: fn() -> &'static str, body: Node, doc: &'static str) -> Definition {
    Definition {
        name: Name { base: name, args: &[], pinned: true },
        type_name,
        module: module_path!(),
        position: (0, 0),
        body,
        doc,
        title: None,
        examples: &[],
        deprecated: false,
    }
}

const fn alternative(rust: &'static str, content: Node) -> Variant {
    Variant {
        rust,
        name: rust,
        output: rust,
        aliases: &[],
        shape: Shape::Newtype,
        content,
        flags: Flags::NONE,
        doc: "",
    }
}

/// A key or an index.
const STEP: Node = Node::Union(&Union {
    variants: &[alternative("Key", TEXT), alternative("Index", WHOLE)],
    tagging: Tagging::Untagged,
    deny_unknown: false,
});

const URI_REFERENCE: Format = format("uri-reference");
const JSON_POINTER: Format = format("json-pointer");

const TYPE: Field = field("type", Node::Text(Some(&URI_REFERENCE)), "Which kind of problem it is.");
const TITLE: Field = field("title", TEXT, "The kind of problem in words.");
const STATUS_CODE: Field = field("status", STATUS, "The HTTP status.");
const DETAIL: Field = optional(field("detail", TEXT, "What went wrong this time."));
const CODE: Field = optional(field("code", TEXT, "The problem's name for programs."));

static PROBLEM: Definition = definition(
    "Problem",
    || "aiserve::Problem",
    Node::Object(&Object { fields: &[TYPE, TITLE, STATUS_CODE, DETAIL, CODE], deny_unknown: false }),
    "A failed request ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).",
);

const ALL_MISTAKES: &str = "A request with invalid input: all its mistakes at once.";

static VALIDATION_PROBLEM: Definition = definition(
    "ValidationProblem",
    || "aiserve::problem::ValidationProblem",
    Node::Object(&Object {
        fields: &[TYPE, TITLE, STATUS_CODE, DETAIL, CODE, mistakes(&Node::Ref(|| &MISTAKE))],
        deny_unknown: false,
    }),
    ALL_MISTAKES,
);

static ECHOING_PROBLEM: Definition = definition(
    "EchoingValidationProblem",
    || "aiserve::problem::EchoingValidationProblem",
    Node::Object(&Object {
        fields: &[TYPE, TITLE, STATUS_CODE, DETAIL, CODE, mistakes(&Node::Ref(|| &ECHOING_MISTAKE))],
        deny_unknown: false,
    }),
    ALL_MISTAKES,
);

const fn mistakes(item: &'static Node) -> Field {
    field("errors", Node::Array(item), "The mistakes.")
}

const KIND: Field = field("type", TEXT, "The rule it breaks, for programs.");
const LOC: Field = field("loc", Node::Array(&STEP), "Part of the request, then keys and indexes.");
const POINTER: Field = optional(field("pointer", Node::Text(Some(&JSON_POINTER)), "JSON pointer into the body."));
const MSG: Field = field("msg", TEXT, "The mistake in words.");
const CTX: Field = optional(field("ctx", OBJECT, "Parameters of the rule."));
const INPUT: Field = optional(field("input", Node::Any, "What was sent there."));

static MISTAKE: Definition = definition(
    "ValidationProblemError",
    || "aiserve::problem::Fault",
    Node::Object(&Object { fields: &[KIND, LOC, POINTER, MSG, CTX], deny_unknown: false }),
    "A mistake in the input.",
);

static ECHOING_MISTAKE: Definition = definition(
    "EchoingValidationProblemError",
    || "aiserve::problem::EchoingFault",
    Node::Object(&Object { fields: &[KIND, LOC, POINTER, MSG, CTX, INPUT], deny_unknown: false }),
    "A mistake in the input.",
);

static HTTP_ERROR: Definition = definition(
    "HTTPError",
    || "aiserve::problem::HttpError",
    Node::Object(&Object { fields: &[field("detail", TEXT, "")], deny_unknown: false }),
    "",
);

static HTTP_VALIDATION_ERROR: Definition = Definition {
    title: Some("HTTPValidationError"),
    ..definition(
        "HTTPValidationError",
        || "aiserve::problem::HttpValidationError",
        Node::Object(&Object {
            fields: &[titled("Detail", optional(field("detail", Node::Array(&Node::Ref(|| &VALIDATION_ERROR)), "")))],
            deny_unknown: false,
        }),
        "",
    )
};

static VALIDATION_ERROR: Definition = Definition {
    title: Some("ValidationError"),
    ..definition(
        "ValidationError",
        || "aiserve::problem::ValidationError",
        Node::Object(&Object {
            fields: &[
                titled("Location", field("loc", Node::Array(&STEP), "")),
                titled("Message", field("msg", TEXT, "")),
                titled("Error Type", field("type", TEXT, "")),
                titled("Input", optional(field("input", Node::Any, ""))),
                titled("Context", optional(field("ctx", OBJECT, ""))),
            ],
            deny_unknown: false,
        }),
        "",
    )
};
