//! Handing work from those who bring it to threads that wait for it: a lock, a signal, and who is idle.
//!
//! By itself, so that every order of events can be tried out (`tests/handoff`).

use super::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Work of any kind, behind a lock.
pub(super) struct Handoff<W> {
    inner: Mutex<Inner<W>>,
    wake: Condvar,
}

struct Inner<W> {
    work: W,
    /// Threads that wait for work.
    idle: usize,
    ending: bool,
}

/// What a thread found when it looked.
pub(super) enum Look<T> {
    /// Something to do.
    Found(T),
    /// Nothing; there may be something when this time is over, or when something comes.
    Nothing(Option<Duration>),
}

/// How the wait of a thread ended.
pub(super) enum Taken<T> {
    Found(T),
    /// Nothing is there, and the thread did not want to wait.
    Nothing,
    /// Nothing is there, and nothing will come.
    End,
}

impl<W> Handoff<W> {
    pub(super) fn new(work: W) -> Self {
        Self { inner: Mutex::new(Inner { work, idle: 0, ending: false }), wake: Condvar::new() }
    }

    /// A panic while the lock is held would be a mistake of ours, and is no reason to answer nobody any more.
    fn lock(&self) -> MutexGuard<'_, Inner<W>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the work, or changes it so that there is nothing more to do.
    pub(super) fn with<T>(&self, look: impl FnOnce(&mut W) -> T) -> T {
        look(&mut self.lock().work)
    }

    /// Brings work, unless all is ending, and wakes a thread that waits for it.
    pub(super) fn bring<T>(&self, bring: impl FnOnce(&mut W) -> T) -> Option<T> {
        let mut inner = self.lock();
        if inner.ending {
            return None;
        }
        let brought = bring(&mut inner.work);
        let is_idle = inner.idle > 0;
        drop(inner);
        if is_idle {
            self.wake.notify_one();
        }
        Some(brought)
    }

    /// Takes work: what `look` finds. If `waits`, waits for it.
    pub(super) fn take<T>(&self, waits: bool, mut look: impl FnMut(&mut W) -> Look<T>) -> Taken<T> {
        let mut inner = self.lock();
        loop {
            let pause = match look(&mut inner.work) {
                Look::Found(found) => return Taken::Found(found),
                Look::Nothing(pause) => pause,
            };
            // What is held for later is taken before the end.
            if inner.ending && pause.is_none() {
                return Taken::End;
            }
            if !waits {
                return Taken::Nothing;
            }
            inner.idle += 1;
            inner = match pause {
                None => self.wake.wait(inner).unwrap_or_else(PoisonError::into_inner),
                Some(pause) => self.wake.wait_timeout(inner, pause).unwrap_or_else(PoisonError::into_inner).0,
            };
            inner.idle -= 1;
        }
    }

    /// Waits so long, or until all is ending, which it tells.
    pub(super) fn pause(&self, pause: Duration) -> bool {
        let inner = self.lock();
        let waited = self.wake.wait_timeout_while(inner, pause, |inner| !inner.ending);
        waited.unwrap_or_else(PoisonError::into_inner).0.ending
    }

    /// No more work is brought; what is there is still taken.
    pub(super) fn end(&self) {
        self.lock().ending = true;
        self.wake.notify_all();
    }

    pub(super) fn is_ending(&self) -> bool {
        self.lock().ending
    }

    /// Threads that wait for work.
    pub(super) fn idle(&self) -> usize {
        self.lock().idle
    }
}
