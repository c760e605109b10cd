//! JSON Web Tokens ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)): made, and checked.

use std::fmt;
use std::time::Duration;

use http::header::{HeaderValue, WWW_AUTHENTICATE};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Problem, Result};

/// Checks JSON Web Tokens of one algorithm, and makes them if it has a secret.
///
/// The algorithm is that of the constructor, whatever a token's header says. `exp` must be there and not be over, `nbf` not
/// be to come; audience and issuer are checked if they were set.
///
/// # Examples
/// ```
/// use aiserve::security::Jwt;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// struct Claims {
///     sub: String,
///     exp: u64,
/// }
///
/// let jwt = Jwt::hs256("a secret of 32 bytes or more, from the environment");
/// let claims = Claims { sub: "ada".to_owned(), exp: 4_000_000_000 };
/// let token = jwt.sign(&claims)?;
/// assert_eq!(jwt.verify::<Claims>(&token)?, claims);
/// assert_eq!(jwt.verify::<Claims>("nonsense").unwrap_err().status(), 401);
/// # Ok::<(), aiserve::Problem>(())
/// ```
pub struct Jwt {
    decoding: DecodingKey,
    encoding: Option<EncodingKey>,
    validation: Validation,
    algorithm: Algorithm,
}

impl Jwt {
    /// HMAC with SHA-256: the same secret makes and checks tokens. 32 bytes at least, from a random source
    /// ([RFC 7518, section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    pub fn hs256(secret: impl AsRef<[u8]>) -> Self {
        let secret = secret.as_ref();
        let mut jwt = Self::new(Algorithm::HS256, DecodingKey::from_secret(secret));
        jwt.encoding = Some(EncodingKey::from_secret(secret));
        jwt
    }

    /// RSA with SHA-256, by a public key in PEM: checks what somebody else makes.
    ///
    /// # Errors
    /// That this is no such key.
    pub fn rs256(public_key: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::by_key(Algorithm::RS256, DecodingKey::from_rsa_pem(public_key.as_ref()))
    }

    /// ECDSA with P-256 and SHA-256, by a public key in PEM: checks what somebody else makes.
    ///
    /// # Errors
    /// That this is no such key.
    pub fn es256(public_key: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::by_key(Algorithm::ES256, DecodingKey::from_ec_pem(public_key.as_ref()))
    }

    /// Ed25519, by a public key in PEM: checks what somebody else makes.
    ///
    /// # Errors
    /// That this is no such key.
    pub fn ed25519(public_key: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::by_key(Algorithm::EdDSA, DecodingKey::from_ed_pem(public_key.as_ref()))
    }

    fn by_key(algorithm: Algorithm, key: jsonwebtoken::errors::Result<DecodingKey>) -> Result<Self, Error> {
        let key = key.map_err(|error| Error::new(format!("this is no public key of {algorithm:?}")).because(error))?;
        Ok(Self::new(algorithm, key))
    }

    fn new(algorithm: Algorithm, decoding: DecodingKey) -> Self {
        let mut validation = Validation::new(algorithm);
        validation.leeway = 0;
        validation.validate_nbf = true;
        // A token for somebody else is refused once it is known who this is.
        validation.validate_aud = false;
        Self { decoding, encoding: None, validation, algorithm }
    }

    /// Takes only tokens that are meant for this audience (`aud`).
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.validation.set_audience(&[audience.into()]);
        self.validation.validate_aud = true;
        self.validation.required_spec_claims.insert("aud".to_owned());
        self
    }

    /// Takes only tokens of this issuer (`iss`).
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.validation.set_issuer(&[issuer.into()]);
        self.validation.required_spec_claims.insert("iss".to_owned());
        self
    }

    /// How far the clocks of issuer and service may be apart; nothing by default.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.validation.leeway = leeway.as_secs();
        self
    }

    /// Makes a token.
    ///
    /// # Errors
    /// That there is only a public key, or that the claims are no JSON object.
    pub fn sign<T: Serialize>(&self, claims: &T) -> Result<String> {
        let Some(key) = &self.encoding else {
            return Err(Problem::internal("a public key makes no tokens"));
        };
        Ok(jsonwebtoken::encode(&Header::new(self.algorithm), claims, key)?)
    }

    /// The claims of a token.
    ///
    /// # Errors
    /// 401 with the challenge of [RFC 6750, section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1) if it is none,
    /// is not of this key, is over, or lacks a claim.
    pub fn verify<T: DeserializeOwned>(&self, token: &str) -> Result<T> {
        let refused = |error: jsonwebtoken::errors::Error| {
            use jsonwebtoken::errors::ErrorKind::{ExpiredSignature, ImmatureSignature};
            let (detail, challenge) = match error.kind() {
                ExpiredSignature => {
                    ("the token has expired", r#"Bearer error="invalid_token", error_description="it has expired""#)
                }
                ImmatureSignature => {
                    ("the token is not valid yet", r#"Bearer error="invalid_token", error_description="not valid yet""#)
                }
                _ => ("the token is not valid", r#"Bearer error="invalid_token""#),
            };
            let problem = Problem::unauthorized(detail).code("invalid_token");
            problem.header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
        };
        jsonwebtoken::decode(token, &self.decoding, &self.validation).map(|data| data.claims).map_err(refused)
    }
}

impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwt").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &str = "a secret for tests, 32 bytes or more";
    const LATE: u64 = 4_000_000_000;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "read by the tests' own eyes only")]
    struct Subject {
        sub: String,
    }

    fn refusal(jwt: &Jwt, token: &str) -> String {
        let problem = jwt.verify::<Value>(token).unwrap_err();
        assert_eq!(problem.status(), 401);
        problem.detail().to_owned()
    }

    #[test]
    fn a_token_is_of_its_key_alone() {
        let token = Jwt::hs256(SECRET).sign(&json!({"sub": "ada", "exp": LATE})).unwrap();
        assert_eq!(Jwt::hs256(SECRET).verify::<Value>(&token).unwrap()["sub"], "ada");
        assert_eq!(refusal(&Jwt::hs256("another secret, which is as long as it"), &token), "the token is not valid");
    }

    #[test]
    fn times_are_checked_and_must_be_there() {
        let jwt = Jwt::hs256(SECRET);
        let token = |claims: &Value| jwt.sign(claims).unwrap();
        assert_eq!(refusal(&jwt, &token(&json!({"exp": 1000}))), "the token has expired");
        assert_eq!(refusal(&jwt, &token(&json!({"exp": LATE, "nbf": LATE}))), "the token is not valid yet");
        assert_eq!(refusal(&jwt, &token(&json!({"sub": "ada"}))), "the token is not valid");
    }

    #[test]
    fn audience_and_issuer_are_checked_if_they_are_set() {
        let jwt = Jwt::hs256(SECRET).audience("us").issuer("them");
        let token = |claims: &Value| jwt.sign(claims).unwrap();
        assert!(jwt.verify::<Value>(&token(&json!({"exp": LATE, "aud": "us", "iss": "them"}))).is_ok());
        for claims in [json!({"exp": LATE, "aud": "you", "iss": "them"}), json!({"exp": LATE, "aud": "us"})] {
            assert_eq!(refusal(&jwt, &token(&claims)), "the token is not valid");
        }
        let open = Jwt::hs256(SECRET);
        assert!(open.verify::<Value>(&open.sign(&json!({"exp": LATE, "aud": "anybody"})).unwrap()).is_ok());
    }

    #[test]
    fn the_algorithm_is_not_the_tokens_choice() {
        // {"alg":"none"} with the claims {"exp":4000000000}, unsigned (RFC 7519, section 6).
        assert_eq!(
            refusal(&Jwt::hs256(SECRET), "eyJhbGciOiJub25lIn0.eyJleHAiOjQwMDAwMDAwMDB9."),
            "the token is not valid"
        );
    }

    #[test]
    fn claims_must_be_of_the_type() {
        let jwt = Jwt::hs256(SECRET);
        let token = jwt.sign(&json!({"exp": LATE})).unwrap();
        assert_eq!(jwt.verify::<Subject>(&token).unwrap_err().status(), 401);
    }

    #[test]
    fn a_key_that_is_none_is_an_error() {
        assert!(Jwt::rs256("no key").unwrap_err().to_string().contains("RS256"));
    }
}
