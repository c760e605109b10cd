//! A service as a process of its own, run by its command line: what it logs, and how it ends.
//!
//! Not a harness of tests, since the process under test is this very program.

#![allow(clippy::unwrap_used, reason = "in a test, an error where there should be none is a failure")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use aiserve::prelude::*;
use serde_json::Value;

/// Set in the process that serves.
const SERVES: &str = "AISERVE_TEST_SERVES";

/// Fails as it is asked to.
#[endpoint(GET "/fails/{how}")]
async fn fails(how: String) -> Result<NoContent> {
    match how.as_str() {
        "panic" => panic!("as the test asked"),
        "cause" => Err(Problem::internal(std::io::Error::other("the disk is full"))),
        "slow" => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            Ok(NoContent)
        }
        _ => Ok(NoContent),
    }
}

/// Panics outside of a request.
#[endpoint(POST "/elsewhere")]
async fn elsewhere() -> Result<NoContent> {
    let joined = tokio::task::spawn(async { panic!("on its own") }).await;
    Ok(joined.map_or(NoContent, |()| NoContent))
}

/// Who asks.
#[endpoint(GET "/whoami")]
async fn whoami(ClientAddress(address): ClientAddress) -> Text {
    Text(address.to_string())
}

/// Takes what it is sent.
#[endpoint(POST "/takes")]
async fn takes(body: Bytes) -> NoContent {
    drop(body);
    NoContent
}

fn main() -> ExitCode {
    if std::env::var_os(SERVES).is_some() {
        return App::stateless().mount(routes![fails, elsewhere, takes, whoami]).run();
    }
    let tests: [(&str, fn()); 8] = [
        ("a_failure_is_told_with_its_cause_and_id", a_failure_is_told_with_its_cause_and_id),
        ("a_panic_is_told_with_place_backtrace_and_id", a_panic_is_told_with_place_backtrace_and_id),
        ("the_access_log_names_routes_and_no_secrets", the_access_log_names_routes_and_no_secrets),
        ("text_is_written_where_it_is_asked_for", text_is_written_where_it_is_asked_for),
        ("a_late_request_is_told_whose_fault_it_is", a_late_request_is_told_whose_fault_it_is),
        ("only_trusted_proxies_say_who_asks", only_trusted_proxies_say_who_asks),
        ("a_connection_too_many_waits", a_connection_too_many_waits),
        ("a_silent_connection_does_not_hold_up_the_stop", a_silent_connection_does_not_hold_up_the_stop),
    ];
    for (name, test) in tests {
        test();
        println!("test {name} ... ok");
    }
    println!("\ntest result: ok. {} passed; 0 failed", tests.len());
    ExitCode::SUCCESS
}

fn a_failure_is_told_with_its_cause_and_id() {
    let service = Service::start(&[]);
    let reply = service.request("GET /fails/cause", "x-request-id: order-7\r\n");
    assert!(reply.starts_with("HTTP/1.1 500 ") && reply.contains("\r\nx-request-id: order-7\r\n"), "{reply}");
    assert!(!reply.contains("disk"), "{reply}");
    let made = service.request("GET /fails/not", "");
    let id = made.split("x-request-id: ").nth(1).and_then(|rest| rest.split("\r\n").next()).unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{made}");
    let log = service.stop();
    assert_eq!(log.len(), 1, "{log:?}");
    let expected = [
        ("level", "error".into()),
        ("message", "the disk is full".into()),
        ("request_id", "order-7".into()),
        ("method", "GET".into()),
        ("route", "/fails/{how}".into()),
        ("status", 500.into()),
    ];
    assert_has(&log[0], &expected);
    let time = log[0]["time"].as_str().unwrap();
    assert!(time.starts_with("20") && time.ends_with('Z') && time.len() == 24, "{time}");
}

fn a_panic_is_told_with_place_backtrace_and_id() {
    let service = Service::start(&[]);
    service.request("GET /fails/panic", "x-request-id: p-1\r\n");
    service.request("POST /elsewhere", "");
    let log = service.stop();
    assert_eq!(log.len(), 2, "{log:?}");
    assert_has(&log[0], &[("request_id", "p-1".into()), ("route", "/fails/{how}".into()), ("status", 500.into())]);
    for (line, said) in log.iter().zip(["as the test asked", "on its own"]) {
        let message = line["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("panicked: {said} (")) && message.contains("process.rs:"), "{message}");
        assert!(line["backtrace"].as_str().unwrap().contains("process"), "{line}");
    }
}

fn the_access_log_names_routes_and_no_secrets() {
    let service = Service::start(&["--access-log", "true"]);
    service.request("GET /fails/not?token=secret", "");
    service.request("GET /nowhere", "");
    let log = service.stop();
    assert_eq!(log.len(), 2, "{log:?}");
    let answered = ("message", Value::from("answered"));
    assert_has(&log[0], &[answered.clone(), ("route", "/fails/{how}".into()), ("path", "/fails/not".into())]);
    assert!(log[0]["duration_ms"].as_f64().unwrap() > 0.0);
    assert_has(&log[1], &[answered, ("method", "GET".into()), ("path", "/nowhere".into()), ("status", 404.into())]);
    assert!(log[1].get("route").is_none());
}

fn text_is_written_where_it_is_asked_for() {
    let service = Service::start(&["--log", "text", "--request-id", "false"]);
    let reply = service.request("GET /fails/cause", "x-request-id: order-7\r\n");
    assert!(!reply.contains("x-request-id"), "{reply}");
    let text = service.stop_with_text();
    assert!(text.ends_with(" ERROR GET /fails/{how} 500 the disk is full\n"), "{text}");
    let service = Service::start(&["--log", "off"]);
    service.request("GET /fails/panic", "");
    assert_eq!(service.stop_with_text(), "");
}

fn a_late_request_is_told_whose_fault_it_is() {
    let service = Service::start(&["--request-timeout", "1"]);
    let reply = service.request("GET /fails/slow", "");
    assert!(reply.starts_with("HTTP/1.1 504 ") && reply.contains("\"code\":\"request_timeout\""), "{reply}");
    let head = "POST /takes HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: 9\r\n\r\n";
    let reply = service.request_whole(&format!("{head}half"));
    assert!(reply.starts_with("HTTP/1.1 408 ") && reply.contains("\"code\":\"body_timeout\""), "{reply}");
    let log = service.stop();
    assert!(log.is_empty(), "{log:?}");
}

fn only_trusted_proxies_say_who_asks() {
    let forwarded = "x-forwarded-for: 203.0.113.9, 198.51.100.1\r\n";
    let asked = |service: &Service| {
        let reply = service.request("GET /whoami", forwarded);
        reply.rsplit("\r\n").next().unwrap().to_owned()
    };
    assert_eq!(asked(&Service::start(&[])), "127.0.0.1");
    assert_eq!(asked(&Service::start(&["--trusted-proxies", "127.0.0.0/8, ::1"])), "198.51.100.1");
}

fn a_connection_too_many_waits() {
    let service = Service::start(&["--max-connections", "1"]);
    let mut first = TcpStream::connect(service.address).unwrap();
    first.write_all(b"GET /fails/not HTTP/1.1\r\nhost: test\r\n\r\n").unwrap();
    first.read_exact(&mut [0; 20]).unwrap();
    let mut second = TcpStream::connect(service.address).unwrap();
    second.write_all(b"GET /fails/not HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
    second.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    second.read_exact(&mut [0]).unwrap_err();
    drop(first);
    second.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut reply = String::new();
    second.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 204 "), "{reply}");
    service.stop();
}

fn a_silent_connection_does_not_hold_up_the_stop() {
    let service = Service::start(&["--drain", "20"]);
    let silent = TcpStream::connect(service.address).unwrap();
    // It is accepted once another one, which came later, is answered.
    service.request("GET /fails/not", "");
    let start = Instant::now();
    service.stop();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    drop(silent);
}

#[track_caller]
fn assert_has(line: &Value, expected: &[(&str, Value)]) {
    for (name, value) in expected {
        assert_eq!(&line[name], value, "{name} in {line}");
    }
}

/// The process that serves.
struct Service {
    process: Child,
    address: SocketAddr,
}

impl Service {
    fn start(flags: &[&str]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--port", "0"]).args(flags).env(SERVES, "1").env_remove("RUST_BACKTRACE");
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| {
            let line = line.unwrap();
            let (_, after) = line.split_once("http://")?;
            after.split(['/', ' ']).next()?.parse().ok()
        });
        // What it still says is read, or it could not say it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address: address.expect("it says where it listens") }
    }

    /// The reply to a request.
    fn request(&self, line: &str, headers: &str) -> String {
        self.request_whole(&format!("{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n"))
    }

    fn request_whole(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }

    /// The lines of JSON that it logged, once it has ended well.
    fn stop(self) -> Vec<Value> {
        self.stop_with_text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn stop_with_text(mut self) -> String {
        assert!(Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap().success());
        let mut text = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        let status = self.process.wait().unwrap();
        assert!(status.success(), "{status}: {text}");
        text
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Nothing if it has ended.
        let _ = self.process.kill();
    }
}
