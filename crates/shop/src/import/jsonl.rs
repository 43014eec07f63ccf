//! JSON lines, each an input of `productSet`.

use super::{Entries, Entry, bad};
use crate::catalog::product_inputs::ProductSetInput;
use async_graphql::{InputType, Pos, Value};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
};

/// Maximum size of a line in bytes. A product with the maximum number of variants needs less.
const MOST_BYTES: u64 = 16_000_000;

/// The lines of a file.
pub(crate) struct Lines {
    file: BufReader<File>,
    line: u64,
    position: u64,
    buffer: Vec<u8>,
}

impl Lines {
    pub(crate) fn open(file: File) -> Self {
        Self {
            file: BufReader::new(file),
            line: 0,
            position: 0,
            buffer: Vec::new(),
        }
    }

    /// Reads a line into the buffer and returns how many bytes were read.
    fn read_line(&mut self) -> std::io::Result<u64> {
        self.buffer.clear();
        let mut limited = (&mut self.file).take(MOST_BYTES);
        let mut read = limited.read_until(b'\n', &mut self.buffer)? as u64;
        if read == MOST_BYTES && !self.buffer.ends_with(b"\n") {
            read += self.file.skip_until(b'\n')? as u64;
        }
        Ok(read)
    }
}

impl Entries for Lines {
    fn next(&mut self) -> anyhow::Result<Option<Entry>> {
        loop {
            let read = self.read_line()?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            self.position += read;
            let mark = "\u{feff}".as_bytes(); // byte order mark that some editors write
            let text = self.buffer.strip_prefix(mark).unwrap_or(&self.buffer);
            if text.trim_ascii().is_empty() {
                continue;
            }
            let entry = Entry {
                line: self.line,
                ..Entry::default()
            };
            let parsed = if read > MOST_BYTES {
                Err(anyhow::anyhow!(
                    "the line is longer than {MOST_BYTES} bytes"
                ))
            } else {
                str::from_utf8(text).map_err(Into::into).and_then(input)
            };
            return Ok(Some(match parsed {
                Ok(input) => Entry { input, ..entry },
                Err(why) => Entry {
                    faults: vec![bad(self.line, format!("{why:#}"))],
                    ..entry
                },
            }));
        }
    }

    fn position(&self) -> u64 {
        self.position
    }
}

/// Parses one input.
///
/// # Errors
///
/// When the text is not JSON, or not such an input; then it names the field.
pub(crate) fn input(line: &str) -> anyhow::Result<ProductSetInput> {
    let value = Value::from_json(serde_json::from_str(line)?)?;
    parsed(value.clone()).map_err(|why| match faulty(value) {
        Some(field) => why.context(field),
        None => why,
    })
}

fn parsed(value: Value) -> anyhow::Result<ProductSetInput> {
    ProductSetInput::parse(Some(value))
        .map_err(|error| anyhow::anyhow!(error.into_server_error(Pos::default()).message))
}

/// The field that cannot be parsed, which messages of the parser do not name.
fn faulty(value: Value) -> Option<String> {
    let Value::Object(fields) = value else {
        return None;
    };
    let mut fields = fields.into_iter();
    fields.find_map(|(name, value)| {
        let alone = Value::Object([(name.clone(), value)].into_iter().collect());
        parsed(alone).is_err().then(|| name.to_string())
    })
}
