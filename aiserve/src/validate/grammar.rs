//! Rules of texts that garde decides and that need the text alone, told in garde's words.

use garde::Error;
use garde::rules::ip::IpKind;
use garde::rules::{alphanumeric, ascii, contains, ip, prefix, suffix};

#[cfg(feature = "unicode")]
use crate::schema::Measure;
use crate::schema::Rule;

/// Whether a text keeps a rule. Rules of features that are off cannot be written, so they need no answer.
pub(super) fn check(rule: &Rule, text: &str) -> Result<(), Error> {
    match *rule {
        Rule::Ascii => ascii::apply(&text, ()),
        Rule::Alphanumeric => alphanumeric::apply(&text, ()),
        Rule::Contains(part) => contains::apply(&text, (part,)),
        Rule::Prefix(part) => prefix::apply(&text, (part,)),
        Rule::Suffix(part) => suffix::apply(&text, (part,)),
        Rule::Ip => ip::apply(&text, (IpKind::Any,)),
        Rule::Ipv4 => ip::apply(&text, (IpKind::V4,)),
        Rule::Ipv6 => ip::apply(&text, (IpKind::V6,)),
        #[cfg(feature = "unicode")]
        Rule::Length(Measure::Graphemes, min, max) => {
            let limit = |limit: u64| usize::try_from(limit).unwrap_or(usize::MAX);
            garde::rules::length::graphemes::apply(&text, (limit(min), limit(max)))
        }
        #[cfg(feature = "email")]
        Rule::Email => garde::rules::email::apply(&text, ()),
        #[cfg(feature = "url")]
        Rule::Url => garde::rules::url::apply(&text, ()),
        #[cfg(feature = "credit-card")]
        Rule::CreditCard => garde::rules::credit_card::apply(&text, ()),
        #[cfg(feature = "phone-number")]
        Rule::PhoneNumber => garde::rules::phone_number::apply(&text, ()),
        _ => Ok(()),
    }
}
