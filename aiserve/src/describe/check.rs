//! Checks of descriptions that run while the user's crate compiles, where only types can tell what is described.

use super::{Arg, BodyArg, Method, Needs, Operation};
use crate::problem::Place;
use crate::route::Describe;
use crate::schema::{Flags, Node, Object};

/// Whether a parameter of the path is taken by an argument, or may be once the arguments' own mistakes are mended.
#[must_use]
pub const fn takes(operation: &Operation, name: &str) -> bool {
    one_takes(operation.args, operation.path, name)
}

const fn one_takes(args: &[Arg], path: &str, name: &str) -> bool {
    let mut index = 0;
    while index < args.len() {
        let takes = match &args[index] {
            Arg::Param(param) => matches!(param.place, Place::Path) && same(param.field.name, name),
            Arg::Group(Place::Path, node) => node_takes(node, name) || path_mistake(node, path).is_some(),
            Arg::Needs(needs, _) => one_takes(needs.args, path, name),
            _ => false,
        };
        if takes {
            return true;
        }
        index += 1;
    }
    false
}

/// What is wrong with an argument, as far as its type tells.
#[must_use]
pub const fn mistake(operation: &Operation, index: usize) -> Option<&'static str> {
    match &operation.args[index] {
        Arg::Body(_) => body_mistake(operation, index),
        Arg::Socket(_) if !operation.is_socket() => Some(
            "a `WebSocket` is the argument of a function under `#[websocket(\"/path\")]`; this one answers by what it returns",
        ),
        Arg::Socket(_) if sockets(operation.args, index) > 0 => {
            Some("there is one connection: take it once, and `split()` it to send and receive apart")
        }
        Arg::Group(Place::Path, node) => path_mistake(node, operation.path),
        Arg::Group(_, node) if is_single(node) => Some(
            "each field of the type would be a parameter, but this type has none: write a struct, or take the value \
             itself and mark it `#[query]`, `#[header]` or `#[cookie]`",
        ),
        _ => None,
    }
}

/// What is wrong with an argument that takes the body: RFC 9110 (sections 9.3.1, 9.3.2, 9.3.8) gives it no meaning for
/// some methods, and there is one body.
const fn body_mistake(operation: &Operation, index: usize) -> Option<&'static str> {
    match operation.method {
        _ if operation.is_socket() => {
            Some("a WebSocket is opened without a body: wrap the argument as `Query<..>`, or receive it as a message")
        }
        Method::Get => Some("a GET request has no body: wrap the argument as `Query<..>`, or write `POST`"),
        Method::Head => Some("a HEAD request has no body: wrap the argument as `Query<..>`, or write `POST`"),
        Method::Trace => Some("a TRACE request has no body: wrap the argument as `Query<..>`, or write `POST`"),
        _ if misplaces_file(&operation.args[index]) => Some(
            "a file is no JSON: wrap the argument as `Multipart<..>`, or mark an argument for each field `#[part]`",
        ),
        _ if has_body(operation, index) => {
            Some("a second argument takes the body: mark each `#[body]` to read them as the fields of one object")
        }
        _ if shows_later(operation, index) => {
            Some("a client shows who it is before its body is read: move this argument behind the others")
        }
        _ => None,
    }
}

/// What is wrong with the arguments of a function under `#[websocket]` together.
#[must_use]
pub const fn socket_mistake(operation: &Operation) -> Option<&'static str> {
    if sockets(operation.args, operation.args.len()) == 0 {
        return Some("no argument takes the connection: add `mut socket: WebSocket<In, Out>`");
    }
    None
}

/// How many of the first arguments are a connection.
const fn sockets(args: &[Arg], count: usize) -> usize {
    let (mut index, mut found) = (0, 0);
    while index < count {
        if matches!(args[index], Arg::Socket(_)) {
            found += 1;
        }
        index += 1;
    }
    found
}

/// Whether an argument of a dependency takes the body.
#[must_use]
pub const fn reads_body(needs: &Needs, index: usize) -> bool {
    matches!(needs.args[index], Arg::Body(_))
}

/// Whether an argument after this one is a security scheme.
const fn shows_later(operation: &Operation, index: usize) -> bool {
    let mut index = index;
    while index < operation.args.len() {
        if matches!(operation.args[index], Arg::Security(..)) {
            return true;
        }
        index += 1;
    }
    false
}

const fn misplaces_file(arg: &Arg) -> bool {
    matches!(arg, Arg::Body(BodyArg { misplaced_file: true, .. }))
}

/// Whether a schema is that of a file, or of an object with one.
pub(crate) const fn has_file(node: &Node) -> bool {
    match node {
        Node::Text(Some(format)) => format.is_file(),
        Node::Array(inner) | Node::Option(inner) | Node::With(inner, _) => has_file(inner),
        Node::Object(object) => {
            let mut index = 0;
            while index < object.fields.len() {
                if has_file(&object.fields[index].node) {
                    return true;
                }
                index += 1;
            }
            false
        }
        _ => false,
    }
}

/// Whether one of the first arguments takes the body.
const fn has_body(operation: &Operation, count: usize) -> bool {
    let mut index = 0;
    while index < count {
        if matches!(operation.args[index], Arg::Body(_)) {
            return true;
        }
        index += 1;
    }
    false
}

/// What is wrong with an argument that takes all parameters of the path.
const fn path_mistake(node: &Node, template: &str) -> Option<&'static str> {
    let expected = match node {
        Node::Object(object) if finds_all(object, template) => return None,
        Node::Object(_) => {
            return Some(
                "a field of this argument is not in the path: write `{field}` into the path for each of its fields",
            );
        }
        Node::Tuple(places) => places.len(),
        Node::Fixed(_, length) => *length,
        Node::Array(_) | Node::Set(_) => return None,
        node if is_single(node) => 1,
        _ => return None,
    };
    if count(template) == expected {
        None
    } else {
        Some(
            "this argument takes all parameters of the path, which has more or fewer: write a tuple with a place for each",
        )
    }
}

/// Whether values of the schema are one text, or a list of them.
const fn is_single(node: &Node) -> bool {
    match node {
        Node::Null
        | Node::Bool
        | Node::Integer(_)
        | Node::Number(_)
        | Node::Text(_)
        | Node::Array(_)
        | Node::Set(_)
        | Node::Fixed(..)
        | Node::Tuple(_) => true,
        Node::Option(inner) | Node::With(inner, _) => is_single(inner),
        _ => false,
    }
}

const fn finds_all(object: &Object, template: &str) -> bool {
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

/// How many parameters a template has.
const fn count(template: &str) -> usize {
    let template = template.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < template.len() {
        if template[at] == b'{' {
            count += 1;
        }
        at += 1;
    }
    count
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

/// The operation of an endpoint, by its value.
#[must_use]
pub const fn operation<E: Describe>(_: &E) -> &'static Operation {
    E::OPERATION
}

/// For each operation, the first that answers the same requests: the same method, and paths that differ in the names of
/// their parameters at most. That is the operation itself if it is the only one.
#[must_use]
pub const fn clashes<const N: usize>(operations: &[&Operation; N]) -> [usize; N] {
    // Operations by the hash of what they answer, in a table of twice their number: comparing each with each would take
    // seconds for lists of a thousand.
    let mut slots = [[usize::MAX; 2]; N];
    let mut first = [0; N];
    let mut index = 0;
    while index < N {
        let mut slot = hash(operations[index]) % (2 * N);
        first[index] = loop {
            let other = slots[slot / 2][slot % 2];
            if other == usize::MAX {
                slots[slot / 2][slot % 2] = index;
                break index;
            }
            if clash(operations[index], operations[other]) {
                break other;
            }
            slot = (slot + 1) % (2 * N);
        };
        index += 1;
    }
    first
}

/// Stops the compilation if an operation of a list answers what an earlier one answers. `clashes` is the list's.
///
/// # Panics
/// At compile time, naming both.
#[track_caller]
pub const fn distinct(operations: &[&Operation], clashes: &[usize], index: usize) {
    if clashes[index] != index {
        panic_clash(operations[clashes[index]], operations[index]);
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
    if a.method as u8 != b.method as u8 || a.path.is_empty() {
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
#[track_caller]
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
