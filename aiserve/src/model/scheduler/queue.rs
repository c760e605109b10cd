//! What waits, in the order of its urgency, tenant by tenant.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::{Moment, Request, Ticket};

/// Dead entries that an order may have beyond the live ones before it is swept.
const LITTER: usize = 64;

/// What waits.
#[derive(Debug)]
pub(super) struct Queue<T> {
    slots: Vec<Option<Waiting<T>>>,
    free: Vec<usize>,
    tenants: BTreeMap<u64, Tenant>,
    numbers: u64,
    pub(super) len: usize,
    pub(super) cost: u64,
    pub(super) bytes: u64,
}

/// An item that waits.
#[derive(Debug)]
pub(super) struct Waiting<T> {
    pub(super) request: Request,
    pub(super) enqueued: Moment,
    pub(super) item: T,
    urgency: Moment,
    number: u64,
}

/// What one tenant has in the queue.
#[derive(Debug, Default)]
pub(super) struct Tenant {
    /// Urgency, number and slot. Some are dead: an item that was cancelled is only looked for when it would be next.
    order: BTreeSet<(Moment, u64, usize)>,
    len: usize,
    pub(super) cost: u64,
    /// Cost that was launched for it while others waited too.
    served: u64,
}

/// An item that may be launched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) ticket: Ticket,
    pub(super) cost: u64,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), tenants: BTreeMap::new(), numbers: 0, len: 0, cost: 0, bytes: 0 }
    }
}

impl<T> Queue<T> {
    pub(super) fn push(&mut self, now: Moment, request: Request, item: T) -> Ticket {
        self.numbers += 1;
        let (urgency, number) = (request.urgency(now), self.numbers);
        let waiting = Some(Waiting { request, enqueued: now, item, urgency, number });
        let slot = if let Some(slot) = self.free.pop() {
            self.slots[slot] = waiting;
            slot
        } else {
            self.slots.push(waiting);
            self.slots.len() - 1
        };
        // Who comes anew is served like the one that was served least: neither after all others nor before them.
        let least = self.tenants.values().map(|tenant| tenant.served).min().unwrap_or(0);
        let tenant = self.tenants.entry(request.tenant);
        let tenant = tenant.or_insert_with(|| Tenant { served: least, ..Tenant::default() });
        tenant.order.insert((urgency, number, slot));
        tenant.len += 1;
        tenant.cost = tenant.cost.saturating_add(request.cost);
        self.len += 1;
        self.cost = self.cost.saturating_add(request.cost);
        self.bytes = self.bytes.saturating_add(request.bytes);
        Ticket { slot, number }
    }

    fn is_live(&self, slot: usize, number: u64) -> bool {
        self.slots[slot].as_ref().is_some_and(|waiting| waiting.number == number)
    }

    /// Takes an item out, in constant time: its entry in the order stays, dead.
    pub(super) fn take(&mut self, ticket: Ticket) -> Option<Waiting<T>> {
        let slot = ticket.slot;
        self.get(ticket)?;
        let waiting = self.slots[slot].take()?;
        self.free.push(slot);
        let request = waiting.request;
        self.len -= 1;
        self.cost = self.cost.saturating_sub(request.cost);
        self.bytes = self.bytes.saturating_sub(request.bytes);
        if let Some(tenant) = self.tenants.get_mut(&request.tenant) {
            tenant.len -= 1;
            tenant.cost = tenant.cost.saturating_sub(request.cost);
            if tenant.len == 0 {
                self.tenants.remove(&request.tenant);
            } else if tenant.order.len() > 2 * tenant.len + LITTER {
                let slots = &self.slots;
                tenant
                    .order
                    .retain(|&(_, number, slot)| slots[slot].as_ref().is_some_and(|waiting| waiting.number == number));
            }
        }
        Some(waiting)
    }

    /// Takes an item out to launch it.
    pub(super) fn launch(&mut self, ticket: Ticket) -> Option<Waiting<T>> {
        let waiting = self.take(ticket)?;
        if let Some(tenant) = self.tenants.get_mut(&waiting.request.tenant) {
            tenant.order.remove(&(waiting.urgency, ticket.number, ticket.slot));
            tenant.served = tenant.served.saturating_add(waiting.request.cost.max(1));
        }
        Some(waiting)
    }

    /// At most `most` items in the order in which they should be launched: of each tenant the most urgent first, tenants in
    /// turn by what they were served (start-time fair queueing: Goyal, Vin and Cheng, 1996). Also those that are too late.
    pub(super) fn candidates(&self, most: usize, is_late: impl Fn(&Request) -> bool) -> (Vec<Candidate>, Vec<Ticket>) {
        let (mut found, mut late) = (Vec::with_capacity(most.min(self.len)), Vec::new());
        let mut orders: Vec<_> = self.tenants.values().map(|tenant| tenant.order.iter()).collect();
        let served = self.tenants.values().enumerate().map(|(place, tenant)| Reverse((tenant.served, place)));
        let mut turns: BinaryHeap<_> = served.collect();
        while let Some(Reverse((served, place))) = turns.pop() {
            if found.len() == most {
                break;
            }
            let next = orders[place].by_ref().find(|(_, number, slot)| self.is_live(*slot, *number));
            let Some(&(_, number, slot)) = next else { continue };
            let Some(waiting) = &self.slots[slot] else { continue };
            let ticket = Ticket { slot, number };
            let cost = waiting.request.cost;
            if is_late(&waiting.request) {
                late.push(ticket);
                turns.push(Reverse((served, place)));
            } else {
                found.push(Candidate { ticket, cost });
                turns.push(Reverse((served.saturating_add(cost.max(1)), place)));
            }
        }
        (found, late)
    }

    /// An item, if it still waits.
    pub(super) fn get(&self, ticket: Ticket) -> Option<&Waiting<T>> {
        self.slots.get(ticket.slot)?.as_ref().filter(|waiting| waiting.number == ticket.number)
    }

    /// Everything that waits.
    pub(super) fn tickets(&self) -> impl Iterator<Item = (Ticket, &Waiting<T>)> {
        let waiting = self.slots.iter().enumerate();
        waiting.filter_map(|(slot, waiting)| {
            waiting.as_ref().map(|waiting| (Ticket { slot, number: waiting.number }, waiting))
        })
    }

    /// Cost that is launched before a further item of a tenant: its own, and of each other tenant as much, since they take
    /// turns.
    pub(super) fn cost_before(&self, tenant: u64, cost: u64) -> u64 {
        let own = self.tenants.get(&tenant).map_or(0, |tenant| tenant.cost).saturating_add(cost);
        let others = self.tenants.iter().filter(|(name, _)| **name != tenant);
        others.fold(own, |sum, (_, other)| sum.saturating_add(other.cost.min(own)))
    }
}
