//! How a connection ends: codes, and what they are for an error.

use http::StatusCode;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::Problem;
use crate::problem::{Fault, Segment};
use crate::respond::Respond;

/// Most bytes of a reason: a control frame has 125, of which the code takes two
/// ([RFC 6455, section 5.5](https://www.rfc-editor.org/rfc/rfc6455#section-5.5)).
const LONGEST_REASON: usize = 123;

/// Why a connection is closed ([RFC 6455, section 7.4](https://www.rfc-editor.org/rfc/rfc6455#section-7.4), and
/// [IANA's registry](https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CloseCode(u16);

impl CloseCode {
    /// 1000: what it was for is done.
    pub const NORMAL: Self = Self(1000);
    /// 1001: the server stops.
    pub const GOING_AWAY: Self = Self(1001);
    /// 1002: the client broke the protocol.
    pub const PROTOCOL: Self = Self(1002);
    /// 1003: a message of a kind that is not taken.
    pub const UNSUPPORTED: Self = Self(1003);
    /// 1007: a message that is none of the type.
    pub const INVALID: Self = Self(1007);
    /// 1008: the client may not do that.
    pub const POLICY: Self = Self(1008);
    /// 1009: a message that is too large.
    pub const TOO_LARGE: Self = Self(1009);
    /// 1011: the server failed.
    pub const INTERNAL: Self = Self(1011);
    /// 1013: try again later.
    pub const LATER: Self = Self(1013);

    /// An application's own code, from 3000 to 4999.
    ///
    /// # Panics
    /// If it is another. In a constant, the compiler says so.
    #[must_use]
    pub const fn own(code: u16) -> Self {
        assert!(code >= 3000 && code <= 4999, "an application's own codes are those from 3000 to 4999");
        Self(code)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The code that says what the status of a reply would.
    fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            400 | 415 | 422 => Self::INVALID,
            413 => Self::TOO_LARGE,
            429 | 503 | 504 => Self::LATER,
            400..=499 => Self::POLICY,
            _ => Self::INTERNAL,
        }
    }
}

/// A code and a reason for people.
#[derive(Clone, Debug)]
pub struct Close {
    code: CloseCode,
    reason: String,
}

impl Close {
    pub(super) fn new(code: CloseCode, mut reason: String) -> Self {
        reason.truncate(reason.floor_char_boundary(LONGEST_REASON));
        Self { code, reason }
    }

    /// What an error says of it. The cause of an internal one is logged.
    fn of(problem: &Problem) -> Self {
        problem.log();
        let reason = match problem.faults() {
            [] => problem.detail().to_owned(),
            faults => faults.iter().map(told).collect::<Vec<_>>().join("; "),
        };
        Self::new(CloseCode::of(problem.status()), reason)
    }

    pub(super) fn frame(self) -> CloseFrame {
        CloseFrame { code: self.code.0.into(), reason: self.reason.into() }
    }
}

/// `body.text: String should have at least 1 character`
fn told(fault: &Fault) -> String {
    let step = |segment: &Segment| match segment {
        Segment::Key(name) | Segment::Branch(name) => name.to_string(),
        Segment::Index(number) | Segment::Offset(number) => number.to_string(),
    };
    format!("{}: {}", fault.loc.iter().map(step).collect::<Vec<_>>().join("."), fault.message)
}

/// What a function under `#[websocket]` can return: nothing, or a `Result` of nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be returned from a WebSocket's function",
    label = "neither nothing nor a `Result<()>`",
    note = "messages are sent by `socket.send(..)`; return nothing, or `Result<()>` to close the connection by an error"
)]
pub trait Closing {
    /// How the connection is closed.
    #[doc(hidden)]
    fn close(self) -> Close;
}

impl Closing for () {
    fn close(self) -> Close {
        Close::new(CloseCode::NORMAL, String::new())
    }
}

impl<E: Respond> Closing for Result<(), E> {
    fn close(self) -> Close {
        match self.map_err(Respond::into_problem) {
            Ok(()) => ().close(),
            Err(Some(problem)) => Close::of(&problem),
            Err(None) => Close::new(CloseCode::INTERNAL, String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_fit_into_a_control_frame_and_stay_text() {
        let close = Close::new(CloseCode::NORMAL, "ä".repeat(100));
        assert_eq!(close.reason, "ä".repeat(61));
    }

    #[test]
    fn errors_close_by_the_code_of_their_status() {
        let codes = [(422, 1007), (401, 1008), (404, 1008), (413, 1009), (429, 1013), (500, 1011), (503, 1013)];
        for (status, code) in codes {
            assert_eq!(CloseCode::of(StatusCode::from_u16(status).expect("a status")).number(), code, "{status}");
        }
    }
}
