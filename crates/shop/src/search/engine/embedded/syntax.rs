//! Converts queries in search syntax to queries of the index.

use super::{
    fields::{Fields, exact, list_number},
    text,
};
use crate::{
    query_syntax::{Bound as Limit, Query as Syntax, Test, Text},
    search::engine::{SearchRequest, TextField, TextQuery},
};
use std::ops::Bound;
use tantivy::{
    Searcher, Term,
    query::{AllQuery, BooleanQuery, EmptyQuery, FuzzyTermQuery, Occur, Query, RangeQuery},
    schema::Field,
};

/// Compiles the query of a listing.
pub(super) fn compile(
    searcher: &Searcher,
    fields: &Fields,
    listing: &SearchRequest,
    query: &Syntax,
) -> tantivy::Result<Box<dyn Query>> {
    let compile = |part: &Syntax| compile(searcher, fields, listing, part);
    Ok(match query {
        Syntax::All(parts) if parts.is_empty() => Box::new(AllQuery),
        Syntax::All(parts) => {
            let parts: tantivy::Result<Vec<_>> = parts.iter().map(compile).collect();
            Box::new(BooleanQuery::intersection(parts?))
        }
        Syntax::Any(parts) => {
            let parts: tantivy::Result<Vec<_>> = parts.iter().map(compile).collect();
            Box::new(BooleanQuery::union(parts?))
        }
        Syntax::Not(part) => Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(AllQuery)),
            (Occur::MustNot, compile(part)?),
        ])),
        Syntax::Text(words) => of_words(searcher, fields, listing, words, &[])?,
        Syntax::Field { field, test } => {
            let target = Target {
                searcher,
                fields,
                listing,
            };
            target.field(field, test)?
        }
    })
}

fn of_words(
    searcher: &Searcher,
    fields: &Fields,
    listing: &SearchRequest,
    words: &Text,
    only: &[TextField],
) -> tantivy::Result<Box<dyn Query>> {
    if words.phrase && !words.prefix {
        return Ok(text::phrase(fields, &listing.locale, &words.text));
    }
    let query = TextQuery {
        text: words.text.clone(),
        prefix: words.prefix,
        fields: only.to_vec(),
    };
    text::query(searcher, fields, &listing.locale, &query)
}

struct Target<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    listing: &'a SearchRequest,
}

impl Target<'_> {
    fn field(&self, name: &str, test: &Test) -> tantivy::Result<Box<dyn Query>> {
        let fields = self.fields;
        Ok(match name {
            "available_for_sale" => {
                let channel = Term::from_field_i64(fields.available, self.listing.channel.0);
                let available = text::term_query(channel);
                match test {
                    Test::Flag(false) => Box::new(BooleanQuery::new(vec![
                        (Occur::Must, Box::new(AllQuery)),
                        (Occur::MustNot, available),
                    ])),
                    _ => available,
                }
            }
            "id" => whole(fields.id, test),
            "created_at" => whole(fields.created, test),
            "updated_at" => whole(fields.updated, test),
            "published_at" => whole(fields.published, test),
            "title" => match test {
                Test::Is(words) => of_words(
                    self.searcher,
                    fields,
                    self.listing,
                    words,
                    &[TextField::Title],
                )?,
                _ => Box::new(AllQuery),
            },
            "variants.price" => self.price(test),
            name => self.keyword(name, test),
        })
    }

    /// Query for a text that is compared as a whole.
    fn keyword(&self, name: &str, test: &Test) -> Box<dyn Query> {
        let term = |text: &str| Term::from_field_text(self.fields.exact, &exact(name, text));
        match test {
            Test::Is(text) if text.prefix => {
                Box::new(FuzzyTermQuery::new_prefix(term(&text.text), 0, true))
            }
            Test::Is(text) => text::term_query(term(&text.text)),
            Test::Exists => Box::new(FuzzyTermQuery::new_prefix(term(""), 0, true)),
            Test::Flag(_) | Test::Number { .. } | Test::Whole { .. } => Box::new(EmptyQuery),
        }
    }

    fn price(&self, test: &Test) -> Box<dyn Query> {
        let path = format!("v{}", list_number(self.listing.price_list));
        let term = |minor: i64| {
            let mut term = Term::from_field_json_path(self.fields.numbers, &path, false);
            term.append_type_and_fast_value(minor);
            term
        };
        let (from, until) = match test {
            Test::Number { from, until } => (from.as_ref(), until.as_ref()),
            _ => (None, None),
        };
        let digits = self.listing.price_digits;
        let lower = from.map_or(Bound::Included(term(i64::MIN)), |limit| {
            Bound::Included(term(lowest(limit, digits)))
        });
        let upper = until.map_or(Bound::Included(term(i64::MAX)), |limit| {
            Bound::Included(term(highest(limit, digits)))
        });
        Box::new(RangeQuery::new(lower, upper))
    }
}

/// The lowest amount in minor units that satisfies a lower bound.
fn lowest(limit: &Limit, digits: u32) -> i64 {
    let scaled = i128::from(limit.ten_thousandths) * 10_i128.pow(digits);
    let (whole, rest) = (scaled.div_euclid(10_000), scaled.rem_euclid(10_000));
    let up = i128::from(rest > 0 || !limit.inclusive);
    i64::try_from(whole + up).unwrap_or(i64::MAX)
}

/// The highest amount in minor units that satisfies an upper bound.
fn highest(limit: &Limit, digits: u32) -> i64 {
    let scaled = i128::from(limit.ten_thousandths) * 10_i128.pow(digits);
    let (whole, rest) = (scaled.div_euclid(10_000), scaled.rem_euclid(10_000));
    let down = i128::from(rest == 0 && !limit.inclusive);
    i64::try_from(whole - down).unwrap_or(i64::MAX)
}

fn whole(field: Field, test: &Test) -> Box<dyn Query> {
    let (from, until) = match test {
        Test::Whole { from, until } => (*from, *until),
        _ => (None, None),
    };
    let term = |number| Term::from_field_i64(field, number);
    let lower = Bound::Included(term(from.unwrap_or(i64::MIN)));
    let upper = match until {
        Some(until) => Bound::Excluded(term(until)),
        None => Bound::Included(term(i64::MAX)),
    };
    Box::new(RangeQuery::new(lower, upper))
}
