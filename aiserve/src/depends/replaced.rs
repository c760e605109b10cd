//! Replacements of dependencies, which the test client sends along with its requests.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use super::{Describe, Replacement, Shared};
use crate::Result;
use crate::extract::Request;

/// The replacements by dependency.
#[derive(Clone, Debug, Default)]
pub(crate) struct Replaced(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

/// A replacement as it is kept, of a known size.
struct Kept<V>(Box<Replacement<V>>);

impl Replaced {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn replace<D, V: Shared>(&mut self, with: impl Fn(&Request) -> Result<V> + Send + Sync + 'static)
    where
        D: Describe<Value = V>,
    {
        self.0.insert(TypeId::of::<D>(), Arc::new(Kept::<V>(Box::new(with))));
    }

    /// The replacement of a dependency in this request.
    pub(super) fn find<D: Describe + ?Sized>(request: &Request) -> Option<&Replacement<D::Value>> {
        let replaced: &Self = request.parts().extensions.get()?;
        let kept: &Kept<D::Value> = replaced.0.get(&TypeId::of::<D>())?.downcast_ref()?;
        Some(&*kept.0)
    }
}
