//! Rules as data: every rule of garde, with every kind of argument.

use aiserve::payload;
use aiserve::schema::{Limit, Measure, Rule, Schema};

use crate::{body, object};

const MAX: usize = 9;

const fn limit() -> usize {
    4
}

#[payload]
struct Limits {
    #[garde(length(min = 1, max = MAX))]
    simple: String,
    #[garde(length(bytes, max = Self::LONGEST))]
    bytes: String,
    #[garde(length(chars, equal = limit()))]
    chars: String,
    #[garde(length(utf16, min = 2))]
    utf16: String,
    #[garde(range(min = 0.5, max = 1.0))]
    float: f32,
    #[garde(range(min = -5))]
    signed: Option<i64>,
    #[garde(range(max = u64::MAX))]
    large: u64,
    #[schema(gt = 0.0, lt = 10.0, multiple_of = 0.5)]
    exclusive: f64,
}

impl Limits {
    const LONGEST: usize = 12;
}

fn rules_of<T: Schema>(field: &str) -> String {
    let field = object::<T>().fields.iter().find(|known| known.name == field).expect("a field of that name");
    format!("{:?}", field.rules)
}

#[test]
fn lengths_are_constants_of_any_kind() {
    assert_eq!(rules_of::<Limits>("simple"), "[Length(Simple, 1, 9)]");
    assert_eq!(rules_of::<Limits>("bytes"), "[Length(Bytes, 0, 12)]");
    assert_eq!(rules_of::<Limits>("chars"), "[Length(Chars, 4, 4)]");
    assert_eq!(rules_of::<Limits>("utf16"), format!("[Length(Utf16, 2, {})]", u64::MAX));
}

#[test]
fn ranges_know_whole_numbers_from_floats() {
    assert_eq!(rules_of::<Limits>("float"), "[Min(Float(0.5), false), Max(Float(1.0), false)]");
    assert_eq!(rules_of::<Limits>("signed"), "[Min(Int(-5), false)]");
    assert_eq!(rules_of::<Limits>("large"), format!("[Max(Int({}), false)]", u64::MAX));
}

#[test]
fn our_limits_stand_beside_them() {
    assert_eq!(
        rules_of::<Limits>("exclusive"),
        "[Min(Float(0.0), true), Max(Float(10.0), true), MultipleOf(Float(0.5))]"
    );
}

#[payload]
struct Texts {
    #[garde(ascii, alphanumeric)]
    plain: String,
    #[garde(ip)]
    ip: String,
    #[garde(ipv4)]
    ipv4: String,
    #[garde(ipv6)]
    ipv6: String,
    #[garde(contains("@"), prefix(Self::PREFIX), suffix("z"))]
    parts: String,
    #[garde(required)]
    needed: Option<u8>,
}

impl Texts {
    const PREFIX: &'static str = "a";
}

#[test]
fn text_rules_are_data() {
    assert_eq!(rules_of::<Texts>("plain"), "[Ascii, Alphanumeric]");
    assert_eq!(rules_of::<Texts>("ip"), "[Ip]");
    assert_eq!(rules_of::<Texts>("ipv4"), "[Ipv4]");
    assert_eq!(rules_of::<Texts>("ipv6"), "[Ipv6]");
    assert_eq!(rules_of::<Texts>("parts"), r#"[Contains("@"), Prefix("a"), Suffix("z")]"#);
    assert_eq!(rules_of::<Texts>("needed"), "[Required]");
}

#[payload]
struct Nested {
    #[garde(length(min = 1), inner(length(max = 3), inner(range(max = 7))))]
    lists: Vec<Words>,
    #[garde(inner(range(min = 1)))]
    numbers: [i8; 3],
}

type Words = Vec<u8>;

#[test]
fn rules_of_elements_know_their_type() {
    assert_eq!(rules_of::<Nested>("numbers"), "[Inner([Min(Int(1), false)])]");
}

fn even(value: &u8, (): &()) -> garde::Result {
    if value.is_multiple_of(2) { Ok(()) } else { Err(garde::Error::new("odd")) }
}

#[payload]
struct Dependent {
    #[garde(length(max = self.most as usize))]
    text: String,
    most: u8,
    #[garde(matches(text))]
    again: String,
    #[garde(custom(even))]
    even: u8,
    #[garde(if(cond = self.most > 3, range(min = 1)))]
    sometimes: u8,
}

#[test]
fn what_only_code_decides_is_shown_as_written() {
    assert_eq!(rules_of::<Dependent>("text"), r#"[Custom("length(max = self.most as usize)")]"#);
    assert_eq!(rules_of::<Dependent>("again"), r#"[Custom("matches(text)")]"#);
    assert_eq!(rules_of::<Dependent>("even"), r#"[Custom("custom(even)")]"#);
    assert_eq!(rules_of::<Dependent>("sometimes"), r#"[Custom("if(cond = self.most > 3, range(min = 1))")]"#);
}

#[payload]
struct Percent(#[garde(range(max = 100))] u8);

#[payload]
enum Choice {
    Of(#[garde(length(min = 1))] Vec<u8>),
    Pair(u8, #[garde(ascii)] String),
}

#[test]
fn fields_without_a_name_carry_their_rules_in_the_schema() {
    assert_eq!(body::<Percent>(), "uint8 with [Max(Int(100), false)]");
    assert_eq!(
        body::<Choice>(),
        format!("external: Of [uint8] with [Length(Simple, 1, {})] | Pair (uint8, text with [Ascii])", u64::MAX)
    );
}

#[test]
fn limits_compare() {
    let rule = object::<Limits>().fields[0].rules[0];
    assert!(matches!(rule, Rule::Length(Measure::Simple, 1, 9)));
    assert_ne!(Limit::Int(1), Limit::Float(1.0));
}

#[payload]
struct Generic<T: garde::rules::range::Bounds<Size = T> + From<u8>> {
    #[garde(range(max = T::from(3)))]
    value: T,
}

#[test]
fn limits_of_a_generic_type_are_shown_as_written() {
    assert_eq!(rules_of::<Generic<u8>>("value"), r#"[Custom("range(max = T :: from(3))")]"#);
}

#[cfg(feature = "pattern")]
mod patterns {
    use std::sync::LazyLock;

    use super::{payload, rules_of};

    static SLUG: LazyLock<regex::Regex> = LazyLock::new(|| regex::Regex::new("^[a-z]+$").expect("a pattern"));

    #[payload]
    struct Patterns {
        #[garde(pattern("^a+$"), pattern(r"\d"))]
        text: String,
        #[garde(pattern(SLUG))]
        slug: String,
    }

    #[test]
    fn patterns_are_text_or_a_function_that_shows_them() {
        assert_eq!(rules_of::<Patterns>("text"), r#"[Pattern(Text("^a+$")), Pattern(Text("\\d"))]"#);
        let aiserve::schema::Rule::Pattern(aiserve::schema::Pattern::Shown(shown)) =
            crate::object::<Patterns>().fields[1].rules[0]
        else {
            panic!("a named pattern")
        };
        assert_eq!(shown(), "^[a-z]+$");
    }

    #[test]
    fn patterns_are_enforced() {
        let value = Patterns { text: "aaa".to_owned(), slug: "A".to_owned() };
        assert_eq!(crate::errors(&value).len(), 2);
    }
}
