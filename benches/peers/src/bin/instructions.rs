//! One request after the other through a service in this process, to be counted by callgrind.

use std::process::ExitCode;

use peers::{axum_routes, by_hand};
use tower::ServiceExt;
use work::in_process::{Call, Command, NONE, block_on, build_only, repeat};

const BARE: &str = "bare";
const AXUM: &str = "axum";

fn main() -> ExitCode {
    match Command::from_command_line().and_then(obey) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn obey(command: Command) -> Result<(), String> {
    match command {
        Command::Rows => println!("{NONE}\n{BARE}\n{AXUM}"),
        Command::Run { row, call, iterations } => match row.as_str() {
            NONE => build_only(call, iterations),
            BARE => block_on(repeat(call, iterations, by_hand::answer)),
            AXUM => block_on(axum(call, iterations)),
            other => return Err(format!("there is no row `{other}`")),
        },
    }
    Ok(())
}

/// As axum's own server does it: a cheap clone of the router for each request.
async fn axum(call: Call, iterations: usize) {
    let router = axum_routes::router();
    let service = async |request| match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    repeat(call, iterations, service).await;
}
