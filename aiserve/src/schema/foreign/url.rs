//! `url`: absolute URLs of any scheme. For those of the web alone there is `aiserve::types::HttpUrl`.

use url::Url;

use crate::schema::key::displayed;
use crate::schema::{Format, Name, Node, Schema};

static FORMAT: Format = Format {
    name: "uri",
    code: "url",
    noun: "URL",
    pattern: "",
    length: (1, u64::MAX),
    encoding: "",
    check: |text| Url::parse(text).map(drop).map_err(|error| ("url_parsing", error.to_string())),
};

impl Schema for Url {
    const NODE: Node = Node::Text(Some(&FORMAT));
    const NAME: Name = Name::plain("Url");
}

displayed!(Url);
