//! Writes values as JSON into memory.

use std::io;

use serde::Serialize;
use serde_json::ser::Serializer;

/// Writes a value behind what is there already.
///
/// # Errors
/// The value can't be written as JSON, such as a map whose keys are no texts.
#[inline]
pub(crate) fn append<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::new(Pieces(out)))
}

/// Takes JSON as `serde_json` hands it on: signs, numbers, names and texts, each a piece of its own. Lists of numbers have so
/// many pieces of 8 to 16 bytes that a call of `memcpy` for each is a fifth of the time.
struct Pieces<'a>(&'a mut Vec<u8>);

impl io::Write for Pieces<'_> {
    #[inline]
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece)?;
        Ok(piece.len())
    }

    #[expect(clippy::inline_always, reason = "measured: a call for each short piece costs more than the piece")]
    #[inline(always)]
    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        if piece.len() < 8 {
            self.0.extend_from_slice(piece);
        } else {
            add(self.0, piece);
        }
        Ok(())
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Adds a piece; a short one as two halves of 8 bytes each, which overlap.
#[inline]
fn add(out: &mut Vec<u8>, piece: &[u8]) {
    match (piece.first_chunk::<8>(), piece.last_chunk::<8>()) {
        (Some(first), Some(last)) if piece.len() <= 16 => {
            let end = out.len() + piece.len();
            out.reserve(16);
            out.extend_from_slice(first);
            out.truncate(end - 8);
            out.extend_from_slice(last);
        }
        _ => out.extend_from_slice(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_every_length_are_whole() {
        let text: String = ('a'..='z').collect();
        let mut out = b"[".to_vec();
        for length in 0..text.len() {
            let written = serde_json::to_vec(&text[..length]).expect("a text is JSON");
            out.truncate(1);
            append(&text[..length], &mut out).expect("a text is JSON");
            assert_eq!(out[1..], written);
        }
    }

    #[test]
    fn numbers_are_those_of_serde_json() {
        let numbers = [0.0, -1.5, 0.1, 1e-30, 3.402_823_5e38, 123_456.79, -0.000_012_345_678];
        let mut out = Vec::new();
        append(&numbers, &mut out).expect("numbers are JSON");
        assert_eq!(out, serde_json::to_vec(&numbers).expect("numbers are JSON"));
    }
}
