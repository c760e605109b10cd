//! errors: 1

use aiserve::prelude::*;

struct Pool;

#[derive(AppState)]
struct Services {
    pool: Pool,
}

fn main() {}
