//! The hand-off of work to replicas, the very file that is shipped, on the primitives of loom, which tries every order of
//! events that the memory model allows.

#[cfg(test)]
#[path = "../../../aiserve/src/model/handoff.rs"]
mod handoff;

#[cfg(test)]
mod sync {
    use std::time::Duration;

    pub(crate) use loom::sync::{Mutex, MutexGuard};
    pub(crate) use std::sync::{LockResult, PoisonError};

    /// Loom's, with what it lacks of std's. Its timed waits have no time: they end when they are woken.
    #[derive(Debug)]
    pub(crate) struct Condvar(loom::sync::Condvar);

    impl Condvar {
        pub(crate) fn new() -> Self {
            Self(loom::sync::Condvar::new())
        }

        pub(crate) fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
            self.0.wait(guard)
        }

        pub(crate) fn wait_timeout<'a, T>(
            &self,
            guard: MutexGuard<'a, T>,
            _: Duration,
        ) -> LockResult<(MutexGuard<'a, T>, ())> {
            self.0.wait(guard).map(|guard| (guard, ())).map_err(|error| PoisonError::new((error.into_inner(), ())))
        }

        pub(crate) fn wait_timeout_while<'a, T>(
            &self,
            mut guard: MutexGuard<'a, T>,
            pause: Duration,
            mut waits: impl FnMut(&mut T) -> bool,
        ) -> LockResult<(MutexGuard<'a, T>, ())> {
            while waits(&mut guard) {
                guard = self.wait_timeout(guard, pause)?.0;
            }
            Ok((guard, ()))
        }

        pub(crate) fn notify_one(&self) {
            self.0.notify_one();
        }

        pub(crate) fn notify_all(&self) {
            self.0.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use loom::sync::Arc;
    use loom::thread;

    use crate::handoff::{Handoff, Look, Taken};

    type Queue = Handoff<Vec<u32>>;

    /// Runs a scene in every order in which threads are interrupted at most three times: mistakes show with two
    /// (Musuvathi and Qadeer, Iterative Context Bounding, 2007), and without a bound it takes minutes.
    fn every_order(scene: impl Fn() + Send + Sync + 'static) {
        let mut model = loom::model::Builder::new();
        model.preemption_bound = Some(3);
        model.check(scene);
    }

    fn next(queue: &Queue) -> Taken<u32> {
        queue.take(true, |work| work.pop().map_or(Look::Nothing(None), Look::Found))
    }

    /// Takes until the end.
    fn taken(queue: &Queue) -> Vec<u32> {
        let mut taken = Vec::new();
        while let Taken::Found(found) = next(queue) {
            taken.push(found);
        }
        taken
    }

    #[test]
    fn a_thread_that_waits_is_woken_by_what_is_brought() {
        every_order(|| {
            let queue = Arc::new(Queue::new(Vec::new()));
            let thread = thread::spawn({
                let queue = Arc::clone(&queue);
                move || matches!(next(&queue), Taken::Found(7))
            });
            assert!(queue.bring(|work| work.push(7)).is_some());
            assert!(thread.join().unwrap());
        });
    }

    #[test]
    fn each_of_several_is_taken_once_by_one_of_several() {
        every_order(|| {
            let queue = Arc::new(Queue::new(Vec::new()));
            let threads: Vec<_> = (0..2)
                .map(|_| {
                    let queue = Arc::clone(&queue);
                    thread::spawn(move || taken(&queue))
                })
                .collect();
            for item in 0..2 {
                assert!(queue.bring(|work| work.push(item)).is_some());
            }
            queue.end();
            let mut all: Vec<u32> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
            all.sort_unstable();
            assert_eq!(all, [0, 1]);
        });
    }

    #[test]
    fn nothing_that_was_brought_is_lost_when_all_ends() {
        every_order(|| {
            let queue = Arc::new(Queue::new(Vec::new()));
            let thread = thread::spawn({
                let queue = Arc::clone(&queue);
                move || taken(&queue)
            });
            let ends = thread::spawn({
                let queue = Arc::clone(&queue);
                move || queue.end()
            });
            let brought = queue.bring(|work| work.push(1)).is_some();
            ends.join().unwrap();
            assert_eq!(thread.join().unwrap(), if brought { vec![1] } else { vec![] });
        });
    }

    #[test]
    fn who_does_not_wait_learns_that_nothing_is_there() {
        every_order(|| {
            let queue = Queue::new(Vec::new());
            assert!(matches!(queue.take(false, |_| Look::<()>::Nothing(None)), Taken::Nothing));
            assert!(!queue.is_ending() && queue.idle() == 0);
            queue.end();
            assert!(queue.pause(std::time::Duration::ZERO));
            assert!(queue.with(|work| work.is_empty()));
            assert!(matches!(queue.take(true, |_| Look::<()>::Nothing(None)), Taken::End));
        });
    }
}
