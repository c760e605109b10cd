//! Lists, sets, fixed lists and tuples.

use serde_json::Value;

use super::bounds;
use super::walk::Walk;
use crate::schema::Node;

impl Walk {
    pub(super) fn list(&mut self, node: &'static Node, value: &Value) -> bool {
        let Value::Array(items) = value else {
            let (kind, what) = match node {
                Node::Set(_) => ("set_type", "set"),
                Node::Tuple(_) => ("tuple_type", "tuple"),
                _ => ("list_type", "list"),
            };
            return self.refuse(kind, format!("Input should be a valid {what}"), value);
        };
        match node {
            Node::Array(element) | Node::Set(element) => self.elements(element, items),
            Node::Fixed(element, count) => {
                self.elements(element, items);
                return self.count("List", *count, items.len());
            }
            Node::Tuple(places) => return self.places(places, items),
            _ => {}
        }
        true
    }

    fn elements(&mut self, node: &'static Node, items: &[Value]) {
        for (index, item) in items.iter().enumerate() {
            self.at(index, |walk| walk.value(node, &[], item));
        }
    }

    fn places(&mut self, places: &'static [Node], items: &[Value]) -> bool {
        for (index, node) in places.iter().enumerate() {
            match items.get(index) {
                Some(item) => {
                    self.at(index, |walk| walk.value(node, &[], item));
                }
                None => self.at(index, Self::missing),
            }
        }
        items.len() <= places.len() || self.count("Tuple", places.len(), items.len())
    }

    fn count(&mut self, kind: &'static str, wanted: usize, found: usize) -> bool {
        let wanted = wanted as u64;
        match bounds::item_count(kind, found as u64, wanted, wanted) {
            Some(broken) => {
                let fault = broken.fault(self);
                self.faults.push(fault);
                false
            }
            None => true,
        }
    }
}
