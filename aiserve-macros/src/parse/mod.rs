//! From tokens to raw, unchecked data. Only here are attributes read.
