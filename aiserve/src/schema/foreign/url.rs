//! `url`: absolute URLs, and those of the web alone.

use std::fmt::{Display, Formatter};
use std::ops::Deref;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use crate::schema::{Format, Name, Node, Schema};

/// The format, with its pattern and what it takes a text for.
const fn format(pattern: &'static str, check: fn(&str) -> Result<(), (&'static str, String)>) -> Format {
    Format { name: "uri", code: "url", noun: "URL", pattern, length: (1, u64::MAX), encoding: "", check }
}

static URL: Format = format("", |text| parsed(text).map(drop));
static HTTP_URL: Format = format("^[Hh][Tt][Tt][Pp][Ss]?:", |text| parsed(text).and_then(of_the_web).map(drop));

fn parsed(text: &str) -> Result<Url, (&'static str, String)> {
    Url::parse(text).map_err(|error| ("url_parsing", error.to_string()))
}

fn of_the_web(url: Url) -> Result<HttpUrl, (&'static str, String)> {
    match url.scheme() {
        "http" | "https" => Ok(HttpUrl(url)),
        _ => Err(("url_scheme", "URL scheme should be 'http' or 'https'".to_owned())),
    }
}

impl Schema for Url {
    const NODE: Node = Node::Text(Some(&URL));
    const NAME: Name = Name::plain("Url");
}

/// An absolute URL whose scheme is `http` or `https`.
///
/// # Examples
/// ```
/// use aiserve::schema::HttpUrl;
///
/// let url: HttpUrl = serde_json::from_str("\"https://Example.com\"")?;
/// assert_eq!(url.as_str(), "https://example.com/");
/// assert!(serde_json::from_str::<HttpUrl>("\"ftp://example.com\"").is_err());
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct HttpUrl(Url);

impl HttpUrl {
    /// The URL.
    #[must_use]
    pub fn into_inner(self) -> Url {
        self.0
    }
}

impl Deref for HttpUrl {
    type Target = Url;

    fn deref(&self) -> &Url {
        &self.0
    }
}

impl Display for HttpUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<Url> for HttpUrl {
    type Error = String;

    fn try_from(url: Url) -> Result<Self, String> {
        of_the_web(url).map_err(|(_, reason)| reason)
    }
}

impl<'de> Deserialize<'de> for HttpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Url::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl Schema for HttpUrl {
    const NODE: Node = Node::Text(Some(&HTTP_URL));
    const NAME: Name = Name::plain("HttpUrl");
}
