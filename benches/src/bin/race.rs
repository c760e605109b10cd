//! `race PORT THREADS` serves the five routes on loopback.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    routes::serve(routes::app())
}
