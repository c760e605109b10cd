//! What the replies of one route have in common: how they are written, and where they are counted.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;

use crate::extract::Settings;
use crate::route::Placed;
use crate::stop::Stop;

/// Statuses that have a counter of their own beside 200; the others share a lock.
const USUAL: [u16; 24] = [
    101, 201, 202, 204, 206, 303, 304, 307, 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 426, 429, 500, 502, 503,
    504,
];
/// Who else has a reference: the routing table, and the page that shows the counts.
#[cfg(feature = "metrics")]
const KEEPERS: usize = 2;

/// What the replies of one route have in common. Each has a reference until its head is made, so their number is that of
/// the requests under way, at no cost of its own.
pub(super) struct Way {
    pub(super) settings: Settings,
    /// How long they may take, if the app says so.
    pub(super) timeout: Option<Duration>,
    /// What tells the streams among the replies that the server stops.
    pub(super) streams: Stop,
    /// The method, or nothing for what no route answers.
    pub(super) method: &'static str,
    /// The whole path template, so that paths do not multiply.
    pub(super) route: String,
    ok: AtomicU64,
    usual: [AtomicU64; USUAL.len()],
    rare: Mutex<BTreeMap<u16, u64>>,
}

impl Way {
    pub(super) fn new(route: &Placed, streams: &Stop) -> Arc<Self> {
        let method = route.operation.method.name();
        Arc::new(Self { method, route: route.path.clone(), ..Self::bare(route.settings, route.timeout, streams) })
    }

    /// Of requests that no route answers.
    pub(super) fn of_none(settings: Settings, timeout: Option<Duration>, streams: &Stop) -> Arc<Self> {
        Arc::new(Self::bare(settings, timeout, streams))
    }

    fn bare(settings: Settings, timeout: Option<Duration>, streams: &Stop) -> Self {
        let (ok, usual, rare) = (AtomicU64::new(0), Default::default(), Mutex::default());
        Self { settings, timeout, streams: streams.clone(), method: "", route: String::new(), ok, usual, rare }
    }

    /// Counts a reply of the usual status.
    #[inline]
    pub(super) fn count_ok(&self) {
        if cfg!(feature = "metrics") {
            self.ok.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a reply.
    pub(super) fn count(&self, status: StatusCode) {
        if !cfg!(feature = "metrics") {
        } else if status == StatusCode::OK {
            self.count_ok();
        } else if let Ok(index) = USUAL.binary_search(&status.as_u16()) {
            self.usual[index].fetch_add(1, Ordering::Relaxed);
        } else {
            *self.rare.lock().unwrap_or_else(PoisonError::into_inner).entry(status.as_u16()).or_default() += 1;
        }
    }
}

#[cfg(feature = "metrics")]
impl Way {
    pub(super) fn labels(&self) -> Vec<(&'static str, &str)> {
        vec![("method", self.method), ("route", &self.route)]
    }

    /// How many replies each status had.
    pub(super) fn counts(&self) -> Vec<(u16, u64)> {
        let mut counts = vec![(200, self.ok.load(Ordering::Relaxed))];
        counts.extend(USUAL.iter().zip(&self.usual).map(|(status, count)| (*status, count.load(Ordering::Relaxed))));
        let rare = self.rare.lock().unwrap_or_else(PoisonError::into_inner);
        counts.extend(rare.iter().map(|(status, count)| (*status, *count)));
        counts.retain(|(_, count)| *count > 0);
        counts.sort_unstable();
        counts
    }

    /// Requests whose reply has no head yet.
    pub(super) fn under_way(self: &Arc<Self>) -> usize {
        Arc::strong_count(self).saturating_sub(KEEPERS)
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").field("method", &self.method).field("route", &self.route).finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "metrics"))]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_counted() {
        let way = Way::of_none(Settings::default(), None, &Stop::default());
        for status in [200, 418, 404, 200, 418] {
            way.count(StatusCode::from_u16(status).expect("a status"));
        }
        assert_eq!(way.counts(), [(200, 2), (404, 1), (418, 2)]);
    }

    #[test]
    fn usual_statuses_are_in_order() {
        assert!(USUAL.is_sorted());
    }
}
