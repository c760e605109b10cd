//! Texts that are read as something else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use aiserve::prelude::*;
use aiserve::types::Base64;
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use uuid::Uuid;

/// Identifiers and bytes.
#[payload]
pub(crate) struct Identifiers {
    id: Uuid,
    bytes: Base64,
}

/// Amounts.
#[payload]
pub(crate) struct Amounts {
    exact: Decimal,
    maybe: Option<Decimal>,
}

/// Moments and spans of time.
#[payload]
pub(crate) struct Times {
    moment: Timestamp,
    date: Date,
    time: Time,
    local: DateTime,
    wait: SignedDuration,
}

/// Internet addresses.
#[payload]
pub(crate) struct Addresses {
    any: IpAddr,
    v4: Ipv4Addr,
    v6: Ipv6Addr,
}

/// Texts that must be addresses.
#[payload]
pub(crate) struct AddressRules {
    #[garde(ip)]
    any: String,
    #[garde(ipv4)]
    v4: String,
    #[garde(ipv6)]
    v6: String,
}
