//! `conformance CASE PORT` serves one of FastAPI's documentation examples, written on aiserve, on 127.0.0.1;
//! `conformance cases` lists them.

mod cases;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments == ["cases"] {
        cases::names().for_each(|name| println!("{name}"));
        return ExitCode::SUCCESS;
    }
    let [case, port] = arguments.as_slice() else {
        eprintln!("usage: conformance CASE PORT, or conformance cases");
        return ExitCode::from(2);
    };
    let Ok(port) = port.parse::<u16>() else {
        eprintln!("`{port}` is no port number");
        return ExitCode::from(2);
    };
    let Some(serve) = cases::serve(case) else {
        eprintln!("there is no case `{case}`; the cases are: {}", cases::names().collect::<Vec<_>>().join(", "));
        return ExitCode::from(2);
    };
    match run(serve, port) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(serve: cases::Serve, port: u16) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        Ok(serve(listener).await?)
    })
}
