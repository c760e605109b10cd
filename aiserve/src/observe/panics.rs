//! Panics: what is known of one where it happens, for who catches it.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::PanicHookInfo;

use super::{Level, Line};

thread_local! {
    /// Whether what runs on this thread answers a request, whose reply tells of the panic.
    static ANSWERING: Cell<bool> = const { Cell::new(false) };
    /// The panic that is on its way to the reply.
    static LAST: RefCell<Option<Panicked>> = const { RefCell::new(None) };
}

/// A panic.
#[derive(Debug)]
pub(crate) struct Panicked {
    message: String,
    /// File, line and column.
    at: Option<String>,
    pub(crate) backtrace: Option<String>,
}

/// While this lives, panics of this thread are told by who catches them.
pub(crate) struct Guarded {
    /// What was so before: replies are made within replies where an app has layers.
    before: bool,
}

impl Guarded {
    #[inline]
    pub(crate) fn new() -> Self {
        Self { before: ANSWERING.replace(true) }
    }
}

impl Drop for Guarded {
    #[inline]
    fn drop(&mut self) {
        ANSWERING.set(self.before);
    }
}

impl Panicked {
    /// What was caught.
    #[cold]
    pub(crate) fn caught(payload: &(dyn Any + Send)) -> Self {
        let known = LAST.take();
        known.unwrap_or_else(|| Self { message: message(payload), at: None, backtrace: None })
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.message)?;
        self.at.as_ref().map_or(Ok(()), |at| write!(f, " ({at})"))
    }
}

impl std::error::Error for Panicked {}

/// Takes over the panics of the process: those of requests are told with the request's id, others at once, all in the
/// log's format and with a backtrace, unless `RUST_BACKTRACE` is 0.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|info| {
        let panicked = of(info);
        if ANSWERING.get() {
            LAST.set(Some(panicked));
        } else {
            Line { backtrace: panicked.backtrace.clone(), ..Line::new(Level::Error, panicked.to_string()) }.write();
        }
    }));
}

fn of(info: &PanicHookInfo<'_>) -> Panicked {
    let is_off = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value == "0");
    Panicked {
        message: message(info.payload()),
        at: info.location().map(ToString::to_string),
        backtrace: (!is_off).then(|| Backtrace::force_capture().to_string()),
    }
}

fn message(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a value that is no text".to_owned())
}
