//! What can be done with a file that was received: taken whole, stored, read.

use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use bytes::Bytes;

use super::file::Upload;
use super::spool::{Spool, wait};

/// A file that was received.
#[derive(Debug)]
pub(crate) struct Received {
    pub(super) file_name: String,
    pub(super) content_type: Option<String>,
    pub(super) length: u64,
    pub(super) content: Spool,
}

impl<A> Upload<A> {
    /// The whole file in memory.
    ///
    /// # Errors
    /// The disk's, if the file is there.
    pub async fn bytes(self) -> io::Result<Bytes> {
        match self.received.content {
            Spool::Memory(bytes) => Ok(bytes),
            Spool::Disk(mut file) => {
                let length = usize::try_from(self.received.length).unwrap_or_default();
                let read = move || {
                    let mut bytes = Vec::with_capacity(length);
                    file.seek(SeekFrom::Start(0))?;
                    file.read_to_end(&mut bytes)?;
                    Ok(bytes.into())
                };
                wait(read).await
            }
        }
    }

    /// Writes the file to a path, and replaces what is there. The path is the service's own choice:
    /// [`file_name`](Self::file_name) is the client's, and may be the name of anything.
    ///
    /// # Errors
    /// The disk's.
    pub async fn save(self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref().to_owned();
        let mut reader = self.into_reader();
        let write = move || {
            reader.rewind()?;
            let mut file = fs::File::create(path)?;
            io::copy(&mut reader, &mut file).map(drop)
        };
        wait(write).await
    }

    /// The file as something to read and seek in, for decoders. Reading may wait for the disk: do it inside of
    /// `tokio::task::spawn_blocking`.
    pub fn into_reader(self) -> UploadReader {
        UploadReader(match self.received.content {
            Spool::Memory(bytes) => Source::Memory(Cursor::new(bytes)),
            Spool::Disk(file) => Source::Disk { file, is_at_start: false },
        })
    }
}

/// An [`Upload`] that is being read. See [`Upload::into_reader`].
#[derive(Debug)]
pub struct UploadReader(Source);

#[derive(Debug)]
enum Source {
    Memory(Cursor<Bytes>),
    Disk {
        file: fs::File,
        /// Whether the file has been moved back from where writing it ended.
        is_at_start: bool,
    },
}

impl Read for UploadReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Source::Memory(bytes) => bytes.read(buffer),
            Source::Disk { file, is_at_start } => {
                if !std::mem::replace(is_at_start, true) {
                    file.rewind()?;
                }
                file.read(buffer)
            }
        }
    }
}

impl Seek for UploadReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.0 {
            Source::Memory(bytes) => bytes.seek(to),
            Source::Disk { file, is_at_start } => {
                if !std::mem::replace(is_at_start, true) {
                    file.rewind()?;
                }
                file.seek(to)
            }
        }
    }
}
