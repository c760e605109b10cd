//! Quotas that several processes share, in Redis or Valkey.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisResult, Script};

use crate::Error;
use crate::observe::{self, Chain};

/// How long the server may take to answer, or to be connected.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long a server that did not answer is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes one of a quota by GCRA, by the clock of the server, in one step. `KEYS[1]` has the time at which the quota will be whole
/// again; `ARGV` are the interval of one request in microseconds, and how many may come at once. Gives whether there was one, how
/// many are left, and microseconds: until the quota is whole again, or until there is one.
const TAKE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local whole = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local early = whole - (burst - 1) * interval - now
if early > 0 then
    return {0, 0, math.ceil(early)}
end
whole = whole + interval
redis.call('SET', KEYS[1], string.format('%.0f', whole), 'PX', math.ceil((whole - now) / 1000))
return {1, math.floor(burst - (whole - now) / interval), math.ceil(whole - now)}
";

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// How many are left, and when all are there again.
    One { left: u32, whole_in: Duration },
    /// When there is one.
    None { wait: Duration },
}

/// A server that keeps quotas.
pub(super) struct Store {
    client: Client,
    script: Script,
    /// Made when it is first asked, as it needs the runtime.
    connection: OnceLock<ConnectionManager>,
    start: Instant,
    /// Milliseconds after the start until which it is not asked.
    paused_until: AtomicU64,
}

impl Store {
    pub(super) fn new(url: &str) -> Result<Self, Error> {
        let wrong = |error| Error::new("the address of the server that keeps quotas is wrong").because(error);
        Ok(Self {
            client: Client::open(url).map_err(wrong)?,
            script: Script::new(TAKE),
            connection: OnceLock::new(),
            start: Instant::now(),
            paused_until: AtomicU64::new(0),
        })
    }

    /// Takes one of a quota; nothing if the server does not say.
    pub(super) async fn take(&self, key: &str, interval: Duration, burst: u32) -> Option<Taken> {
        if self.now() < self.paused_until.load(Ordering::Relaxed) {
            return None;
        }
        match self.ask(key, interval, burst).await {
            Ok(taken) => {
                if self.paused_until.swap(0, Ordering::Relaxed) != 0 {
                    observe::info("the server that keeps quotas answers again");
                }
                Some(taken)
            }
            Err(error) => {
                let until = self.now() + u64::try_from(PAUSE.as_millis()).unwrap_or(u64::MAX);
                if self.paused_until.swap(until, Ordering::Relaxed) == 0 {
                    let why = Chain(&error);
                    observe::error(format_args!(
                        "the server that keeps quotas does not answer, each process counts itself: {why}"
                    ));
                }
                None
            }
        }
    }

    async fn ask(&self, key: &str, interval: Duration, burst: u32) -> RedisResult<Taken> {
        let mut connection = self.connection()?;
        let mut call = self.script.key(key);
        call.arg(u64::try_from(interval.as_micros()).unwrap_or(u64::MAX).max(1)).arg(burst);
        let (is_taken, left, micros): (u8, u32, u64) = call.invoke_async(&mut connection).await?;
        let time = Duration::from_micros(micros);
        Ok(if is_taken == 1 { Taken::One { left, whole_in: time } } else { Taken::None { wait: time } })
    }

    fn connection(&self) -> RedisResult<ConnectionManager> {
        if let Some(connection) = self.connection.get() {
            return Ok(connection.clone());
        }
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let connection = self.client.get_connection_manager_lazy(config)?;
        Ok(self.connection.get_or_init(|| connection).clone())
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
