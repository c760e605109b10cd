//! `cargo run -p zoo`, then open <http://127.0.0.1:8000/docs>.

use std::process::ExitCode;

fn main() -> ExitCode {
    zoo::app().run()
}
