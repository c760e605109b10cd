//! From a request to an endpoint's arguments: the traits, and one file per extractor.

mod arrival;
mod body;
mod context;
pub(crate) mod form;
mod group;
#[cfg(feature = "msgpack")]
mod negotiated;
mod params;
mod path;
mod payload;
mod raw;
mod state;
mod whole;

pub use context::{Ctx, Request, Settings};
pub use form::Form;
#[cfg(feature = "multipart")]
pub use form::{Accept, AnyFile, Images, Multipart, Upload, UploadReader};
pub use group::{Cookie, Header, Query};
pub use path::Path;
pub use payload::Payload;
#[doc(hidden)]
pub use payload::{Argument, Read};

pub use arrival::ClientAddress;
pub(crate) use arrival::{Arrival, Origin};
pub use raw::{BodyStream, RequestId, RequestParts};
pub use state::{FromState, State};

pub use crate::respond::Json;

pub(crate) use body::{Received, decode, node, receive};
pub(crate) use context::{MAX_PATH_PARAMS, PathParams, Shared};
pub(crate) use params::{Entries, Mismatch, Missing, Texts, find, words};

use crate::model::Models;
use crate::problem::Problem;

/// An endpoint's argument: read from the request, in the order of the arguments.
///
/// A mistake in what the client sent is recorded with [`Request::fault`] and answered by [`Refused::Invalid`], so that
/// one reply lists the mistakes of all arguments. Anything else that forbids going on is a [`Refused::Problem`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be an endpoint argument",
    label = "not an extractor",
    note = "name the argument in the path, mark it `#[query]`, `#[header]`, `#[cookie]` or `#[body]`, wrap it (`Json<..>`, `Query<..>`, `Path<..>`, `State<..>`), or put `#[payload]` on the type to make it a JSON body",
    note = "the type inside `Json<..>`, `Query<..>`, `Header<..>`, `Cookie<..>`, `Path<..>` or `WebSocket<..>` needs a schema and `Deserialize`: put `#[payload]` on it"
)]
pub trait Extract<S>: Sized {
    /// Reads the argument.
    ///
    /// # Errors
    /// What the request lacks or has wrong.
    fn extract(ctx: &mut Ctx<S>) -> impl Future<Output = Result<Self, Refused>> + Send;

    /// Adds the models that it uses, whose readiness is the app's. None by default.
    fn models(state: &S, found: &mut Models) {
        let _ = (state, found);
    }
}

/// Why an argument could not be read.
#[derive(Debug)]
pub enum Refused {
    /// Its mistakes have been recorded in the request.
    Invalid,
    /// The reply is this problem, whatever the other arguments are.
    Problem(Problem),
    /// The reply is this one.
    Reply(Box<crate::respond::Response>),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
