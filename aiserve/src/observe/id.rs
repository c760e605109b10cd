//! Ids of requests.

use std::cell::Cell;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

/// The header field that an id comes and goes in.
pub(crate) const REQUEST_ID: &str = "x-request-id";
/// Most bytes of a client's id.
const LONGEST: usize = 128;
/// Ids that a thread takes at once, so that threads share no counter for each request.
const BLOCK: u64 = 1 << 16;

/// The number of an id that is made here. It is written only where somebody reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(u64);

/// The id of a request.
#[derive(Debug)]
pub(crate) enum Id {
    /// The client's.
    Sent(Box<HeaderValue>),
    Made(Number),
}

impl Number {
    /// The next one.
    #[inline]
    pub(crate) fn next() -> Self {
        static BLOCKS: AtomicU64 = AtomicU64::new(0);
        thread_local! {
            static LAST: Cell<u64> = const { Cell::new(BLOCK - 1) };
        }
        let mut number = LAST.get() + 1;
        if number.is_multiple_of(BLOCK) {
            number = BLOCKS.fetch_add(1, Ordering::Relaxed) * BLOCK + 1;
        }
        LAST.set(number);
        Self(number)
    }

    /// As 32 hexadecimal digits: of the process, then of the number. It has the form of a trace id
    /// ([W3C Trace Context](https://www.w3.org/TR/trace-context/#trace-id)).
    pub(crate) fn digits(self) -> [u8; 32] {
        static PROCESS: OnceLock<u64> = OnceLock::new();
        let process = *PROCESS.get_or_init(|| RandomState::new().hash_one(std::process::id()));
        let mut digits = [0; 32];
        for (index, digit) in digits.iter_mut().enumerate() {
            let half = if index < 16 { process } else { self.0 };
            let nibble = (half >> (60 - 4 * (index % 16))) & 0xf;
            *digit = b"0123456789abcdef"[nibble as usize];
        }
        digits
    }

    pub(crate) fn header(self) -> HeaderValue {
        HeaderValue::from_maybe_shared(Bytes::copy_from_slice(&self.digits())).expect("digits are a value")
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl Id {
    /// The client's id if it sent one that can be written to a log as it is, or a new one.
    #[inline]
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match headers.get(REQUEST_ID) {
            Some(sent) if is_good(sent) => Self::Sent(Box::new(sent.clone())),
            _ => Self::Made(Number::next()),
        }
    }

    pub(crate) fn header(&self) -> HeaderValue {
        match self {
            Self::Sent(sent) => HeaderValue::clone(sent),
            Self::Made(number) => number.header(),
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sent(sent) => f.write_str(sent.to_str().unwrap_or_default()),
            Self::Made(number) => number.fmt(f),
        }
    }
}

fn is_good(id: &HeaderValue) -> bool {
    (1..=LONGEST).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sent: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(REQUEST_ID, HeaderValue::try_from(sent).expect("a value"));
        Id::of(&headers).to_string()
    }

    #[test]
    fn a_clients_id_is_kept_if_a_log_can_show_it() {
        assert_eq!(of("order-7"), "order-7");
        for bad in ["", "two words", &"a".repeat(129)] {
            assert_eq!(of(bad).len(), 32, "{bad}");
        }
    }

    #[test]
    fn ids_differ_in_all_threads_and_past_a_block() {
        let thread = || std::thread::spawn(|| (0..BLOCK + 10).map(|_| Number::next().0).collect::<Vec<_>>());
        let threads = [thread(), thread()];
        let mut all: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
