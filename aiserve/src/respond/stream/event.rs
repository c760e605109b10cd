//! One server-sent event.

use std::io::Write as _;
use std::time::Duration;

use serde::Serialize;

use crate::describe::EventShape;
use crate::problem::Problem;
use crate::schema::Schema;

/// A server-sent event with its fields, for streams in which a value alone is not enough: `Sse<Event<Token>>`.
///
/// Written in the order comment, event, data, id, retry
/// ([HTML, section 9.2](https://html.spec.whatwg.org/multipage/server-sent-events.html)).
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use aiserve::respond::Event;
///
/// let token = Event::new("Hel").name("token").id("1").retry(Duration::from_secs(5));
/// let end = Event::<&str>::raw("[DONE]");
/// # let _ = (token, end);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Event<T> {
    data: Data<T>,
    comment: Option<String>,
    name: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
enum Data<T> {
    None,
    Json(T),
    Raw(String),
}

impl<T> Event<T> {
    /// An event whose data is this value as JSON.
    pub fn new(data: T) -> Self {
        Self::with(Data::Json(data))
    }

    /// An event whose data is this text as it stands, such as `[DONE]`. Each of its lines becomes one of the event's.
    pub fn raw(data: impl Into<String>) -> Self {
        Self::with(Data::Raw(data.into()))
    }

    /// A comment, which clients pass over.
    pub fn only_comment(comment: impl Into<String>) -> Self {
        Self::with(Data::None).comment(comment)
    }

    fn with(data: Data<T>) -> Self {
        Self { data, comment: None, name: None, id: None, retry: None }
    }

    /// The same event with a comment before it.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// The same event under a name, which clients listen for. Without one it is a `message`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same event with an id, which a client sends as `Last-Event-ID` when it connects again: take that as an argument
    /// `#[header] last_event_id: Option<String>`.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The same event that also tells the client how long to wait before it connects again, in whole milliseconds.
    pub fn retry(mut self, retry: Duration) -> Self {
        self.retry = Some(retry);
        self
    }
}

/// What server-sent events are made of: a value with a schema, which becomes the data, or an [`Event`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sent as an event",
    label = "neither an `Event` nor a value with a schema",
    note = "put `#[payload]` on the type, or stream `Event<T>` of a type that has it"
)]
pub trait EventItem {
    /// How its events look in the document.
    const SHAPE: EventShape;

    /// Writes the event, and the empty line that ends it.
    ///
    /// # Errors
    /// The value can't be written, or a name or id has more than one line.
    fn write(self, out: &mut Vec<u8>) -> Result<(), Problem>;
}

#[diagnostic::do_not_recommend]
impl<T: Schema + Serialize> EventItem for T {
    const SHAPE: EventShape = EventShape { data: T::NODE, is_always_data: true };

    fn write(self, out: &mut Vec<u8>) -> Result<(), Problem> {
        json(&self, out)?;
        out.push(b'\n');
        Ok(())
    }
}

impl<T: Schema + Serialize> EventItem for Event<T> {
    const SHAPE: EventShape = EventShape { data: T::NODE, is_always_data: false };

    fn write(self, out: &mut Vec<u8>) -> Result<(), Problem> {
        let Self { data, comment, name, id, retry } = self;
        if let Some(comment) = comment {
            lines("", &comment, out);
        }
        name.map_or(Ok(()), |name| line("event", &name, out))?;
        match data {
            Data::None => {}
            Data::Json(data) => json(&data, out)?,
            Data::Raw(text) => lines("data", &text, out),
        }
        id.map_or(Ok(()), |id| line("id", &id, out))?;
        if let Some(retry) = retry {
            writeln!(out, "retry: {}", retry.as_millis())?;
        }
        out.push(b'\n');
        Ok(())
    }
}

/// Data as JSON, which has no line breaks of its own.
fn json<T: Serialize>(data: &T, out: &mut Vec<u8>) -> Result<(), Problem> {
    out.extend_from_slice(b"data: ");
    crate::json::append(data, out)?;
    out.push(b'\n');
    Ok(())
}

/// A field that can only have one line.
fn line(field: &str, text: &str, out: &mut Vec<u8>) -> Result<(), Problem> {
    if text.contains(['\n', '\r', '\0']) {
        return Err(Problem::internal(format!("the `{field}` of an event is one line, not {text:?}")));
    }
    writeln!(out, "{field}: {text}")?;
    Ok(())
}

/// A field that is repeated for each line of the text. A line ends with CRLF, LF or CR.
pub(super) fn lines(field: &str, text: &str, out: &mut Vec<u8>) {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    for line in unix.split('\n') {
        out.extend_from_slice(field.as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(item: impl EventItem) -> String {
        let mut out = Vec::new();
        item.write(&mut out).expect("it can be written");
        String::from_utf8(out).expect("events are text")
    }

    #[test]
    fn a_value_is_the_data() {
        assert_eq!(written(vec!["a\nb"]), "data: [\"a\\nb\"]\n\n");
    }

    #[test]
    fn fields_stand_in_their_order() {
        let event = Event::new(1).retry(Duration::from_secs(5)).id("1").name("tok").comment("c");
        assert_eq!(written(event), ": c\nevent: tok\ndata: 1\nid: 1\nretry: 5000\n\n");
    }

    #[test]
    fn each_line_of_raw_data_is_a_line_of_the_event() {
        assert_eq!(written(Event::<u8>::raw("a\r\nb\rc\n")), "data: a\ndata: b\ndata: c\ndata: \n\n");
        assert_eq!(written(Event::<u8>::raw("")), "data: \n\n");
        assert_eq!(written(Event::<u8>::only_comment("a\nb")), ": a\n: b\n\n");
    }

    #[test]
    fn a_name_or_id_of_two_lines_is_refused() {
        for event in [Event::new(1).name("a\ndata: b"), Event::new(1).id("a\rb"), Event::new(1).id("a\0")] {
            assert!(event.write(&mut Vec::new()).is_err());
        }
    }
}
