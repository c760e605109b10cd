//! Calls a service in this process, without sockets, a given number of times: what the instruction counts run.
//!
//! A binary that takes part understands two command lines, which [`Command`] reads:
//! `rows` prints the names of its rows, one a line; `ROW CALL ITERATIONS` runs one of them.
//! The row [`NONE`] builds the requests and calls nothing, so that building can be subtracted.

use std::{env, hint::black_box, pin::pin};

use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body::Body;
use http_body_util::{BodyExt, Full};

/// The row that only builds the requests.
pub const NONE: &str = "none";

/// The request that every service gets, already in memory.
pub type MemoryRequest = Request<Full<Bytes>>;

/// Which of the two measured requests to send.
#[derive(Clone, Copy, Debug)]
pub enum Call {
    /// `GET /items/42?limit=5`.
    Get,
    /// `POST /predict` with a small body that passes validation.
    Post,
}

const PREDICT: &str = concat!(
    r#"{"text":"The quick brown fox jumps over the lazy dog.","temperature":0.7,"max_tokens":256,"#,
    r#""stop":["\n\n","END"],"user":{"id":"user-1234","tier":"pro"}}"#
);

impl Call {
    /// The request, as hyper would hand it to a service: a parsed head with a client's usual headers.
    ///
    /// # Panics
    /// Never: the parts are constants.
    pub fn request(self) -> MemoryRequest {
        let head = Request::builder().header(header::HOST, "127.0.0.1:9000").header(header::ACCEPT, "*/*");
        let built = match self {
            Self::Get => head.method(Method::GET).uri("/items/42?limit=5").body(Full::default()),
            Self::Post => head
                .method(Method::POST)
                .uri("/predict")
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::CONTENT_LENGTH, PREDICT.len())
                .body(Full::from(PREDICT)),
        };
        built.expect("constant parts make a valid request")
    }
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Command {
    /// Print the names of the rows.
    Rows,
    /// Run one row.
    Run {
        /// The name of the row.
        row: String,
        /// The request to repeat.
        call: Call,
        /// How often.
        iterations: usize,
    },
}

impl Command {
    /// Reads the command line, or says what it should have been.
    ///
    /// # Errors
    /// When the arguments are neither `rows` nor `ROW get|post ITERATIONS`.
    pub fn from_command_line() -> Result<Self, String> {
        let arguments: Vec<String> = env::args().skip(1).collect();
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["rows"] => Ok(Self::Rows),
            [row, call, iterations] => Ok(Self::Run {
                row: row.to_owned(),
                call: match call {
                    "get" => Call::Get,
                    "post" => Call::Post,
                    other => return Err(format!("`{other}` is neither `get` nor `post`")),
                },
                iterations: iterations.parse().map_err(|_| format!("`{iterations}` is not a count"))?,
            }),
            _ => Err("usage: rows | ROW get|post ITERATIONS".to_owned()),
        }
    }
}

/// Builds `call` as often as asked and drops it: the cost that all rows share.
pub fn build_only(call: Call, iterations: usize) {
    for _ in 0..iterations {
        drop(black_box(call.request()));
    }
}

/// Sends `call` to `service` as often as asked and reads every answer to its end.
///
/// # Panics
/// When an answer is not a success or its body breaks off.
pub async fn repeat<B: Body>(call: Call, iterations: usize, service: impl AsyncFn(MemoryRequest) -> Response<B>) {
    for _ in 0..iterations {
        let response = service(black_box(call.request())).await;
        assert!(response.status().is_success(), "answered {}", response.status());
        let mut body = pin!(response.into_body());
        while let Some(frame) = body.frame().await {
            black_box(frame.ok().expect("a body in memory does not break off"));
        }
    }
}

/// Runs `future` to its end on a runtime of this thread, with timers, as a server would have them.
///
/// # Panics
/// When the runtime cannot be built.
pub fn block_on(future: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().expect("a runtime on this thread").block_on(future);
}
