//! What dependencies gave in one request.

use std::any::{Any, TypeId};
use std::sync::Arc;

use http::HeaderValue;

use super::Shared;
use super::later::Later;
use crate::extract::Refused;
use crate::model::Timings;
use crate::tasks::Tasks;

/// The values of one request's dependencies, and what is left to do after it. Empty, it is a pointer.
#[derive(Debug, Default)]
pub(crate) struct Cache(Option<Box<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    values: Vec<Entry>,
    /// The scopes asked for so far on the way to the dependency that runs.
    scopes: Vec<&'static str>,
    /// Whether the dependency that runs, or one that it needs, has looked at them.
    reads_scopes: bool,
    later: Option<Later>,
    /// Where the times of the models that it asked are kept.
    timings: Option<Arc<Timings>>,
    /// The other ends of the function's WebSocket.
    #[cfg(feature = "ws")]
    socket: Option<crate::websocket::Ends>,
}

#[derive(Clone, Debug)]
struct Entry {
    dependency: TypeId,
    /// Those it depends on; nothing if it has not looked at them.
    scopes: Option<Vec<&'static str>>,
    /// An `Option` of the value: nothing if its mistakes have been recorded.
    value: Arc<dyn Any + Send + Sync>,
}

/// What is known of the dependency that needs the one that runs.
#[derive(Clone, Copy)]
pub(super) struct Around {
    reads_scopes: bool,
}

impl Cache {
    fn inner(&mut self) -> &mut Inner {
        self.0.get_or_insert_default()
    }

    /// What was kept, if the scopes asked for now make no difference.
    pub(super) fn find<V: Shared>(&mut self, dependency: TypeId) -> Option<Result<V, Refused>> {
        let inner = self.0.as_mut()?;
        let is_same = |scopes: &Option<Vec<_>>| scopes.as_ref().is_none_or(|scopes| *scopes == inner.scopes);
        let entry = inner.values.iter().find(|entry| entry.dependency == dependency && is_same(&entry.scopes))?;
        inner.reads_scopes |= entry.scopes.is_some();
        let value: &Option<V> = entry.value.downcast_ref()?;
        Some(value.clone().ok_or(Refused::Invalid))
    }

    /// A dependency begins to run; what to [`keep`](Self::keep) its value or to [`end`](Self::end) it with.
    pub(super) fn begin(&mut self) -> Around {
        Around { reads_scopes: std::mem::take(&mut self.inner().reads_scopes) }
    }

    /// Keeps what a dependency gave; without a value, that its mistakes have been recorded.
    pub(super) fn keep<V: Shared>(&mut self, dependency: TypeId, value: Option<V>, around: Around) {
        let inner = self.inner();
        let scopes = inner.reads_scopes.then(|| inner.scopes.clone());
        inner.values.push(Entry { dependency, scopes, value: Arc::new(value) });
        self.end(around);
    }

    /// Ends a dependency that gave nothing to keep.
    pub(super) fn end(&mut self, around: Around) {
        self.inner().reads_scopes |= around.reads_scopes;
    }

    /// Asks for further scopes; what to [`restore`](Self::restore) afterwards.
    pub(super) fn require(&mut self, scopes: &[&'static str]) -> usize {
        let inner = self.inner();
        let before = inner.scopes.len();
        for scope in scopes {
            if !inner.scopes.contains(scope) {
                inner.scopes.push(scope);
            }
        }
        before
    }

    pub(super) fn restore(&mut self, before: usize) {
        self.inner().scopes.truncate(before);
    }

    pub(super) fn scopes(&mut self) -> &[&'static str] {
        let inner = self.inner();
        inner.reads_scopes = true;
        &inner.scopes
    }

    /// What is left to do after the reply.
    pub(super) fn later(&mut self, tasks: &Tasks) -> &Later {
        self.inner().later.get_or_insert_with(|| Later::new(tasks.clone()))
    }

    /// Where the times of the models that it asks are kept.
    pub(crate) fn timings(&mut self) -> Arc<Timings> {
        Arc::clone(self.inner().timings.get_or_insert_default())
    }

    /// Keeps the other ends of the function's WebSocket.
    #[cfg(feature = "ws")]
    pub(crate) fn socket(&mut self, ends: crate::websocket::Ends) {
        self.inner().socket = Some(ends);
    }

    #[cfg(feature = "ws")]
    pub(crate) fn take_socket(&mut self) -> Option<crate::websocket::Ends> {
        self.0.as_mut()?.socket.take()
    }

    /// The value of `Server-Timing`, if a model was asked.
    pub(super) fn server_timing(&self) -> Option<HeaderValue> {
        self.0.as_ref()?.timings.as_ref()?.header()
    }

    /// The same values and work, for another who keeps them.
    pub(crate) fn shared(&self) -> Self {
        let share = |inner: &Inner| {
            let (values, later) = (inner.values.clone(), inner.later.clone());
            Box::new(Inner { values, later, ..Inner::default() })
        };
        Self(self.0.as_deref().map(share))
    }

    /// Whether something was kept.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}
