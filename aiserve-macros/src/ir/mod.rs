//! Plain, checked data between parsing and emission.
