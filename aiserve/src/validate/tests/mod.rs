//! Every mistake is found, at its place, by its type: bodies and parameters through the code that endpoints run.

mod bodies;
mod enums;
mod groups;
mod params;
mod payloads;
mod types;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::__private::glue;
use crate::body::RequestBody;
use crate::extract::{Ctx, Extract, Json, PathParams, Request, Settings, Shared};
use crate::problem::ErrorFormat;
use crate::respond::Response;
use crate::schema::Schema;
use crate::stop::Stop;
use crate::tasks::Tasks;

/// Runs a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a body in memory is always ready"),
    }
}

/// A request to a template whose parameters are whole segments.
struct Call {
    head: http::request::Builder,
    template: &'static str,
    body: RequestBody,
    settings: Settings,
}

impl Call {
    fn new(template: &'static str, target: &str) -> Self {
        let head = http::Request::builder().method("POST").uri(target);
        let settings = Settings { errors: ErrorFormat::FastApi, ..Settings::default() };
        Self { head, template, body: RequestBody::full(""), settings }
    }

    fn post(body: &str) -> Self {
        let mut call = Self::new("/", "/").header("content-type", "application/json");
        call.body = RequestBody::full(body.to_owned());
        call
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        self.head = self.head.header(name, value);
        self
    }

    fn settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    fn request(self) -> Request {
        let (parts, ()) = self.head.body(()).unwrap().into_parts();
        let mut path = PathParams { template: self.template, ..PathParams::default() };
        let (mut at, mut next) = (0, 0);
        let segments = parts.uri.path().split('/').zip(self.template.split('/'));
        for (segment, name) in segments {
            if name.starts_with('{') {
                path.spans[next] = (u16::try_from(at).unwrap(), u16::try_from(at + segment.len()).unwrap());
                next += 1;
            }
            at += segment.len() + 1;
        }
        Request::new(parts, self.body, path, self.settings, crate::extract::Arrival::default())
    }

    /// Reads one argument, and answers with it or with all mistakes.
    fn take<T: Extract<()>>(self) -> Result<T, Reply> {
        let mut ctx =
            Ctx::new(self.request(), Shared { state: (), tasks: Tasks::default(), streams: Stop::default() }.into());
        match now(T::extract(&mut ctx)) {
            Ok(value) => Ok(value),
            Err(refused) => Err(Reply::new(glue::refused(refused, ctx.request))),
        }
    }

    /// As [`take`](Self::take), of a JSON body.
    fn take_body<T: Schema + DeserializeOwned>(self) -> Result<T, Reply> {
        self.take::<Json<T>>().map(|json| json.0)
    }

    fn refused_body<T: Schema + DeserializeOwned>(self) -> Reply {
        self.refused::<Json<T>>()
    }

    fn refused<T: Extract<()>>(self) -> Reply {
        match self.take::<T>() {
            Ok(_) => panic!("the request was accepted"),
            Err(reply) => reply,
        }
    }
}

/// A reply, taken apart.
#[derive(Debug)]
struct Reply {
    status: u16,
    media_type: String,
    body: Value,
}

impl Reply {
    fn new(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        assert!(!body.is_end_stream());
        let bytes = now(body.collect()).unwrap().to_bytes();
        let media_type = parts.headers["content-type"].to_str().unwrap().to_owned();
        Self { status: parts.status.as_u16(), media_type, body: serde_json::from_slice(&bytes).unwrap() }
    }

    /// Type and place of each mistake.
    fn errors(&self) -> Vec<(String, Value)> {
        let list = self.body["detail"].as_array().or_else(|| self.body["errors"].as_array());
        let pair = |error: &Value| (error["type"].as_str().unwrap().to_owned(), error["loc"].clone());
        list.unwrap_or_else(|| panic!("no list in {}", self.body)).iter().map(pair).collect()
    }

    #[track_caller]
    fn assert(&self, expected: &[(&str, Value)]) {
        let mut found = self.errors();
        let mut expected: Vec<_> = expected.iter().map(|(kind, loc)| ((*kind).to_owned(), loc.clone())).collect();
        let key = |error: &(String, Value)| (error.1.to_string(), error.0.clone());
        found.sort_by_key(key);
        expected.sort_by_key(key);
        assert_eq!(found, expected);
        assert_eq!(self.status, 422);
    }
}

fn at(loc: Value) -> Value {
    assert!(loc.is_array());
    loc
}

#[test]
fn an_argument_without_mistakes_is_no_reply() {
    assert_eq!(Call::post("[1]").take::<crate::extract::Json<Vec<u8>>>().unwrap().0, [1]);
    assert_eq!(at(json!([])), json!([]));
}
