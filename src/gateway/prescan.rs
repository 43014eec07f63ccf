//! Scans a document before it is parsed: the parser recurses at every bracket, so a few kilobytes
//! of brackets would overflow the stack and abort the process.

use super::refusal::{Code, Refusal};
use souk_kernel::config::LimitsConfig;

/// Maximum length of a name or number in bytes: names are repeated in messages and answers.
const MOST_WORD: usize = 255;

/// Rejects documents that are too long, nest brackets too deeply or have names that are too long.
///
/// Brackets in strings and comments do not count. If the text breaks the syntax of strings, it is
/// rejected, or read so that at least as many brackets count as the parser would see.
pub(super) fn check(document: &str, limits: &LimitsConfig) -> Result<(), Refusal> {
    if document.len() > limits.document_bytes {
        return Err(Refusal::too_complex(format!(
            "the document is longer than {} bytes",
            limits.document_bytes
        )));
    }
    let mut rest = document.as_bytes();
    let mut depth = 0_usize;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                if depth > limits.bracket_depth {
                    return Err(Refusal::too_complex(format!(
                        "brackets nest deeper than {}",
                        limits.bracket_depth
                    )));
                }
                tail
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                tail
            }
            b'#' => after_line(tail),
            b'"' => match tail.strip_prefix(b"\"\"") {
                Some(block) => after_block_string(block)?,
                None => after_string(tail),
            },
            _ if is_of_word(byte) => after_word(tail)?,
            _ => tail,
        };
    }
    Ok(())
}

fn is_of_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

fn after_word(text: &[u8]) -> Result<&[u8], Refusal> {
    let end = text.iter().position(|byte| !is_of_word(*byte));
    let end = end.unwrap_or(text.len());
    if end >= MOST_WORD {
        return Err(Refusal::too_complex(format!(
            "a name is longer than {MOST_WORD} bytes"
        )));
    }
    Ok(&text[end..])
}

fn after_line(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    &text[end.unwrap_or(text.len())..]
}

/// A string ends at its quote, or at a line break, which it must not contain.
fn after_string(text: &[u8]) -> &[u8] {
    let mut index = 0;
    while let Some(byte) = text.get(index) {
        match byte {
            b'\\' => index += 2,
            b'"' => return &text[index + 1..],
            b'\n' | b'\r' => return &text[index..],
            _ => index += 1,
        }
    }
    &[]
}

/// Rejects an unterminated block string: the parser would otherwise try to read it as an empty
/// string followed by the rest, including its brackets.
fn after_block_string(text: &[u8]) -> Result<&[u8], Refusal> {
    let mut index = 0;
    while let Some(rest) = text.get(index..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"\\\"\"\"") {
            index += 4;
        } else if let Some(tail) = rest.strip_prefix(b"\"\"\"") {
            return Ok(tail);
        } else {
            index += 1;
        }
    }
    Err(Refusal::new(
        Code::GraphqlParseFailed,
        "a block string does not end",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use souk_kernel::config::Config;

    fn passes(document: &str) -> bool {
        check(document, &Config::default().limits).is_ok()
    }

    #[test]
    fn depth_is_counted_over_all_kinds_of_brackets() {
        assert!(passes(&"{[(".repeat(21)));
        assert!(!passes(&"{[(".repeat(22)));
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let many = "[".repeat(100);
        assert!(passes(&format!("{{a(x:\"{many}\")}}")));
        assert!(passes(&format!("{{a(x:\"\\\"{many}\")}}")));
        assert!(passes(&format!(
            "{{a(x:\"\"\"{many}\"{many}\\\"\"\"{many}\"\"\")}}"
        )));
        assert!(passes(&format!("# {many}\n{{a}}")));
    }

    #[test]
    fn brackets_behind_a_broken_string_count() {
        let many = "[".repeat(100);
        assert!(!passes(&format!("\"open\n{many}")));
        assert!(!passes(&format!("# comment\r{many}")));
        assert!(!passes(&format!("\"\"\"open {many}")));
        assert!(!passes(&format!("\"\" {many}")));
    }
}
