//! Texts: lengths, patterns, formats, and other crates' types.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use aiserve::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// Texts with rules.
#[payload]
pub(crate) struct Ruled {
    #[garde(length(chars, min = 2, max = 5))]
    code: String,
    #[garde(pattern("^[a-z]+(-[a-z]+)*$"))]
    slug: String,
    #[garde(prefix("zoo-"))]
    tag: String,
    #[garde(contains("@"))]
    handle: Option<String>,
    #[garde(ascii)]
    plain: Option<String>,
}

/// Texts of a format.
#[payload]
pub(crate) struct Formatted {
    id: Uuid,
    at: Timestamp,
    day: Option<Date>,
    host: Option<IpAddr>,
    v4: Option<Ipv4Addr>,
    v6: Option<Ipv6Addr>,
}
