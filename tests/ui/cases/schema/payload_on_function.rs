//! errors: 1

use aiserve::payload;

#[payload]
fn prompt() {}

fn main() {
    prompt();
}
