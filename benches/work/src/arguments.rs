//! The command line that every raced server understands.

use std::{env, str::FromStr};

/// Where a raced server listens and how many worker threads it runs.
#[derive(Clone, Copy, Debug)]
pub struct Arguments {
    /// The loopback port.
    pub port: u16,
    /// The number of worker threads.
    pub threads: usize,
}

impl Arguments {
    /// Reads `PORT THREADS` from the command line; 9000 and one thread when they are left out.
    pub fn from_command_line() -> Self {
        Self { port: positional(1, 9000), threads: positional(2, 1) }
    }
}

/// The argument at `index`, or `default` when there is none.
fn positional<T: FromStr>(index: usize, default: T) -> T {
    let Some(text) = env::args().nth(index) else { return default };
    text.parse().unwrap_or_else(|_| panic!("argument {index} is not a number: `{text}`"))
}
