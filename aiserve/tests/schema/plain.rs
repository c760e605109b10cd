//! Plain payloads are read and written as serde's own derives do it, errors included; lists in place of objects aside.

use std::fmt::Debug;

use aiserve::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Types of these names with the same items inside, one set by `#[payload]` and one by serde's derives.
macro_rules! twins {
    ($($item:item)*) => {
        mod ours {
            use super::*;
            $(#[payload] #[allow(dead_code, reason = "only the twins' texts are looked at")] $item)*
        }
        mod theirs {
            use super::*;
            $(#[derive(Debug, serde::Serialize, serde::Deserialize)] #[allow(dead_code, reason = "as above")] $item)*
        }
    };
}

fn seven() -> u8 {
    7
}

fn spare() -> u16 {
    16
}

twins! {
    pub(super) struct Empty {}

    pub(super) struct Field {
        name: String,
        #[serde(rename = "how-many", alias = "count", alias = "n")]
        many: Option<u8>,
        r#type: f64,
    }

    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Closed {
        first_word: Word,
        #[serde(default)]
        last_word: String,
        #[serde(default = "seven")]
        to_go: u8,
        #[serde(default)]
        none: Option<u8>,
        #[serde(skip)]
        hidden: u16,
        #[serde(skip_deserializing, default = "spare")]
        written: u16,
        #[serde(skip_serializing)]
        read: u8,
    }

    #[serde(rename_all = "SCREAMING-KEBAB-CASE", rename = "Spoken")]
    pub(super) enum Word {
        HelloThere,
        #[serde(rename = "by", alias = "bye")]
        Bye,
    }
}

mod defaults {
    use super::*;

    twins! {
        #[derive(Default)]
        #[serde(default)]
        pub(super) struct All {
            a: u8,
            #[serde(default = "seven")]
            b: u8,
            c: Vec<u8>,
        }
    }

    #[test]
    fn of_the_whole() {
        for text in ["{}", r#"{"a":1}"#, r#"{"b":1,"c":[2]}"#, r#"{"c":null}"#] {
            alike::<ours::All, theirs::All>(text);
        }
    }
}

/// The text read, and written again; or what is wrong with it.
fn outcome<T: Serialize + DeserializeOwned>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

fn alike<O: Serialize + DeserializeOwned, T: Serialize + DeserializeOwned>(text: &str) {
    assert_eq!(outcome::<O>(text), outcome::<T>(text), "{text}");
}

#[test]
fn structs_are_read_alike() {
    for text in ["{}", r#"{"a":[{}]}"#, "3", "{"] {
        alike::<ours::Empty, theirs::Empty>(text);
    }
    for text in [
        r#"{"name":"a","how-many":1,"type":2.5}"#,
        r#"{"type":1,"n":1,"name":"\u00e9","more":{"deep":[1]}}"#,
        r#"{"name":"a","count":null,"type":2}"#,
        r#"{"name":"a","count":1,"n":2,"type":2}"#,
        r#"{"name":"a","name":"b","type":2}"#,
        r#"{"name":"a"}"#,
        r#"{"type":2}"#,
        r#"{"name":null,"type":2}"#,
        r#"{"name":"a","how-many":256,"type":2}"#,
        r#"{"name":"a","many":1,"type":2,}"#,
        r#""name""#,
    ] {
        alike::<ours::Field, theirs::Field>(text);
    }
}

#[test]
fn attributes_are_obeyed_alike() {
    for text in [
        r#"{"firstWord":"HELLO-THERE","read":1}"#,
        r#"{"firstWord":"bye","read":1,"lastWord":"b","toGo":1,"none":2}"#,
        r#"{"firstWord":"by","read":1,"hidden":1}"#,
        r#"{"firstWord":"by","read":1,"written":1}"#,
        r#"{"first_word":"by","read":1}"#,
        r#"{"read":1}"#,
        r#"{"firstWord":"by"}"#,
    ] {
        alike::<ours::Closed, theirs::Closed>(text);
    }
}

#[test]
fn words_are_read_alike() {
    for text in [r#""HELLO-THERE""#, r#""by""#, r#""bye""#] {
        alike::<ours::Word, theirs::Word>(text);
    }
}

#[test]
fn an_unknown_word_is_told_of_the_words_that_are_written() {
    let expected = "unknown variant `Bye`, expected `HELLO-THERE` or `by` at line 1 column 5";
    assert_eq!(outcome::<ours::Word>(r#""Bye""#).unwrap_err(), expected);
    assert_eq!(
        outcome::<ours::Word>("1").unwrap_err(),
        "invalid type: integer `1`, expected enum Word at line 1 column 1"
    );
}

#[test]
fn a_list_is_no_struct() {
    assert!(outcome::<theirs::Field>(r#"["a",1,2.5]"#).is_ok());
    assert!(outcome::<ours::Field>(r#"["a",1,2.5]"#).unwrap_err().starts_with("invalid type: sequence"));
    assert!(outcome::<theirs::Word>(r#"{"by":null}"#).is_ok());
    assert!(outcome::<ours::Word>(r#"{"by":null}"#).is_err());
}

#[test]
fn formats_for_machines_are_written_and_read_alike() {
    fn packed<O, T>(text: &str)
    where
        O: Serialize + DeserializeOwned + Debug,
        T: Serialize + DeserializeOwned + Debug,
    {
        let (ours, theirs): (O, T) = (serde_json::from_str(text).unwrap(), serde_json::from_str(text).unwrap());
        let bytes = rmp_serde::to_vec(&ours).unwrap();
        assert_eq!(bytes, rmp_serde::to_vec(&theirs).unwrap(), "as lists: {text}");
        let read: Result<O, _> = rmp_serde::from_slice(&bytes);
        assert_eq!(read.is_ok(), rmp_serde::from_slice::<T>(&bytes).is_ok(), "as lists: {text}");
        let bytes = rmp_serde::to_vec_named(&ours).unwrap();
        assert_eq!(bytes, rmp_serde::to_vec_named(&theirs).unwrap(), "as objects: {text}");
        let read: Result<O, _> = rmp_serde::from_slice(&bytes);
        assert_eq!(read.is_ok(), rmp_serde::from_slice::<T>(&bytes).is_ok(), "as objects: {text}");
        if let Ok(read) = read {
            assert_eq!(format!("{read:?}"), format!("{ours:?}"));
        }
    }
    packed::<ours::Empty, theirs::Empty>("{}");
    packed::<ours::Field, theirs::Field>(r#"{"name":"a","how-many":1,"type":2.5}"#);
    packed::<ours::Field, theirs::Field>(r#"{"name":"a","type":2.5}"#);
    packed::<ours::Closed, theirs::Closed>(r#"{"firstWord":"bye","read":1,"toGo":1}"#);
    packed::<ours::Word, theirs::Word>(r#""by""#);
    let short = rmp_serde::to_vec(&("a", 1)).unwrap();
    assert!(rmp_serde::from_slice::<ours::Field>(&short).is_err());
    assert!(rmp_serde::from_slice::<theirs::Field>(&short).is_err());
}
