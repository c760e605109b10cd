//! The application: what is mounted, how it is described, what it needs to start.
