//! The flags, by clap.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::Command;
use crate::Config;
use crate::config::seconds;
use crate::openapi::OpenApiVersion;

#[derive(Parser)]
#[command(about = "Serves the API, or tells about it.", subcommand_negates_reqs = true)]
struct Flags {
    #[command(subcommand)]
    command: Option<Subcommands>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Serve the API (also without a command)
    Serve(Serve),
    /// Print the OpenAPI document; nothing is loaded or served
    #[command(name = "openapi")]
    OpenApi {
        /// The version of OpenAPI; the app's own unless said
        #[arg(long, value_name = "VERSION")]
        openapi_version: Option<Version>,
        /// A document that a router named; the main one unless said
        #[arg(long, value_name = "NAME")]
        document: Option<String>,
    },
    /// Print one line per route
    Routes,
}

#[derive(Args)]
struct Serve {
    /// The address to listen on [default: 127.0.0.1]
    #[arg(long, env = "AISERVE_HOST")]
    host: Option<IpAddr>,
    /// The port to listen on, 0 for any free one [default: 8000]
    #[arg(long, short, env = "AISERVE_PORT")]
    port: Option<u16>,
    /// Threads that serve connections [default: one per core]
    #[arg(long, env = "AISERVE_THREADS")]
    threads: Option<NonZeroUsize>,
    /// Seconds that a stop waits for requests that are being answered [default: 30]
    #[arg(long, env = "AISERVE_DRAIN", value_name = "SECONDS", value_parser = seconds)]
    drain: Option<Duration>,
    /// Seconds that a client may take to send the head of a request [default: 30]
    #[arg(long, env = "AISERVE_HEAD_TIMEOUT", value_name = "SECONDS", value_parser = seconds)]
    head_timeout: Option<Duration>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Version {
    #[value(name = "3.0")]
    V3_0,
    #[value(name = "3.1")]
    V3_1,
    #[value(name = "3.2")]
    V3_2,
}

/// What the command line says; the code to end with if it says something wrong, or asks for help.
pub(super) fn command() -> Result<Command, ExitCode> {
    let Flags { command, serve } = Flags::try_parse().map_err(|error| {
        let code = if error.use_stderr() { 2 } else { 0 };
        // A message that nobody reads changes nothing.
        let _ = error.print();
        ExitCode::from(code)
    })?;
    Ok(match command {
        None => Command::Serve(serve.config()),
        Some(Subcommands::Serve(serve)) => Command::Serve(serve.config()),
        Some(Subcommands::OpenApi { openapi_version, document }) => {
            Command::OpenApi(openapi_version.map(Version::version), document)
        }
        Some(Subcommands::Routes) => Command::Routes,
    })
}

impl Serve {
    fn config(self) -> Config {
        let default = Config::default();
        Config {
            host: self.host.unwrap_or(default.host),
            port: self.port.unwrap_or(default.port),
            threads: self.threads.unwrap_or(default.threads),
            drain: self.drain.unwrap_or(default.drain),
            head_timeout: self.head_timeout.unwrap_or(default.head_timeout),
        }
    }
}

impl Version {
    fn version(self) -> OpenApiVersion {
        match self {
            Self::V3_0 => OpenApiVersion::V3_0,
            Self::V3_1 => OpenApiVersion::V3_1,
            Self::V3_2 => OpenApiVersion::V3_2,
        }
    }
}
