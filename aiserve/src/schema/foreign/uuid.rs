//! `uuid`: hyphenated when written; without hyphens, in braces or as a URN too when read.

use uuid::Uuid;

text!(Uuid => "Uuid", name: "uuid", code: "uuid", kind: "", noun: "UUID", pattern: "");
