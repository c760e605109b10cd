//! The wire form of a type, as the derive writes it out.

use proc_macro2::{Ident, Span};
use syn::{Expr, Generics, LitStr, Member, Type};

use super::rules::FieldRules;
use crate::parse::schema_serde::{SerdeDefault, Sides};
use crate::parse::schema_texts::Texts;

/// A type with a schema.
pub(crate) struct Schema {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// Base of its component name.
    pub(crate) base: String,
    /// Whether the user gave that name.
    pub(crate) pinned: bool,
    pub(crate) texts: Texts,
    /// Whether its schema stands wherever it is used, without a component.
    pub(crate) inline: bool,
    pub(crate) wire: Wire,
    pub(crate) shape: Shape,
    pub(crate) enforced: Enforced,
}

impl Schema {
    /// The same type, read by code of our own.
    pub(crate) fn read_without_serde(mut self) -> Self {
        if let Shape::Struct(Content::Named(named)) = &mut self.shape {
            named.by_serde = false;
        }
        self
    }
}

/// What stands for the type on the wire.
pub(crate) enum Wire {
    /// Its own shape.
    Shape,
    /// Another type, for reading, writing or both.
    Types(Box<Sides<Option<Type>>>),
}

/// Who runs garde's rules.
pub(crate) enum Enforced {
    /// The emitted check; the rules of the whole value.
    Here(Vec<Expr>),
    /// `garde::Validate`, which the user derives.
    ByGarde,
    /// Nobody: there are none.
    NotNeeded,
}

/// Struct or enum.
pub(crate) enum Shape {
    Struct(Content),
    Enum { variants: Vec<Variant>, tagging: Tagging, deny_unknown: bool },
}

/// The fields of a struct or variant.
pub(crate) enum Content {
    Unit,
    /// One field that is the whole value on the wire.
    Alone(Box<Alone>),
    Tuple(Vec<Field>),
    Named(Named),
}

/// A struct or variant that is one of its fields on the wire.
pub(crate) struct Alone {
    pub(crate) field: Field,
    /// Whether serde also takes absence for the field's `None` (`transparent`).
    pub(crate) transparent: bool,
    /// Fields that are not on the wire; only their own rules matter.
    pub(crate) hidden: Vec<Field>,
}

/// Named fields.
pub(crate) struct Named {
    pub(crate) fields: Vec<Field>,
    pub(crate) deny_unknown: bool,
    /// `#[serde(tag = "..")]` on a struct: a key that is written, and what it holds.
    pub(crate) tag: Option<(LitStr, String)>,
    /// Whether serde's derive reads them, as far as that is checked: not of a type with parameters.
    pub(crate) by_serde: bool,
}

/// A variant.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) names: Names,
    pub(crate) content: Content,
    pub(crate) kind: VariantKind,
    pub(crate) flags: Vec<&'static str>,
    pub(crate) texts: Texts,
    /// Whether serde reads or writes it at all.
    pub(crate) on_wire: bool,
}

/// Which kind of variant it is.
#[derive(Clone, Copy)]
pub(crate) enum VariantKind {
    Unit,
    Newtype,
    Tuple,
    Struct,
}

/// How the variant of an enum is told.
pub(crate) enum Tagging {
    External,
    Internal(LitStr),
    Adjacent(LitStr, LitStr),
    Untagged,
}

/// A field.
pub(crate) struct Field {
    pub(crate) member: Member,
    /// The name the emitted check binds it to.
    pub(crate) binding: Ident,
    pub(crate) ty: Type,
    pub(crate) names: Names,
    /// Types that stand for it on the wire.
    pub(crate) stand_ins: Sides<Option<Type>>,
    /// Constants of `Flags`.
    pub(crate) flags: Vec<&'static str>,
    pub(crate) flatten: bool,
    pub(crate) default: Option<FieldDefault>,
    pub(crate) rules: FieldRules,
    pub(crate) texts: Texts,
    /// Whether serde reads or writes it at all.
    pub(crate) on_wire: bool,
}

/// Where the value of a missing field comes from.
pub(crate) enum FieldDefault {
    /// Its own `#[serde(default)]`.
    Own(SerdeDefault),
    /// The same field of the type's default value.
    OfType(SerdeDefault),
}

/// Names on the wire.
pub(crate) struct Names {
    /// Where they come from: the word that renames, or the Rust name.
    pub(crate) span: Span,
    pub(crate) read: String,
    pub(crate) write: String,
    pub(crate) aliases: Vec<LitStr>,
}
