//! What dependencies gave, until the reply is sent.

use http::HeaderName;

use super::Cache;
use crate::respond::Response;

/// Where the time went ([W3C Server Timing](https://www.w3.org/TR/server-timing/)).
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The values of a request's dependencies. Dropped, they go, and what they left to do begins.
#[derive(Debug)]
pub struct Kept(pub(crate) Cache);

impl Kept {
    /// Keeps them until the reply is made, or to the end of a body that is still to be made.
    #[inline]
    pub fn until_sent(self, response: &mut Response) {
        if !self.0.is_empty() {
            self.in_response(response);
        }
    }

    #[cold]
    fn in_response(self, response: &mut Response) {
        if let Some(timing) = self.0.server_timing() {
            response.headers_mut().insert(SERVER_TIMING, timing);
        }
        response.body_mut().keep(self.0);
    }
}
