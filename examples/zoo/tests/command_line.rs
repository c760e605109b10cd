//! A service as its operator sees it: commands, configuration, the codes it ends with.

#![allow(clippy::unwrap_used, reason = "in a test, an error where there should be none is a failure")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The service in an empty folder of its own, without the variables of whoever runs the tests.
struct Place {
    folder: PathBuf,
}

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("aiserve-zoo-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    fn file(self, text: &str) -> Self {
        std::fs::write(self.folder.join("aiserve.toml"), text).unwrap();
        self
    }

    fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoo"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AISERVE_")) {
            command.env_remove(name);
        }
        command.args(arguments).envs(variables.iter().copied()).current_dir(&self.folder);
        command
    }

    /// What the service prints and ends with: its code, its output, its errors.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
        let done = self.command(arguments, variables).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn the_help_lists_every_key_with_its_variable_and_its_default() {
    let (code, help, _) = Place::new("help").run(&["--help"], &[]);
    assert_eq!(code, 0);
    for part in [
        "--host <ADDRESS>",
        "[env: AISERVE_HOST] [default: 127.0.0.1]",
        "-p, --port <PORT>",
        "--head-timeout <SECONDS>",
        "[env: AISERVE_GRACE] [default: 0]",
        "--config <FILE>",
    ] {
        assert!(help.contains(part), "no {part:?} in {help}");
    }
}

#[test]
fn each_value_is_shown_with_where_it_is_from() {
    let place = Place::new("config").file("# ours\nport = 9000\ndrain = 10\nhost = \"0.0.0.0\"\n");
    let variables = [("AISERVE_DRAIN", "20"), ("AISERVE_HOST", "::1")];
    let (code, config, _) = place.run(&["config", "--host", "127.0.0.2"], &variables);
    assert_eq!(code, 0);
    let lines: Vec<String> = config.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "host = \"127.0.0.2\" # --host",
        "port = 9000 # aiserve.toml, line 2",
        "drain = 20 # AISERVE_DRAIN",
        "grace = 0 # default",
    ] {
        assert!(lines.iter().any(|known| known == line), "no {line:?} in {lines:?}");
    }
    // What is shown is a file that says the same.
    let again = Place::new("again").file(&config);
    assert!(again.run(&["config"], &[]).1.contains("127.0.0.2\""));
}

#[test]
fn all_that_is_wrong_in_the_file_is_told_at_once() {
    let place = Place::new("wrong").file("prot = 9000\ndrain = \"long\"\nhead_timeout = 1.5\n");
    let (code, _, errors) = place.run(&["check"], &[("AISERVE_PORT", "http")]);
    assert_eq!(code, 1);
    for part in [
        "aiserve.toml, line 1: there is no key `prot`; is `port` meant?",
        "aiserve.toml, line 2: `drain` can't be `long`: it is a whole number of seconds",
        "aiserve.toml, line 3: `head_timeout` can't be a fraction",
        "`AISERVE_PORT` can't be `http`: it is a number from 0 to 65535",
    ] {
        assert!(errors.contains(part), "no {part:?} in {errors}");
    }
    let (code, _, errors) = place.file("port = \n").run(&[], &[]);
    assert!(code == 1 && errors.contains("aiserve.toml: line 1: "), "{errors}");
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let place = Place::new("named");
    for (arguments, variables) in [(&["--config", "no.toml"][..], &[][..]), (&[], &[("AISERVE_CONFIG", "no.toml")])] {
        let (code, _, errors) = place.run(arguments, variables);
        assert!(code == 1 && errors.contains("no.toml: No such file"), "{errors}");
    }
}

#[test]
fn check_loads_and_serves_nothing() {
    let (code, output, _) = Place::new("check").file("port = 1\n").run(&["check"], &[]);
    assert_eq!((code, output.as_str()), (0, "35 operations, nothing wrong\n"));
}

#[test]
fn a_wrong_command_line_is_another_code() {
    let place = Place::new("flags");
    let (code, _, errors) = place.run(&["--prot", "1"], &[]);
    assert!(code == 2 && errors.contains("'--port'"), "{errors}");
    let (code, _, errors) = place.run(&["--port", "http"], &[]);
    assert!(code == 2 && errors.contains("it is a number from 0 to 65535"), "{errors}");
    let (code, _, errors) = place.run(&["--port", "1", "serve"], &[]);
    assert!(code == 2 && errors.contains("cannot be used with"), "{errors}");
}

/// A service that listens, and a request that it waits for the rest of.
#[cfg(unix)]
fn busy(place: &Place, variables: &[(&str, &str)]) -> (Child, TcpStream) {
    let mut service = place.command(&["--port", "0"], variables).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(service.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| line.unwrap().split_once("http://").map(|(_, address)| address.to_owned()));
    std::thread::spawn(move || lines.for_each(drop));
    let mut stream = TcpStream::connect(address.unwrap()).unwrap();
    let head =
        "POST /bodies/ruled HTTP/1.1\r\nhost: zoo\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{";
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    (service, stream)
}

#[cfg(unix)]
fn terminate(service: &Child) {
    assert!(Command::new("kill").args(["-TERM", &service.id().to_string()]).status().unwrap().success());
}

/// Waits for the end, but not for long.
#[cfg(unix)]
fn ended(mut service: Child) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = service.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > Duration::from_secs(20) {
            service.kill().unwrap();
            panic!("the service does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
#[test]
fn what_is_answered_in_time_is_a_good_end() {
    let place = Place::new("good");
    let (service, mut stream) = busy(&place, &[]);
    terminate(&service);
    std::thread::sleep(Duration::from_millis(200));
    stream.write_all(b"}").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 422"), "{reply}");
    assert_eq!(ended(service).code(), Some(0));
}

#[cfg(unix)]
#[test]
fn what_is_cut_off_is_told_by_the_code() {
    let place = Place::new("cut");
    let (service, _stream) = busy(&place, &[("AISERVE_DRAIN", "1")]);
    terminate(&service);
    assert_eq!(ended(service).code(), Some(3));
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_it_at_once() {
    let place = Place::new("twice");
    let (service, _stream) = busy(&place, &[("AISERVE_DRAIN", "600")]);
    terminate(&service);
    std::thread::sleep(Duration::from_millis(300));
    terminate(&service);
    assert_eq!(ended(service).code(), Some(3));
}

#[cfg(unix)]
#[test]
fn connections_are_taken_for_the_grace_time_but_it_is_not_ready() {
    let place = Place::new("grace");
    let (service, mut stream) = busy(&place, &[("AISERVE_GRACE", "2")]);
    let ready = |expected: &str| {
        let mut stream = TcpStream::connect(stream.peer_addr().unwrap()).unwrap();
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: zoo\r\nconnection: close\r\n\r\n").unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with(expected), "{reply}");
    };
    ready("HTTP/1.1 200");
    terminate(&service);
    std::thread::sleep(Duration::from_millis(300));
    ready("HTTP/1.1 503");
    stream.write_all(b"}").unwrap();
    assert_eq!(ended(service).code(), Some(0));
}
