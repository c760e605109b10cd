//! One endpoint for each type: what it reads, it sends back.
//!
//! Types with tuples are taken only: Schemathesis 4.32 does not know `prefixItems` in the schema of a reply. And sets are
//! left out: they are documented as `uniqueItems`, and read as FastAPI reads them, which merges what is there twice.

use aiserve::prelude::*;

use crate::types::enums::{Adjacent, Colour, External, Internal, Pet, Untagged};
use crate::types::lists::{Keyed, Lists, Range};
use crate::types::objects::{Flat, Names, Nested, Page, Presence, Strict, Tree};
use crate::types::scalars::{Limited, Metres, Seconds, Small, Whole};
use crate::types::texts::{Formatted, Ruled};

/// An endpoint that sends a body back.
macro_rules! echo {
    ($($name:ident $path:literal $type:ty),* $(,)?) => {
        $(
            #[endpoint(POST $path)]
            async fn $name(body: $type) -> $type {
                body
            }
        )*

        fn echoes() -> Router<()> {
            Router::new("").mount(routes![$($name),*])
        }
    };
}

/// An endpoint that takes a body.
macro_rules! take {
    ($($name:ident $path:literal $type:ty),* $(,)?) => {
        $(
            #[endpoint(POST $path)]
            async fn $name(_body: $type) -> NoContent {
                NoContent
            }
        )*

        fn takes() -> Router<()> {
            Router::new("").mount(routes![$($name),*])
        }
    };
}

pub(crate) fn router() -> Router<()> {
    Router::new("/bodies").tag("bodies").mount(echoes()).mount(takes())
}

echo! {
    whole "/whole" Whole,
    limited "/limited" Limited,
    small "/small" Small,
    metres "/metres" Metres,
    seconds "/seconds" Seconds,
    ruled "/ruled" Ruled,
    formatted "/formatted" Formatted,
    keyed "/keyed" Keyed,
    colour "/colour" Colour,
    internal "/internal" Internal,
    adjacent "/adjacent" Adjacent,
    untagged "/untagged" Untagged,
    presence "/presence" Presence,
    names "/names" Names,
    strict "/strict" Strict,
    nested "/nested" Nested,
    flat "/flat" Flat,
    page "/page" Page<Pet>,
    tree "/tree" Tree,
    many "/many" Vec<Strict>,
    maybe "/maybe" Option<Strict>,
}

take! {
    lists "/lists" Lists,
    range "/range" Range,
    external "/external" External,
}
