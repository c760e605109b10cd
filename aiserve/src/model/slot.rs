//! What a waiting request and the replica that answers it share.

use std::sync::atomic::{AtomicU8, Ordering};

/// What is known of a request that has no answer yet.
#[derive(Debug, Default)]
pub(super) struct Slot(AtomicU8);

/// Nobody waits for the answer any more.
const GONE: u8 = 1;
/// It was let go because it can't be answered by its deadline.
const LATE: u8 = 2;

impl Slot {
    /// Nobody waits any more.
    pub(super) fn leave(&self) {
        self.0.store(GONE, Ordering::Release);
    }

    pub(super) fn is_gone(&self) -> bool {
        self.0.load(Ordering::Acquire) == GONE
    }

    /// It is let go.
    pub(super) fn expire(&self) {
        self.0.store(LATE, Ordering::Release);
    }

    pub(super) fn is_late(&self) -> bool {
        self.0.load(Ordering::Acquire) == LATE
    }
}
