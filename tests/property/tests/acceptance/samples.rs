//! Valid bodies of the zoo's operations, from which others are made.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A valid value of each type, from which the others are made.
pub(crate) fn samples() -> BTreeMap<&'static str, Vec<Value>> {
    let pet = json!({"name": "Tom", "colour": "Red".to_lowercase()});
    BTreeMap::from([
        (
            "/bodies/whole",
            vec![
                json!({"byte": 1, "short": 2, "word": 3, "long": 4, "signed_byte": -1, "signed_short": -2, "signed_word": -3, "signed_long": -4}),
            ],
        ),
        ("/bodies/limited", vec![json!({"stars": 5, "share": 50, "steps": 15, "celsius": 20.5, "retries": 2})]),
        ("/bodies/small", vec![json!({"is_open": true, "letter": "a", "nothing": null, "maybe": false})]),
        (
            "/bodies/formatted",
            vec![
                json!({"id": "b3f1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "at": "2024-03-01T10:00:00Z", "day": "2024-03-01", "host": "::1"}),
            ],
        ),
        ("/bodies/metres", vec![json!(1.5)]),
        ("/bodies/seconds", vec![json!(60)]),
        ("/bodies/ruled", vec![json!({"code": "abc", "slug": "a-b", "tag": "zoo-1", "handle": "a@b", "plain": "x"})]),
        (
            "/bodies/lists",
            vec![
                json!({"few": ["a", "b"], "digits": [1, 2], "pair": [0.5, 1.5], "mixed": [1, "a", true], "nested": [[1], []]}),
            ],
        ),
        (
            "/bodies/keyed",
            vec![json!({"ages": {"a": 1}, "by_number": {"1": true}, "points": {"p": {"x": 1.0, "y": 2.0}}})],
        ),
        ("/bodies/range", vec![json!([1, 2])]),
        ("/bodies/colour", vec![json!("red"), json!("grass")]),
        (
            "/bodies/external",
            vec![json!("nothing"), json!({"number": 1}), json!({"pair": [1, 2]}), json!({"named": {"name": "a"}})],
        ),
        (
            "/bodies/internal",
            vec![
                json!({"kind": "nothing"}),
                json!({"kind": "cat", "lives": 9}),
                json!({"kind": "other", "name": "Tom", "colour": "red"}),
            ],
        ),
        (
            "/bodies/adjacent",
            vec![
                json!({"kind": "Nothing"}),
                json!({"kind": "Number", "value": 1}),
                json!({"kind": "Named", "value": {"name": "a"}}),
            ],
        ),
        ("/bodies/untagged", vec![json!(1), json!("a"), pet.clone()]),
        (
            "/bodies/presence",
            vec![json!({"needed": 1, "maybe": 2, "seven": 3, "empty": ["a"], "shy": "b", "old": true})],
        ),
        ("/bodies/names", vec![json!({"firstName": "a", "last-name": "b", "nickName": "c"})]),
        ("/bodies/strict", vec![json!({"only": 1})]),
        ("/bodies/nested", vec![json!({"pet": pet, "home": {"x": 1.0, "y": 2.0}, "favourites": ["red", "blue"]})]),
        ("/bodies/flat", vec![json!({"id": 1, "x": 1.0, "y": 2.0})]),
        ("/bodies/page", vec![json!({"items": [pet], "next": 2})]),
        ("/bodies/tree", vec![json!({"name": "a", "branches": [{"name": "b", "branches": []}]})]),
        ("/bodies/many", vec![json!([{"only": 1}])]),
        ("/bodies/maybe", vec![json!({"only": 1}), json!(null)]),
    ])
}
