//! The path's parameters as one value: `Path<T>`.

use std::ops::Deref;

use serde::de::value::SeqDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::params::{Entries, Group, Mismatch, Texts};
use super::{Ctx, Extract, Refused, Request, body};
use crate::describe::{Arg, Describes};
use crate::problem::Place;
use crate::schema::{Name, Node, Schema};
use crate::validate::{self, Cause};

/// The path's parameters: a struct takes them by name, a tuple by their order, anything else is the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<T> Deref for Path<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// So that an argument which is named in the path may be wrapped too: `id: Path<u64>`.
impl<T: Schema> Schema for Path<T> {
    const NODE: Node = T::NODE;
    const BODY: Node = T::BODY;
    const NAME: Name = T::NAME;
    const OPTIONAL: bool = T::OPTIONAL;
    const INERT: bool = T::INERT;

    fn check(&self, parent: &mut dyn FnMut() -> garde::error::Path, report: &mut garde::Report) {
        self.0.check(parent, report);
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Path<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<T: Schema + DeserializeOwned> Describes for Path<T> {
    const ARG: Arg = Arg::Group(Place::Path, &T::BODY);
}

impl<S: Send + Sync, T: Schema + DeserializeOwned + Send> Extract<S> for Path<T> {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        read(&mut ctx.request).map(Self)
    }
}

fn read<T: Schema + DeserializeOwned>(request: &mut Request) -> Result<T, Refused> {
    let node = body::node::<T>();
    let cause = match T::deserialize(Parameters { request, node }) {
        Ok(value) => {
            let report = validate::judge(|at, report| value.check(at, report));
            if report.is_empty() {
                return Ok(value);
            }
            Cause::Broken(report)
        }
        Err(mismatch) => Cause::Undecoded(mismatch.to_string()),
    };
    validate::path(request, node, &cause);
    Err(Refused::Invalid)
}

/// The parameters, as whatever serde asks for.
struct Parameters<'a> {
    request: &'a Request,
    node: &'static Node,
}

macro_rules! first {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            Texts::single(self.request.path_param(0), self.node).$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Parameters<'_> {
    type Error = Mismatch;

    first! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_bytes
        deserialize_byte_buf deserialize_option deserialize_unit deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        Texts::single(self.request.path_param(0), self.node).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let names = self.request.path_names().enumerate();
        let texts = names.map(|(index, _)| Texts::single(self.request.path_param(index), &Node::Any));
        visitor.visit_seq(SeqDeserializer::new(texts))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let entries = Entries::read(self.request, Place::Path, self.node);
        visitor.visit_map(Group::new(&entries))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! { unit_struct }
}

impl IntoDeserializer<'_, Mismatch> for Texts<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
