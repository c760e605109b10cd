//! How many requests each client may send in a time.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use http::header::RETRY_AFTER;
use http::{HeaderName, HeaderValue, StatusCode};

#[cfg(feature = "redis")]
use super::shared::{Store, Taken};
use crate::extract::Request;
use crate::problem::Problem;
use crate::respond::Response;

/// After so many requests, clients that have their whole quota again are forgotten.
const SWEEP: u32 = 4096;

/// How many requests each client may send in a time. More are refused by 429 with `Retry-After`, before anything is read.
///
/// The quota fills up steadily ([GCRA](https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm), by
/// [governor](https://docs.rs/governor)), in the memory of the process: several processes allow each client as many times as
/// much, unless they share it (`shared`, with the feature `redis`). Clients are told apart by their address, unless said otherwise. Each reply tells the quota and what is left of it, as
/// `RateLimit-Policy` and `RateLimit`
/// ([draft-ietf-httpapi-ratelimit-headers-10](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/10/)).
///
/// # Examples
/// ```
/// use aiserve::limit::RateLimit;
/// use aiserve::prelude::*;
///
/// #[endpoint(GET "/price")]
/// async fn price() -> u32 {
///     7
/// }
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let limit = RateLimit::per_hour(2).by_header("x-api-key");
/// let client = TestClient::new(App::stateless().mount(routes![price]).rate_limit(limit)).await;
/// let ask = |key| client.get("/price").header("x-api-key", key).send();
/// assert_eq!(ask("ada").await.header("ratelimit"), Some("\"default\";r=1;t=1800"));
/// ask("ada").await.assert_status(200);
/// ask("ada").await.assert_status(429);
/// ask("bob").await.assert_status(200);
/// # });
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct RateLimit {
    count: u32,
    period: Duration,
    burst: Option<u32>,
    by: By,
    name: &'static str,
    #[cfg(feature = "redis")]
    store: Option<Arc<Store>>,
}

/// Who is one client.
#[derive(Clone)]
enum By {
    Address,
    Header(HeaderName),
    Key(Arc<Key>),
}

/// What tells a client apart, of one of its requests.
type Key = dyn Fn(&Request) -> Option<String> + Send + Sync;

impl RateLimit {
    /// So many requests a second.
    pub fn per_second(count: u32) -> Self {
        Self::per(count, Duration::from_secs(1))
    }

    /// So many requests a minute.
    pub fn per_minute(count: u32) -> Self {
        Self::per(count, Duration::from_mins(1))
    }

    /// So many requests an hour.
    pub fn per_hour(count: u32) -> Self {
        Self::per(count, Duration::from_hours(1))
    }

    /// So many requests in a time, at least one.
    pub fn per(count: u32, period: Duration) -> Self {
        Self {
            count,
            period,
            burst: None,
            by: By::Address,
            name: "default",
            #[cfg(feature = "redis")]
            store: None,
        }
    }

    /// What replies call it, instead of `default`.
    ///
    /// # Panics
    /// If it has other characters than letters, digits, `-` and `_`.
    #[must_use]
    #[track_caller]
    pub fn name(mut self, name: &'static str) -> Self {
        let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        assert!(is_plain, "a limit's name has letters, digits, `-` and `_`: `{name}`");
        self.name = name;
        self
    }

    /// Keeps the quotas in a Redis or Valkey server (`redis://127.0.0.1:6379/`), by the limit's name, so that all processes that
    /// do so count together. While the server does not answer within a quarter of a second, each process counts by itself;
    /// it is asked again every second, and the log tells of both.
    ///
    /// # Errors
    /// If the address is none.
    #[cfg(feature = "redis")]
    pub fn shared(mut self, url: &str) -> Result<Self, crate::Error> {
        self.store = Some(Arc::new(Store::new(url)?));
        Ok(self)
    }

    /// How many may come at once, instead of all of a period.
    #[must_use]
    pub fn burst(mut self, count: u32) -> Self {
        self.burst = Some(count);
        self
    }

    /// Tells clients apart by a header, such as that of an API key; those that do not send it by their address.
    ///
    /// # Panics
    /// If it is no name of a header.
    #[must_use]
    #[track_caller]
    pub fn by_header(mut self, name: &str) -> Self {
        self.by = By::Header(HeaderName::try_from(name).expect("a name of a header field"));
        self
    }

    /// Tells clients apart by what a function says of their requests; one of which it says nothing is not limited.
    #[must_use]
    pub fn by(mut self, key: impl Fn(&Request) -> Option<String> + Send + Sync + 'static) -> Self {
        self.by = By::Key(Arc::new(key));
        self
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, count, period, burst, .. } = self;
        let mut debug = f.debug_struct("RateLimit");
        debug
            .field("name", name)
            .field("count", count)
            .field("period", period)
            .field("burst", burst)
            .finish_non_exhaustive()
    }
}

/// The limit, shared by its routes.
#[derive(Clone, Debug)]
pub(crate) struct Rate(Arc<Shared>);

struct Shared {
    limiter: RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>,
    clock: DefaultClock,
    by: By,
    name: &'static str,
    #[cfg(feature = "redis")]
    store: Option<Arc<Store>>,
    burst: u32,
    /// The time in which one more request may come.
    interval: Duration,
    /// The quota as replies tell it.
    policy: HeaderValue,
    /// Requests since clients were forgotten last.
    asked: AtomicU32,
}

/// What is left of a client's quota.
#[derive(Debug)]
pub(crate) struct Standing {
    policy: HeaderValue,
    left: HeaderValue,
}

impl Rate {
    pub(super) fn new(limit: RateLimit) -> Self {
        let RateLimit { count, period, burst, by, name, .. } = limit;
        let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let burst = burst.map_or(count, |burst| NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
        let interval = (period / count.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(interval).expect("it is not zero").allow_burst(burst);
        let policy = format!("\"{name}\";q={count};w={}", period.as_secs().max(1));
        Self(Arc::new(Shared {
            limiter: RateLimiter::keyed(quota).with_middleware(),
            clock: DefaultClock::default(),
            by,
            name,
            #[cfg(feature = "redis")]
            store: limit.store,
            burst: burst.get(),
            interval,
            policy: HeaderValue::try_from(policy).expect("a name and numbers are a value"),
            asked: AtomicU32::new(0),
        }))
    }

    /// Who sends a request; nothing if it is not limited.
    pub(super) fn key(&self, request: &Request) -> Option<String> {
        self.0.by.key(request)
    }

    /// Takes one of what a client may send.
    ///
    /// # Errors
    /// That the client has to wait.
    #[cfg_attr(not(feature = "redis"), expect(clippy::unused_async, reason = "only a server is waited for"))]
    pub(super) async fn enter(&self, key: &String) -> Result<Standing, Problem> {
        let limit = &*self.0;
        #[cfg(feature = "redis")]
        if let Some(store) = &limit.store {
            let shared = format!("aiserve:{}:{key}", limit.name);
            match store.take(&shared, limit.interval, limit.burst).await {
                Some(Taken::One { left, whole_in }) => return Ok(limit.standing(left, whole_in)),
                Some(Taken::None { wait }) => return Err(limit.refusal(wait)),
                None => {}
            }
        }
        limit.take(key)
    }
}

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

impl Shared {
    /// Takes one of what this process keeps itself.
    fn take(&self, key: &String) -> Result<Standing, Problem> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(key) {
            Ok(state) => {
                let left = state.remaining_burst_capacity();
                Ok(self.standing(left, self.interval * (self.burst - left.min(self.burst))))
            }
            Err(until) => Err(self.refusal(until.wait_time_from(self.clock.now()))),
        }
    }

    fn refusal(&self, wait: Duration) -> Problem {
        let Standing { policy, left } = self.standing(0, wait);
        Problem::new(StatusCode::TOO_MANY_REQUESTS, format!("too many requests; wait {wait:.0?}"))
            .code("rate_limited")
            .header(RETRY_AFTER, HeaderValue::from(seconds(wait)))
            .header(POLICY, policy)
            .header(LEFT, left)
    }

    /// `after`: when there is more, or all of it.
    fn standing(&self, left: u32, after: Duration) -> Standing {
        let left = format!("\"{}\";r={left};t={}", self.name, seconds(after));
        Standing {
            policy: self.policy.clone(),
            left: HeaderValue::try_from(left).expect("a name and numbers are a value"),
        }
    }
}

/// Whole seconds, so that there is no less to wait.
fn seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

impl By {
    fn key(&self, request: &Request) -> Option<String> {
        // Where it is not known, all are one client.
        let address = || Some(request.client().map_or_else(String::new, |address| address.to_string()));
        match self {
            Self::Address => address(),
            Self::Header(name) => match request.headers().get(name) {
                Some(value) => Some(String::from_utf8_lossy(value.as_bytes()).into_owned()),
                None => address(),
            },
            Self::Key(key) => key(request),
        }
    }
}

impl Standing {
    pub(super) fn tell(self, response: &mut Response) {
        response.headers_mut().insert(POLICY, self.policy);
        response.headers_mut().insert(LEFT, self.left);
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rate").field("policy", &self.policy).finish_non_exhaustive()
    }
}
