//! The pass that runs only after a failure and finds every mistake: it walks the JSON against the constant schema.
