//! A timer for hyper whose reset costs a store instead of a turn of the runtime's timer wheel.
//!
//! hyper sets the limit for a request's head anew at every request of a connection, and nearly always long before it
//! passes. So a new, later deadline is only noted; when the old one passes, the wheel is asked again for the rest.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};

/// Makes sleeps that are cheap to postpone.
#[derive(Clone, Copy, Debug)]
pub(super) struct LazyTimer;

struct LazySleep {
    deadline: Instant,
    wheel: Pin<Box<tokio::time::Sleep>>,
}

impl Timer for LazyTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(LazySleep { deadline, wheel: Box::pin(tokio::time::sleep_until(deadline.into())) })
    }

    fn reset(&self, sleep: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        match sleep.as_mut().downcast_mut_pin::<LazySleep>() {
            Some(sleep) => sleep.get_mut().deadline = deadline,
            None => *sleep = self.sleep_until(deadline),
        }
    }
}

impl Sleep for LazySleep {}

impl Future for LazySleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            std::task::ready!(self.wheel.as_mut().poll(cx));
            let deadline = self.deadline;
            if tokio::time::Instant::now().into_std() >= deadline {
                return Poll::Ready(());
            }
            self.wheel.as_mut().reset(deadline.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_sleep_that_was_postponed_ends_at_its_new_deadline() {
        let start = tokio::time::Instant::now();
        let at = |seconds| (start + Duration::from_secs(seconds)).into_std();
        let mut sleep = LazyTimer.sleep_until(at(1));
        LazyTimer.reset(&mut sleep, at(5));
        assert!(tokio::time::timeout(Duration::from_secs(4), &mut sleep).await.is_err());
        sleep.await;
        assert_eq!(start.elapsed().as_secs(), 5);
    }
}
