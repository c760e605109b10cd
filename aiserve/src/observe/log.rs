//! The log: a line on the standard error for each thing that whoever runs the service has to know.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::SystemTime;

use serde::Serialize;

use super::time::Utc;

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[repr(u8)]
pub enum LogFormat {
    /// As text on a terminal, as JSON elsewhere.
    #[default]
    Auto,
    /// A line of text for people.
    Text,
    /// A line of JSON.
    Json,
    /// Not at all.
    Off,
}

impl LogFormat {
    const ALL: [Self; 4] = [Self::Auto, Self::Text, Self::Json, Self::Off];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Text => "text",
            Self::Json => "json",
            Self::Off => "off",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// The format of the process, as there is one standard error.
static FORMAT: AtomicU8 = AtomicU8::new(LogFormat::Auto as u8);

/// Sets how the log of the process is written.
pub(crate) fn set_format(format: LogFormat) {
    FORMAT.store(format as u8, Ordering::Relaxed);
}

fn format() -> LogFormat {
    match LogFormat::ALL[usize::from(FORMAT.load(Ordering::Relaxed))] {
        LogFormat::Auto if std::io::stderr().is_terminal() => LogFormat::Text,
        LogFormat::Auto => LogFormat::Json,
        format => format,
    }
}

/// How much a line matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    #[default]
    Info,
    Error,
}

/// A line of the log.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Line {
    pub(crate) level: Level,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<String>,
    /// The path template of the route.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) route: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// Milliseconds from the request's head to the reply's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duration_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) backtrace: Option<String>,
}

/// A line with its time.
#[derive(Serialize)]
struct Dated<'a> {
    time: String,
    #[serde(flatten)]
    line: &'a Line,
}

impl Line {
    pub(crate) fn new(level: Level, message: String) -> Self {
        Self { level, message, ..Self::default() }
    }

    /// Writes it, or hands it to what collects the process's events, by the feature `tracing`.
    pub(crate) fn write(&self) {
        #[cfg(feature = "tracing")]
        if !tracing::dispatcher::get_default(tracing::Dispatch::is::<tracing::subscriber::NoSubscriber>) {
            return self.trace();
        }
        let now = SystemTime::now();
        let text = match format() {
            LogFormat::Off => return,
            LogFormat::Json => self.json(now),
            _ => self.text(now),
        };
        // In one piece, so that lines of threads don't mix. A closed standard error must not fail the request.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    fn json(&self, now: SystemTime) -> String {
        let dated = Dated { time: Utc(now).to_string(), line: self };
        serde_json::to_string(&dated).expect("texts and numbers are JSON") + "\n"
    }

    fn text(&self, now: SystemTime) -> String {
        let level = match self.level {
            Level::Info => "INFO ",
            Level::Error => "ERROR",
        };
        let mut text = format!("{} {level} ", Utc(now));
        let status = self.status.map(|status| status.to_string());
        let route = self.path.as_ref().or(self.route.as_ref());
        for part in [self.method.as_ref(), route, status.as_ref()].into_iter().flatten() {
            text += part;
            text.push(' ');
        }
        text += &self.message.replace('\n', "\n    ");
        if let Some(millis) = self.duration_ms {
            let _ = write!(text, " in {millis} ms");
        }
        if let Some(id) = &self.request_id {
            let _ = write!(text, " [{id}]");
        }
        text.push('\n');
        for line in self.backtrace.iter().flat_map(|backtrace| backtrace.lines()) {
            let _ = writeln!(text, "    {line}");
        }
        text
    }

    #[cfg(feature = "tracing")]
    fn trace(&self) {
        let Self { level, message, request_id, method, route, path, status, duration_ms, backtrace } = self;
        macro_rules! event {
            ($level:ident) => {
                tracing::$level!(
                    target: "aiserve",
                    request_id, method, route, path, status, duration_ms, backtrace, "{message}"
                )
            };
        }
        match level {
            Level::Info => event!(info),
            Level::Error => event!(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn line() -> Line {
        Line {
            request_id: Some("order-7".to_owned()),
            method: Some("GET".to_owned()),
            route: Some("/items/{id}".to_owned()),
            status: Some(500),
            ..Line::new(Level::Error, "the disk is \"full\"\nand slow".to_owned())
        }
    }

    #[test]
    fn json_is_one_line_of_what_is_known() {
        let text = line().json(UNIX_EPOCH);
        assert_eq!(
            text,
            concat!(
                r#"{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"the disk is \"full\"\nand slow","#,
                r#""request_id":"order-7","method":"GET","route":"/items/{id}","status":500}"#,
                "\n"
            )
        );
    }

    #[test]
    fn text_is_for_people_and_tells_where_a_line_ends() {
        let text = line().text(UNIX_EPOCH);
        let expected =
            "1970-01-01T00:00:00.000Z ERROR GET /items/{id} 500 the disk is \"full\"\n    and slow [order-7]\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn formats_are_known_by_their_names() {
        for format in LogFormat::ALL {
            assert_eq!(LogFormat::named(format.name()), Some(format));
        }
        assert_eq!(LogFormat::named("yaml"), None);
    }
}
