//! What the user says about the API as a whole: title, version, contact, licence, servers, tags.

use super::json::{Json, Object};

/// What the document says about the API as a whole.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Name of the API.
    pub title: String,
    /// Its version.
    pub version: String,
    /// One line about it.
    pub summary: Option<String>,
    /// About it, Markdown.
    pub description: Option<String>,
    /// Where its terms of service are.
    pub terms_of_service: Option<String>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Its licence.
    pub license: Option<License>,
    /// The prefix that a proxy takes off the paths of requests.
    pub root_path: String,
    /// Where it is served; empty for the address of the document itself.
    pub servers: Vec<Server>,
    /// Groups of operations, in the order they are shown.
    pub tags: Vec<Tag>,
    /// Where there is more about it.
    pub external_docs: Option<ExternalDocs>,
    /// Keys of the document that OpenAPI does not know: `x-..`.
    pub extensions: Vec<(String, serde_json::Value)>,
}

/// A document elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ExternalDocs {
    /// Where it is.
    pub url: String,
    /// What it is, Markdown.
    pub description: Option<String>,
}

/// Whom to ask about the API.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Name of a person or team.
    pub name: Option<String>,
    /// Their page.
    pub url: Option<String>,
    /// Their address.
    pub email: Option<String>,
}

/// The licence of the API.
#[derive(Clone, Debug, Default)]
pub struct License {
    /// Its name.
    pub name: String,
    /// Its SPDX expression; excludes `url`.
    pub identifier: Option<String>,
    /// Where its text is.
    pub url: Option<String>,
}

/// An address the API is served at.
#[derive(Clone, Debug, Default)]
pub struct Server {
    /// Its URL.
    pub url: String,
    /// What it is, Markdown.
    pub description: Option<String>,
}

/// A group of operations.
#[derive(Clone, Debug, Default)]
pub struct Tag {
    /// Its name, as in `tags(..)`.
    pub name: String,
    /// What it groups, Markdown.
    pub description: Option<String>,
}

/// The Info object. `modern`: OpenAPI 3.1 or later, which has a summary and SPDX identifiers.
pub(super) fn info(info: &Info, modern: bool) -> Object {
    let mut object = Object::new().with("title", info.title.as_str());
    optional(&mut object, "summary", if modern { info.summary.as_deref() } else { None });
    optional(&mut object, "description", info.description.as_deref());
    optional(&mut object, "termsOfService", info.terms_of_service.as_deref());
    if let Some(Contact { name, url, email }) = &info.contact {
        let mut contact = Object::new();
        optional(&mut contact, "name", name.as_deref());
        optional(&mut contact, "url", url.as_deref());
        optional(&mut contact, "email", email.as_deref());
        object.set("contact", contact);
    }
    if let Some(License { name, identifier, url }) = &info.license {
        let mut license = Object::new().with("name", name.as_str());
        optional(&mut license, "identifier", if modern { identifier.as_deref() } else { None });
        optional(&mut license, "url", url.as_deref());
        object.set("license", license);
    }
    object.with("version", info.version.as_str())
}

/// The Server objects.
pub(super) fn servers(info: &Info) -> Vec<Json> {
    let proxy = Server { url: info.root_path.clone(), description: None };
    let proxy = Some(proxy).filter(|proxy| !proxy.url.is_empty());
    proxy
        .iter()
        .chain(&info.servers)
        .map(|Server { url, description }| {
            let mut server = Object::new().with("url", url.as_str());
            optional(&mut server, "description", description.as_deref());
            server.into()
        })
        .collect()
}

/// The External Documentation object.
pub(super) fn external_docs(url: &str, description: Option<&str>) -> Object {
    let mut object = Object::new().with("url", url);
    optional(&mut object, "description", description);
    object
}

/// The Tag objects.
pub(super) fn tags(info: &Info) -> Vec<Json> {
    info.tags
        .iter()
        .map(|Tag { name, description }| {
            let mut tag = Object::new().with("name", name.as_str());
            optional(&mut tag, "description", description.as_deref());
            tag.into()
        })
        .collect()
}

fn optional(object: &mut Object, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        object.set(key, text);
    }
}
