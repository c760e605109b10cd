//! Reading payloads exactly as their schemas say, at no cost.
//!
//! What serde derives reads more than it writes: a struct from a list of its fields' values too, a word of an enum from
//! `{"Word": null}`. A payload's `Deserialize` hands serde's code one of these deserializers, each of which wraps the one call
//! that code makes; types inside are wrapped by their own impls. Formats that people do not read, where such forms are the
//! usual ones, are left alone.

mod fields;
mod tagged;
mod variants;
mod words;

pub(super) use fields::ByName;
pub use fields::Fields;
pub use tagged::Tagged;
pub use variants::Variants;
pub use words::{Words, WordsAndVariants};

/// The calls that the code derived for a type does not make.
macro_rules! no_other_calls {
    ($($call:tt)*) => {
        fn is_human_readable(&self) -> bool {
            self.0.is_human_readable()
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct identifier ignored_any $($call)*
        }
    };
}
use no_other_calls;
