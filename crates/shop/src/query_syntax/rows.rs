//! Evaluates queries on values in memory.

use super::query::{Bound, Query, Test, Text};
use std::borrow::Cow;

/// Value of a field in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowValue<'a> {
    /// No value.
    Missing,
    /// A single text.
    Text(Cow<'a, str>),
    /// Several texts, such as tags.
    Texts(Vec<Cow<'a, str>>),
    /// True or false.
    Flag(bool),
    /// Milliseconds of an instant, or an id.
    Whole(i64),
    /// Numbers in ten-thousandths; one match is enough.
    Numbers(Vec<i64>),
}

/// Whether a row matches. `value` returns the row's value for a field; `searched` is the text that
/// is searched for words without a field.
pub fn matches<'a>(
    query: &Query,
    value: &dyn Fn(&str) -> RowValue<'a>,
    searched: &dyn Fn() -> Vec<Cow<'a, str>>,
) -> bool {
    match query {
        Query::All(parts) => parts.iter().all(|part| matches(part, value, searched)),
        Query::Any(parts) => parts.iter().any(|part| matches(part, value, searched)),
        Query::Not(part) => !matches(part, value, searched),
        Query::Text(text) => searched().iter().any(|found| contains(found, text)),
        Query::Field { field, test } => holds(test, field == "title", &value(field)),
    }
}

fn holds(test: &Test, by_words: bool, value: &RowValue<'_>) -> bool {
    let same = |found: &str, text| {
        if by_words {
            contains(found, text)
        } else {
            is(found, text)
        }
    };
    match (test, value) {
        (_, RowValue::Missing) => false,
        (Test::Exists, RowValue::Texts(texts)) => !texts.is_empty(),
        (Test::Exists, RowValue::Numbers(numbers)) => !numbers.is_empty(),
        (Test::Exists, RowValue::Text(text)) => !text.is_empty(),
        (Test::Exists, RowValue::Flag(_) | RowValue::Whole(_)) => true,
        (Test::Is(text), RowValue::Text(found)) => same(found, text),
        (Test::Is(text), RowValue::Texts(found)) => found.iter().any(|found| same(found, text)),
        (Test::Flag(wanted), RowValue::Flag(found)) => wanted == found,
        (Test::Whole { from, until }, RowValue::Whole(found)) => {
            from.is_none_or(|from| *found >= from) && until.is_none_or(|until| *found < until)
        }
        (Test::Number { from, until }, RowValue::Numbers(numbers)) => numbers
            .iter()
            .any(|&number| within(number, from.as_ref(), until.as_ref())),
        (Test::Is(_) | Test::Flag(_) | Test::Number { .. } | Test::Whole { .. }, _) => false,
    }
}

fn within(number: i64, from: Option<&Bound>, until: Option<&Bound>) -> bool {
    let above = from.is_none_or(|bound| {
        number > bound.ten_thousandths || bound.inclusive && number == bound.ten_thousandths
    });
    let below = until.is_none_or(|bound| {
        number < bound.ten_thousandths || bound.inclusive && number == bound.ten_thousandths
    });
    above && below
}

fn is(found: &str, text: &Text) -> bool {
    let (found, wanted) = (found.to_lowercase(), text.text.to_lowercase());
    if text.prefix {
        found.starts_with(&wanted)
    } else {
        found == wanted
    }
}

/// Whether `found` contains all of the words or, for a phrase, contains them consecutively.
fn contains(found: &str, text: &Text) -> bool {
    let split = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (found, wanted) = (split(found), split(&text.text));
    let Some(last) = wanted.len().checked_sub(1) else {
        return true;
    };
    let same = |index: usize, word: &String| {
        if text.prefix && index == last {
            word.starts_with(&wanted[index])
        } else {
            *word == wanted[index]
        }
    };
    if text.phrase {
        found.windows(wanted.len()).any(|window| {
            window
                .iter()
                .enumerate()
                .all(|(index, word)| same(index, word))
        })
    } else {
        (0..wanted.len()).all(|index| found.iter().any(|word| same(index, word)))
    }
}
