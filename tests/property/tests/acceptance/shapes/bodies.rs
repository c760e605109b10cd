//! One endpoint per type: it takes the type as its body and gives it back.

use std::time::Duration;

use aiserve::prelude::*;
use aiserve::route::Mount;
use serde_json::json;

use super::types::collections::{Counts, Free, Lists, Maps, Sets, Tuples};
use super::types::formats::{AddressRules, Addresses, Amounts, Identifiers, Times};
use super::types::generics::{Pages, Points, WordOrPoint};
use super::types::limits::{ElementLimits, FloatLimits, WholeLimits};
use super::types::numbers::{Floats, Signed, Switches, Unsigned, Wide};
use super::types::objects::{Aliased, Cased, Flattened, FlattenedChoice, Hollow, Nested, Release, Strict, Unnamed};
use super::types::presence::{Defaults, Deprecated, Optional, Settings, Sided};
use super::types::recursion::{Expression, Folder, Tree};
use super::types::texts::{Lengths, Letters, Parts, Patterns, Texts, Units};
use super::types::unions::{
    Adjacent, Color, External, Externals, Internal, Open, Painted, StrictInternal, Unions, Untagged,
};

/// Endpoints that give back their body: path, name, type, and examples of the body.
macro_rules! echoes {
    ($($path:literal $name:ident: $ty:ty = [$($label:literal: $example:tt),* $(,)?];)*) => {
        $(
            #[endpoint(POST $path)]
            async fn $name(#[body($(example(name = $label, value = json!($example))),*)] body: $ty) -> Json<$ty> {
                Json(body)
            }
        )*

        /// All of them.
        pub(crate) fn routes() -> impl Mount<()> {
            routes![$($name),*]
        }
    };
}

echoes! {
    "/unsigned" unsigned: Unsigned = [
        "small": {"byte": 1, "short": 2, "int": 3, "long": 4, "size": 5, "counted": 6},
        "large": {"byte": 255, "short": 65535, "int": 4_294_967_295_u32, "long": u64::MAX, "size": 0, "counted": 1},
    ];
    "/signed" signed: Signed = [
        "small": {"byte": -1, "short": -2, "int": -3, "long": -4, "size": -5},
        "large": {"byte": -128, "short": 32767, "int": i32::MIN, "long": i64::MAX, "size": i64::MIN},
    ];
    "/wide" wide: Wide = ["one": {"signed": -5, "unsigned": 5}];
    "/floats" floats: Floats = [
        "some": {"single": 0.5, "double": -1.5e300, "maybe": 0.25},
        "none": {"single": 1, "double": 0, "maybe": null},
    ];
    "/switches" switches: Switches = ["one": {"on": true, "maybe": false, "nothing": null}];
    "/texts" texts: Texts = [
        "one": {"text": "hello", "letter": "é", "shared": "", "boxed": "b", "file": "/tmp/x", "maybe": "m"},
    ];
    "/lengths" lengths: Lengths = ["one": {"between": "äöü", "exact": "abc", "maybe": "1234"}];
    "/units" units: Units = ["one": {"bytes": "12345678", "utf16": "😀", "graphemes": "e\u{301}"}];
    "/patterns" patterns: Patterns = [
        "one": {"slug": "a-bc", "any_case": "Item-0F", "identifier": "_a1", "both": "ab", "name": "Éa"},
    ];
    "/parts" parts: Parts = [
        "one": {"key": "sk-1", "file": "x.rs", "handle": "a@b", "ascii": "~", "all": "abz"},
    ];
    "/letters" letters: Letters = ["one": {"text": "a1é"}];
    "/identifiers" identifiers: Identifiers = [
        "one": {"id": "b3f1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "bytes": "AP8="},
    ];
    "/amounts" amounts: Amounts = [
        "text": {"exact": "1.10", "maybe": "-3"},
        "number": {"exact": 0.25, "maybe": null},
    ];
    "/wait" wait: Duration = ["one": {"secs": 1, "nanos": 500}];
    "/times" times: Times = [
        "one": {
            "moment": "2024-03-01T10:00:00Z", "date": "2024-02-29", "time": "14:23:55",
            "local": "2024-03-01T10:00:00", "wait": "PT5M",
        },
    ];
    "/addresses" addresses: Addresses = ["one": {"any": "::1", "v4": "10.0.0.1", "v6": "fe80::1"}];
    "/address-rules" address_rules: AddressRules = ["one": {"any": "10.0.0.1", "v4": "10.0.0.1", "v6": "::1"}];
    "/lists" lists: Lists = [
        "one": {
            "bytes": [0, 255], "queue": [-1], "rows": [[0.5], []], "maybe": [true, null], "shared": ["a", "b"],
        },
    ];
    "/tuples" tuples: Tuples = ["one": {"fixed": [1, 2, 3], "pair": ["a", 1], "nested": [[true, null], [false, 2]]}];
    "/sets" sets: Sets = ["one": {"words": ["a", "b"], "numbers": [1, 2, 3]}];
    "/maps" maps: Maps = [
        "one": {
            "texts": {"a b": 0.5}, "numbers": {"0": true, "255": false}, "signed": {"-32768": [1]},
            "letters": {"ß": 1}, "labels": {"good": 1, "bad": 2},
        },
    ];
    "/free" free: Free = ["one": {"value": [1, {"a": null}], "object": {"b": "c"}}];
    "/counts" counts: Counts = [
        "one": {"words": ["a", "bc"], "map": {"a": 1, "b": 2}, "shares": [0.25, 0.75], "matrix": [[9], [0, 1]]},
    ];
    "/nested" nested: Nested = [
        "one": {
            "name": "n", "origin": {"x": 0, "y": 0}, "maybe": {"x": 1, "y": 2}, "path": [{"x": 3, "y": 4}],
            "by_name": {"a": {"x": 5, "y": 6}},
        },
    ];
    "/cased" cased: Cased = ["one": {"firstName": "Ann", "ZIP-code": 12345, "type": true}];
    "/strict" strict: Strict = ["one": {"id": 1, "note": "n"}];
    "/aliased" aliased: Aliased = ["one": {"color": "red", "size": 1}, "other": {"colour": "red", "sz": null}];
    "/flattened" flattened: Flattened = ["one": {"id": 1, "x": 2, "y": 3, "more": 0.5}];
    "/flattened-choice" flattened_choice: FlattenedChoice = [
        "person": {"id": 1, "by": "person", "name": "Ann"},
        "program": {"id": 1, "by": "program", "version": 2},
    ];
    "/unnamed" unnamed: Unnamed = ["one": {"share": 50, "nickname": "nick", "place": [0.5, 1.5, "here"]}];
    "/release" release: Release = ["one": {"version": "1.2.3"}];
    "/hollow" hollow: Hollow = ["one": {"nothing": null, "empty": {}}];
    "/defaults" defaults: Defaults = [
        "all": {"limit": 5, "language": "de", "tags": ["a"], "temperature": 1.5},
        "none": {},
    ];
    "/settings" settings: Settings = ["all": {"width": 5, "title": "t"}, "none": {}];
    "/optional" optional: Optional = [
        "all": {"number": 1, "nested": 2, "needed": "n", "quiet": true},
        "least": {"needed": "n"},
    ];
    "/sided" sided: Sided = ["one": {"id": 1, "password": "secret", "in": true}];
    "/deprecated" deprecated: Deprecated = ["one": {"new": 1, "old": 2}];
    "/tree" tree: Tree = ["one": {"value": 1, "children": [{"value": 2}, {"value": 3, "children": [{"value": 4}]}]}];
    "/folder" folder: Folder = [
        "one": {"files": {"a": {"size": 1, "link": {"files": {}}}, "b": {"size": 2, "link": null}}},
    ];
    "/expression" expression: Expression = [
        "one": {"sum": [{"number": 1.5}, {"not": {"number": 2}}]},
        "two": {"product": {"left": {"number": 0}, "right": {"sum": []}}},
    ];
    "/color" color: Color = ["one": "dark-red", "two": "verde"];
    "/painted" painted: Painted = ["one": {"color": "green", "maybe": "blue", "all": ["dark-red", "blue"]}];
    "/external" external: External = [
        "unit": "Unit", "newtype": {"Newtype": 1}, "pair": {"Pair": [1, "a"]}, "struct": {"Struct": {"a": 1, "b": true}},
        "point": {"Point": {"x": 1, "y": 2}},
    ];
    "/externals" externals: Externals = ["one": {"one": "Unit", "more": [{"Newtype": 1}, {"Struct": {"a": 1}}, "Unit"]}];
    "/internal" internal: Internal = [
        "unit": {"type": "unit"}, "point": {"type": "point", "x": 1, "y": 2}, "circle": {"type": "circle", "radius": 0.5},
    ];
    "/strict-internal" strict_internal: StrictInternal = [
        "image": {"kind": "Image", "url": "u"}, "text": {"kind": "Text", "text": "t"},
    ];
    "/adjacent" adjacent: Adjacent = [
        "unit": {"t": "Unit"}, "newtype": {"t": "Newtype", "c": [1, 2]}, "pair": {"t": "Pair", "c": [1, true]},
        "struct": {"t": "Struct", "c": {"a": 1}},
    ];
    "/untagged" untagged: Untagged = [
        "number": 0.5, "text": "t", "words": ["a", "b"], "point": {"x": 1, "y": 2}, "named": {"name": "n"},
    ];
    "/open" open: Open = ["known": "known", "other": "anything"];
    "/unions" unions: Unions = [
        "one": {
            "internal": {"type": "circle", "radius": 1.5}, "adjacent": {"t": "Pair", "c": [1, true]},
            "untagged": [1.5, "t", {"name": "n"}], "open": "known",
        },
    ];
    "/points" points: Points = [
        "one": {"items": [{"x": 1, "y": 2}], "number": 2, "next": {"items": []}},
    ];
    "/pages" pages: Pages = ["one": {"items": [{"items": [1, 2]}, {"items": [], "number": 3}]}];
    "/word-or-point" word_or_point: WordOrPoint = [
        "word": {"side": "Left", "value": "w"}, "point": {"side": "Right", "value": {"x": 1, "y": 2}},
    ];
    "/whole-limits" whole_limits: WholeLimits = [
        "one": {"between": 1, "least": -5, "most": 10_000_000_000_u64, "inside": 1, "fives": 15, "seven": 7},
    ];
    "/float-limits" float_limits: FloatLimits = [
        "one": {"between": 1, "inside": 0.25, "single": 0.5, "quarters": 0.75},
    ];
    "/element-limits" element_limits: ElementLimits = ["one": {"pixels": [0, 16], "maybe": 1}];
    "/number" number: u32 = ["one": 1];
    "/numbers" numbers: Vec<f32> = ["one": [0.5, 1.5]];
    "/option" option: Option<Strict> = ["some": {"id": 1}, "none": null];
}
