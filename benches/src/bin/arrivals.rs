//! `arrivals PORT PATH RATE SECONDS SLO_MS [GET]` sends requests to loopback at random moments (Poisson), whether the answers to
//! earlier ones have come or not, and prints what came of them as JSON. Latency counts from the moment a request was meant
//! to be sent, so a server that makes the next one wait does not hide it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Longer than any server here lets a request wait.
const PATIENCE: Duration = Duration::from_secs(40);

type Idle = Arc<Mutex<Vec<TcpStream>>>;

/// What is asked.
struct Target {
    port: u16,
    path: String,
    is_get: bool,
}

impl Target {
    fn request(&self, id: u64) -> String {
        let path = &self.path;
        if self.is_get {
            return format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
        }
        let body = format!("{{\"id\":{id}}}");
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    }
}

/// What came of one request.
struct Outcome {
    status: u16,
    latency: Duration,
    retry_after: bool,
    /// Beyond what the reply says that queue and model took, from when it was sent.
    added: Option<Duration>,
}

#[derive(Serialize)]
struct Report {
    sent: usize,
    answered: usize,
    /// Answered within the objective, a second.
    goodput: f64,
    p50_ms: f64,
    p99_ms: f64,
    p999_ms: f64,
    /// Of those answered, the share that met the objective.
    met: f64,
    refused: usize,
    refused_p99_ms: f64,
    refused_with_retry_after: usize,
    failed: usize,
    /// Beyond what replies say that queue and model took.
    added_p99_ms: f64,
    /// How late requests were sent, in the middle: what the sender itself costs.
    late_p99_ms: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (arguments, is_get) = match &arguments[..] {
        [arguments @ .., method] if method == "GET" => (arguments, true),
        arguments => (arguments, false),
    };
    let [port, path, rate, seconds, slo] = arguments else {
        return Err("usage: arrivals PORT PATH RATE SECONDS SLO_MS [GET]".into());
    };
    let (port, rate, seconds): (u16, f64, f64) = (port.parse()?, rate.parse()?, seconds.parse()?);
    let slo = Duration::from_millis(slo.parse()?);
    let (outcomes, late) = send(Target { port, path: path.clone(), is_get }, rate, seconds).await;
    println!("{}", serde_json::to_string(&report(&outcomes, late, slo, seconds))?);
    Ok(())
}

/// Sends all requests at their moments and waits for what comes of them. Also tells how late they were sent.
async fn send(target: Target, rate: f64, seconds: f64) -> (Vec<Outcome>, Vec<Duration>) {
    let (target, idle) = (Arc::new(target), Idle::default());
    let (mut running, mut outcomes, mut late) = (JoinSet::new(), Vec::new(), Vec::new());
    let mut due = paced(rate, seconds);
    let mut id = 0_u64;
    while let Some(due) = due.recv().await {
        late.push(due.elapsed());
        id += 1;
        running.spawn(request(Arc::clone(&target), id, due, Arc::clone(&idle)));
        while let Some(done) = running.try_join_next() {
            outcomes.push(done.expect("a request does not panic"));
        }
    }
    while let Some(done) = running.join_next().await {
        outcomes.push(done.expect("a request does not panic"));
    }
    (outcomes, late)
}

/// The moments to send at, each when it has come. By a thread of its own: the runtime's timers are exact to a millisecond.
fn paced(rate: f64, seconds: f64) -> UnboundedReceiver<Instant> {
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        let (start, mut at, mut random) = (Instant::now(), 0.0, Random(0x2545_f491_4f6c_dd1d));
        loop {
            at += -random.unit().ln() / rate;
            let due = start + Duration::from_secs_f64(at);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            if at > seconds || sender.send(due).is_err() {
                return;
            }
        }
    });
    receiver
}

async fn request(target: Arc<Target>, id: u64, due: Instant, idle: Idle) -> Outcome {
    let sent = Instant::now();
    let reused = idle.lock().expect("nobody panics").pop();
    let exchange = async {
        let mut stream = match reused {
            Some(stream) => stream,
            None => TcpStream::connect(("127.0.0.1", target.port)).await?,
        };
        stream.set_nodelay(true)?;
        stream.write_all(target.request(id).as_bytes()).await?;
        let (head, body) = reply(&mut stream).await?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let is_right = status != 200 || target.is_get || body.contains(&id.to_string());
        if !head.contains("connection: close") {
            idle.lock().expect("nobody panics").push(stream);
        }
        // An answer to another question is worse than none.
        std::io::Result::Ok((if is_right { status } else { 0 }, head))
    };
    let (status, head) = match timeout(PATIENCE, exchange).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) | Err(_) => (0, String::new()),
    };
    let added = served(&head).map(|served| sent.elapsed().saturating_sub(served));
    Outcome { status, latency: due.elapsed(), retry_after: head.contains("retry-after:"), added }
}

/// What the reply's `Server-Timing` adds up to.
fn served(head: &str) -> Option<Duration> {
    let line = head.lines().find_map(|line| line.strip_prefix("server-timing:"))?;
    let millis =
        line.split("dur=").skip(1).filter_map(|part| part.split([',', ';']).next()?.trim().parse::<f64>().ok());
    Some(Duration::from_secs_f64(millis.sum::<f64>() / 1e3))
}

async fn reply(stream: &mut TcpStream) -> std::io::Result<(String, String)> {
    let mut read = Vec::with_capacity(1024);
    loop {
        if stream.read_buf(&mut read).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
        if read.len() >= end + 4 + length {
            return Ok((head, String::from_utf8_lossy(&read[end + 4..]).into_owned()));
        }
    }
}

fn report(outcomes: &[Outcome], late: Vec<Duration>, slo: Duration, seconds: f64) -> Report {
    let sent = outcomes.len();
    let latencies = |wanted: &dyn Fn(u16) -> bool| {
        let chosen = outcomes.iter().filter(|outcome| wanted(outcome.status));
        chosen.map(|outcome| outcome.latency).collect::<Vec<_>>()
    };
    let is_refusal = |status| status == 429 || status == 503;
    let (answered, refused) = (latencies(&|status| status == 200), latencies(&is_refusal));
    let in_time = answered.iter().filter(|latency| **latency <= slo).count();
    let refused_with_retry_after =
        outcomes.iter().filter(|outcome| is_refusal(outcome.status) && outcome.retry_after).count();
    Report {
        sent,
        answered: answered.len(),
        goodput: share(in_time, 1) / seconds,
        met: share(in_time, answered.len()),
        added_p99_ms: quantile(outcomes.iter().filter_map(|outcome| outcome.added).collect(), 0.99),
        failed: sent - answered.len() - refused.len(),
        refused: refused.len(),
        refused_with_retry_after,
        refused_p99_ms: quantile(refused, 0.99),
        p50_ms: quantile(answered.clone(), 0.5),
        p99_ms: quantile(answered.clone(), 0.99),
        p999_ms: quantile(answered, 0.999),
        late_p99_ms: quantile(late, 0.99),
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of requests")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Milliseconds.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
fn quantile(mut durations: Vec<Duration>, share: f64) -> f64 {
    durations.sort_unstable();
    let place = ((durations.len() as f64 - 1.0).max(0.0) * share).round() as usize;
    durations.get(place).map_or(0.0, |duration| (duration.as_secs_f64() * 1e5).round() / 1e2)
}

/// Xorshift (Marsaglia, 2003): the same arrivals in each run.
struct Random(u64);

impl Random {
    /// Above 0, at most 1.
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }
}
