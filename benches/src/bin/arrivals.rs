//! `arrivals PORT PATH RATE SECONDS SLO_MS` sends requests to loopback at random moments (Poisson), whether the answers to
//! earlier ones have come or not, and prints what came of them as JSON. Latency counts from the moment a request was meant
//! to be sent, so a server that makes the next one wait does not hide it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout};

/// Longer than any server here lets a request wait.
const PATIENCE: Duration = Duration::from_secs(40);

type Idle = Arc<Mutex<Vec<TcpStream>>>;

/// What came of one request.
struct Outcome {
    status: u16,
    latency: Duration,
    retry_after: bool,
}

#[derive(Serialize)]
struct Report {
    sent: usize,
    answered: usize,
    /// Answered within the objective, a second.
    goodput: f64,
    p50_ms: f64,
    p99_ms: f64,
    /// Of those answered, the share that met the objective.
    met: f64,
    refused: usize,
    refused_p99_ms: f64,
    refused_with_retry_after: usize,
    failed: usize,
    /// How late requests were sent, in the middle: what the sender itself costs.
    late_p99_ms: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, path, rate, seconds, slo] = &arguments[..] else {
        return Err("usage: arrivals PORT PATH RATE SECONDS SLO_MS".into());
    };
    let (port, rate, seconds): (u16, f64, f64) = (port.parse()?, rate.parse()?, seconds.parse()?);
    let slo = Duration::from_millis(slo.parse()?);
    let (outcomes, late) = send(port, path, rate, seconds).await;
    println!("{}", serde_json::to_string(&report(&outcomes, late, slo, seconds))?);
    Ok(())
}

/// Sends all requests at their moments and waits for what comes of them. Also tells how late they were sent.
async fn send(port: u16, path: &str, rate: f64, seconds: f64) -> (Vec<Outcome>, Vec<Duration>) {
    let idle = Idle::default();
    let (mut running, mut outcomes, mut late) = (JoinSet::new(), Vec::new(), Vec::new());
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let start = Instant::now();
    let (mut at, mut id) = (0.0, 0_u64);
    loop {
        at += -random.unit().ln() / rate;
        if at > seconds {
            break;
        }
        let due = start + Duration::from_secs_f64(at);
        sleep_until(due.into()).await;
        late.push(due.elapsed());
        id += 1;
        running.spawn(request(port, path.to_owned(), id, due, Arc::clone(&idle)));
        while let Some(done) = running.try_join_next() {
            outcomes.push(done.expect("a request does not panic"));
        }
    }
    while let Some(done) = running.join_next().await {
        outcomes.push(done.expect("a request does not panic"));
    }
    (outcomes, late)
}

async fn request(port: u16, path: String, id: u64, due: Instant, idle: Idle) -> Outcome {
    let reused = idle.lock().expect("nobody panics").pop();
    let exchange = async {
        let mut stream = match reused {
            Some(stream) => stream,
            None => TcpStream::connect(("127.0.0.1", port)).await?,
        };
        stream.set_nodelay(true)?;
        let body = format!("{{\"id\":{id}}}");
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await?;
        let (head, body) = reply(&mut stream).await?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let is_right = status != 200 || body.contains(&id.to_string());
        if !head.contains("connection: close") {
            idle.lock().expect("nobody panics").push(stream);
        }
        // An answer to another question is worse than none.
        std::io::Result::Ok((if is_right { status } else { 0 }, head.contains("retry-after:")))
    };
    let (status, retry_after) = match timeout(PATIENCE, exchange).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) | Err(_) => (0, false),
    };
    Outcome { status, latency: due.elapsed(), retry_after }
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
        failed: sent - answered.len() - refused.len(),
        refused: refused.len(),
        refused_with_retry_after,
        refused_p99_ms: quantile(refused, 0.99),
        p50_ms: quantile(answered.clone(), 0.5),
        p99_ms: quantile(answered, 0.99),
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
