//! Operations with their ids, and the callbacks among them.

use std::collections::HashMap;

use super::names::{Wish, sanitize, settle};
use super::{Contents, Listed};
use crate::Error;
use crate::describe::Method;

/// What an operation's id can be made of.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OperationName<'a> {
    /// Its method.
    pub method: Method,
    /// Its whole path template.
    pub path: &'a str,
    /// The function's name, or the operation's own `id`.
    pub function: &'a str,
    /// The module of the function.
    pub module: &'a str,
    /// Its tags and its routers', the outermost first.
    pub tags: &'a [&'a str],
}

/// An operation of the document.
pub(super) struct Named<'a> {
    pub(super) listed: Listed<'a>,
    pub(super) id: String,
    pub(super) callbacks: Vec<Named<'a>>,
}

/// The routes and the webhooks that are shown, or which ids are there twice.
pub(super) fn named<'a>(contents: &Contents<'a>) -> Result<[Vec<Named<'a>>; 2], Vec<Error>> {
    let shown = |all: &[Listed<'a>]| all.iter().filter(|listed| !listed.operation.hidden).cloned().collect::<Vec<_>>();
    let groups = [shown(&contents.routes), shown(&contents.webhooks)];
    let mut flat = Vec::new();
    groups.iter().flatten().for_each(|listed| flatten(listed, &mut flat));
    let ids = match contents.ids {
        Some(make) => made(&flat, make)?,
        None => chosen(&flat),
    };
    let mut ids = ids.into_iter();
    Ok(groups.map(|group| group.into_iter().map(|listed| assemble(listed, &mut ids)).collect()))
}

/// The operations, and all below them.
pub(super) fn all<'n, 'a>(named: impl IntoIterator<Item = &'n Named<'a>>) -> Vec<&'n Listed<'a>>
where
    'a: 'n,
{
    named.into_iter().flat_map(|one| std::iter::once(&one.listed).chain(all(&one.callbacks))).collect()
}

fn flatten<'a>(listed: &Listed<'a>, found: &mut Vec<Listed<'a>>) {
    found.push(listed.clone());
    listed.callbacks().for_each(|callback| flatten(&callback, found));
}

/// Ids come in the order of [`flatten`].
fn assemble<'a>(listed: Listed<'a>, ids: &mut impl Iterator<Item = String>) -> Named<'a> {
    let id = ids.next().expect("an id for each operation");
    let mut callbacks = Vec::new();
    for callback in listed.callbacks() {
        // Of the trait object's type, lest the recursion makes ever new ones.
        let ids: &mut dyn Iterator<Item = String> = ids;
        callbacks.push(assemble(callback, &mut { ids }));
    }
    Named { listed, id, callbacks }
}

/// Ids that the app makes.
fn made(operations: &[Listed<'_>], make: fn(&OperationName<'_>) -> String) -> Result<Vec<String>, Vec<Error>> {
    let mut first: HashMap<String, &Listed<'_>> = HashMap::new();
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    for listed in operations {
        let Listed { operation, path, tags, .. } = listed;
        let (function, module) = (operation.id, operation.module);
        let id = make(&OperationName { method: operation.method, path, function, module, tags });
        if let Some(other) = first.insert(id.clone(), listed) {
            let shown = |listed: &Listed<'_>| format!("`{} {}`", listed.operation.method.name(), listed.path);
            let (other, one) = (shown(other), shown(listed));
            errors.push(Error::new(format!("the operation id `{id}` is that of {other} and of {one}")));
        }
        ids.push(id);
    }
    if errors.is_empty() { Ok(ids) } else { Err(errors) }
}

/// The function's name; of several functions of one name the module too, of one function mounted several times the path
/// too.
fn chosen(operations: &[Listed<'_>]) -> Vec<String> {
    let same =
        |a: &Listed<'_>, b: &Listed<'_>| (a.operation.module, a.operation.id) == (b.operation.module, b.operation.id);
    let wish = |listed: &Listed<'_>| {
        let Listed { operation, path, within, .. } = listed;
        let qualified = format!("{}::{}", operation.module, operation.id);
        let is_again = operations.iter().filter(|other| same(listed, other)).count() > 1;
        let place = if within.is_empty() { path } else { within.as_str() };
        let second = if is_again { format!("{}::{place}", operation.id) } else { qualified.clone() };
        let last = format!("{qualified}::{path}::{}::{within}", operation.method.name().to_lowercase());
        Wish { levels: [operation.id, &second, &last].map(|name| vec![sanitize(name)]).to_vec() }
    };
    let wishes: Vec<Wish> = operations.iter().map(wish).collect();
    let chosen = settle(&wishes);
    wishes.into_iter().zip(chosen).map(|(mut wish, level)| wish.levels.swap_remove(level).swap_remove(0)).collect()
}
