//! A whole place of the request as one struct: `Query<T>`, `Header<T>`, `Cookie<T>`.

use std::ops::Deref;

use serde::de::DeserializeOwned;

use super::params::{Entries, Group};
use super::{Ctx, Extract, Refused, Request, body};
use crate::describe::{Arg, Describes};
use crate::problem::Place;
use crate::schema::Schema;
use crate::validate::{self, Cause};

macro_rules! groups {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
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
            const ARG: Arg = Arg::Group(Place::$name, &T::BODY);
        }

        impl<S: Send + Sync, T: Schema + DeserializeOwned + Send> Extract<S> for $name<T> {
            async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
                read(&mut ctx.request, Place::$name).map(Self)
            }
        }
    )*};
}

groups! {
    /// The query string as one struct: each field is a parameter.
    ///
    /// A list takes repeated keys, of a scalar the last one counts. Keys that are no field are ignored unless the type
    /// says `#[serde(deny_unknown_fields)]`. A field that is a struct or map is read from `field[key]=..`, OpenAPI's style
    /// `deepObject`.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// #[payload]
    /// struct Price {
    ///     max: Option<f64>,
    /// }
    ///
    /// #[payload]
    /// struct Search {
    ///     text: String,
    ///     price: Option<Price>,
    /// }
    ///
    /// #[endpoint(GET "/items")]
    /// async fn items(search: Query<Search>) -> Json<Search> {
    ///     Json(search.0)
    /// }
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let client = TestClient::new(App::stateless().mount(routes![items])).await;
    /// let found: Search = client.get("/items?text=nut&price[max]=3").send().await.json();
    /// assert_eq!(found.price.unwrap().max, Some(3.0));
    /// # });
    /// ```
    Query
    /// The header fields as one struct: the field `user_agent` is read from `user-agent`.
    Header
    /// The cookies as one struct.
    Cookie
}

/// Reads everything at one place.
pub(super) fn read<T: Schema + DeserializeOwned>(request: &mut Request, place: Place) -> Result<T, Refused> {
    let node = body::node::<T>();
    let entries = Entries::read(request, place, node);
    let cause = if entries.broken().is_empty() {
        match T::deserialize(Group::new(&entries)) {
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
    drop(entries);
    validate::group(request, place, node, &cause);
    Err(Refused::Invalid)
}
