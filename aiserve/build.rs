//! Takes the two files of the docs page out of the package that ships them, compressed as they are in there.
//!
//! The package is a ZIP archive, whose entries are DEFLATE streams; with another header and trailer the same stream is a
//! gzip file (RFC 1952), which browsers take as it is. So nothing is compressed or decompressed here.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "docs")]
    page::write();
}

#[cfg(feature = "docs")]
mod page {
    use std::path::Path;

    use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED as ARCHIVE;

    const FILES: [&str; 2] = ["swagger-ui-bundle.js", "swagger-ui.css"];

    /// Writes each file, gzipped, to the build's own folder.
    pub(crate) fn write() {
        let folder = std::env::var_os("OUT_DIR").expect("cargo sets it");
        for name in FILES {
            let file = Path::new(&folder).join(name).with_added_extension("gz");
            std::fs::write(file, gzipped(name)).expect("cargo's own folder can be written");
        }
    }

    /// An entry of the archive's central directory (APPNOTE.TXT of the ZIP format, section 4.3.12), as a gzip file.
    fn gzipped(name: &str) -> Vec<u8> {
        let mut at = directory();
        loop {
            assert_eq!(long(at), 0x0201_4b50, "the archive's directory ends before `{name}`");
            let (name_length, extra, comment) = (short(at + 28), short(at + 30), short(at + 32));
            let path = &ARCHIVE[at + 46..at + 46 + name_length];
            if path.ends_with(format!("/dist/{name}").as_bytes()) {
                assert_eq!(short(at + 10), 8, "`{name}` is no DEFLATE stream");
                let (checksum, compressed, size) = (at + 16, long(at + 20), at + 24);
                let local = long(at + 42);
                let start = local + 30 + short(local + 26) + short(local + 28);
                // Magic number, DEFLATE, no flags, no time, no extra flags, unknown system.
                let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
                gzip.extend_from_slice(&ARCHIVE[start..start + compressed]);
                gzip.extend_from_slice(&ARCHIVE[checksum..checksum + 4]);
                gzip.extend_from_slice(&ARCHIVE[size..size + 4]);
                return gzip;
            }
            at += 46 + name_length + extra + comment;
        }
    }

    /// Where the central directory starts, as the record at the archive's end says.
    fn directory() -> usize {
        let end = ARCHIVE.windows(4).rposition(|bytes| bytes == b"PK\x05\x06");
        long(end.expect("a ZIP archive has an end record") + 16)
    }

    fn short(at: usize) -> usize {
        usize::from(ARCHIVE[at]) | usize::from(ARCHIVE[at + 1]) << 8
    }

    fn long(at: usize) -> usize {
        short(at) | short(at + 2) << 16
    }
}
