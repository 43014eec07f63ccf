//! Translated texts, and what is done with texts: digests, plain text, excerpts.

use sha2::{Digest, Sha256};
use souk_entities::catalog::translation;
use std::{borrow::Cow, collections::HashMap};

/// Translated texts of one product, collection or other resource, and of its parts.
#[derive(Debug, Default)]
pub struct Translations(HashMap<i64, Vec<(String, String)>>);

impl Translations {
    /// The translated text `key` of a resource.
    pub fn get(&self, resource: i64, key: &str) -> Option<&str> {
        let texts = self.0.get(&resource)?;
        let (_, text) = texts.iter().find(|(known, _)| known == key)?;
        Some(text)
    }

    /// All translated texts of a resource, each with its key.
    pub fn all(&self, resource: i64) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.0.get(&resource).into_iter().flatten();
        texts.map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// Adds a row.
    pub fn add(&mut self, row: translation::Model) {
        let texts = self.0.entry(row.resource_id).or_default();
        texts.push((row.key, row.value));
    }
}

/// SHA-256 of a text as hexadecimal digits. Callers pass it to make sure that the text has not
/// changed.
pub fn text_digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Converts HTML to plain text of one or more lines.
pub fn plain_text(html: &str) -> String {
    nanohtml2text::html2text(html)
        .replace("\r\n", "\n")
        .trim()
        .to_owned()
}

/// At most `length` characters of `text`; truncated text ends in three dots.
pub fn truncated_text(text: Cow<'_, str>, length: Option<i32>) -> Cow<'_, str> {
    let Some(length) = length.and_then(|length| usize::try_from(length).ok()) else {
        return text;
    };
    if text.chars().nth(length).is_none() {
        return text;
    }
    let dots = &"..."[..length.min(3)];
    let kept = text.chars().take(length - dots.len());
    Cow::Owned(kept.chain(dots.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_with_dots_within_the_length() {
        let cut = |text, length| truncated_text(Cow::Borrowed(text), Some(length)).into_owned();
        assert_eq!(cut("A small lamp", 8), "A sma...");
        assert_eq!(cut("A small lamp", 12), "A small lamp");
        assert_eq!(cut("Töpfe für alle", 6), "Töp...");
        assert_eq!(cut("lamp", 2), "..");
        assert_eq!(cut("lamp", 0), "");
        assert_eq!(cut("lamp", -1), "lamp");
    }
}
