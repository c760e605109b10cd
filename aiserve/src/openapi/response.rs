//! The Response objects of an operation: what its type can answer, and what the request alone can bring about.

use std::collections::BTreeMap;

use http::StatusCode;

use super::components::Registry;
use super::json::{Json, Object};
use super::problems::{self, Problems};
use super::schema::Side;
use super::{Listed, OpenApiVersion};
use crate::describe::{Content, EventShape, Example, Replies, Reply};
use crate::schema::Node;

/// All replies of one status.
#[derive(Default)]
struct Answer {
    descriptions: Vec<String>,
    headers: Object,
    /// Schemas and examples by media type.
    content: Vec<(&'static str, Media)>,
}

#[derive(Default)]
struct Media {
    schemas: Vec<Object>,
    is_binary: bool,
    /// The schema of a stream's items.
    items: Option<Object>,
    examples: Object,
}

/// Why a request can be refused before the endpoint runs.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a reply that there is or is not")]
pub(super) struct Refusals {
    pub(super) invalid: bool,
    /// The body's media type, if there is one.
    pub(super) body: Option<&'static str>,
    /// The client has to show who it is.
    pub(super) unknown: bool,
    /// The function has no body.
    pub(super) unwritten: bool,
    /// Too much may be answered already.
    pub(super) busy: bool,
    /// A client may send too many.
    pub(super) often: bool,
    /// It has a time limit of its own.
    pub(super) late: bool,
}

/// The Responses object.
pub(super) fn responses(listed: &Listed<'_>, refusals: Refusals, registry: &Registry) -> Object {
    let problems = problems::of(listed.errors, listed.echo_input);
    let mut replies = Vec::new();
    collect(&listed.operation.replies, &mut replies);
    listed.failures().into_iter().for_each(|failures| collect(failures, &mut replies));
    let success = listed.operation.status;
    let mut answers = BTreeMap::<u16, Answer>::new();
    for reply in &replies {
        let status = if reply.status == 0 { success } else { reply.status };
        answers.entry(status).or_default().add(status, reply, &problems, registry);
    }
    if !answers.keys().any(|status| *status < 400) {
        answers.entry(success).or_default();
    }
    refuse(&mut answers, refusals, &problems, registry);
    answers.into_iter().map(|(status, answer)| (key(status), answer.object(status, registry).into())).collect()
}

/// A status as the key of its reply.
fn key(status: u16) -> String {
    if status == Reply::OTHERS { "default".to_owned() } else { status.to_string() }
}

fn collect(replies: &Replies, found: &mut Vec<Reply>) {
    match replies {
        Replies::None => {}
        Replies::One(reply) => found.push(*reply),
        Replies::Many(replies) => found.extend_from_slice(replies),
        Replies::Both(first, second) => {
            collect(first, found);
            collect(second, found);
        }
    }
}

/// Adds what aiserve itself answers.
fn refuse(answers: &mut BTreeMap<u16, Answer>, refusals: Refusals, problems: &Problems, registry: &Registry) {
    let mut add = |status: StatusCode, phrase: &str, node: Node| {
        answers.entry(status.as_u16()).or_default().describe(phrase).media(problems.media_type).schema(node, registry);
    };
    if refusals.unknown {
        add(StatusCode::UNAUTHORIZED, "The client did not show who it is.", problems.plain);
    }
    if refusals.body == Some("multipart/form-data") {
        add(StatusCode::BAD_REQUEST, "The body is no form in parts.", problems.plain);
    }
    if refusals.body.is_some() {
        add(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.", problems.plain);
        if problems.wrong_media_type != StatusCode::UNPROCESSABLE_ENTITY {
            add(problems.wrong_media_type, "The body is of another media type.", problems.plain);
        }
    }
    if refusals.invalid || refusals.body.is_some() {
        add(StatusCode::UNPROCESSABLE_ENTITY, problems.invalid_phrase, problems.invalid);
    }
    if refusals.unwritten {
        add(StatusCode::NOT_IMPLEMENTED, "The operation is described, and not implemented yet.", problems.plain);
    }
    if refusals.busy {
        add(StatusCode::SERVICE_UNAVAILABLE, "Too many requests are answered already.", problems.plain);
    }
    if refusals.often {
        add(StatusCode::TOO_MANY_REQUESTS, "The client sends too many requests.", problems.plain);
    }
    if refusals.late {
        add(StatusCode::GATEWAY_TIMEOUT, "The operation took too long.", problems.plain);
    }
    if refusals.late && refusals.body.is_some() {
        add(StatusCode::REQUEST_TIMEOUT, "The body took too long to arrive.", problems.plain);
    }
}

impl Answer {
    fn add(&mut self, status: u16, reply: &Reply, problems: &Problems, registry: &Registry) {
        let Reply { description, content, headers, .. } = reply;
        if !description.is_empty() {
            self.describe(description);
        }
        for (name, doc, node) in *headers {
            let schema = registry.dialect(registry.schemas(Side::Output).node(node));
            self.headers.set(*name, Object::new().with_text("description", doc).with("schema", schema));
        }
        match content {
            Content::Empty => {}
            Content::Typed(media_type, node) => self.media(media_type).schema(*node, registry),
            Content::Binary(media_type) => self.media(media_type).is_binary = true,
            Content::Items(media_type, node) => {
                self.media(media_type).items = Some(registry.schemas(Side::Output).node(node));
            }
            Content::Events(shape) => self.media("text/event-stream").items = Some(event(shape, registry)),
            Content::Problem(code) => {
                let media = self.media(problems.media_type);
                media.schema(problems.plain, registry);
                if !code.is_empty() && problems.media_type == "application/problem+json" {
                    media.examples.set(*code, problem_example(status, code, description));
                }
            }
        }
    }

    /// Adds a sentence, once.
    fn describe(&mut self, text: &str) -> &mut Self {
        if !self.descriptions.iter().any(|known| known == text) {
            self.descriptions.push(text.to_owned());
        }
        self
    }

    fn media(&mut self, media_type: &'static str) -> &mut Media {
        let known = self.content.iter().position(|(known, _)| *known == media_type);
        let index = known.unwrap_or_else(|| {
            self.content.push((media_type, Media::default()));
            self.content.len() - 1
        });
        &mut self.content[index].1
    }

    /// The Response object.
    fn object(self, status: u16, registry: &Registry) -> Object {
        let Self { descriptions, headers, content } = self;
        let description = if descriptions.is_empty() { phrase(status) } else { descriptions.join("\n\n") };
        let content = content.into_iter().map(|(name, media)| (name.to_owned(), media.object(registry).into()));
        Object::new()
            .with("description", description)
            .with_object("headers", headers)
            .with_object("content", content.collect())
    }
}

impl Media {
    /// Adds an alternative, once.
    fn schema(&mut self, node: Node, registry: &Registry) {
        let schema = registry.schemas(Side::Output).node(&node);
        if !self.schemas.contains(&schema) {
            self.schemas.push(schema);
        }
    }

    fn object(self, registry: &Registry) -> Object {
        let Self { mut schemas, is_binary, items, examples } = self;
        if let Some(items) = items {
            return stream(items, registry).with_object("examples", examples);
        }
        if is_binary && schemas.is_empty() {
            return binary(registry);
        }
        let schema = if schemas.len() == 1 {
            schemas.remove(0)
        } else {
            Object::new().with("anyOf", schemas.into_iter().map(Json::from).collect::<Vec<_>>())
        };
        Object::new().with("schema", registry.dialect(schema)).with_object("examples", examples)
    }
}

/// A Media Type object of bytes, of which JSON Schema has nothing to say. OpenAPI 3.0 had a word for them.
pub(super) fn binary(registry: &Registry) -> Object {
    if registry.version == OpenApiVersion::V3_0 {
        return Object::new().with("schema", Object::new().with("type", "string").with("format", "binary"));
    }
    Object::new()
}

/// A Media Type object whose items have this schema. OpenAPI has a word for them since 3.2; before, a stream is a text.
fn stream(items: Object, registry: &Registry) -> Object {
    let items = registry.dialect(items);
    if registry.version == OpenApiVersion::V3_2 {
        return Object::new().with("itemSchema", items);
    }
    Object::new().with("schema", Object::new().with("type", "string")).with("x-itemSchema", items)
}

/// The schema of server-sent events, whose data is JSON in a text.
fn event(shape: &EventShape, registry: &Registry) -> Object {
    let text = || Object::new().with("type", "string");
    let content = registry.schemas(Side::Output).node(&shape.data);
    let data = text().with("contentMediaType", "application/json").with("contentSchema", content);
    let retry = Object::new().with("type", "integer").with("minimum", 0_u64);
    let properties = Object::new().with("data", data).with("event", text()).with("id", text()).with("retry", retry);
    let schema = Object::new().with("type", "object").with("properties", properties);
    if shape.is_always_data { schema.with("required", vec![Json::from("data")]) } else { schema }
}

fn phrase(status: u16) -> String {
    let known = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    known.map_or_else(|| format!("Status {status}"), str::to_owned)
}

fn problem_example(status: u16, code: &str, description: &str) -> Object {
    let value = Object::new()
        .with("type", "about:blank")
        .with("title", phrase(status))
        .with("status", u64::from(status))
        .with("code", code);
    Object::new().with_text("summary", description).with("value", value)
}

/// Named examples as an Examples map.
pub(super) fn examples(examples: &[Example]) -> Object {
    let entry = |example: &Example| {
        let object = Object::new()
            .with_text("summary", example.summary)
            .with_text("description", example.description)
            .with("value", (example.value)());
        (example.name.to_owned(), object.into())
    };
    examples.iter().map(entry).collect()
}
