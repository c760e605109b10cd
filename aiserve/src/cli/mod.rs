//! The command line of a service: `serve`, `openapi`, `routes`, `check`, `config`.

#[cfg(feature = "cli")]
mod flags;
mod table;

use std::error::Error as _;
use std::process::ExitCode;

use tokio::runtime::{Builder, Runtime};

use crate::app::App;
use crate::observe;
use crate::openapi::OpenApiVersion;
use crate::serve::Listener;
use crate::{Config, Error};

/// What a service was asked to do.
enum Command {
    Serve(Config),
    /// Print the main document or the one of this name, in another version than the app's if one is given.
    OpenApi(Option<OpenApiVersion>, Option<String>),
    /// Print one line per route.
    Routes,
    /// Check the app, and what the configuration names.
    Check(Config),
    /// Print the configuration.
    Config(String),
}

impl<S: Send + Sync + 'static> App<S> {
    /// Runs the service as its command line says: the last line of `main`.
    ///
    /// - `serve`, or nothing: loads the state and serves until SIGTERM or SIGINT;
    /// - `openapi`: prints the document without loading the state;
    /// - `routes`: prints one line per route;
    /// - `check`: checks the app and its configuration, without loading the state;
    /// - `config`: prints the configuration, and where each value is from.
    ///
    /// Flags win over the environment (`AISERVE_*`), which wins over the file `aiserve.toml` (with the feature `toml`), which
    /// wins over the defaults; `--help` lists all. Without the feature `cli` there are commands, but no flags.
    ///
    /// The process ends with 0, or with 1 if the service can't start or serve, 2 if the command line is wrong, and 3 if it
    /// stopped before all was answered.
    pub fn run(self) -> ExitCode {
        let command = match command() {
            Ok(command) => command,
            Err(code) => return code,
        };
        let done = match command {
            Command::Serve(config) => self.listen(&config),
            Command::OpenApi(version, name) => self.print_document(version, name.as_deref()),
            Command::Routes => self.print_routes(),
            Command::Check(config) => self.check(&config),
            Command::Config(lines) => {
                print(&lines);
                Ok(())
            }
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        }
    }

    fn listen(self, config: &Config) -> Result<(), Error> {
        observe::set_format(config.log);
        observe::install();
        let banner = self.banner()?;
        crate::serve::check(config)?;
        let runtime = runtime(config).map_err(|error| Error::new("the runtime can't be started").because(error))?;
        runtime.block_on(async {
            let listener = Listener::bind(config)?;
            let app = self.start_with(config).await?;
            print(&banner.lines(&listener, config.tls_cert.is_some()));
            crate::serve::serve_until_signal(app, listener, config).await
        })
    }

    fn print_document(&self, version: Option<OpenApiVersion>, name: Option<&str>) -> Result<(), Error> {
        self.openapi_as(version, name).map(|text| print(&(text + "\n")))
    }

    fn check(&self, config: &Config) -> Result<(), Error> {
        crate::serve::check(config)?;
        let count = self.operations()?.len();
        print(&format!("{count} operations, nothing wrong\n"));
        Ok(())
    }

    fn print_routes(&self) -> Result<(), Error> {
        let banner = self.banner()?;
        print(&banner.routes);
        Ok(())
    }
}

#[cfg(feature = "cli")]
fn command() -> Result<Command, ExitCode> {
    flags::command()
}

#[cfg(not(feature = "cli"))]
fn command() -> Result<Command, ExitCode> {
    let command = match std::env::args().nth(1).as_deref() {
        None | Some("serve") => Config::load().map(Command::Serve),
        Some("openapi") => Ok(Command::OpenApi(None, None)),
        Some("routes") => Ok(Command::Routes),
        Some("check") => Config::load().map(Command::Check),
        Some("config") => crate::config::Layers::read(None).map(|layers| Command::Config(layers.lines())),
        Some(other) => {
            let commands = "`serve`, `openapi`, `routes`, `check` and `config`";
            Err(Error::new(format!("there is no command `{other}`; the commands are {commands}")))
        }
    };
    command.map_err(|error| fail(&error))
}

/// One thread needs no scheduler that hands work to others.
fn runtime(config: &Config) -> std::io::Result<Runtime> {
    if config.threads.get() == 1 {
        return Builder::new_current_thread().enable_all().build();
    }
    Builder::new_multi_thread().worker_threads(config.threads.get()).enable_all().build()
}

/// Writes to the standard output. That nobody reads it is no reason to stop.
fn print(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Tells an error and what is behind it.
fn fail(error: &Error) -> ExitCode {
    eprintln!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    ExitCode::from(error.exit_code())
}
