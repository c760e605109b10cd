//! Models that wait instead of computing: an API elsewhere, a database of vectors.

use tokio::runtime::Handle;

use super::predict::{Batch, Predict};
use crate::Result;

/// A model whose answers come from elsewhere, by futures. It is a [`Predict`], so that the same handle asks it: batches,
/// deadlines and all the rest are the same.
///
/// Each replica waits for one batch at a time; [`replicas`](super::ModelBuilder::replicas) says how many batches are under
/// way at once. Its futures run on the runtime that [`start`](super::ModelBuilder::start) is called in, and need not be
/// `Send`.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use aiserve::model::{Batch, Model, PredictAsync};
///
/// /// Asks a service elsewhere, which takes a while.
/// struct Elsewhere;
///
/// impl PredictAsync for Elsewhere {
///     type Input = String;
///     type Output = usize;
///
///     async fn predict_async(&mut self, batch: Batch<String>) -> Vec<aiserve::Result<usize>> {
///         tokio::time::sleep(Duration::from_millis(1)).await;
///         batch.into_iter().map(|text| Ok(text.len())).collect()
///     }
/// }
///
/// # #[tokio::main(flavor = "multi_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let model = Model::builder(|_| Ok::<_, aiserve::Problem>(Elsewhere)).replicas(4).start()?;
/// model.ready().await?;
/// assert_eq!(model.predict("hello".to_owned()).await?, 5);
/// # Ok(())
/// # }
/// ```
pub trait PredictAsync: 'static {
    /// What one request asks.
    type Input: Send + 'static;
    /// What it is answered.
    type Output: Send + 'static;

    /// Answers a batch, as [`Predict::predict`]: one result per input, in the order of the inputs. When nobody waits for it
    /// any more, [`Batch::cancelled`] says so.
    fn predict_async(&mut self, batch: Batch<Self::Input>) -> impl Future<Output = Vec<Result<Self::Output>>>;

    /// What an input costs, as [`Predict::cost`]; 1 by default.
    fn cost(input: &Self::Input) -> u64 {
        let _ = input;
        1
    }

    /// Called once before the first batch, as [`Predict::warm_up`]. Nothing by default.
    ///
    /// # Errors
    /// Why the model can't be used.
    fn warm_up_async(&mut self) -> impl Future<Output = Result<()>> {
        std::future::ready(Ok(()))
    }
}

#[diagnostic::do_not_recommend]
impl<M: PredictAsync> Predict for M {
    type Input = M::Input;
    type Output = M::Output;

    fn predict(&mut self, batch: Batch<M::Input>) -> Vec<Result<M::Output>> {
        Handle::current().block_on(self.predict_async(batch))
    }

    fn cost(input: &M::Input) -> u64 {
        <M as PredictAsync>::cost(input)
    }

    fn warm_up(&mut self) -> Result<()> {
        Handle::current().block_on(self.warm_up_async())
    }
}
