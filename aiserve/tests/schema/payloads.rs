//! What `#[payload]` adds: the derives, the defaults, the room for the user's own derives.

use aiserve::extract::Payload;
use aiserve::payload;

use crate::body;

#[payload]
#[derive(PartialEq, Default)]
struct Prompt {
    #[payload(default = "hello")]
    text: String,
    #[payload(default = 3)]
    top: u8,
    #[payload(default = Some(0.5))]
    ratio: Option<f32>,
}

#[test]
fn a_payload_is_cloned_shown_read_and_written() {
    let prompt: Prompt = serde_json::from_str("{}").expect("every field has a default");
    assert_eq!(prompt.clone(), Prompt { text: "hello".to_owned(), top: 3, ratio: Some(0.5) });
    assert_eq!(serde_json::to_string(&prompt).expect("plain data"), r#"{"text":"hello","top":3,"ratio":0.5}"#);
    assert!(format!("{prompt:?}").starts_with("Prompt"));
}

#[test]
fn defaults_are_documented() {
    assert_eq!(body::<Prompt>(), r#"{ text?: text = "hello", top?: uint8 = 3, ratio?: number? = 0.5 }"#);
}

#[payload]
#[derive(Debug, Clone)]
enum Shape<T> {
    Circle {
        #[payload(default = Shape::<T>::RADIUS)]
        radius: u8,
        of: Vec<T>,
    },
}

impl<T> Shape<T> {
    const RADIUS: u8 = 2;
}

#[test]
fn defaults_work_in_generic_variants() {
    assert_eq!(body::<Shape<u8>>(), "external: Circle { radius?: uint8 = 2, of: [uint8] }");
    let Shape::Circle { radius, of } = serde_json::from_str::<Shape<u8>>(r#"{"Circle":{"of":[1]}}"#).expect("read");
    assert_eq!((radius, of), (2, vec![1]));
}

#[payload]
struct Keyword {
    #[payload(default = 7)]
    r#type: u8,
}

#[test]
fn defaults_work_on_raw_names() {
    assert_eq!(serde_json::from_str::<Keyword>("{}").expect("read").r#type, 7);
}

fn is_payload<T: Payload>() -> &'static str {
    std::any::type_name::<T>()
}

#[test]
fn collections_of_payloads_are_payloads() {
    assert!(is_payload::<Vec<Prompt>>().contains("Prompt"));
    assert!(is_payload::<Option<[Box<Prompt>; 2]>>().contains("Prompt"));
    assert!(is_payload::<std::collections::BTreeMap<String, Prompt>>().contains("Prompt"));
}
