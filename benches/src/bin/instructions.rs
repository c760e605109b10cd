//! One request after the other through the service in this process, to be counted by callgrind.

use std::process::ExitCode;

use hyper::service::Service;
use work::in_process::{Call, Command, NONE, block_on, build_only, repeat};

const AISERVE: &str = "aiserve";

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
        Command::Rows => println!("{NONE}\n{AISERVE}"),
        Command::Run { row, call, iterations } => match row.as_str() {
            NONE => build_only(call, iterations),
            AISERVE => block_on(aiserve(call, iterations)),
            other => return Err(format!("there is no row `{other}`")),
        },
    }
    Ok(())
}

async fn aiserve(call: Call, iterations: usize) {
    let service = routes::app().start().await.expect("nothing is wrong with the app");
    let answer = async |request| match service.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    repeat(call, iterations, answer).await;
}
