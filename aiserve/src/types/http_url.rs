//! URLs of the web alone.

use std::borrow::Cow;
use std::fmt::{Display, Formatter};
use std::ops::Deref;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use crate::schema::{Format, Name, Node, Schema};

/// What browsers and servers agree to carry, in characters.
const LONGEST: u16 = 2083;

static FORMAT: Format = Format {
    name: "uri",
    code: "url",
    noun: "URL",
    pattern: "",
    length: (1, LONGEST as u64),
    encoding: "",
    check: |text| parsed(text).map(drop),
};

/// An absolute URL of at most 2083 characters whose scheme is `http` or `https`.
///
/// It is written in its normal form, or as it came where that is longer than 2083 characters.
///
/// # Examples
/// ```
/// use aiserve::types::HttpUrl;
///
/// let url: HttpUrl = "https://Example.com".parse()?;
/// assert_eq!(url.as_str(), "https://example.com/");
/// assert!("ftp://example.com".parse::<HttpUrl>().is_err());
/// # Ok::<_, String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HttpUrl {
    url: Url,
    /// As it came, where the normal form is too long for a client that read the document.
    given: Option<Box<str>>,
}

impl HttpUrl {
    /// The URL.
    #[must_use]
    pub fn into_inner(self) -> Url {
        self.url
    }
}

impl Deref for HttpUrl {
    type Target = Url;

    fn deref(&self) -> &Url {
        &self.url
    }
}

impl Display for HttpUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.url.fmt(f)
    }
}

fn is_too_long(text: &str) -> bool {
    text.chars().nth(LONGEST.into()).is_some()
}

fn too_long() -> String {
    format!("URL should have at most {LONGEST} characters")
}

/// The URL of a text, or the type of the error and its reason.
fn parsed(text: &str) -> Result<HttpUrl, (&'static str, String)> {
    if is_too_long(text) {
        return Err(("url_too_long", too_long()));
    }
    let url = Url::parse(text).map_err(|error| ("url_parsing", error.to_string()))?;
    let given = is_too_long(url.as_str()).then(|| text.into());
    Ok(HttpUrl { given, ..of_the_web(url)? })
}

fn of_the_web(url: Url) -> Result<HttpUrl, (&'static str, String)> {
    match url.scheme() {
        "http" | "https" => Ok(HttpUrl { url, given: None }),
        _ => Err(("url_scheme", "URL scheme should be 'http' or 'https'".to_owned())),
    }
}

impl FromStr for HttpUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parsed(text).map_err(|(_, reason)| reason)
    }
}

impl TryFrom<Url> for HttpUrl {
    type Error = String;

    fn try_from(url: Url) -> Result<Self, String> {
        if is_too_long(url.as_str()) {
            return Err(too_long());
        }
        of_the_web(url).map_err(|(_, reason)| reason)
    }
}

impl<'de> Deserialize<'de> for HttpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for HttpUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.given.as_deref().unwrap_or(self.url.as_str()))
    }
}

impl Schema for HttpUrl {
    const NODE: Node = Node::Text(Some(&FORMAT));
    const NAME: Name = Name::plain("HttpUrl");
}
