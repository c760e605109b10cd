//! Streams written as an async function that sends items.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

use crate::Result;

/// A stream of what an async closure sends: what `yield` is elsewhere.
///
/// The closure runs inside the stream, as far as items are asked for, and is dropped with it: when the client leaves, it
/// ends where it waits. An error that it returns ends the stream.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[endpoint(GET "/numbers")]
/// async fn numbers() -> Sse<u32> {
///     Sse::new(generate(async |mut numbers| {
///         for number in 0..10 {
///             numbers.send(number).await;
///         }
///         Ok(())
///     }))
/// }
/// ```
pub fn generate<T, F, R>(run: F) -> impl Stream<Item = Result<T>> + Send + use<T, F, R>
where
    T: Send,
    F: FnOnce(Items<T>) -> R,
    R: Future<Output = Result<()>> + Send,
{
    let slot = Arc::new(Mutex::new(Slot { item: None, producer: None, consumer: None }));
    let run = run(Items { slot: Arc::clone(&slot) });
    Generated { run: Some(Box::pin(run)), slot }
}

/// Where the closure of [`generate`] sends its items.
pub struct Items<T> {
    slot: Arc<Mutex<Slot<T>>>,
}

struct Slot<T> {
    item: Option<T>,
    /// Whom to wake when the item was taken.
    producer: Option<Waker>,
    /// Whom to wake when there is an item.
    consumer: Option<Waker>,
}

impl<T> Items<T> {
    /// Sends an item, and waits until it is taken.
    pub async fn send(&mut self, item: T) {
        let mut item = Some(item);
        std::future::poll_fn(|cx| {
            let mut slot = locked(&self.slot);
            if slot.item.is_none() {
                match item.take() {
                    Some(item) => slot.item = Some(item),
                    None => return Poll::Ready(()),
                }
                if let Some(consumer) = slot.consumer.take() {
                    consumer.wake();
                }
            }
            if !slot.producer.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                slot.producer = Some(cx.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}

fn locked<T>(slot: &Mutex<Slot<T>>) -> MutexGuard<'_, Slot<T>> {
    // Nothing that can panic runs under the lock.
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Generated<T, R> {
    run: Option<Pin<Box<R>>>,
    slot: Arc<Mutex<Slot<T>>>,
}

impl<T, R> Generated<T, R> {
    /// The item that was sent; if there is none, the task is woken by the next.
    fn take(&self, cx: &Context<'_>) -> Option<T> {
        let mut slot = locked(&self.slot);
        let Some(item) = slot.item.take() else {
            slot.consumer = Some(cx.waker().clone());
            return None;
        };
        // A producer in this task goes on at the next poll.
        if let Some(producer) = slot.producer.take_if(|producer| !producer.will_wake(cx.waker())) {
            producer.wake();
        }
        Some(item)
    }
}

impl<T, R: Future<Output = Result<()>>> Stream for Generated<T, R> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        // Nobody need be woken by what is sent while this looks.
        locked(&self.slot).consumer = None;
        let ended = match self.run.as_mut().map(|run| run.as_mut().poll(cx)) {
            Some(Poll::Ready(ended)) => Some(ended),
            Some(Poll::Pending) => None,
            None => Some(Ok(())),
        };
        if ended.is_some() {
            self.run = None;
        }
        match (self.take(cx), ended) {
            (Some(item), None | Some(Ok(()))) => Poll::Ready(Some(Ok(item))),
            (_, Some(Err(error))) => Poll::Ready(Some(Err(error))),
            (None, Some(Ok(()))) => Poll::Ready(None),
            (None, None) => Poll::Pending,
        }
    }
}

impl<T, R> Unpin for Generated<T, R> {}
