//! The command line of a service: `serve`, `openapi`, `routes`.
