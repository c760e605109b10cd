//! Listening, connections, and a graceful stop.
