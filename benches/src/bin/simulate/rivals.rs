//! How other servers batch, re-implemented from their published behaviour: not their code. Windows are of 10 ms, batches of
//! at most 32.

use std::collections::VecDeque;

use crate::world::{Item, MAX_BATCH, Policy, service};

const WINDOW: f64 = 0.010;

fn first(queue: &mut VecDeque<Item>) -> Vec<Item> {
    let count = queue.len().min(MAX_BATCH);
    queue.drain(..count).collect()
}

/// A free replica takes what waits; a queue of at most so many.
pub(crate) struct Greedy {
    queue: VecDeque<Item>,
    most: usize,
}

impl Greedy {
    pub(crate) fn new(most: usize) -> Self {
        Self { queue: VecDeque::new(), most }
    }
}

impl Policy for Greedy {
    fn arrive(&mut self, _: f64, item: Item) -> bool {
        let is_room = self.queue.len() < self.most;
        if is_room {
            self.queue.push_back(item);
        }
        is_room
    }

    fn idle(&mut self, _: f64, _: usize) -> Vec<Item> {
        first(&mut self.queue)
    }

    fn wake(&self) -> Option<f64> {
        None
    }
}

/// Each worker collects by itself: it waits for a first item, then for more until the window from that one ends. Idle workers
/// are dealt items in turn.
pub(crate) struct FromFirst {
    queue: VecDeque<Item>,
    workers: Vec<Collecting>,
    /// Workers that wait for an item, who waits longest first.
    receivers: VecDeque<usize>,
}

#[derive(Clone, Default)]
struct Collecting {
    items: Vec<Item>,
    end: Option<f64>,
    computes: bool,
}

impl FromFirst {
    pub(crate) fn new(replicas: usize) -> Self {
        let workers = vec![Collecting::default(); replicas];
        Self { queue: VecDeque::new(), workers, receivers: (0..replicas).collect() }
    }

    fn deal(&mut self, now: f64) {
        while !self.queue.is_empty() {
            let Some(worker) = self.receivers.pop_front() else { return };
            let collecting = &mut self.workers[worker];
            if collecting.computes || collecting.items.len() >= MAX_BATCH {
                continue;
            }
            collecting.items.extend(self.queue.pop_front());
            collecting.end.get_or_insert(now + WINDOW);
            if collecting.items.len() < MAX_BATCH {
                self.receivers.push_back(worker);
            }
        }
    }
}

impl Policy for FromFirst {
    fn arrive(&mut self, now: f64, item: Item) -> bool {
        self.queue.push_back(item);
        self.deal(now);
        true
    }

    fn idle(&mut self, now: f64, replica: usize) -> Vec<Item> {
        if std::mem::take(&mut self.workers[replica].computes) {
            self.receivers.push_back(replica);
            self.deal(now);
        }
        let worker = &mut self.workers[replica];
        if worker.items.len() < MAX_BATCH && worker.end.is_none_or(|end| end > now) {
            return Vec::new();
        }
        worker.end = None;
        worker.computes = true;
        self.receivers.retain(|receiver| *receiver != replica);
        std::mem::take(&mut worker.items)
    }

    fn wake(&self) -> Option<f64> {
        self.workers.iter().filter(|worker| !worker.computes).filter_map(|worker| worker.end).min_by(f64::total_cmp)
    }
}

/// Each worker collects in windows that begin when it is free, whether something waits or not.
pub(crate) struct FromFree {
    queue: VecDeque<Item>,
    windows: Vec<Option<f64>>,
    items: Vec<Vec<Item>>,
}

impl FromFree {
    pub(crate) fn new(replicas: usize) -> Self {
        Self { queue: VecDeque::new(), windows: vec![None; replicas], items: vec![Vec::new(); replicas] }
    }
}

impl Policy for FromFree {
    fn arrive(&mut self, _: f64, item: Item) -> bool {
        self.queue.push_back(item);
        true
    }

    fn idle(&mut self, now: f64, replica: usize) -> Vec<Item> {
        let mut end = *self.windows[replica].get_or_insert(now + WINDOW);
        let items = &mut self.items[replica];
        while items.len() < MAX_BATCH
            && let Some(item) = self.queue.pop_front()
        {
            items.push(item);
        }
        // Windows without an item follow each other.
        while items.is_empty() && end <= now {
            end += WINDOW;
        }
        self.windows[replica] = Some(end);
        if items.len() < MAX_BATCH && end > now {
            return Vec::new();
        }
        self.windows[replica] = None;
        std::mem::take(items)
    }

    fn wake(&self) -> Option<f64> {
        self.windows.iter().flatten().copied().min_by(f64::total_cmp)
    }
}

/// One collector makes batches by a window from the first item, whether the model is free or not; they queue as they are.
pub(crate) struct Frozen {
    collecting: Vec<Item>,
    end: Option<f64>,
    batches: VecDeque<Vec<Item>>,
}

impl Frozen {
    pub(crate) fn new() -> Self {
        Self { collecting: Vec::new(), end: None, batches: VecDeque::new() }
    }

    fn freeze(&mut self) {
        self.end = None;
        self.batches.push_back(std::mem::take(&mut self.collecting));
    }
}

impl Policy for Frozen {
    fn arrive(&mut self, now: f64, item: Item) -> bool {
        if self.end.is_some_and(|end| end <= now) {
            self.freeze();
        }
        self.collecting.push(item);
        self.end.get_or_insert(now + WINDOW);
        if self.collecting.len() == MAX_BATCH {
            self.freeze();
        }
        true
    }

    fn idle(&mut self, now: f64, _: usize) -> Vec<Item> {
        if self.end.is_some_and(|end| end <= now) {
            self.freeze();
        }
        self.batches.pop_front().unwrap_or_default()
    }

    fn wake(&self) -> Option<f64> {
        self.end
    }
}

/// No window; but one batch is made ahead as soon as there is an item for it, and stays as it is until a replica is free.
pub(crate) struct Ahead {
    queue: VecDeque<Item>,
    made: Vec<Item>,
}

impl Ahead {
    pub(crate) fn new() -> Self {
        Self { queue: VecDeque::new(), made: Vec::new() }
    }

    fn make(&mut self) {
        if self.made.is_empty() {
            self.made = first(&mut self.queue);
        }
    }
}

impl Policy for Ahead {
    fn arrive(&mut self, _: f64, item: Item) -> bool {
        self.queue.push_back(item);
        self.make();
        true
    }

    fn idle(&mut self, _: f64, _: usize) -> Vec<Item> {
        let made = std::mem::take(&mut self.made);
        self.make();
        made
    }

    fn wake(&self) -> Option<f64> {
        None
    }
}

/// Holds as long as another item costs those that wait less than it saves, by a learned line of the model's time and the mean
/// wait; looks every millisecond. The line is given to it here.
pub(crate) struct Learned {
    queue: VecDeque<Item>,
    mean_wait: f64,
    tick: f64,
}

impl Learned {
    pub(crate) fn new() -> Self {
        Self { queue: VecDeque::new(), mean_wait: 0.010, tick: 0.0 }
    }
}

impl Policy for Learned {
    fn arrive(&mut self, _: f64, item: Item) -> bool {
        self.queue.push_back(item);
        true
    }

    #[allow(clippy::cast_precision_loss, reason = "a small number")]
    fn idle(&mut self, now: f64, _: usize) -> Vec<Item> {
        let Some(last) = self.queue.back() else { return Vec::new() };
        let each = service(2) - service(1);
        let cost = self.queue.len() as f64 * (now - last.came + 0.001 + each);
        if self.queue.len() < MAX_BATCH && cost <= 0.95 * self.mean_wait {
            self.tick = now + 0.001;
            return Vec::new();
        }
        let items = first(&mut self.queue);
        let waits: f64 = items.iter().map(|item| now - item.came).sum();
        self.mean_wait += 0.05 * (waits / items.len() as f64 - self.mean_wait);
        items
    }

    fn wake(&self) -> Option<f64> {
        (!self.queue.is_empty()).then_some(self.tick)
    }
}
