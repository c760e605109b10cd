//! Devices that several models share.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// A device that several models share: as many batches run on it at once as it has places.
///
/// Two models that each fit a GPU do not run it out of memory together when both builders name the same resource.
///
/// # Examples
/// ```
/// use aiserve::model::Resource;
///
/// let gpu = Resource::new("cuda:0", 1);
/// assert_eq!(gpu.name(), "cuda:0");
/// ```
#[derive(Clone, Debug)]
pub struct Resource(Arc<Places>);

#[derive(Debug)]
struct Places {
    name: String,
    free: Mutex<usize>,
    freed: Condvar,
}

impl Resource {
    /// A device of this name on which `places` batches run at once; at least one.
    pub fn new(name: impl Into<String>, places: usize) -> Self {
        Self(Arc::new(Places { name: name.into(), free: Mutex::new(places.max(1)), freed: Condvar::new() }))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Waits for a place.
    pub(super) fn acquire(&self) -> Permit {
        let free = self.0.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.0.freed.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Permit(Arc::clone(&self.0))
    }
}

/// A place on a device, until it is dropped.
pub(super) struct Permit(Arc<Places>);

impl Drop for Permit {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}
