//! Types that hold themselves.

use std::collections::BTreeMap;

use aiserve::prelude::*;

/// A tree.
#[payload]
pub(crate) struct Tree {
    value: u8,
    #[serde(default)]
    children: Vec<Tree>,
}

/// Two types that hold each other.
#[payload]
pub(crate) struct Folder {
    files: BTreeMap<String, File>,
}

/// A file of a folder.
#[payload]
pub(crate) struct File {
    size: u32,
    link: Option<Box<Folder>>,
}

/// An expression.
#[payload]
#[serde(rename_all = "lowercase")]
pub(crate) enum Expression {
    Number(f64),
    Not(Box<Expression>),
    Sum(Vec<Expression>),
    Product { left: Box<Expression>, right: Box<Expression> },
}
