//! Where a file is while its request is answered: in memory while it is small, then in a file that has no name.

use std::fs::File;
use std::io::{self, Write};

use bytes::Bytes;

/// Most bytes of one file that are held in memory.
const MOST_IN_MEMORY: usize = 256 * 1024;

/// The content of a file that was received.
#[derive(Debug)]
pub(super) enum Spool {
    Memory(Bytes),
    /// The system deletes it when it is closed.
    Disk(File),
}

/// A file that is being received.
#[derive(Debug, Default)]
pub(super) struct Writer {
    buffer: Vec<u8>,
    disk: Option<File>,
    length: u64,
}

impl Writer {
    /// Adds data.
    ///
    /// # Errors
    /// The disk's.
    pub(super) async fn write(&mut self, data: &[u8]) -> io::Result<()> {
        self.length += data.len() as u64;
        if self.buffer.len() + data.len() > MOST_IN_MEMORY {
            self.flush().await?;
        }
        self.buffer.extend_from_slice(data);
        Ok(())
    }

    /// The content and its length.
    ///
    /// # Errors
    /// The disk's.
    pub(super) async fn finish(mut self) -> io::Result<(Spool, u64)> {
        if self.disk.is_some() {
            self.flush().await?;
        }
        let Self { buffer, disk, length } = self;
        Ok((disk.map_or_else(|| Spool::Memory(buffer.into()), Spool::Disk), length))
    }

    /// Writes what is in memory to the disk; on a thread that may wait.
    async fn flush(&mut self) -> io::Result<()> {
        let (mut buffer, disk) = (std::mem::take(&mut self.buffer), self.disk.take());
        let write = move || {
            let mut disk = disk.map_or_else(tempfile::tempfile, Ok)?;
            disk.write_all(&buffer)?;
            buffer.clear();
            Ok((buffer, disk))
        };
        let (buffer, disk) = wait(write).await?;
        (self.buffer, self.disk) = (buffer, Some(disk));
        Ok(())
    }
}

/// Runs what may wait for the disk on a thread of its own.
///
/// # Errors
/// Those of `work`.
pub(super) async fn wait<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
