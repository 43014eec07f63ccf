//! Writes answers as JSON, up to the largest size.

use super::refusal::{Code, Refusal};
use async_graphql::Response;
use std::io::{self, Write};

/// The JSON of a response. Refuses one that is longer than `most` bytes.
pub(super) fn to_json(response: &Response, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut json = Bounded {
        bytes: Vec::new(),
        most,
    };
    match serde_json::to_writer(&mut json, response) {
        Ok(()) => Ok(json.bytes),
        Err(_) => Err(too_large(most)),
    }
}

/// Refusal of an answer that is longer than `most` bytes.
pub(super) fn too_large(most: usize) -> Refusal {
    let why = format!("the answer is larger than {most} bytes: ask for less at once");
    Refusal::new(Code::MaxCostExceeded, why)
}

/// Memory that takes a limited number of bytes.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
