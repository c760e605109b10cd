//! What holds of the queue whatever happens: in random sequences of operations, and in cases made by hand.

use std::collections::{HashMap, HashSet};

use super::*;

/// Xorshift (Marsaglia, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// A queue, and what came of each item that was offered.
struct Checked {
    scheduler: Scheduler<u64>,
    limits: Limits,
    now: Moment,
    offered: u64,
    waiting: HashMap<u64, (Ticket, Request)>,
    over: HashSet<u64>,
    running: Vec<BatchId>,
}

impl Checked {
    fn new(limits: Limits) -> Self {
        let scheduler = Scheduler::new(limits.clone());
        let (now, offered, running) = (Moment::default(), 0, Vec::new());
        Self { scheduler, limits, now, offered, waiting: HashMap::new(), over: HashSet::new(), running }
    }

    fn ends(&mut self, item: u64) {
        assert!(self.over.insert(item), "item {item} ended twice");
        assert!(self.waiting.remove(&item).is_some(), "item {item} ended without waiting");
    }

    fn offer(&mut self, request: Request) {
        self.offered += 1;
        let item = self.offered;
        match self.scheduler.offer(self.now, request, item) {
            Ok(ticket) => {
                assert!(request.cost <= self.limits.max_cost, "what can't fit was taken");
                self.waiting.insert(item, (ticket, request));
            }
            Err(refused) => {
                assert_eq!(refused.item, item);
                self.over.insert(item);
            }
        }
    }

    fn poll(&mut self) {
        if self.running.len() == self.limits.replicas {
            return;
        }
        let expired = match self.scheduler.poll(self.now) {
            Decision::Wait { until, expired } => {
                assert!(until.is_none_or(|until| until > self.now), "a hold that is over already");
                expired
            }
            Decision::Launch { batch, expired } => {
                assert!(!batch.items.is_empty() && batch.items.len() <= self.limits.max_batch);
                assert!(batch.cost <= self.limits.max_cost, "over budget");
                let costs = batch.items.iter().map(|picked| picked.request.cost);
                let expected = match self.limits.shape {
                    CostShape::Summed => costs.sum::<u64>(),
                    CostShape::Padded => costs.max().unwrap_or(0) * batch.items.len() as u64,
                };
                assert_eq!(batch.cost, expected);
                self.running.push(batch.id);
                for picked in batch.items {
                    assert!(picked.request.deadline > self.now, "launched too late");
                    self.ends(picked.item);
                }
                expired
            }
        };
        for (_, item) in expired {
            let longest = Duration::from_millis(400);
            assert!(self.waiting[&item].1.deadline <= self.now + longest, "expired too early");
            self.ends(item);
        }
    }

    /// What the queue says of itself is so.
    fn balance(&self) {
        let snapshot = self.scheduler.snapshot(self.now);
        assert_eq!(snapshot.waiting, self.waiting.len());
        assert_eq!(snapshot.waiting_cost, self.waiting.values().map(|(_, request)| request.cost).sum::<u64>());
        assert_eq!(self.offered as usize, self.waiting.len() + self.over.len(), "an item was lost");
    }
}

fn random_limits(random: &mut Random) -> Limits {
    Limits {
        max_batch: 1 + random.below(8) as usize,
        max_cost: if random.below(2) == 0 { u64::MAX } else { 5 + random.below(40) },
        shape: if random.below(2) == 0 { CostShape::Summed } else { CostShape::Padded },
        replicas: 1 + random.below(4) as usize,
        max_waiting: 1 + random.below(60) as usize,
        ..Limits::default()
    }
}

fn random_request(random: &mut Random, now: Moment) -> Request {
    let priority = [Priority::Low, Priority::Normal, Priority::High][random.below(3) as usize];
    let deadline = now + Duration::from_millis(1 + random.below(300));
    Request { bytes: random.below(100), tenant: random.below(4), priority, ..Request::new(random.below(30), deadline) }
}

#[test]
fn each_item_ends_once_and_no_batch_is_over_budget() {
    for seed in 1..=300 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let mut queue = Checked::new(random_limits(&mut random));
        for _ in 0..400 {
            match random.below(10) {
                0..=4 => {
                    let request = random_request(&mut random, queue.now);
                    queue.offer(request);
                }
                5 | 6 => queue.poll(),
                7 => queue.now = queue.now + Duration::from_millis(random.below(40)),
                8 if !queue.running.is_empty() => {
                    let batch = queue.running.swap_remove(0);
                    let took = (random.below(4) > 0).then(|| Duration::from_millis(5 + random.below(20)));
                    queue.scheduler.finished(batch, took);
                }
                _ => {
                    let Some((item, ticket)) = queue.waiting.iter().next().map(|(item, (ticket, _))| (*item, *ticket))
                    else {
                        continue;
                    };
                    assert_eq!(queue.scheduler.cancel(ticket), Some(item));
                    assert_eq!(queue.scheduler.cancel(ticket), None, "cancelled twice");
                    queue.ends(item);
                }
            }
            queue.balance();
        }
        for (_, item) in queue.scheduler.drain() {
            queue.ends(item);
        }
        assert!(queue.waiting.is_empty() && queue.scheduler.waiting() == 0);
    }
}

#[test]
fn nothing_starves_while_more_urgent_items_keep_coming() {
    for (shape, priority) in [(CostShape::Summed, Priority::Low), (CostShape::Padded, Priority::Normal)] {
        let limits = Limits { max_batch: 2, max_cost: 20, shape, ..Limits::default() };
        let mut scheduler = Scheduler::new(limits);
        let mut now = Moment::default();
        let second = Duration::from_secs(1);
        let victim = Request { priority, ..Request::new(20, now + 100 * second) };
        scheduler.offer(now, victim, true).unwrap();
        let mut batches = 0;
        let launched = loop {
            for _ in 0..2 {
                let rival = Request { priority: Priority::High, ..Request::new(1, now + 2 * second) };
                scheduler.offer(now, rival, false).unwrap();
            }
            let Decision::Launch { batch, .. } = scheduler.poll(now) else { panic!("something waits") };
            scheduler.finished(batch.id, None);
            batches += 1;
            if batch.items.iter().any(|picked| picked.item) || batches == 1000 {
                break batches;
            }
            now = now + second / 2;
        };
        assert!(launched < 1000, "{shape:?} {priority:?} waited for {launched} batches");
    }
}

#[test]
fn tenants_take_turns() {
    let mut scheduler = Scheduler::new(Limits { max_batch: 4, ..Limits::default() });
    let now = Moment::default();
    let due = now + Duration::from_mins(1);
    for _ in 0..100 {
        scheduler.offer(now, Request { tenant: 1, ..Request::new(1, due) }, 1).unwrap();
    }
    for _ in 0..4 {
        scheduler.offer(now, Request { tenant: 2, ..Request::new(1, due) }, 2).unwrap();
    }
    let mut served = Vec::new();
    for _ in 0..2 {
        let Decision::Launch { batch, .. } = scheduler.poll(now) else { panic!("something waits") };
        served.extend(batch.items.iter().map(|picked| picked.item));
        scheduler.finished(batch.id, None);
    }
    assert_eq!(served.iter().filter(|tenant| **tenant == 2).count(), 4, "{served:?}");
}

#[test]
fn a_list_is_taken_whole_or_not_at_all() {
    let mut scheduler = Scheduler::new(Limits { max_waiting: 3, ..Limits::default() });
    let now = Moment::default();
    let request = Request::new(1, now + Duration::from_secs(1));
    let refused = scheduler.offer_all(now, vec![(request, 1); 4]).unwrap_err();
    assert!(matches!(refused.why, Refusal::Full { waiting: 0, limit: 3, .. }));
    assert_eq!((refused.item.len(), scheduler.waiting()), (4, 0));
    assert_eq!(scheduler.offer_all(now, vec![(request, 1); 3]).unwrap().len(), 3);
}

#[test]
fn a_request_that_would_be_late_is_refused_and_told_how_late() {
    let mut scheduler = Scheduler::new(Limits { max_batch: 1, ..Limits::default() });
    let millis = Duration::from_millis;
    let start = Moment::default();
    for _ in 0..8 {
        scheduler.offer(start, Request::new(1, start + millis(1000)), ()).unwrap();
        let Decision::Launch { batch, .. } = scheduler.poll(start) else { panic!("something waits") };
        scheduler.finished(batch.id, Some(millis(10)));
    }
    let due = Request::new(1, start + millis(35));
    let taken = (0..10).take_while(|_| scheduler.offer(start, due, ()).is_ok()).count();
    assert_eq!(taken, 3, "three batches of 10 ms end within 35 ms");
    let refused = scheduler.offer(start, due, ()).unwrap_err();
    let Refusal::Deadline { predicted, retry_after } = refused.why else { panic!("{:?}", refused.why) };
    assert!(predicted >= millis(40) && predicted < millis(50), "{predicted:?}");
    assert_eq!(retry_after + millis(35), predicted);
}

#[test]
fn a_tenant_that_floods_delays_the_others_by_their_share_alone() {
    let mut scheduler = Scheduler::new(Limits { max_batch: 1, ..Limits::default() });
    let now = Moment::default();
    let far = now + Duration::from_secs(1000);
    for _ in 0..8 {
        scheduler.offer(now, Request::new(1, far), ()).unwrap();
        let Decision::Launch { batch, .. } = scheduler.poll(now) else { panic!("something waits") };
        scheduler.finished(batch.id, Some(Duration::from_millis(10)));
    }
    for _ in 0..200 {
        scheduler.offer(now, Request { tenant: 1, ..Request::new(1, far) }, ()).unwrap();
    }
    let due = now + Duration::from_millis(100);
    assert!(scheduler.offer(now, Request { tenant: 1, ..Request::new(1, due) }, ()).is_err());
    assert!(scheduler.offer(now, Request { tenant: 2, ..Request::new(1, due) }, ()).is_ok());
}
