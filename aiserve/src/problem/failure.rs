//! Why a model did not answer, and what a client is told.

use std::fmt;
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

use super::Problem;

/// Why a request to a model has no answer. By `?` it becomes the [`Problem`] with the status it names.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// 429: it would be answered after its deadline, so it was refused at once.
    Late {
        /// How long it would have to wait.
        predicted: Duration,
        /// How long it may take.
        allowed: Duration,
        /// Requests that wait.
        waiting: usize,
        /// When to try again.
        retry_after: Duration,
    },
    /// 429: too much waits already.
    Full {
        /// Requests that wait.
        waiting: usize,
        /// When to try again.
        retry_after: Duration,
    },
    /// 413: it alone costs more than a batch may.
    TooLarge {
        /// Its cost.
        cost: u64,
        /// The most that one batch may cost.
        limit: u64,
    },
    /// 504: it was not answered by its deadline.
    Expired {
        /// How long it might take.
        allowed: Duration,
    },
    /// 503: the model loads, warms up, or could not be made.
    NotReady {
        /// What it is doing, or why it can't.
        reason: String,
    },
    /// 503: the service stops.
    Stopping,
    /// The model's own answer to this input.
    Item(Problem),
    /// 500: the model panicked while it had this input, and what it said.
    Panicked(String),
    /// 500: the model gave another number of results than it had inputs.
    Mismatch {
        /// Inputs of the batch.
        inputs: usize,
        /// Results.
        results: usize,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late { predicted, allowed, waiting, .. } => write!(
                f,
                "overloaded: {waiting} requests wait, an answer would take {} and may take {}",
                shown(*predicted),
                shown(*allowed)
            ),
            Self::Full { waiting, .. } => write!(f, "overloaded: {waiting} requests wait, which is the most"),
            Self::TooLarge { cost, limit } => write!(f, "the input costs {cost}, and the most is {limit}"),
            Self::Expired { allowed } => write!(f, "no answer within {}", shown(*allowed)),
            Self::NotReady { reason } => write!(f, "the model is not ready: {reason}"),
            Self::Stopping => f.write_str("the service stops"),
            Self::Item(problem) => write!(f, "{problem}"),
            Self::Panicked(message) => write!(f, "the model panicked: {message}"),
            Self::Mismatch { inputs, results } => write!(f, "the model gave {results} results for {inputs} inputs"),
        }
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// The problem that a client is told.
    pub(crate) fn into_problem(self) -> Problem {
        let text = self.to_string();
        match self {
            Self::Late { predicted, allowed, waiting, retry_after } => {
                overloaded(text, "would_be_late", waiting, retry_after)
                    .member("predicted", millis(predicted))
                    .member("deadline", millis(allowed))
            }
            Self::Full { waiting, retry_after } => overloaded(text, "queue_full", waiting, retry_after),
            Self::TooLarge { cost, limit } => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, text)
                .code("input_too_large")
                .member("cost", cost)
                .member("limit", limit),
            Self::Expired { allowed } => Problem::new(StatusCode::GATEWAY_TIMEOUT, text)
                .code("deadline_exceeded")
                .member("deadline", millis(allowed)),
            Self::NotReady { .. } => later(Problem::unavailable("the model is not ready").code("not_ready"), NOT_READY),
            Self::Stopping => later(Problem::unavailable(text).code("stopping"), NOT_READY),
            Self::Item(problem) => problem,
            Self::Panicked(_) | Self::Mismatch { .. } => Problem::hidden(StatusCode::INTERNAL_SERVER_ERROR, text),
        }
    }
}

/// When to ask again a model that loads.
const NOT_READY: Duration = Duration::from_secs(1);

fn overloaded(text: String, code: &'static str, waiting: usize, retry_after: Duration) -> Problem {
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, text).code(code).member("waiting", waiting);
    later(problem, retry_after).member("retry_after", millis(retry_after))
}

/// `Retry-After` counts whole seconds ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
fn later(problem: Problem, retry_after: Duration) -> Problem {
    let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
    problem.header(RETRY_AFTER, HeaderValue::from(seconds.max(1)))
}

/// Milliseconds as a client program reads them.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

fn shown(duration: Duration) -> String {
    if duration < Duration::from_secs(10) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_mark_gives_the_status_that_the_failure_names() {
        let statuses = [
            (Failure::Expired { allowed: Duration::from_secs(2) }, 504),
            (Failure::Full { waiting: 9, retry_after: Duration::from_millis(1200) }, 429),
            (Failure::TooLarge { cost: 9, limit: 8 }, 413),
            (Failure::NotReady { reason: "loads".to_owned() }, 503),
            (Failure::Stopping, 503),
            (Failure::Item(Problem::not_found("no such word")), 404),
            (Failure::Mismatch { inputs: 2, results: 1 }, 500),
        ];
        for (failure, status) in statuses {
            assert_eq!(Problem::from(failure).status(), status);
        }
    }

    #[test]
    fn what_the_model_said_of_an_item_is_kept() {
        let problem = Problem::from(Failure::Item(Problem::conflict("taken").code("taken")));
        assert_eq!(problem.detail(), "taken");
    }
}
