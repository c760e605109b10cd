//! errors: 1

use aiserve::prelude::*;

#[derive(AppState)]
enum Services {
    None,
}

fn main() {}
