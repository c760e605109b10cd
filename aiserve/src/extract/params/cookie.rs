//! Cookies of a request (RFC 6265, section 5.4): `a=1; b="2"`, over any number of header lines.

use http::HeaderMap;
use http::header::COOKIE;

use super::NotUtf8;

/// The cookies, in the order sent. Pairs without a name are passed over.
pub(super) fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, Result<&str, NotUtf8>)> {
    headers.get_all(COOKIE).iter().flat_map(|line| line.as_bytes().split(|&byte| byte == b';')).filter_map(pair)
}

fn pair(bytes: &[u8]) -> Option<(&str, Result<&str, NotUtf8>)> {
    let equals = bytes.iter().position(|&byte| byte == b'=')?;
    let name = std::str::from_utf8(&bytes[..equals]).ok()?.trim_matches([' ', '\t']);
    let value = std::str::from_utf8(&bytes[equals + 1..]).map_err(|_| NotUtf8);
    (!name.is_empty()).then(|| (name, value.map(|text| unquoted(text.trim_matches([' ', '\t'])))))
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(lines: &[&'static str]) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_static(line));
        }
        pairs(&headers).map(|(name, value)| (name.to_owned(), value.unwrap().to_owned())).collect()
    }

    #[test]
    fn reads_every_line_and_strips_quotes() {
        let owned = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect::<Vec<_>>();
        assert_eq!(read(&["a=1; b=\"2\"", "c=x=y"]), owned(&[("a", "1"), ("b", "2"), ("c", "x=y")]));
    }

    #[test]
    fn passes_over_what_is_no_pair() {
        assert!(read(&["alone; =nameless; "]).is_empty());
    }
}
