//! What models and tenants share: devices, and a queue.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aiserve::model::{Batch, Model, Predict, Priority, Resource};
use aiserve::{Problem, Result};

use crate::{until, within};

/// Counts how many compute at once.
#[derive(Clone, Default)]
struct Crowd {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

struct Computes(Crowd);

impl Predict for Computes {
    type Input = ();
    type Output = ();

    fn predict(&mut self, batch: Batch<()>) -> Vec<Result<()>> {
        let Crowd { now, most } = &self.0;
        let count = now.fetch_add(1, Ordering::SeqCst) + 1;
        most.fetch_max(count, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(2));
        now.fetch_sub(1, Ordering::SeqCst);
        batch.into_iter().map(Ok).collect()
    }
}

#[tokio::test]
async fn models_on_one_device_compute_in_turn() {
    let crowd = Crowd::default();
    let device = Resource::new("cuda:0", 1);
    let model = |crowd: &Crowd| {
        let crowd = crowd.clone();
        Model::builder(move |_| Ok::<_, Problem>(Computes(crowd.clone()))).replicas(2).max_batch(1).resource(&device)
    };
    let (one, two) = (model(&crowd).start().unwrap(), model(&crowd).start().unwrap());
    within(one.ready()).await.unwrap();
    within(two.ready()).await.unwrap();
    let asked: Vec<_> = (0..40).map(|index| if index % 2 == 0 { one.clone() } else { two.clone() }).collect();
    let tasks: Vec<_> = asked.into_iter().map(|model| tokio::spawn(async move { model.predict(()).await })).collect();
    for task in tasks {
        within(task).await.unwrap().unwrap();
    }
    assert_eq!(crowd.most.load(Ordering::SeqCst), 1);
}

/// Answers one input at a time, when the test lets it, and notes the order.
struct Ordered(Arc<Mutex<Receiver<()>>>, Arc<Mutex<Vec<u32>>>);

impl Predict for Ordered {
    type Input = u32;
    type Output = ();

    fn predict(&mut self, batch: Batch<u32>) -> Vec<Result<()>> {
        let _ = self.0.lock().unwrap().recv();
        let mut order = self.1.lock().unwrap();
        batch
            .into_iter()
            .map(|input| {
                order.push(input);
                Ok(())
            })
            .collect()
    }
}

/// In which order inputs are answered that wait together: each with its tenant and priority.
async fn order(inputs: &[(u32, &'static str, Priority)]) -> Vec<u32> {
    let (release, held) = channel();
    let (held, order) = (Arc::new(Mutex::new(held)), Arc::new(Mutex::new(Vec::new())));
    let seen = Arc::clone(&order);
    let make = move |_: &_| Ok::<_, Problem>(Ordered(Arc::clone(&held), Arc::clone(&seen)));
    let model = Model::builder(make).max_batch(1).deadline(Duration::from_mins(1)).start().unwrap();
    within(model.ready()).await.unwrap();
    let mut tasks = Vec::new();
    let waiting = Arc::new(AtomicUsize::new(0));
    for (input, tenant, priority) in inputs.iter().copied() {
        let model = model.clone().tenant(tenant).priority(priority);
        let begun = Arc::clone(&waiting);
        tasks.push(tokio::spawn(async move {
            begun.fetch_add(1, Ordering::SeqCst);
            model.predict(input).await
        }));
        // Each is in the queue before the next one comes.
        until(|| waiting.load(Ordering::SeqCst) == tasks.len()).await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    for _ in inputs {
        release.send(()).unwrap();
    }
    for task in tasks {
        within(task).await.unwrap().unwrap();
    }
    let order = order.lock().unwrap();
    order.clone()
}

#[tokio::test]
async fn tenants_take_turns_however_much_one_asks() {
    let loud = (1..=6).map(|input| (input, "loud", Priority::Normal));
    let inputs: Vec<_> = loud.chain([(100, "quiet", Priority::Normal), (101, "quiet", Priority::Normal)]).collect();
    let order = order(&inputs).await;
    // The first was taken before anybody else waited.
    let of_quiet: Vec<_> = order.iter().enumerate().filter(|(_, input)| **input >= 100).map(|(at, _)| at).collect();
    assert!(of_quiet[1] <= 4, "{order:?}");
}

#[tokio::test]
async fn a_higher_priority_goes_first() {
    let order = order(&[
        (1, "a", Priority::Normal),
        (2, "a", Priority::Low),
        (3, "a", Priority::Normal),
        (4, "a", Priority::High),
    ])
    .await;
    assert_eq!(order, [1, 4, 3, 2]);
}
