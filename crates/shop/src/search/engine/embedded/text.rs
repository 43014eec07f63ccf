//! Searches the index for words.

use super::{
    fields::Fields,
    languages::{SLOTS, plain, slot_of, stemming},
};
use crate::search::engine::{TextField, TextQuery};
use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery,
        Query, TermQuery,
    },
    schema::{Field, IndexRecordOption},
    tokenizer::{LowerCaser, SimpleTokenizer, StopWordFilter, TextAnalyzer},
};
/// Maximum number of words in a query; further words are ignored.
const MOST_WORDS: usize = 16;

/// A word of a query in its indexed forms.
struct Word {
    plain: String,
    stem: String,
    /// Whether it is too common to be required, such as `the`.
    common: bool,
    /// Whether it may be the beginning of a longer word.
    prefix: bool,
}

/// The words of `text` in a language.
fn words(text: &str, slot: usize, prefix: bool) -> Vec<Word> {
    let tokens = |mut analyzer: TextAnalyzer| {
        let mut tokens = Vec::new();
        let mut stream = analyzer.token_stream(text);
        while stream.advance() && tokens.len() < MOST_WORDS {
            tokens.push(stream.token().text.clone());
        }
        tokens
    };
    let (plain, stems) = (tokens(plain()), tokens(stemming(&SLOTS[slot])));
    let stop_words = SLOTS[slot].language.and_then(StopWordFilter::new);
    let common = |word: &str| {
        stop_words.as_ref().is_some_and(|stop_words| {
            let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
                .filter(LowerCaser)
                .filter(stop_words.clone())
                .build();
            !analyzer.token_stream(word).advance()
        })
    };
    let last = plain.len().saturating_sub(1);
    plain
        .into_iter()
        .zip(stems)
        .enumerate()
        .map(|(index, (plain, stem))| Word {
            common: common(&plain),
            prefix: prefix && index == last,
            plain,
            stem,
        })
        .collect()
}

/// Query for the text a buyer typed: every word must occur in some field; an unknown word also
/// matches known words that resemble it.
pub(super) fn query(
    searcher: &Searcher,
    fields: &Fields,
    locale: &str,
    text: &TextQuery,
) -> tantivy::Result<Box<dyn Query>> {
    let slot = slot_of(locale);
    let words = words(&text.text, slot, text.prefix);
    if words.is_empty() {
        return Ok(Box::new(AllQuery));
    }
    let all_common = words.iter().all(|word| word.common);
    let mut clauses = Vec::with_capacity(words.len());
    for word in &words {
        let occur = if word.common && !all_common {
            Occur::Should
        } else {
            Occur::Must
        };
        let targets = targets(fields, slot, &text.fields);
        clauses.push((occur, word_query(searcher, &targets, word)?));
    }
    Ok(Box::new(BooleanQuery::new(clauses)))
}

/// Query for consecutive words in the title, for `title:"…"` and phrases without a field.
pub(super) fn phrase(fields: &Fields, locale: &str, text: &str) -> Box<dyn Query> {
    let slot = slot_of(locale);
    let phrase_in = |field: Field, stemmed: bool| -> Box<dyn Query> {
        let words = words(text, slot, false);
        let mut terms: Vec<Term> = words
            .iter()
            .map(|word| {
                Term::from_field_text(field, if stemmed { &word.stem } else { &word.plain })
            })
            .collect();
        match terms.len() {
            0 => Box::new(AllQuery),
            1 => term_query(terms.remove(0)),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    };
    Box::new(BooleanQuery::union(vec![
        phrase_in(fields.words[slot], false),
        phrase_in(fields.body[slot], true),
        phrase_in(fields.product_type, false),
        phrase_in(fields.vendor, false),
        phrase_in(fields.tag, false),
    ]))
}

/// A field that is searched for words.
struct Target {
    field: Field,
    stemmed: bool,
    /// Whether misspelt and incomplete words also match.
    lenient: bool,
    weight: f32,
}

fn targets(fields: &Fields, slot: usize, only: &[TextField]) -> Vec<Target> {
    let target = |field, stemmed, lenient, weight| Target {
        field,
        stemmed,
        lenient,
        weight,
    };
    let all = [
        (
            TextField::Title,
            target(fields.words[slot], false, true, 8.0),
        ),
        (
            TextField::Title,
            target(fields.title[slot], true, false, 5.0),
        ),
        (
            TextField::ProductType,
            target(fields.product_type, false, true, 4.0),
        ),
        (TextField::Vendor, target(fields.vendor, false, true, 4.0)),
        (TextField::Tag, target(fields.tag, false, true, 2.0)),
        (TextField::Variant, target(fields.variant, false, true, 2.0)),
        (TextField::Author, target(fields.author, false, true, 2.0)),
        (TextField::Sku, target(fields.sku, false, false, 6.0)),
        (
            TextField::Barcode,
            target(fields.barcode, false, false, 6.0),
        ),
        (TextField::Body, target(fields.body[slot], true, false, 1.0)),
    ];
    all.into_iter()
        .filter(|(name, _)| only.is_empty() || only.contains(name))
        .map(|(_, target)| target)
        .collect()
}

fn word_query(
    searcher: &Searcher,
    targets: &[Target],
    word: &Word,
) -> tantivy::Result<Box<dyn Query>> {
    let mut parts: Vec<Box<dyn Query>> = Vec::new();
    let mut known = false;
    for target in targets {
        let form = if target.stemmed {
            &word.stem
        } else {
            &word.plain
        };
        let term = Term::from_field_text(target.field, form);
        if searcher.doc_freq(&term)? > 0 {
            known = true;
            parts.push(Box::new(BoostQuery::new(term_query(term), target.weight)));
        }
    }
    let letters = word.plain.chars().count();
    if word.prefix {
        for target in targets.iter().filter(|target| target.lenient) {
            // Prefixes of one or two letters match too many words to be searched for in every
            // field.
            if letters >= 3 || target.weight >= 4.0 {
                let term = Term::from_field_text(target.field, &word.plain);
                let begins = FuzzyTermQuery::new_prefix(term, 0, true);
                parts.push(weighted(begins, target.weight));
            }
        }
    }
    // A word that occurs nowhere is treated as a typing error; a known one is taken as written.
    if !known {
        let distance = match letters {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        for target in targets
            .iter()
            .filter(|target| target.lenient && distance > 0)
        {
            let term = Term::from_field_text(target.field, &word.plain);
            let similar = if word.prefix {
                FuzzyTermQuery::new_prefix(term, 1, true)
            } else {
                FuzzyTermQuery::new(term, distance, true)
            };
            parts.push(weighted(similar, target.weight * 0.25));
        }
    }
    Ok(Box::new(BooleanQuery::union(parts)))
}

fn weighted(query: impl Query, weight: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), weight))
}

/// Query for documents with this term.
pub(super) fn term_query(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}
