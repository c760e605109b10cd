//! What a server knows of a request beside the request: its id, and where it came from.

use std::net::IpAddr;
use std::sync::Arc;

use http::HeaderMap;
use ipnet::IpNet;

use super::{Ctx, Extract, Refused};
use crate::describe::{Arg, Describes};
use crate::observe::Id;
use crate::problem::Problem;

/// What a server knows of a request; nothing, if another one is around the app. A pointer, as the request is moved about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrival(Option<Arc<Known>>);

#[derive(Debug)]
struct Known {
    id: Option<Id>,
    origin: Option<Arc<Origin>>,
}

/// Where a connection came from.
#[derive(Debug)]
pub(crate) struct Origin {
    /// Nothing for a Unix socket, which only processes of the same machine reach.
    peer: Option<IpAddr>,
    /// The proxies whose word is taken.
    trusted: Arc<[IpNet]>,
}

impl Origin {
    pub(crate) fn new(peer: Option<IpAddr>, trusted: &Arc<[IpNet]>) -> Self {
        Self { peer: peer.map(|peer| peer.to_canonical()), trusted: Arc::clone(trusted) }
    }

    /// The address of the client: the connection's, or what the proxies that are trusted say. Each adds the address that it was
    /// asked from at the end, so that the last one which is no trusted proxy's is the client's, and what stands before it is the
    /// client's own word.
    fn client(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let is_trusted = |address: &IpAddr| self.trusted.iter().any(|net| net.contains(address));
        if self.peer.is_some_and(|peer| !is_trusted(&peer)) {
            return self.peer;
        }
        let mut told = self.peer;
        for line in headers.get_all("x-forwarded-for").iter().rev() {
            for address in line.to_str().unwrap_or_default().rsplit(',') {
                // What can't be read ends what can be trusted.
                let Some(address) = address_of(address) else { return told };
                told = Some(address);
                if !is_trusted(&address) {
                    return told;
                }
            }
        }
        told
    }
}

/// `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`
fn address_of(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text.parse().ok().or_else(|| text.parse().ok().map(|address: std::net::SocketAddr| address.ip()));
    address.or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()).map(|address| address.to_canonical())
}

/// The address of the client: the connection's, or what [`Config::trusted_proxies`](crate::Config::trusted_proxies) say by
/// `X-Forwarded-For`.
///
/// # Examples
/// ```
/// use std::net::IpAddr;
///
/// use aiserve::prelude::*;
///
/// #[endpoint(GET "/whoami")]
/// async fn whoami(ClientAddress(address): ClientAddress) -> Text {
///     Text(address.to_string())
/// }
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![whoami])).await;
/// let reply = client.get("/whoami").sent_from([192, 0, 2, 7]).send().await;
/// assert_eq!(reply.text(), "192.0.2.7");
/// # });
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl Arrival {
    pub(crate) fn new(id: Option<Id>, origin: Option<Arc<Origin>>) -> Self {
        Self(Some(Arc::new(Known { id, origin })))
    }

    /// The request's id, if it is known.
    #[inline]
    pub(crate) fn id(&self) -> Option<&Id> {
        self.0.as_ref()?.id.as_ref()
    }

    /// The request's id, from now on at least.
    pub(crate) fn id_or_new(&mut self, headers: &HeaderMap) -> String {
        if self.id().is_none() {
            let origin = self.0.take().and_then(|known| known.origin.clone());
            *self = Self::new(Some(Id::of(headers)), origin);
        }
        self.id().map(Id::to_string).unwrap_or_default()
    }

    /// The address of the client, if it is known.
    pub(crate) fn client(&self, headers: &HeaderMap) -> Option<IpAddr> {
        self.0.as_ref()?.origin.as_ref()?.client(headers)
    }
}

impl Describes for ClientAddress {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync> Extract<S> for ClientAddress {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let unknown = || Problem::internal("the server around the app does not tell where requests are from");
        Ok(Self(ctx.request.client().ok_or_else(unknown)?))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn client(peer: Option<&str>, forwarded: &[&str]) -> Option<String> {
        let trusted: Arc<[IpNet]> = ["10.0.0.0/8", "::1/128"].map(|net| net.parse().expect("a net")).into();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::try_from(*line).expect("a value"));
        }
        let peer = peer.map(|peer| peer.parse().expect("an address"));
        Origin::new(peer, &trusted).client(&headers).map(|address| address.to_string())
    }

    #[test]
    fn only_trusted_proxies_are_believed_and_only_as_far() {
        let told = |peer, forwarded: &[&str]| client(Some(peer), forwarded).expect("a peer");
        assert_eq!(told("192.0.2.1", &["198.51.100.1"]), "192.0.2.1");
        assert_eq!(told("10.1.1.1", &[]), "10.1.1.1");
        assert_eq!(told("10.1.1.1", &["203.0.113.9, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(told("10.1.1.1", &["203.0.113.9", "198.51.100.1, 10.2.2.2"]), "198.51.100.1");
        assert_eq!(told("::1", &["[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(told("::ffff:10.1.1.1", &["198.51.100.1:80"]), "198.51.100.1");
        assert_eq!(told("10.1.1.1", &["198.51.100.1, unknown, 10.2.2.2"]), "10.2.2.2");
        assert_eq!(client(None, &["198.51.100.1"]).as_deref(), Some("198.51.100.1"));
        assert_eq!(client(None, &[]), None);
    }
}
