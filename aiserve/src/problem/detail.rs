//! One mistake as both formats list it.

use std::fmt::Write as _;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{ErrorFormat, Fault, Segment};

/// A mistake, as it is listed in a reply.
#[derive(Serialize)]
pub(super) struct Detail<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    loc: &'a [Segment],
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    msg: &'a str,
    #[serde(skip_serializing_if = "Context::is_empty")]
    ctx: Context<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a Value>,
}

impl<'a> Detail<'a> {
    pub(super) fn new(fault: &'a Fault, format: ErrorFormat, echo_input: bool) -> Self {
        Self {
            kind: &fault.kind,
            loc: &fault.loc,
            pointer: (format == ErrorFormat::Problem).then(|| pointer(&fault.loc)).flatten(),
            msg: &fault.message,
            ctx: Context(&fault.context),
            input: fault.input.as_ref().filter(|_| echo_input),
        }
    }
}

/// The JSON pointer (RFC 6901) of a place in the body.
fn pointer(loc: &[Segment]) -> Option<String> {
    let (part, steps) = loc.split_first()?;
    let is_body = matches!(part, Segment::Key(name) if name == super::Place::Body.name());
    if !is_body || steps.iter().any(|step| matches!(step, Segment::Offset(_))) {
        return None;
    }
    let mut pointer = String::new();
    for step in steps {
        match step {
            Segment::Key(name) => {
                let _ = write!(pointer, "/{}", name.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Index(index) => {
                let _ = write!(pointer, "/{index}");
            }
            Segment::Branch(_) | Segment::Offset(_) => {}
        }
    }
    Some(pointer)
}

/// Named values, such as the parameters of a rule, as an object.
pub(super) struct Context<'a>(pub(super) &'a [(&'static str, Value)]);

impl Context<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Context<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_and_skip_what_is_not_on_the_wire() {
        let loc = ["body".into(), Segment::branch("cat"), "a/b~c".into(), 3.into()];
        assert_eq!(pointer(&loc).unwrap(), "/a~1b~0c/3");
        assert_eq!(pointer(&["body".into()]).unwrap(), "");
    }

    #[test]
    fn only_places_in_the_body_have_pointers() {
        assert_eq!(pointer(&["query".into(), "limit".into()]), None);
        assert_eq!(pointer(&["body".into(), Segment::Offset(3)]), None);
    }
}
