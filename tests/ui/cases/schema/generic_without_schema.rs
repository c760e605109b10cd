//! errors: 1

use aiserve::payload;
use aiserve::schema::Schema;

#[payload]
struct Page<T> {
    items: Vec<T>,
}

struct Item;

fn describe<T: Schema>() {}

fn main() {
    describe::<Page<Item>>();
}
