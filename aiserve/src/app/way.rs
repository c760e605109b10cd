//! What the replies of one route have in common: how they are written, and where they are counted.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;

use crate::extract::Settings;
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
    /// What tells the streams among the replies that the server stops.
    pub(super) streams: Stop,
    /// The method, or nothing for what no route answers.
    method: &'static str,
    /// The whole path template, so that paths do not multiply.
    route: String,
    ok: AtomicU64,
    usual: [AtomicU64; USUAL.len()],
    rare: Mutex<BTreeMap<u16, u64>>,
}

impl Way {
    pub(super) fn new(settings: Settings, streams: &Stop, method: &'static str, route: String) -> Arc<Self> {
        let (ok, usual, rare) = (AtomicU64::new(0), Default::default(), Mutex::default());
        Arc::new(Self { settings, streams: streams.clone(), method, route, ok, usual, rare })
    }

    /// Of requests that no route answers.
    pub(super) fn of_none(settings: Settings, streams: &Stop) -> Arc<Self> {
        Self::new(settings, streams, "", String::new())
    }

    /// Counts a reply.
    #[inline]
    pub(super) fn count(&self, status: StatusCode) {
        if !cfg!(feature = "metrics") {
        } else if status == StatusCode::OK {
            self.ok.fetch_add(1, Ordering::Relaxed);
        } else {
            self.count_other(status);
        }
    }

    #[cold]
    fn count_other(&self, status: StatusCode) {
        if let Ok(index) = USUAL.binary_search(&status.as_u16()) {
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
        let way = Way::of_none(Settings::default(), &Stop::default());
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
