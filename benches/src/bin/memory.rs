//! `memory PORT THREADS` serves the routes of `idle.py` and `uploads.py` on loopback.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    routes::serve(routes::memory_app())
}
