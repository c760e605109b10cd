//! Types with type parameters.

use aiserve::prelude::*;

use super::objects::Point;

/// A page of items.
#[payload]
pub(crate) struct Page<T> {
    items: Vec<T>,
    #[payload(default = 1)]
    number: u32,
    next: Option<Box<Page<T>>>,
}

/// Left or right.
#[payload]
#[serde(tag = "side", content = "value")]
pub(crate) enum Side<A, B> {
    Left(A),
    Right(B),
}

/// Pages of points.
pub(crate) type Points = Page<Point>;

/// Pages of pages.
pub(crate) type Pages = Page<Page<u8>>;

/// A word or a point.
pub(crate) type WordOrPoint = Side<String, Point>;
