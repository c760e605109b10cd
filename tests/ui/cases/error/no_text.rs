//! errors: 1

use aiserve::prelude::*;

#[derive(Debug, ApiError)]
enum ShopError {
    #[status(404)]
    Missing,
}

fn main() {}
