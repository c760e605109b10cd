//! Computations beside the server: on threads that requests do not wait for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::thread::available_parallelism;

use tokio::sync::{Semaphore, oneshot};
use tokio::task::AbortHandle;

use crate::{Problem, Result};

/// Runs a computation on a thread where no connection waits for it: tokenising a text, scaling a picture.
///
/// As many run at once as the machine has processors, whatever their callers are; the others wait their turn. Dropping the
/// future takes a computation back that has not begun. What takes less than some 100 µs is better done in place; what one
/// [model](crate::model::Predict) does for a whole batch, there.
///
/// # Errors
/// 500, if it panics.
///
/// # Panics
/// Outside of a tokio runtime.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
/// use aiserve::compute;
///
/// /// How many words has a text?
/// #[endpoint(POST "/words")]
/// async fn words(#[body] text: String) -> Result<Json<usize>> {
///     Ok(Json(compute(move || text.split_whitespace().count()).await?))
/// }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![words])).await;
/// assert_eq!(client.post("/words").json("so be it").send().await.text(), "3");
/// # });
/// ```
pub async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turns = Arc::clone(turns());
    let turn = turns.acquire_owned().await.map_err(Problem::internal)?;
    let (done, result) = oneshot::channel();
    let task = tokio::task::spawn_blocking(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        drop(turn);
        // Nobody may wait any more.
        let _ = done.send(outcome);
    });
    let _abort = AbortOnDrop(task.abort_handle());
    match result.await {
        Ok(Ok(value)) => Ok(value),
        // The panic hook has written message and place.
        Ok(Err(_)) => Err(Problem::internal("a computation panicked")),
        Err(_) => Err(Problem::internal("a computation was ended with the runtime")),
    }
}

/// One for each computation that may run.
fn turns() -> &'static Arc<Semaphore> {
    static TURNS: OnceLock<Arc<Semaphore>> = OnceLock::new();
    TURNS.get_or_init(|| Arc::new(Semaphore::new(available_parallelism().map_or(1, Into::into))))
}

/// Takes back what has not begun.
struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn no_more_run_at_once_than_there_are_processors() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..64)
            .map(|number| {
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                tokio::spawn(compute(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(1));
                    now.fetch_sub(1, Ordering::SeqCst);
                    number
                }))
            })
            .collect();
        for (number, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.await.expect("no panic").expect("an answer"), number);
        }
        let processors: usize = available_parallelism().map_or(1, Into::into);
        assert!(most.load(Ordering::SeqCst) <= processors);
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_and_frees_its_turn() {
        for _ in 0..64 {
            let problem = compute(|| -> u32 { panic!("as asked") }).await.expect_err("a problem");
            assert_eq!(problem.status(), 500);
        }
        assert_eq!(compute(|| 7).await.expect("an answer"), 7);
    }
}
