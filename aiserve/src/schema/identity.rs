//! Who a named schema is: its component name and what tells it from another type of the same name.

use super::Node;

/// The name of a type, with the names of its type arguments.
///
/// Component names are made of it: `Page<Item>` is `Page_Item`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The type's own name, `[A-Za-z0-9._-]+`.
    pub base: &'static str,
    /// The names of its type arguments.
    pub args: &'static [Name],
    /// Whether the user pinned the name (`#[schema(rename = "..")]`): then it is never qualified.
    pub pinned: bool,
}

impl Name {
    /// A type without arguments.
    #[must_use]
    pub const fn plain(base: &'static str) -> Self {
        Self { base, args: &[], pinned: false }
    }

    /// A type with arguments.
    #[must_use]
    pub const fn generic(base: &'static str, args: &'static [Name]) -> Self {
        Self { base, args, pinned: false }
    }

    /// The name written out: base and arguments joined by `_`.
    #[must_use]
    pub fn short(&self) -> String {
        let mut text = self.base.to_owned();
        for arg in self.args {
            text.push('_');
            text.push_str(&arg.short());
        }
        text
    }
}

/// A named schema: one component of the document.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Its name, before clashes are resolved.
    pub name: Name,
    /// `std::any::type_name` of the type: tells apart instances of one generic type.
    pub type_name: fn() -> &'static str,
    /// `module_path!()` of the derive: qualifies the name on both sides of a clash.
    pub module: &'static str,
    /// Line and column of the derive: tells apart two types of one name inside one module (in two functions).
    pub position: (u32, u32),
    /// The schema.
    pub body: Node,
    /// The doc comment, Markdown.
    pub doc: &'static str,
    /// `#[schema(title = "..")]`.
    pub title: Option<&'static str>,
    /// `#[schema(example = ..)]`, as JSON values.
    pub examples: &'static [fn() -> serde_json::Value],
    /// `#[deprecated]` or `#[schema(deprecated)]`.
    pub deprecated: bool,
}
