//! errors: 1

use aiserve::prelude::*;

#[derive(Debug, thiserror::Error, ApiError)]
enum ShopError {
    #[error("closed")]
    #[status(503, retry = 60)]
    Closed,
}

fn main() {}
