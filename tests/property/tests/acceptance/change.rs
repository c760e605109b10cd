//! Random changes of JSON: small enough that what comes out is still near the type it is for.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Changes one value somewhere inside.
pub(crate) fn change(value: &mut Value, rng: &mut Rng, words: &[String], samples: &[&Value]) {
    let inside = match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    };
    if inside && rng.u8(..) < 160 {
        let count = match value {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        let index = rng.usize(..count);
        let inner = match value {
            Value::Array(items) => items.get_mut(index),
            Value::Object(members) => members.values_mut().nth(index),
            _ => None,
        };
        if let Some(inner) = inner {
            change(inner, rng, words, samples);
        }
        return;
    }
    if rng.u8(..) < 100 {
        *value = replacement(value.take(), rng, words, samples);
        return;
    }
    match value {
        Value::Object(members) => change_object(members, rng, words),
        Value::Array(items) => change_array(items, rng, words),
        Value::String(text) => change_text(text, rng),
        Value::Number(_) => *value = number(value, rng),
        Value::Bool(flag) => *flag = !*flag,
        Value::Null => *value = atom(rng, words),
    }
}

/// Another value in the place of one.
fn replacement(old: Value, rng: &mut Rng, words: &[String], samples: &[&Value]) -> Value {
    match rng.u8(..8) {
        0 => json!([old]),
        1 => json!({ word(rng, words): old }),
        2 => match old {
            // The values of an object without their names, and a word as the key of nothing.
            Value::Object(members) => members.into_iter().map(|(_, member)| member).collect(),
            Value::String(text) => json!({ text: null }),
            other => json!(other.to_string()),
        },
        3 => (*rng.choice(samples).expect("there are samples")).clone(),
        4 => Value::Null,
        _ => atom(rng, words),
    }
}

fn atom(rng: &mut Rng, words: &[String]) -> Value {
    let atoms = [
        json!(true),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(1.0),
        json!(1_000_000),
        json!(""),
        json!("7"),
        json!("ä😀"),
        json!([]),
        json!({}),
    ];
    if rng.bool() { json!(word(rng, words)) } else { rng.choice(atoms).expect("there are atoms") }
}

fn word(rng: &mut Rng, words: &[String]) -> String {
    match rng.choice(words) {
        Some(word) if rng.u8(..) < 200 => word.clone(),
        _ => rng.choice(["extra", "a", "1", ""]).expect("there are words").to_owned(),
    }
}

fn change_object(members: &mut Map<String, Value>, rng: &mut Rng, words: &[String]) {
    let key = {
        let index = rng.usize(..members.len().max(1));
        members.keys().nth(index).cloned()
    };
    match (rng.u8(..4), key) {
        (0, Some(key)) => drop(members.remove(&key)),
        (1, Some(key)) => {
            let value = members.remove(&key).expect("the key is one of them");
            members.insert(word(rng, words), value);
        }
        (2, Some(key)) => {
            let value = members[&key].clone();
            members.insert(word(rng, words), value);
        }
        _ => drop(members.insert(word(rng, words), atom(rng, words))),
    }
}

fn change_array(items: &mut Vec<Value>, rng: &mut Rng, words: &[String]) {
    let last = items.last().cloned();
    match (rng.u8(..4), last) {
        (0, Some(_)) => drop(items.pop()),
        (1, Some(last)) => items.push(last),
        (2, Some(_)) => items.rotate_left(1),
        _ => items.push(atom(rng, words)),
    }
}

/// Characters that some rule or format cares about.
const ADDED: [char; 23] = [
    'a', 'Z', '0', '5', '-', '_', '.', ':', '/', '@', ' ', '\n', 'é', 'ß', '\u{212a}', '\u{301}', '😀', '٣', '%', '+',
    '=', 'T', '\0',
];

fn change_text(text: &mut String, rng: &mut Rng) {
    let characters: Vec<char> = text.chars().collect();
    let at = rng.usize(..=characters.len());
    let added = *rng.choice(&ADDED).expect("there are some");
    let (before, after) = characters.split_at(at);
    let (before, after): (String, String) = (before.iter().collect(), after.iter().collect());
    *text = match rng.u8(..6) {
        0 => format!("{before}{added}{after}"),
        1 => before + after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default(),
        2 => before,
        3 => format!("{text}{text}"),
        4 => text.to_uppercase(),
        _ => {
            let rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
            format!("{before}{added}{rest}")
        }
    };
}

/// A number beside the old one, or at the border of a type.
fn number(old: &Value, rng: &mut Rng) -> Value {
    const BORDERS: [u32; 10] = [0, 7, 8, 15, 16, 31, 32, 53, 63, 64];
    match rng.u8(..6) {
        0 => whole(old.as_i64().map(|old| i128::from(old) + 1)),
        1 => whole(old.as_i64().map(|old| i128::from(old) - 1)),
        2 => old.as_f64().map_or(Value::Null, |old| json!(old + 0.5)),
        3 => old.as_f64().map_or(Value::Null, |old| json!(-old)),
        _ => {
            let border = 1_i128 << rng.choice(BORDERS).expect("there are borders");
            let beside = border + i128::from(rng.i8(-1..=1));
            whole(Some(if rng.bool() { beside } else { -beside }))
        }
    }
}

fn whole(number: Option<i128>) -> Value {
    let Some(number) = number else { return json!(0.25) };
    u64::try_from(number).map(Value::from).or_else(|_| i64::try_from(number).map(Value::from)).unwrap_or(json!(1.5e300))
}
