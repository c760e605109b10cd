//! Models that answer by a stream of tokens.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::time::{Sleep, sleep_until};

use super::Failure;
use super::generating::{Asked, Told};
use super::handle::{Due, Place, Question, Use};
use super::scheduler::Moment;
use super::slot::Slot;
use crate::Result;

/// A model that answers each input by a stream of tokens, many inputs side by side: continuous batching.
///
/// Inputs join and leave between steps. A replica begins an input with [`join`](Self::join) as soon as it has a place for
/// it ([`ModelBuilder::max_batch`](super::ModelBuilder::max_batch) places), and calls [`step`](Self::step) with all that
/// run until each has ended. Started by [`Model::generator`](super::Model::generator).
///
/// # Examples
/// ```
/// use aiserve::model::{Generate, Running};
///
/// /// Counts down.
/// struct Countdown;
///
/// impl Generate for Countdown {
///     type Input = u32;
///     type Token = u32;
///     type State = u32;
///
///     fn join(&mut self, from: u32) -> aiserve::Result<u32> {
///         Ok(from)
///     }
///
///     fn step(&mut self, running: &mut [Running<Self>]) {
///         for one in running {
///             one.push(one.state);
///             match one.state.checked_sub(1) {
///                 Some(next) => one.state = next,
///                 None => one.finish(),
///             }
///         }
///     }
/// }
/// ```
pub trait Generate: Sized + 'static {
    /// What one request asks.
    type Input: Send + 'static;
    /// What it gets, one after the other.
    type Token: Send + 'static;
    /// What the model keeps of an input between steps: its cache, its sampler.
    type State;

    /// Begins an input, which takes part in the next step.
    ///
    /// # Errors
    /// What is wrong with the input.
    fn join(&mut self, input: Self::Input) -> Result<Self::State>;

    /// One step of all inputs that run: pushes what is new of each, and finishes those that have ended.
    ///
    /// A panic is the end of all that run, and the replica is made anew.
    fn step(&mut self, running: &mut [Running<Self>]);

    /// What an input costs, in a unit of the model's own choice. 1 by default. Called where the request is.
    fn cost(input: &Self::Input) -> u64 {
        let _ = input;
        1
    }

    /// Called once before the first input: the service is not ready before it returns. Nothing by default.
    ///
    /// # Errors
    /// Why the model can't be used.
    fn warm_up(&mut self) -> Result<()> {
        Ok(())
    }
}

/// An input that runs: what the model keeps of it, and where its tokens go.
pub struct Running<G: Generate> {
    /// What the model keeps of it.
    pub state: G::State,
    pub(super) sink: mpsc::UnboundedSender<Told<G::Token>>,
    pub(super) slot: Arc<Slot>,
    pub(super) is_over: bool,
    pub(super) enqueued: Moment,
    /// When it last got a token, and how many it got since.
    pub(super) last: Option<Moment>,
    pub(super) fresh: usize,
}

impl<G: Generate> Running<G> {
    /// Sends a token. After the end nothing is sent.
    pub fn push(&mut self, token: G::Token) {
        if !self.is_over {
            // Of a client that left, the next look at `is_over` tells.
            let _ = self.sink.send(Told::Token(token));
            self.fresh += 1;
        }
    }

    /// Ends the stream: the input leaves after this step.
    pub fn finish(&mut self) {
        if !std::mem::replace(&mut self.is_over, true) {
            let _ = self.sink.send(Told::End(Ok(())));
        }
    }

    /// Ends the stream with an error, which the client sees after the tokens so far.
    pub fn fail(&mut self, problem: impl Into<crate::Problem>) {
        self.end(Failure::Item(problem.into()));
    }

    /// Whether it has ended, or nobody reads it any more: it needs no further work.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over || self.slot.is_gone()
    }

    pub(super) fn end(&mut self, failure: Failure) {
        if !std::mem::replace(&mut self.is_over, true) {
            let _ = self.sink.send(Told::End(Err(failure)));
        }
    }
}

impl<G: Generate> fmt::Debug for Running<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("is_over", &self.is_over()).finish_non_exhaustive()
    }
}

impl<G: Generate> Use<G> {
    /// Asks the model for a stream. Dropping the stream ends it within one step.
    ///
    /// The model's deadline is that of the first token.
    ///
    /// # Errors
    /// Why the model does not take the input, see [`Failure`]. What it says of the input comes as the first item.
    #[allow(clippy::unused_async, reason = "to be awaited as `predict` is, and free to wait one day")]
    pub async fn stream(&self, input: G::Input) -> Result<Tokens<G::Token>, Failure> {
        let due = self.due();
        let cost = G::cost(&input);
        let (sink, told) = mpsc::unbounded_channel();
        let payload = Box::new(Asked::<G> { input, sink });
        let mut places = self.queue(vec![Question { payload, cost, bytes: size_of::<G::Input>() }], due)?;
        let place = places.pop();
        Ok(Tokens { told, place, due, first: Some(Box::pin(sleep_until(due.at.into()))) })
    }
}

/// The tokens of one input, as the model makes them. Dropped, the input leaves the model.
pub struct Tokens<T> {
    told: mpsc::UnboundedReceiver<Told<T>>,
    /// Nothing after the end.
    place: Option<Place>,
    due: Due,
    /// Until the first token.
    first: Option<Pin<Box<Sleep>>>,
}

impl<T> Stream for Tokens<T> {
    type Item = Result<T, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.place.is_none() {
            return Poll::Ready(None);
        }
        match self.told.poll_recv(cx) {
            Poll::Ready(Some(Told::Token(token))) => {
                self.first = None;
                Poll::Ready(Some(Ok(token)))
            }
            Poll::Ready(Some(Told::End(end))) => {
                self.over();
                Poll::Ready(end.err().map(Err))
            }
            Poll::Ready(None) => {
                let why = self.place.take().map(|place| self.due.dropped(&place));
                Poll::Ready(why.map(Err))
            }
            Poll::Pending => {
                let Some(first) = &mut self.first else { return Poll::Pending };
                ready!(first.as_mut().poll(cx));
                self.place = None;
                Poll::Ready(Some(Err(self.due.expired())))
            }
        }
    }
}

impl<T> Tokens<T> {
    fn over(&mut self) {
        if let Some(place) = self.place.take() {
            place.answered();
        }
    }
}

impl<T> Unpin for Tokens<T> {}

impl<T> fmt::Debug for Tokens<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}
