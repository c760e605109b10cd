//! Keys of maps: what serde writes as text, and how a mistake inside names its place.

use std::collections::{BTreeMap, HashMap};

use aiserve::{Schema, payload};
use serde::Deserialize;

use crate::{body, errors};

#[payload]
#[derive(PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
enum Label {
    Good,
    Bad,
}

#[payload]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Id(u64);

/// That it is no key matters to nobody who does not use it as one.
#[payload]
struct NoKey(Vec<u8>);

#[payload]
#[derive(PartialEq, Eq, Hash)]
#[serde(try_from = "String", into = "String")]
struct Mail(String);

impl TryFrom<String> for Mail {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.contains('@') { Ok(Self(text)) } else { Err("no @") }
    }
}

impl From<Mail> for String {
    fn from(mail: Mail) -> Self {
        mail.0
    }
}

#[payload]
#[derive(PartialEq, Eq, Hash)]
struct Wrapper<T>(T);

#[payload]
#[expect(clippy::struct_field_names, reason = "they tell by what")]
struct Maps {
    by_label: HashMap<Label, f32>,
    by_id: BTreeMap<Id, f32>,
    by_mail: HashMap<Mail, f32>,
    by_wrapper: HashMap<Wrapper<char>, f32>,
    by_tuple: Vec<(NoKey, u8)>,
}

#[test]
fn enums_of_words_and_newtypes_are_keys() {
    assert_eq!(
        body::<Maps>(),
        "{ by_label: map<#Label, number>, by_id: map<#Id, number>, by_mail: map<#Mail, number>, \
         by_wrapper: map<#Wrapper_char, number>, by_tuple: [(#NoKey, uint8)] }"
    );
}

#[test]
fn a_mistake_is_at_its_key() {
    let maps = Maps {
        by_label: HashMap::from([(Label::Bad, f32::NAN), (Label::Good, 1.0)]),
        by_id: BTreeMap::from([(Id(7), f32::NAN)]),
        by_mail: HashMap::from([(Mail("a@b".to_owned()), f32::NAN)]),
        by_wrapper: HashMap::from([(Wrapper('x'), f32::NAN)]),
        by_tuple: Vec::new(),
    };
    let places = ["by_label.bad", "by_id.7", "by_mail.a@b", "by_wrapper.x"];
    assert_eq!(errors(&maps), places.map(|place| format!("{place}: not a finite number")));
}

/// Read, never written.
#[derive(Deserialize, Schema, PartialEq, Eq, Hash)]
enum Word {
    One,
}

#[derive(Deserialize, Schema)]
struct ReadOnly {
    map: HashMap<Word, u8>,
}

#[test]
fn keys_need_not_be_written() {
    assert_eq!(body::<ReadOnly>(), "{ map: map<#Word, uint8> }");
}
