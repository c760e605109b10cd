//! The work of one request that begins when the request is over.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::extract::Ctx;
use crate::tasks::{Tasks, Work, run};

/// Work for later. It begins when the last of these is dropped.
#[derive(Clone)]
pub(super) struct Later(Arc<Queue>);

struct Queue {
    work: Mutex<Lists>,
    tasks: Tasks,
}

#[derive(Default)]
struct Lists {
    background: Vec<Work>,
    cleanups: Vec<Work>,
}

impl Later {
    pub(super) fn new(tasks: Tasks) -> Self {
        Self(Arc::new(Queue { work: Mutex::default(), tasks }))
    }

    fn work(&self) -> MutexGuard<'_, Lists> {
        // Nothing but adding to a list happens while it is locked.
        self.0.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add_background(&self, work: Work) {
        self.work().background.push(work);
    }

    pub(super) fn add_cleanup(&self, work: Work) {
        self.work().cleanups.push(work);
    }
}

/// The work of a request.
pub(super) fn later<S>(ctx: &mut Ctx<S>) -> Later {
    let tasks = ctx.tasks().clone();
    ctx.cache.later(&tasks).clone()
}

impl Drop for Queue {
    fn drop(&mut self) {
        let work = std::mem::take(self.work.get_mut().unwrap_or_else(PoisonError::into_inner));
        let Lists { background, cleanups } = work;
        if background.is_empty() && cleanups.is_empty() {
            return;
        }
        self.tasks.spawn(async move {
            for work in background.into_iter().chain(cleanups.into_iter().rev()) {
                run(work).await;
            }
        });
    }
}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}
