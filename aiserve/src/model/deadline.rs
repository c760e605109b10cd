//! How long a request may take, as its headers say.

use std::time::Duration;

use http::HeaderMap;

/// The header field by which a client says how long it waits: `250ms`, `2s`, `1m`, or seconds without a unit.
const REQUEST_TIMEOUT: &str = "x-request-timeout";
/// The same of gRPC: at most eight digits and one of the units `H M S m u n`
/// ([gRPC over HTTP/2](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md)).
const GRPC_TIMEOUT: &str = "grpc-timeout";

/// How long the client waits, if it says so. What can't be read is as if it were not there: it is advice to this server.
pub(super) fn asked(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own = text(REQUEST_TIMEOUT).and_then(timeout);
    let grpc = text(GRPC_TIMEOUT).and_then(grpc_timeout);
    match (own, grpc) {
        (Some(own), Some(grpc)) => Some(own.min(grpc)),
        (own, grpc) => own.or(grpc),
    }
}

fn timeout(text: &str) -> Option<Duration> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let seconds = match unit.trim() {
        "" | "s" => 1.0,
        "ms" => 1e-3,
        "m" => 60.0,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    Duration::try_from_secs_f64(number * seconds).ok()
}

fn grpc_timeout(text: &str) -> Option<Duration> {
    let unit = text.chars().next_back().filter(char::is_ascii)?;
    let digits = &text[..text.len() - 1];
    let is_number = (1..=8).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    let number: u64 = if is_number { digits.parse().ok()? } else { return None };
    match unit {
        'H' => Some(Duration::from_secs(number * 3600)),
        'M' => Some(Duration::from_secs(number * 60)),
        'S' => Some(Duration::from_secs(number)),
        'm' => Some(Duration::from_millis(number)),
        'u' => Some(Duration::from_micros(number)),
        'n' => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_units() {
        let cases = [("250ms", 250), ("2", 2000), ("1.5s", 1500), (" 1m ", 60_000)];
        for (text, millis) in cases {
            assert_eq!(timeout(text), Some(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "soon", "-1s", "2h", "1e9999", "."] {
            assert_eq!(timeout(text), None, "{text}");
        }
    }

    #[test]
    fn reads_those_of_grpc() {
        let cases = [("100m", 100), ("2S", 2000), ("1M", 60_000), ("1H", 3_600_000), ("5000u", 5)];
        for (text, millis) in cases {
            assert_eq!(grpc_timeout(text), Some(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "m", "123456789m", "1.5S", "5x", "-1S", "5é"] {
            assert_eq!(grpc_timeout(text), None, "{text}");
        }
    }

    #[test]
    fn the_shorter_of_two_holds() {
        let mut headers = HeaderMap::new();
        headers.insert(REQUEST_TIMEOUT, "2s".parse().unwrap());
        headers.insert(GRPC_TIMEOUT, "300m".parse().unwrap());
        assert_eq!(asked(&headers), Some(Duration::from_millis(300)));
        headers.remove(GRPC_TIMEOUT);
        assert_eq!(asked(&headers), Some(Duration::from_secs(2)));
        assert_eq!(asked(&HeaderMap::new()), None);
    }
}
