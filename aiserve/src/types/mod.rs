//! Types for payloads that say more than the standard library's: what a text holds, or what it must be.

#[cfg(feature = "base64")]
mod base64;
#[cfg(feature = "url")]
mod http_url;
mod patch;

#[cfg(feature = "base64")]
pub use base64::Base64;
#[cfg(feature = "url")]
pub use http_url::HttpUrl;
pub(crate) use patch::NAME as PATCH;
pub use patch::Patch;
