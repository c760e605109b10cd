//! What a service is told from outside when it starts.
