//! What a scheme is, and what a client is told that showed nothing.

use http::header::{HeaderValue, WWW_AUTHENTICATE};

use crate::describe::{SecurityKind, SecurityScheme};
use crate::extract::Refused;
use crate::problem::Problem;

/// A type under `#[security(..)]`.
pub trait Scheme {
    /// The scheme as it is documented.
    const SCHEME: &'static SecurityScheme;
}

/// The refusal of a request that shows nothing, or nothing that can be read: 401 with the scheme's challenge
/// ([RFC 9110, section 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)).
pub fn refusal(scheme: &'static SecurityScheme) -> Refused {
    let challenge = match scheme.kind {
        SecurityKind::Http("basic", _) => "Basic realm=\"api\", charset=\"UTF-8\"",
        SecurityKind::ApiKey(..) => "APIKey",
        SecurityKind::Http(..) | SecurityKind::OAuth2(_) | SecurityKind::OpenId(_) => "Bearer",
    };
    let problem = Problem::unauthorized("Not authenticated");
    Refused::Problem(problem.header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge)))
}
