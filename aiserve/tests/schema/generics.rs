//! Type and constant parameters, and the names made of them.

use aiserve::schema::Node;
use aiserve::{Schema, payload};
use serde::{Deserialize, Serialize};

use crate::{body, node};

#[payload]
struct Small {
    id: u8,
}

#[payload]
struct Page<T> {
    items: Vec<T>,
    #[payload(default = 1)]
    number: u32,
}

#[test]
fn instances_are_named_by_their_arguments() {
    assert_eq!(node::<Page<Small>>(), "#Page_Small");
    assert_eq!(node::<Page<Page<Option<u8>>>>(), "#Page_Page_Option_u8");
    assert_eq!(body::<Page<Small>>(), "{ items: [#Small], number?: uint32 = 1 }");
}

#[payload]
struct Matrix<const N: usize, const M: i8> {
    rows: Vec<u8>,
}

#[test]
fn constants_are_part_of_the_name() {
    assert_eq!(node::<Matrix<12, -3>>(), "#Matrix_12_-3");
    assert_eq!(body::<Matrix<12, -3>>(), "{ rows: [uint8] }");
}

#[derive(Serialize, Deserialize, Schema)]
#[serde(bound = "T: Serialize + for<'a> Deserialize<'a>")]
struct Bounded<T>
where
    T: Clone,
{
    value: Option<Box<Bounded<T>>>,
    here: T,
}

#[test]
fn bounds_are_kept() {
    assert_eq!(body::<Bounded<u8>>(), "{ value?: #Bounded_u8?, here: uint8 }");
}

#[test]
fn a_definition_knows_where_it_is_from() {
    let Node::Ref(definition) = <Page<Small> as Schema>::NODE else { panic!("derived types are references") };
    let definition = definition();
    assert!((definition.type_name)().ends_with("Page<schema::generics::Small>"), "{}", (definition.type_name)());
    assert_eq!(definition.module, "schema::generics");
    assert_ne!(definition.position, (0, 0));
}

/// One.
#[payload]
#[schema(rename = "Pinned.Name", title = "A title", example = Texts { a: 1 }, deprecated)]
struct Texts {
    a: u8,
}

#[test]
fn a_definition_has_its_texts() {
    let Node::Ref(definition) = <Texts as Schema>::NODE else { panic!("derived types are references") };
    let definition = definition();
    assert_eq!((definition.name.base, definition.name.pinned), ("Pinned.Name", true));
    assert_eq!((definition.doc, definition.title, definition.deprecated), ("One.", Some("A title"), true));
    assert_eq!((definition.examples[0])(), serde_json::json!({"a": 1}));
}
