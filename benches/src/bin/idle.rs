//! `idle PORT THREADS` serves the route of `idle.py` on loopback.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    routes::serve(routes::idle_app())
}
