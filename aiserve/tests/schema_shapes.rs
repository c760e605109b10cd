//! Node trees of structs: one test per shape.

use aiserve::payload;
use aiserve::schema::{Node, Schema};

#[payload]
struct Prompt {
    /// Text in any language.
    #[garde(length(chars, min = 1, max = 8192))]
    text: String,
    #[payload(default = 3)]
    #[garde(range(min = 1, max = 10))]
    top: u8,
}

#[test]
fn a() {
    let Node::Object(object) = Prompt::BODY else { panic!("{:?}", Prompt::BODY) };
    panic!("{object:#?} {:?}", object.fields[1].default.map(|f| f()));
}
