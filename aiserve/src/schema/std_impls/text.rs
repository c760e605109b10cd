//! Text. serde writes a `char` as a text of one character, and a path as text (a path that is not UTF-8 cannot be written).

use std::path::{Path, PathBuf};

use crate::schema::{Format, Name, Node, Schema};

impl Schema for str {
    const NODE: Node = Node::Text(None);
    const NAME: Name = Name::plain("String");
}

impl Schema for String {
    const NODE: Node = <str as Schema>::NODE;
    const NAME: Name = <str as Schema>::NAME;
}

impl Schema for PathBuf {
    const NODE: Node = Node::Text(None);
    const NAME: Name = Name::plain("Path");
}

impl Schema for Path {
    const NODE: Node = <PathBuf as Schema>::NODE;
    const NAME: Name = <PathBuf as Schema>::NAME;
}

static CHAR: Format =
    Format { name: "", code: "char", noun: "character", pattern: "", length: (1, 1), encoding: "", check: check_char };

fn check_char(text: &str) -> Result<(), (&'static str, String)> {
    match text.chars().count() {
        0 => Err(("string_too_short", "the text is empty".to_owned())),
        1 => Ok(()),
        count => Err(("string_too_long", format!("the text has {count} characters"))),
    }
}

impl Schema for char {
    const NODE: Node = Node::Text(Some(&CHAR));
    const NAME: Name = Name::plain("char");
}
