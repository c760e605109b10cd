//! One endpoint for each type: what it reads, it sends back.

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

        pub(crate) fn router() -> Router<()> {
            Router::new("/bodies").tag("bodies").mount(routes![$($name),*])
        }
    };
}

echo! {
    whole "/whole" Whole,
    limited "/limited" Limited,
    small "/small" Small,
    metres "/metres" Metres,
    seconds "/seconds" Seconds,
    ruled "/ruled" Ruled,
    formatted "/formatted" Formatted,
    lists "/lists" Lists,
    keyed "/keyed" Keyed,
    range "/range" Range,
    colour "/colour" Colour,
    external "/external" External,
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
