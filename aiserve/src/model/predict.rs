//! Models that answer a batch at a time.

use std::fmt;
use std::sync::Arc;

use super::slot::Slot;
use crate::Result;

/// A model that answers a batch of inputs at once.
///
/// It lives on one thread of its own per replica, made there by the factory of [`Model::builder`](super::Model::builder):
/// it need not be `Send`, and nothing else waits while it computes.
///
/// # Examples
/// ```
/// use aiserve::model::{Batch, Predict};
///
/// struct Lengths;
///
/// impl Predict for Lengths {
///     type Input = String;
///     type Output = usize;
///
///     fn predict(&mut self, batch: Batch<String>) -> Vec<aiserve::Result<usize>> {
///         batch.into_iter().map(|text| Ok(text.len())).collect()
///     }
///
///     fn cost(text: &String) -> u64 {
///         text.len() as u64
///     }
/// }
/// ```
pub trait Predict: 'static {
    /// What one request asks.
    type Input: Send + 'static;
    /// What it is answered.
    type Output: Send + 'static;

    /// Answers a batch: one result per input, in the order of the inputs.
    ///
    /// A panic is a 500 for every request of the batch (or for the culprit alone, see
    /// [`ModelBuilder::isolate`](super::ModelBuilder::isolate)), and the replica is made anew.
    fn predict(&mut self, batch: Batch<Self::Input>) -> Vec<Result<Self::Output>>;

    /// What an input costs, in a unit of the model's own choice: tokens, pixels, rows. 1 by default, which makes the costs
    /// of a batch its size.
    ///
    /// Called where the request is, before it waits: it has no model at hand, and a panic fails that request alone.
    fn cost(input: &Self::Input) -> u64 {
        let _ = input;
        1
    }

    /// Called once before the first batch, with real work of the largest shapes ideally: the service is not ready before
    /// it returns. Nothing by default.
    ///
    /// # Errors
    /// Why the model can't be used.
    fn warm_up(&mut self) -> Result<()> {
        Ok(())
    }
}

/// The inputs that a model answers together.
pub struct Batch<I> {
    pub(super) inputs: Vec<I>,
    pub(super) cancelled: Cancelled,
}

impl<I> Batch<I> {
    /// A batch of these inputs that nobody cancels: to call a model without a service, as tests do.
    #[must_use]
    pub fn of(inputs: Vec<I>) -> Self {
        Self { inputs, cancelled: Cancelled(Arc::default()) }
    }

    /// How many inputs there are; never none.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there are none, which is only so in a batch made by hand.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The inputs.
    pub fn iter(&self) -> std::slice::Iter<'_, I> {
        self.inputs.iter()
    }

    /// Tells whether anybody still waits for the batch: for long computations, to ask now and then.
    #[must_use]
    pub fn cancelled(&self) -> Cancelled {
        self.cancelled.clone()
    }
}

impl<I> IntoIterator for Batch<I> {
    type Item = I;
    type IntoIter = std::vec::IntoIter<I>;

    fn into_iter(self) -> Self::IntoIter {
        self.inputs.into_iter()
    }
}

impl<'a, I> IntoIterator for &'a Batch<I> {
    type Item = &'a I;
    type IntoIter = std::slice::Iter<'a, I>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<I> fmt::Debug for Batch<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Whether anybody still waits for a batch.
#[derive(Clone, Debug)]
pub struct Cancelled(pub(super) Arc<[Arc<Slot>]>);

impl Cancelled {
    /// Whether all requests of the batch are gone: their clients left, or their deadlines passed.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|slot| slot.is_gone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_cancelled_when_all_of_its_requests_are_gone() {
        let slots = [Arc::new(Slot::default()), Arc::new(Slot::default())];
        let cancelled = Cancelled(Arc::from(slots.to_vec()));
        assert!(!cancelled.is_cancelled());
        slots[0].leave();
        assert!(!cancelled.is_cancelled());
        slots[1].leave();
        assert!(cancelled.is_cancelled());
    }

    #[test]
    fn a_batch_made_by_hand_is_never_cancelled() {
        assert!(!Batch::of(vec![1, 2]).cancelled().is_cancelled());
    }
}
