//! Internet addresses. serde writes them as text wherever people read it, as in JSON.

use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::schema::{Format, Name, Node, Schema};

macro_rules! hex {
    () => {
        "[0-9A-Fa-f]{1,4}"
    };
}

macro_rules! v4 {
    () => {
        r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
    };
}

/// One spelling of an IPv6 address: so many groups, `::`, so many groups.
macro_rules! short {
    ($before:literal, $after:literal) => {
        concat!("(?:", hex!(), ":){1,", $before, "}(?::", hex!(), "){1,", $after, "}")
    };
}

/// One spelling with an IPv4 address at its end.
macro_rules! short_v4 {
    ($before:literal, $after:literal) => {
        concat!("(?:", hex!(), ":){1,", $before, "}:(?:", hex!(), ":){0,", $after, "}", v4!())
    };
}

/// An address of either kind: JSON Schema has a format for each alone only.
const ANY: &str = concat!(
    "^(?:",
    concat!(v4!(), "|(?:", hex!(), ":){7}", hex!(), "|(?:", hex!(), ":){6}", v4!()),
    concat!("|(?:", hex!(), ":){1,7}:|::(?:(?:", hex!(), ":){0,6}", hex!(), ")?|::(?:", hex!(), ":){0,5}", v4!()),
    concat!(
        "|",
        short!(6, 1),
        "|",
        short!(5, 2),
        "|",
        short!(4, 3),
        "|",
        short!(3, 4),
        "|",
        short!(2, 5),
        "|",
        short!(1, 6)
    ),
    concat!(
        "|",
        short_v4!(1, 4),
        "|",
        short_v4!(2, 3),
        "|",
        short_v4!(3, 2),
        "|",
        short_v4!(4, 1),
        "|",
        short_v4!(5, 0)
    ),
    ")$",
);

/// Whether a text is an address; the error is named as FastAPI's.
fn parsed<T: FromStr<Err: Display>>(code: &'static str, text: &str) -> Result<(), (&'static str, String)> {
    text.parse::<T>().map(drop).map_err(|error| (code, error.to_string()))
}

macro_rules! addresses {
    ($($constant:ident $ty:ident $format:literal $code:literal $noun:literal $pattern:expr);* $(;)?) => {$(
        static $constant: Format = Format {
            name: $format,
            code: $code,
            noun: $noun,
            pattern: $pattern,
            length: (0, u64::MAX),
            encoding: "",
            check: |text| parsed::<$ty>($code, text),
        };

        impl Schema for $ty {
            const NODE: Node = Node::Text(Some(&$constant));
            const NAME: Name = Name::plain(stringify!($ty));
        }
    )*};
}

addresses! {
    IP Ipv4Addr "ipv4" "ip_v4_address" "IPv4 address" "";
    IP6 Ipv6Addr "ipv6" "ip_v6_address" "IPv6 address" "";
    IP_ANY IpAddr "" "ip_any_address" "IPv4 or IPv6 address" ANY;
}

#[cfg(all(test, feature = "pattern"))]
mod tests {
    use std::net::IpAddr;

    use super::ANY;

    #[test]
    fn the_pattern_is_the_parser() {
        let pattern = regex::Regex::new(ANY).expect("a regular expression");
        let texts = [
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8",
            "1::3:4:5:6:7:8",
            "1::8",
            "::ffff:1.2.3.4",
            "1:2:3:4:5:6:1.2.3.4",
            "1::1.2.3.4",
            "1:2:3:4:5::1.2.3.4",
            "1:2:3:4:5:6::1.2.3.4",
            "1.2.3.4",
            "0.0.0.0",
            "256.1.1.1",
            "01.2.3.4",
            "1.2.3",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1::2::3",
            ":::",
            ":1",
            "1:",
            "12345::",
            "g::",
            "",
            " ::1",
            "1:2:3:4:5:6:7:1.2.3.4",
            "fe80::1%eth0",
        ];
        for text in texts {
            assert_eq!(pattern.is_match(text), text.parse::<IpAddr>().is_ok(), "{text}");
        }
    }
}
