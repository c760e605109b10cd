//! Asking a model that answers in batches.

use std::sync::{Arc, PoisonError};

use tokio::sync::oneshot;
use tokio::time::timeout_at;

use super::Failure;
use super::handle::{Due, Place, Question, Use};
use super::predict::Predict;
use super::predicting::{Answer, Ask, Copies};

type Answers<M> = oneshot::Receiver<Answer<<M as Predict>::Output>>;

impl<M: Predict> Use<M> {
    /// Asks the model for one answer. Dropping the future takes the question back.
    ///
    /// # Errors
    /// What the model says of the input, or why it does not answer: see [`Failure`].
    pub async fn predict(&self, input: M::Input) -> Result<M::Output, Failure> {
        let due = self.due();
        self.copy_to_shadow(&input, due);
        let (question, answer) = question::<M>(input);
        let mut places = self.queue(vec![question], due)?;
        let place = places.pop().expect("one question has one place");
        self.answered(place, answer, due).await
    }

    /// Asks the model for several answers, which may come from several batches. All questions are taken into the queue or
    /// none, and they count as many requests.
    ///
    /// # Errors
    /// Why the model does not take them. Each answer has its own result then.
    pub async fn predict_all(
        &self,
        inputs: impl IntoIterator<Item = M::Input>,
    ) -> Result<Vec<Result<M::Output, Failure>>, Failure> {
        let due = self.due();
        let inputs = inputs.into_iter().inspect(|input| self.copy_to_shadow(input, due));
        let (questions, waiting): (Vec<_>, Vec<_>) = inputs.map(question::<M>).unzip();
        let places = self.queue(questions, due)?;
        let mut answers = Vec::with_capacity(places.len());
        // All places are kept until the last answer: if the future is dropped, the rest of the questions go with it.
        for (place, answer) in places.into_iter().zip(waiting).collect::<Vec<_>>() {
            answers.push(self.answered(place, answer, due).await);
        }
        Ok(answers)
    }

    /// Lets a version that is only watched answer a copy, if there is one. Nobody waits for that.
    fn copy_to_shadow(&self, input: &M::Input, due: Due) {
        let routing = self.shared.routing.read().unwrap_or_else(PoisonError::into_inner);
        let Some((version, copy)) = routing.shadow() else { return };
        let copy: &Copies<M> = copy.downcast_ref().expect("a shadow is of its model's type");
        let (question, _) = question::<M>(copy(input));
        // What it refuses it refuses.
        let _ = version.offer(vec![self.job(question, &Arc::default(), version, due)], due.allowed);
    }

    async fn answered(&self, place: Place, answer: Answers<M>, due: Due) -> Result<M::Output, Failure> {
        match timeout_at(due.at.into(), answer).await {
            Ok(Ok(Answer { result, timing })) => {
                place.answered();
                self.took(timing);
                result
            }
            Ok(Err(_)) => Err(due.dropped(&place)),
            Err(_) => Err(due.expired()),
        }
    }
}

fn question<M: Predict>(input: M::Input) -> (Question, Answers<M>) {
    let cost = M::cost(&input);
    let (reply, answer) = oneshot::channel();
    let payload = Box::new(Ask::<M> { input, reply });
    (Question { payload, cost, bytes: size_of::<M::Input>() }, answer)
}
