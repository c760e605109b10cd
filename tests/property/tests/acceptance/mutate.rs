//! JSON near a valid value: one to three small changes of it.

use serde_json::{Map, Value, json};

/// A generator of numbers (`SplitMix64`, <https://prng.di.unimi.it/splitmix64.c>), the same on every machine.
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: &str) -> Self {
        let state = seed
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self { state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("below a usize")
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Numbers at the edges of types and rules.
const NUMBERS: [&str; 34] = [
    "0",
    "1",
    "-1",
    "2",
    "3",
    "4",
    "5",
    "9",
    "10",
    "11",
    "15",
    "16",
    "99",
    "100",
    "127",
    "128",
    "-128",
    "-129",
    "255",
    "256",
    "32768",
    "65536",
    "2147483648",
    "4294967295",
    "4294967296",
    "-2147483649",
    "9223372036854775808",
    "18446744073709551615",
    "1.5",
    "0.5",
    "-0.5",
    "-273.15",
    "-273.16",
    "1e3",
];

const TEXTS: [&str; 18] = [
    "", "a", "ab", "abc", "abcde", "abcdef", "é", "日本", "a-b", "A-b", "a--b", "zoo-", "zoo", "a@b", "red", "Red",
    "nothing", "1",
];

const KEYS: [&str; 10] = ["extra", "kind", "value", "name", "1", "-1", "4294967296", "x", "only", "nick"];

/// A value near the sample; sometimes another sample of the type.
pub(crate) fn near(sample: &Value, samples: &[Value], random: &mut Random) -> Value {
    let mut value = if random.below(8) == 0 { random.pick(samples).clone() } else { sample.clone() };
    for _ in 0..=random.below(3) {
        change(&mut value, random);
    }
    value
}

/// Changes one place of a value.
fn change(value: &mut Value, random: &mut Random) {
    let descend = random.below(4) != 0;
    match value {
        Value::Object(fields) if descend && !fields.is_empty() => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            let key = random.pick(&keys).clone();
            match random.below(8) {
                0 => drop(fields.remove(&key)),
                1 => {
                    let field = fields.remove(&key).unwrap_or_default();
                    fields.insert((*random.pick(&KEYS)).to_owned(), field);
                }
                2 => drop(fields.insert((*random.pick(&KEYS)).to_owned(), scalar(random))),
                _ => change(fields.entry(key).or_insert(Value::Null), random),
            }
        }
        Value::Array(items) if descend && !items.is_empty() => {
            let place = random.below(items.len());
            match random.below(6) {
                0 => drop(items.remove(place)),
                1 => items.push(items[place].clone()),
                2 => items.push(scalar(random)),
                _ => change(&mut items[place], random),
            }
        }
        _ => *value = other(value, random),
    }
}

/// Another value of the same kind, or now and then of any kind.
fn other(value: &Value, random: &mut Random) -> Value {
    match (value, random.below(4)) {
        (Value::Number(_), 0..3) => number(random),
        (Value::String(_), 0..3) => json!(random.pick(&TEXTS)),
        _ => match random.below(6) {
            0 => json!([]),
            1 => Value::Object(Map::new()),
            2 => json!({*random.pick(&KEYS): scalar(random)}),
            _ => scalar(random),
        },
    }
}

fn scalar(random: &mut Random) -> Value {
    match random.below(5) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.pick(&TEXTS)),
        _ => number(random),
    }
}

fn number(random: &mut Random) -> Value {
    serde_json::from_str(random.pick::<&str>(&NUMBERS)).expect("a number")
}
