//! Checks of descriptions that run while the user's crate compiles, where only types can tell what is described.

use super::{Arg, Method, Operation};
use crate::problem::Place;
use crate::schema::{Flags, Node};

/// Whether an argument takes the body.
#[must_use]
pub const fn is_body(arg: &Arg) -> bool {
    matches!(arg, Arg::Body(_))
}

/// Whether any argument takes this parameter of the path.
#[must_use]
pub const fn takes(operation: &Operation, name: &str) -> bool {
    let mut index = 0;
    while index < operation.args.len() {
        let takes = match &operation.args[index] {
            Arg::Param(param) => matches!(param.place, Place::Path) && same(param.field.name, name),
            Arg::Group(Place::Path, node) => node_takes(node, name),
            _ => false,
        };
        if takes {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether an argument that takes parameters of the path finds all of them there.
#[must_use]
pub const fn is_in_path(arg: &Arg, template: &str) -> bool {
    match arg {
        Arg::Group(Place::Path, Node::Object(object)) => {
            let mut index = 0;
            while index < object.fields.len() {
                let field = &object.fields[index];
                let is_read = !field.flags.has(Flags::SKIP_IN) && !field.flags.has(Flags::FLATTEN);
                if is_read && !field.optional_in() && !is_named(template, field.name) {
                    return false;
                }
                index += 1;
            }
            true
        }
        _ => true,
    }
}

const fn node_takes(node: &Node, name: &str) -> bool {
    let Node::Object(object) = node else {
        // A tuple, a map or a scalar is read by position.
        return true;
    };
    let mut index = 0;
    while index < object.fields.len() {
        let field = &object.fields[index];
        let is_taken =
            if field.flags.has(Flags::FLATTEN) { node_takes(&field.node, name) } else { same(field.name, name) };
        if is_taken {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether a template has a parameter of this name.
const fn is_named(template: &str, name: &str) -> bool {
    let (template, name) = (template.as_bytes(), name.as_bytes());
    let mut at = 0;
    while at < template.len() {
        if template[at] == b'{' {
            let mut start = at + 1;
            if start < template.len() && template[start] == b'*' {
                start += 1;
            }
            if starts_with(template, start, name)
                && start + name.len() < template.len()
                && template[start + name.len()] == b'}'
            {
                return true;
            }
        }
        at += 1;
    }
    false
}

const fn starts_with(text: &[u8], start: usize, prefix: &[u8]) -> bool {
    if text.len() < start + prefix.len() {
        return false;
    }
    let mut index = 0;
    while index < prefix.len() {
        if text[start + index] != prefix[index] {
            return false;
        }
        index += 1;
    }
    true
}

const fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && starts_with(a.as_bytes(), 0, b.as_bytes())
}

/// Stops the compilation if two operations answer the same requests: the same method, and paths that differ in the
/// names of their parameters at most.
///
/// # Panics
/// At compile time, naming both paths.
pub const fn distinct<const N: usize>(operations: &[&Operation; N]) {
    // Operations by the hash of what they answer, in a table of twice their number: comparing each with each would take
    // seconds for lists of a thousand.
    let mut slots = [[usize::MAX; 2]; N];
    let mut index = 0;
    while index < N {
        let mut slot = hash(operations[index]) % (2 * N);
        loop {
            let other = slots[slot / 2][slot % 2];
            if other == usize::MAX {
                slots[slot / 2][slot % 2] = index;
                break;
            }
            if clash(operations[index], operations[other]) {
                panic_clash(operations[other], operations[index]);
            }
            slot = (slot + 1) % (2 * N);
        }
        index += 1;
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>) of method and path, names of parameters left out.
const fn hash(operation: &Operation) -> usize {
    let path = operation.path.as_bytes();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ operation.method as u64;
    let mut at = 0;
    while at < path.len() {
        hash = (hash ^ path[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at = next(path, at);
    }
    // The low bits are enough of a hash for a table.
    #[allow(clippy::cast_possible_truncation)]
    let low = hash as usize;
    low
}

/// The place behind a byte of a path; a parameter's name is skipped.
const fn next(path: &[u8], at: usize) -> usize {
    if path[at] != b'{' {
        return at + 1;
    }
    if at + 1 < path.len() && path[at + 1] == b'*' {
        return skip_name(path, at + 2);
    }
    skip_name(path, at + 1)
}

const fn skip_name(path: &[u8], mut at: usize) -> usize {
    while at < path.len() && path[at] != b'}' {
        at += 1;
    }
    at
}

const fn clash(a: &Operation, b: &Operation) -> bool {
    if a.method as u8 != b.method as u8 {
        return false;
    }
    let (a, b) = (a.path.as_bytes(), b.path.as_bytes());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] != b[j] {
            return false;
        }
        (i, j) = (next(a, i), next(b, j));
    }
    i == a.len() && j == b.len()
}

/// Panics with both operations named: constant panics take one text, so it is put together in a buffer.
const fn panic_clash(a: &Operation, b: &Operation) -> ! {
    let parts = [
        "`",
        a.id,
        "` (",
        a.method.name(),
        " ",
        a.path,
        ") and `",
        b.id,
        "` (",
        b.method.name(),
        " ",
        b.path,
        ") answer the same requests: change the path or the method of one",
    ];
    let mut text = [b' '; 512];
    let (mut part, mut end) = (0, 0);
    while part < parts.len() {
        let bytes = parts[part].as_bytes();
        let mut at = 0;
        while at < bytes.len() && end < text.len() {
            text[end] = bytes[at];
            at += 1;
            end += 1;
        }
        part += 1;
    }
    match std::str::from_utf8(text.split_at(end).0) {
        Ok(text) => panic!("{}", text),
        Err(_) => panic!("two endpoints of the list answer the same requests"),
    }
}

impl Method {
    /// The method as it is sent: `GET`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

impl Operation {
    /// An operation about which nothing is known: stands in for an endpoint whose mistakes are being reported.
    pub const EMPTY: Self = Self {
        method: Method::Get,
        path: "",
        id: "",
        module: "",
        summary: "",
        description: "",
        tags: &[],
        deprecated: false,
        hidden: true,
        status: 200,
        args: &[],
        replies: super::Replies::None,
    };
}
