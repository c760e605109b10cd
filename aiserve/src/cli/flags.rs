//! The flags, by clap.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches};

use super::{Command, fail};
use crate::config::{KEYS, Key, Layers};
use crate::openapi::OpenApiVersion;

/// What the command line says; the code to end with if it says something wrong, or asks for help.
pub(super) fn command() -> Result<Command, ExitCode> {
    let matches = flags().try_get_matches().map_err(|error| {
        let code = if error.use_stderr() { 2 } else { 0 };
        // A message that nobody reads changes nothing.
        let _ = error.print();
        ExitCode::from(code)
    })?;
    match matches.subcommand() {
        Some(("openapi", asked)) => {
            let version = asked.get_one::<OpenApiVersion>("openapi-version").copied();
            Ok(Command::OpenApi(version, asked.get_one::<String>("document").cloned()))
        }
        Some(("routes", _)) => Ok(Command::Routes),
        Some(("check", asked)) => layers(asked).map(|layers| Command::Check(layers.config)),
        Some(("config", asked)) => layers(asked).map(|layers| Command::Config(layers.lines())),
        Some((_, asked)) => layers(asked).map(|layers| Command::Serve(layers.config)),
        None => layers(&matches).map(|layers| Command::Serve(layers.config)),
    }
}

fn flags() -> clap::Command {
    let version = Arg::new("openapi-version")
        .long("openapi-version")
        .value_name("VERSION")
        .value_parser(ValueParser::new(version))
        .help("The version of OpenAPI, 3.0, 3.1 or 3.2; the app's own unless said");
    let document = Arg::new("document")
        .long("document")
        .value_name("NAME")
        .help("A document that a router named; the main one unless said");
    let openapi = clap::Command::new("openapi").about("Print the OpenAPI document; nothing is loaded or served");
    let routes = clap::Command::new("routes").about("Print one line per route");
    let check = clap::Command::new("check").about("Check the app and its configuration; nothing is loaded or served");
    let config = clap::Command::new("config").about("Print the configuration, and where each value is from");
    let serve = clap::Command::new("serve").about("Serve the API (also without a command)");
    configured(clap::Command::new("service").about("Serves the API, or tells about it."))
        .args_conflicts_with_subcommands(true)
        .subcommand(configured(serve))
        .subcommand(openapi.arg(version).arg(document))
        .subcommand(routes)
        .subcommand(configured(check))
        .subcommand(configured(config))
}

/// Adds the flags of the configuration.
fn configured(command: clap::Command) -> clap::Command {
    let file = Arg::new("config")
        .long("config")
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help("The file of the configuration [env: AISERVE_CONFIG] [default: aiserve.toml, if it is there]");
    KEYS.iter().fold(command.arg(file), |command, key| command.arg(flag(key)))
}

fn flag(key: &'static Key) -> Arg {
    let default = (key.show)(&crate::Config::default());
    let parser = move |text: &str| key.set(&mut crate::Config::default(), text).map(|()| text.to_owned());
    let flag = Arg::new(key.name)
        .long(key.flag)
        .value_name(key.value_name)
        .value_parser(ValueParser::new(move |text: &str| parser(text).map_err(|takes| format!("it is {takes}"))))
        .help(format!("{} [env: {}] [default: {default}]", key.help, key.variable));
    match key.short {
        Some(short) => flag.short(short),
        None => flag,
    }
}

/// The file and the environment, changed by the flags.
fn layers(flags: &ArgMatches) -> Result<Layers, ExitCode> {
    let path = flags.get_one::<PathBuf>("config");
    let mut layers = Layers::read(path.map(PathBuf::as_path)).map_err(|error| fail(&error))?;
    for key in &KEYS {
        if let Some(text) = flags.get_one::<String>(key.name) {
            layers.flag(key, text);
        }
    }
    Ok(layers)
}

fn version(text: &str) -> Result<OpenApiVersion, &'static str> {
    match text {
        "3.0" => Ok(OpenApiVersion::V3_0),
        "3.1" => Ok(OpenApiVersion::V3_1),
        "3.2" => Ok(OpenApiVersion::V3_2),
        _ => Err("there are 3.0, 3.1 and 3.2"),
    }
}
