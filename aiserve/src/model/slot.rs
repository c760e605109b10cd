//! What a waiting request and the replica that answers it share.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a request still waits for its answer.
#[derive(Debug, Default)]
pub(super) struct Slot(AtomicBool);

impl Slot {
    /// Nobody waits any more.
    pub(super) fn leave(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub(super) fn is_gone(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
