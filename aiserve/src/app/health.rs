//! Whether the app takes requests.

use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::Models;

/// Whether the app takes requests.
#[derive(Debug, Default)]
pub(super) struct Health {
    stopping: AtomicBool,
    /// Known once the state is loaded.
    models: OnceLock<Models>,
}

impl Health {
    /// From now on it takes no more requests.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(super) fn uses(&self, models: Models) {
        // An app starts once.
        let _ = self.models.set(models);
    }

    /// The models that the app's endpoints use.
    pub(super) fn models(&self) -> Models {
        self.models.get().cloned().unwrap_or_default()
    }

    /// Why it takes no requests, if so: a line for each reason.
    pub(super) fn unready(&self) -> Option<String> {
        if self.stopping.load(Ordering::Relaxed) {
            return Some("stopping".to_owned());
        }
        let mut reasons = String::new();
        for (name, reason) in self.models.get()?.unready() {
            let _ = writeln!(reasons, "the model `{name}` is not ready: {reason}");
        }
        (!reasons.is_empty()).then_some(reasons)
    }
}
