//! Security schemes, and which of them an operation requires.

use super::Listed;
use super::json::{Json, Object};
use crate::Error;
use crate::describe::{Arg, Flow, SecurityKind, SecurityScheme};

/// The Security Requirement objects of an operation: one that names all of its schemes, and an empty one if none of them
/// has to be shown.
pub(super) fn requirement(listed: &Listed<'_>) -> Vec<Json> {
    let mut required = Object::new();
    let mut is_optional = true;
    for flat in listed.takes() {
        let Arg::Security(scheme, may_be_absent) = flat.arg else { continue };
        is_optional &= *may_be_absent;
        // Scopes are those of OAuth 2 and OpenID; of other schemes OpenAPI 3.1 calls them roles.
        let scopes = flat.scopes.iter().map(|scope| Json::from(*scope));
        match required.get_mut(scheme.name) {
            Some(Json::List(known)) => {
                for scope in scopes {
                    if !known.contains(&scope) {
                        known.push(scope);
                    }
                }
            }
            _ => required.set(scheme.name, scopes.collect::<Vec<_>>()),
        }
    }
    if required.is_empty() {
        return Vec::new();
    }
    let mut alternatives = vec![required.into()];
    if is_optional {
        alternatives.push(Object::new().into());
    }
    alternatives
}

/// Whether a client that shows nothing is refused.
pub(super) fn is_asked(listed: &Listed<'_>) -> bool {
    listed.takes().iter().any(|flat| matches!(flat.arg, Arg::Security(_, may_be_absent) if !may_be_absent))
}

/// The schemes of all operations by name, or those that have one name and are two.
pub(super) fn schemes(routes: &[&Listed<'_>]) -> Result<Object, Vec<Error>> {
    let mut found = Object::new();
    let mut errors = Vec::new();
    for flat in routes.iter().flat_map(|listed| listed.takes()) {
        let Arg::Security(one, _) = flat.arg else { continue };
        let object = Json::from(scheme(one));
        match found.get(one.name) {
            Some(known) if *known != object => errors.push(Error::new(format!(
                "two security schemes are called `{0}`: give one of them another name, `#[security(.., name = \"..\")]`",
                one.name
            ))),
            _ => found.set(one.name, object),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// The Security Scheme object.
fn scheme(scheme: &SecurityScheme) -> Object {
    let object = match scheme.kind {
        SecurityKind::ApiKey(place, name) => {
            Object::new().with("type", "apiKey").with("in", place.name()).with("name", name)
        }
        SecurityKind::Http(name, format) => Object::new()
            .with("type", "http")
            .with("scheme", name)
            .with_text("bearerFormat", format.unwrap_or_default()),
        SecurityKind::OAuth2(flows) => {
            let flows = flows.iter().map(|flow| (flow.name.to_owned(), self::flow(flow).into()));
            Object::new().with("type", "oauth2").with("flows", flows.collect::<Object>())
        }
        SecurityKind::OpenId(url) => Object::new().with("type", "openIdConnect").with("openIdConnectUrl", url),
    };
    object.with_text("description", scheme.doc)
}

fn flow(flow: &Flow) -> Object {
    let scopes = flow.scopes.iter().map(|(name, doc)| ((*name).to_owned(), Json::from(*doc)));
    Object::new()
        .with_text("authorizationUrl", flow.authorization_url.unwrap_or_default())
        .with_text("tokenUrl", flow.token_url.unwrap_or_default())
        .with_text("refreshUrl", flow.refresh_url.unwrap_or_default())
        .with("scopes", scopes.collect::<Object>())
}
