//! Languages of the index: how each splits text into words, stems and sorts them.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    TextAnalyzer, TokenizerManager,
};

/// Tokenizer of texts that are not stemmed.
pub(super) const PLAIN: &str = "souk_plain";

/// Maximum length of an indexed word, in characters.
const LONGEST_WORD: usize = 60;

/// A language that the index stems, or the slot for all others.
pub(super) struct Slot {
    pub(super) name: &'static str,
    pub(super) language: Option<Language>,
}

/// The languages that the index stems; the last slot is for all others.
pub(super) const SLOTS: &[Slot] = &[
    slot("ar", Language::Arabic),
    slot("da", Language::Danish),
    slot("de", Language::German),
    slot("el", Language::Greek),
    slot("en", Language::English),
    slot("es", Language::Spanish),
    slot("fi", Language::Finnish),
    slot("fr", Language::French),
    slot("hu", Language::Hungarian),
    slot("it", Language::Italian),
    slot("nl", Language::Dutch),
    slot("no", Language::Norwegian),
    slot("pt", Language::Portuguese),
    slot("ro", Language::Romanian),
    slot("ru", Language::Russian),
    slot("sv", Language::Swedish),
    slot("ta", Language::Tamil),
    slot("tr", Language::Turkish),
    Slot {
        name: "xx",
        language: None,
    },
];

const fn slot(name: &'static str, language: Language) -> Slot {
    Slot {
        name,
        language: Some(language),
    }
}

impl Slot {
    /// Name of its tokenizer.
    pub(super) fn tokenizer(&self) -> String {
        format!("souk_{}", self.name)
    }
}

/// Index in [`SLOTS`] of a locale such as `pt-BR`.
pub(super) fn slot_of(locale: &str) -> usize {
    let language = match locale.split(['-', '_']).next().unwrap_or_default() {
        "nb" | "nn" => "no",
        other => other,
    };
    let last = SLOTS.len() - 1;
    SLOTS
        .iter()
        .position(|slot| slot.name == language)
        .unwrap_or(last)
}

/// Sort form of a text, without case and accents.
pub(super) fn sort_text(text: &str) -> String {
    let mut analyzer = TextAnalyzer::builder(tantivy::tokenizer::RawTokenizer::default())
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build();
    let mut stream = analyzer.token_stream(text.trim());
    let mut sorted = String::new();
    while stream.advance() {
        sorted.push_str(&stream.token().text);
    }
    // The index limits the length of terms.
    sorted.chars().take(200).collect()
}

/// Registers the tokenizers of the index.
pub(super) fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(PLAIN, plain());
    for slot in SLOTS {
        tokenizers.register(&slot.tokenizer(), stemming(slot));
    }
}

pub(super) fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

pub(super) fn stemming(slot: &Slot) -> TextAnalyzer {
    let base = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser);
    match slot.language {
        // Stemmers depend on the accents of their language, so they run before folding.
        Some(language) => base
            .filter(Stemmer::new(language))
            .filter(AsciiFoldingFilter)
            .build(),
        None => base.filter(AsciiFoldingFilter).build(),
    }
}
