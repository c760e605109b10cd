//! Rules at run time: what `check` finds, and where.

use std::collections::{BTreeMap, HashMap};

use aiserve::{Schema, payload};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::errors;

#[payload]
struct Item {
    #[garde(length(chars, min = 2))]
    name: String,
    #[garde(range(min = 1), custom(not_thirteen))]
    price: i32,
}

fn not_thirteen(value: &i32, (): &()) -> garde::Result {
    if *value == 13 { Err(garde::Error::new("unlucky")) } else { Ok(()) }
}

fn item(name: &str, price: i32) -> Item {
    Item { name: name.to_owned(), price }
}

#[test]
fn every_broken_rule_is_found() {
    assert_eq!(errors(&item("ab", 1)), [""; 0]);
    assert_eq!(errors(&item("a", 0)), ["name: length is lower than 2", "price: lower than 1"]);
    assert_eq!(errors(&item("ab", 13)), ["price: unlucky"]);
}

#[payload]
struct Shop {
    items: Vec<Item>,
    best: Option<Box<Item>>,
    by_name: HashMap<String, Item>,
    pair: (u8, Item),
    #[garde(length(min = 1))]
    fixed: [Item; 1],
    #[garde(skip)]
    skipped: Option<Item>,
    #[garde(dive)]
    dived: Option<Item>,
}

#[test]
fn nested_payloads_are_checked_without_dive() {
    let bad = || item("", 1);
    let shop = Shop {
        items: vec![item("ab", 1), bad()],
        best: Some(Box::new(bad())),
        by_name: HashMap::from([("x".to_owned(), bad())]),
        pair: (1, bad()),
        fixed: [bad()],
        skipped: Some(bad()),
        dived: Some(bad()),
    };
    let places = ["items[1].name", "best.name", "by_name.x.name", "pair[1].name", "fixed[0].name", "dived.name"];
    assert_eq!(errors(&shop), places.map(|place| format!("{place}: length is lower than 2")));
}

#[payload]
enum Choice {
    Unit,
    One(Item),
    Two(#[garde(range(max = 3))] u8, Item),
    Named { item: Item },
}

#[test]
fn variants_are_checked_where_they_stand_on_the_wire() {
    assert_eq!(errors(&Choice::Unit), [""; 0]);
    assert_eq!(errors(&Choice::One(item("", 1))), ["name: length is lower than 2"]);
    assert_eq!(errors(&Choice::Two(9, item("", 1))), ["[0]: greater than 3", "[1].name: length is lower than 2"]);
    assert_eq!(errors(&Choice::Named { item: item("", 1) }), ["item.name: length is lower than 2"]);
}

#[payload]
struct Numbers {
    one: f32,
    many: Vec<f64>,
    map: BTreeMap<u8, f32>,
    #[garde(range(max = 1.0))]
    ruled: f64,
}

#[test]
fn numbers_that_are_none_are_refused() {
    let numbers = Numbers {
        one: f32::INFINITY,
        many: vec![1.0, f64::NAN],
        map: BTreeMap::from([(3, f32::NEG_INFINITY)]),
        ruled: f64::NAN,
    };
    let places = ["one", "many[1]", "map.3", "ruled"];
    assert_eq!(errors(&numbers), places.map(|place| format!("{place}: not a finite number")));
}

#[payload]
struct Limits {
    #[schema(gt = 0.0, lt = 1.0)]
    open: f64,
    #[schema(multiple_of = 5)]
    fives: Option<u8>,
    #[schema(multiple_of = 0.1)]
    tenths: f64,
}

#[test]
fn our_limits_are_enforced() {
    assert_eq!(errors(&Limits { open: 0.5, fives: Some(10), tenths: 0.3 }), [""; 0]);
    let broken = Limits { open: 0.0, fives: Some(7), tenths: 0.35 };
    assert_eq!(
        errors(&broken),
        ["open: not greater than 0", "fives: not a multiple of 5", "tenths: not a multiple of 0.1"]
    );
}

#[payload]
#[garde(custom(ordered))]
struct Range {
    from: u8,
    #[garde(range(min = self.from))]
    to: u8,
    #[garde(matches(to))]
    again: u8,
    #[garde(if(cond = self.from > 5, range(max = 1)))]
    sometimes: u8,
    #[garde(inner(range(max = 1)))]
    list: Vec<u8>,
}

fn ordered(range: &Range, (): &()) -> garde::Result {
    if range.from > 100 { Err(garde::Error::new("too far")) } else { Ok(()) }
}

#[test]
fn rules_may_look_at_other_fields_and_the_whole() {
    let range = Range { from: 200, to: 3, again: 4, sometimes: 9, list: vec![1, 2] };
    assert_eq!(
        errors(&range),
        [
            ": too far",
            "to: lower than 200",
            "again: does not match to field",
            "sometimes: greater than 1",
            "list[1]: greater than 1",
        ]
    );
}

#[test]
fn a_payload_is_valid_for_garde_too() {
    assert!(item("ab", 1).validate().is_ok());
    assert_eq!(item("a", 1).validate().expect_err("too short").iter().count(), 1);
}

/// Validated by garde's derive, described by ours.
#[derive(Serialize, Deserialize, garde::Validate, Schema)]
#[garde(context(Most as most))]
#[garde(allow_unvalidated)]
struct Long {
    #[garde(length(min = 1), length(bytes, max = most.0))]
    text: String,
    unruled: f32,
    item: Item,
    #[garde(skip)]
    #[schema(gt = 2)]
    ours: u8,
}

struct Most(usize);

impl Default for Most {
    fn default() -> Self {
        Self(3)
    }
}

#[test]
fn gardes_own_derive_is_run_and_the_rest_still_checked() {
    let long = Long { text: "long".to_owned(), unruled: f32::NAN, item: item("", 1), ours: 1 };
    assert_eq!(
        errors(&long),
        [
            "text: length is greater than 3",
            "unruled: not a finite number",
            "item.name: length is lower than 2",
            "ours: not greater than 2",
        ]
    );
    let rules = format!("{:?}", crate::object::<Long>().fields[0].rules);
    assert!(rules.starts_with("[Length(Simple, 1, ") && rules.contains("Custom(\"length(bytes, max = most.0)\")"));
}

#[test]
fn types_without_fields_are_known_to_be_right() {
    #[payload]
    enum Plain {
        A,
    }
    const { assert!(<Plain as aiserve::schema::Schema>::INERT && <Vec<u8> as aiserve::schema::Schema>::INERT) };
    const { assert!(!<Vec<f32> as aiserve::schema::Schema>::INERT) };
    assert_eq!(errors(&vec![Plain::A]), [""; 0]);
}
