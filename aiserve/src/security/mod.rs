//! Security schemes: what a client shows to be let in, read before anything else of the request is.
//!
//! `#[security(..)]` makes a struct a scheme and an argument: its value is what the client showed, its absence a 401.
//! Whether it is right is for a dependency to tell; [`same`] compares secrets.

mod challenge;
mod credentials;
#[cfg(feature = "jwt")]
mod jwt;

pub use challenge::{Scheme, refusal};
#[cfg(feature = "basic")]
pub use credentials::basic;
pub use credentials::{Credential, Login, api_key, parameter, token};
#[cfg(feature = "jwt")]
pub use jwt::Jwt;

/// Whether two secrets are the same, in a time that tells nothing of how far they are.
///
/// # Examples
/// ```
/// use aiserve::security::same;
///
/// assert!(same("the key", "the key"));
/// assert!(!same("the key", "a key"));
/// ```
#[must_use]
pub fn same(one: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    let (one, other) = (one.as_ref(), other.as_ref());
    // The length of a secret is none.
    if one.len() != other.len() {
        return false;
    }
    // The hint keeps the compiler from leaving the loop at the first difference.
    std::hint::black_box(one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b))) == 0
}
