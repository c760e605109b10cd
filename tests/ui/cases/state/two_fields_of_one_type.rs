//! errors: 1

use aiserve::prelude::*;

#[derive(AppState)]
struct Services {
    main: String,
    spare: String,
}

fn main() {}
