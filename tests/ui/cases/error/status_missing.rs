//! errors: 1

use aiserve::prelude::*;

#[derive(Debug, thiserror::Error, ApiError)]
enum ShopError {
    #[error("there is no such item")]
    Missing,
}

fn main() {}
