//! Reads what a client shows.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::describe::Param;
use crate::extract::{Request, find};
use crate::problem::Place;
use crate::schema::{Field, Node};

/// User name and password, as HTTP Basic sends them.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// Name of the user.
    pub username: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("username", &self.username).finish_non_exhaustive()
    }
}

/// What the field of a scheme can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't hold what a client shows",
    label = "neither a `String` nor a `Login`",
    note = "a key or token is a `String`, what `basic` shows a `Login`; an `Option` of it if the client may show nothing"
)]
pub trait Credential: Sized {
    /// What is read from the request.
    type Shown;
    /// Whether the client may show nothing.
    const MAY_BE_ABSENT: bool;

    /// The field; none if the client must show something.
    fn of(shown: Option<Self::Shown>) -> Option<Self>;
}

macro_rules! credentials {
    ($($shown:ty)*) => {$(
        impl Credential for $shown {
            type Shown = $shown;
            const MAY_BE_ABSENT: bool = false;

            fn of(shown: Option<$shown>) -> Option<Self> {
                shown
            }
        }

        impl Credential for Option<$shown> {
            type Shown = $shown;
            const MAY_BE_ABSENT: bool = true;

            fn of(shown: Option<$shown>) -> Option<Self> {
                Some(shown)
            }
        }
    )*};
}

credentials! { String Login }

/// The key that a scheme reads from a header field, the query or a cookie; none if it is absent or empty.
pub fn api_key(param: &'static Param, request: &Request) -> Option<String> {
    let texts = find(request, param).ok()??;
    Some(texts.last.into_owned()).filter(|key| !key.is_empty())
}

/// The token of `Authorization: Bearer ..` ([RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
pub fn token(request: &Request) -> Option<String> {
    shown(request.headers(), "bearer").map(str::to_owned)
}

/// The login of `Authorization: Basic ..` ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
#[cfg(feature = "basic")]
pub fn basic(request: &Request) -> Option<Login> {
    use base64::Engine as _;

    let bytes = base64::engine::general_purpose::STANDARD.decode(shown(request.headers(), "basic")?).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (username, password) = text.split_once(':')?;
    Some(Login { username: username.to_owned(), password: password.to_owned() })
}

/// What follows the name of the scheme, which is read in any case.
fn shown<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (name, shown) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let shown = shown.trim();
    (name.eq_ignore_ascii_case(scheme) && !shown.is_empty()).then_some(shown)
}

/// The parameter of an API key.
#[must_use]
pub const fn parameter(place: Place, name: &'static str) -> Param {
    Param { place, field: Field { rust: name, name, output: name, node: Node::Text(None), ..Field::PLAIN } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_named_in_any_case() {
        let shown = |value: &'static str| {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, http::HeaderValue::from_static(value))]);
            shown(&headers, "bearer").map(str::to_owned)
        };
        assert_eq!(shown("bEARER  a.b "), Some("a.b".to_owned()));
        for value in ["Bearer", "Bearer ", "Basic a", "Bearera"] {
            assert_eq!(shown(value), None, "{value}");
        }
    }
}
