//! Bodies that are forms: `application/x-www-form-urlencoded`, and `multipart/form-data` with files.

mod fields;
#[cfg(feature = "multipart")]
mod file;
#[cfg(feature = "multipart")]
mod parts;
#[cfg(feature = "multipart")]
mod spool;
#[cfg(feature = "multipart")]
mod upload;

use std::ops::Deref;

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

pub(crate) use fields::{Fields, Sent, element, is_json};
#[cfg(feature = "multipart")]
pub use file::{Accept, AnyFile, Images, Upload};
#[cfg(feature = "multipart")]
pub use upload::UploadReader;

use super::{Ctx, Extract, Refused, Request, body};
use crate::Problem;
use crate::describe::{Arg, BodyArg, Describes};
use crate::problem::ErrorFormat;
use crate::schema::{Node, Schema};
use crate::validate::{self, Cause};

macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident $media_type:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name<T>(pub T);

        impl<T> Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T: Schema + DeserializeOwned> Describes for $name<T> {
            const ARG: Arg =
                Arg::Body(BodyArg { media_type: $media_type, other_media_types: &[], node: T::NODE, misplaced_file: false, examples: &[], doc: "" });
        }

        impl<S: Send + Sync, T: Schema + DeserializeOwned> Extract<S> for $name<T> {
            async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
                take(&mut ctx.request).await.map(Self)
            }
        }
    )*};
}

forms! {
    /// A form as one struct, as a browser sends it: `application/x-www-form-urlencoded`
    /// ([URL Standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded), section 5).
    ///
    /// A list takes repeated fields, of a scalar the last one counts. An empty text counts as not sent, since that is what
    /// browsers send for inputs that were left empty. A field that is an object is JSON.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// #[payload]
    /// struct Login {
    ///     username: String,
    ///     remember: Option<bool>,
    /// }
    ///
    /// #[endpoint(POST "/login")]
    /// async fn login(form: Form<Login>) -> Text {
    ///     Text(format!("{} {:?}", form.username, form.remember))
    /// }
    ///
    /// # tokio::runtime::Runtime::new()?.block_on(async {
    /// let client = TestClient::new(App::stateless().mount(routes![login])).await;
    /// let reply = client.post("/login").form(&[("username", "ann"), ("remember", "on")]).send().await;
    /// assert_eq!(reply.text(), "ann Some(true)");
    /// # });
    /// # Ok::<_, std::io::Error>(())
    /// ```
    Form "application/x-www-form-urlencoded"
}

#[cfg(feature = "multipart")]
forms! {
    /// A form with files as one struct: `multipart/form-data` ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)).
    ///
    /// Files are [`Upload`]s, everything else is as in a [`Form`]. A struct with files derives
    /// `serde::Deserialize` and `aiserve::Schema` instead of being a `#[payload]`, which is written too. Arguments marked
    /// `#[part]` do without a struct.
    Multipart "multipart/form-data"
}

/// Reads a form, decodes it and checks the value.
///
/// # Errors
/// What the form lacks or has wrong.
pub(crate) async fn take<T: Schema + DeserializeOwned>(request: &mut Request) -> Result<T, Refused> {
    let node = body::node::<T>();
    let fields = receive(request, node).await?;
    let cause = if fields.broken.is_empty() {
        match fields.decode::<T>(node) {
            Ok(value) if T::INERT => return Ok(value),
            Ok(value) => {
                let report = validate::judge(|at, report| value.check(at, report));
                if report.is_empty() {
                    return Ok(value);
                }
                Cause::Broken(report)
            }
            Err(mismatch) => Cause::Undecoded(mismatch.to_string()),
        }
    } else {
        Cause::Unreadable
    };
    validate::form(request, node, &fields, &cause);
    Err(Refused::Invalid)
}

/// What the head says of the form.
enum Kind {
    Urlencoded,
    #[cfg(feature = "multipart")]
    Multipart,
    Other,
}

async fn receive(request: &mut Request, node: &'static Node) -> Result<Fields, Refused> {
    let Some(length) = body::length(request)? else { return Ok(Fields::default()) };
    let mut fields = match kind(request.headers()) {
        Kind::Urlencoded => Fields::of_urlencoded(&body::read(request, length).await?),
        #[cfg(feature = "multipart")]
        Kind::Multipart => parts::read(request, node).await?,
        Kind::Other if request.settings().errors == ErrorFormat::Problem => return Err(unsupported().into()),
        Kind::Other => Fields::default(),
    };
    fields.settle(node);
    Ok(fields)
}

fn kind(headers: &HeaderMap) -> Kind {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Kind::Urlencoded;
    }
    #[cfg(feature = "multipart")]
    if essence.eq_ignore_ascii_case("multipart/form-data") {
        return Kind::Multipart;
    }
    Kind::Other
}

fn unsupported() -> Problem {
    let detail = if cfg!(feature = "multipart") {
        "The body must be a form, sent as `multipart/form-data` or `application/x-www-form-urlencoded`."
    } else {
        "The body must be a form, sent as `application/x-www-form-urlencoded`."
    };
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
}
