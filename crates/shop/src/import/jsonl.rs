//! JSON lines, each an input of `productSet`.

use super::entries::{Entries, Entry, bad};
use crate::catalog::ProductSetInput;
use anyhow::anyhow;
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
                Err(format!("The line must have at most {MOST_BYTES} bytes."))
            } else {
                str::from_utf8(text)
                    .map_err(|_| "The line is not UTF-8.".to_owned())
                    .and_then(|text| product_input(text).map_err(|why| why.to_string()))
            };
            return Ok(Some(match parsed {
                Ok(input) => Entry { input, ..entry },
                Err(why) => Entry {
                    faults: vec![bad(self.line, why)],
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
/// A sentence, when the text is not JSON, or not such an input; then it names the field.
pub(crate) fn product_input(line: &str) -> anyhow::Result<ProductSetInput> {
    let mut json = serde_json::Deserializer::from_str(line);
    let input = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let why = error.inner();
        match error.path().iter().next() {
            Some(_) => anyhow!("The field {} cannot be read: {why}.", error.path()),
            None => anyhow!("The line cannot be read: {why}."),
        }
    })?;
    json.end()
        .map_err(|why| anyhow!("The line cannot be read: {why}."))?;
    Ok(input)
}

#[cfg(test)]
mod tests {
    use super::product_input;

    #[test]
    fn a_line_is_read_as_the_api_reads_its_input() {
        let line = r#"{"title": "Lamp", "category": null, "status": "ACTIVE", "unknown": 1,
            "metafields": [{"key": "year", "type": "number_integer", "value": "1962"}],
            "files": [{"originalSource": "demo:lamp", "contentType": "MODEL_3D"}],
            "variants": [{"price": 49.90, "compareAtPrice": "59.00",
                "inventoryItem": {"countryCodeOfOrigin": "SE"},
                "unitPriceMeasurement": {"quantityUnit": "FLOZ", "quantityValue": 3,
                    "referenceUnit": "L", "referenceValue": 1},
                "inventoryQuantities": [{"locationId": "Leipzig", "quantity": 3}]}]}"#;
        let input = product_input(line).unwrap();
        assert!(input.category.is_null() && input.published_at.is_undefined());
        assert_eq!(
            input.metafields.unwrap()[0].kind.as_deref(),
            Some("number_integer")
        );
        let variant = &input.variants.unwrap()[0];
        assert_eq!(variant.price.as_ref().unwrap().0.parse::<f64>(), Ok(49.9));
        assert_eq!(
            variant.inventory_quantities.as_ref().unwrap()[0].name,
            "available"
        );
    }

    #[test]
    fn an_error_names_the_field() {
        for (line, field) in [
            (r#"{"variants": [{"price": "much"}]}"#, "variants[0].price"),
            (
                r#"{"variants": [{"position": "first"}]}"#,
                "variants[0].position",
            ),
            (r#"{"status": "GONE"}"#, "status"),
            (r#"{"createdAt": "yesterday"}"#, "createdAt"),
        ] {
            let why = format!("{:#}", product_input(line).unwrap_err());
            assert!(why.starts_with(&format!("The field {field} ")), "{why}");
        }
        assert!(product_input(r#"{"title": "Lamp"} {}"#).is_err());
    }
}
