//! Builds a typed query from tokens.

use super::{
    fields::{Field, Fields, Kind},
    lexer::{self, Comparison, Raw, Token, TokenKind},
    query::{Bound, Query, QueryError, Test, Text},
};
use chrono::{DateTime, Months, NaiveDate, NaiveDateTime};
use souk_entities::Timestamp;
use souk_kernel::decimal;

/// Maximum nesting of parentheses.
const DEEPEST: usize = 32;
/// Maximum number of characters in a query.
const LONGEST: usize = 4_000;
/// Maximum number of tokens in a query.
const MOST_TOKENS: usize = 250;

/// Parses a query for a resource with these `fields`. Relative times are based on `now`.
///
/// # Errors
///
/// [`QueryError`] for an unknown field, a value of the wrong type or invalid grammar.
pub fn parse(text: &str, fields: &Fields, now: Timestamp) -> Result<Query, QueryError> {
    if text.chars().count() > LONGEST {
        return Err(lexer::error(text, 0, "too long, at most 4,000 characters"));
    }
    let tokens = lexer::tokens(text)?;
    if let Some(token) = tokens.get(MOST_TOKENS) {
        return Err(lexer::error(text, token.at, "too many terms, at most 250"));
    }
    let mut parser = Parser {
        text,
        fields,
        now,
        tokens: &tokens,
        depth: 0,
    };
    let query = parser.any()?;
    match parser.tokens.first() {
        None => Ok(query),
        Some(token) => Err(lexer::error(text, token.at, "unexpected `)`")),
    }
}

struct Parser<'a> {
    text: &'a str,
    fields: &'a Fields,
    now: Timestamp,
    tokens: &'a [Token],
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.first().map(|token| &token.kind)
    }

    fn here(&self) -> usize {
        self.tokens
            .first()
            .map_or(self.text.len(), |token| token.at)
    }

    fn advance(&mut self) {
        self.tokens = &self.tokens[1..];
    }

    fn fail<T>(&self, problem: impl Into<String>) -> Result<T, QueryError> {
        Err(lexer::error(self.text, self.here(), problem))
    }

    fn any(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.all()?];
        while self.peek() == Some(&TokenKind::Or) {
            self.advance();
            if matches!(self.peek(), None | Some(TokenKind::Close)) {
                return self.fail("a term is missing after `OR`");
            }
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Query::Any))
    }

    fn all(&mut self) -> Result<Query, QueryError> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None | Some(TokenKind::Close) => break,
                Some(TokenKind::Or) if parts.is_empty() => {
                    return self.fail("a term is missing before `OR`");
                }
                Some(TokenKind::Or) => break,
                Some(TokenKind::And) => {
                    if parts.is_empty() {
                        return self.fail("a term is missing before `AND`");
                    }
                    self.advance();
                    if matches!(
                        self.peek(),
                        None | Some(TokenKind::Close | TokenKind::And | TokenKind::Or)
                    ) {
                        return self.fail("a term is missing after `AND`");
                    }
                }
                Some(_) => parts.push(self.term()?),
            }
        }
        Ok(one_or(parts, Query::All))
    }

    fn term(&mut self) -> Result<Query, QueryError> {
        let Some(token) = self.tokens.first() else {
            return self.fail("a term is missing");
        };
        match &token.kind {
            TokenKind::Not => {
                self.advance();
                if matches!(
                    self.peek(),
                    None | Some(TokenKind::Close | TokenKind::And | TokenKind::Or)
                ) {
                    return self.fail("a term is missing after `NOT`");
                }
                self.deeper(|parser| Ok(Query::Not(Box::new(parser.term()?))))
            }
            TokenKind::Open => {
                self.advance();
                let inner = self.deeper(Self::any)?;
                if self.peek() != Some(&TokenKind::Close) {
                    return self.fail("`)` is missing");
                }
                self.advance();
                Ok(inner)
            }
            TokenKind::Text(raw) => {
                let query = Query::Text(text_of(raw));
                self.advance();
                Ok(query)
            }
            TokenKind::Field { name, comparison } => {
                let query = self.field(name, comparison)?;
                self.advance();
                Ok(query)
            }
            TokenKind::Close | TokenKind::And | TokenKind::Or => self.fail("a term is missing"),
        }
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        if self.depth == DEEPEST {
            return self.fail("nested too deeply, at most 32 levels");
        }
        self.depth += 1;
        let inner = read(self)?;
        self.depth -= 1;
        Ok(inner)
    }

    fn field(&self, name: &str, comparison: &Comparison) -> Result<Query, QueryError> {
        let Some(field) = self.fields.iter().find(|field| field.name == name) else {
            return self.fail(format!("unknown field `{name}`"));
        };
        if let Comparison::Equal(raw) = comparison
            && raw.prefix
            && raw.text.is_empty()
        {
            return Ok(query_of(field, Test::Exists));
        }
        match field.kind {
            Kind::Keyword => self.keyword(field, comparison),
            Kind::Words => Ok(query_of(
                field,
                Test::Is(text_of(self.equal(field, comparison)?)),
            )),
            Kind::Flag => match self.equal(field, comparison)?.text.as_str() {
                "true" | "1" => Ok(query_of(field, Test::Flag(true))),
                "false" | "0" => Ok(query_of(field, Test::Flag(false))),
                _ => self.fail(format!("`{name}` is either true or false")),
            },
            Kind::Number => self.number(field, comparison),
            Kind::Id => self.id(field, comparison),
            Kind::Time => self.time(field, comparison),
        }
    }

    fn equal<'r>(&self, field: &Field, comparison: &'r Comparison) -> Result<&'r Raw, QueryError> {
        match comparison {
            Comparison::Equal(raw) => Ok(raw),
            _ => self.fail(format!("`{}` cannot be compared by size", field.name)),
        }
    }

    fn keyword(&self, field: &Field, comparison: &Comparison) -> Result<Query, QueryError> {
        let raw = self.equal(field, comparison)?;
        let alternatives: Vec<&str> = if raw.quoted {
            vec![&raw.text]
        } else {
            raw.text
                .split(',')
                .filter(|part| !part.is_empty())
                .collect()
        };
        if alternatives.is_empty() {
            return self.fail(format!("`{}` needs a value", field.name));
        }
        let parts = alternatives.into_iter().map(|text| {
            let text = Text {
                text: text.to_owned(),
                phrase: true,
                prefix: raw.prefix,
            };
            query_of(field, Test::Is(text))
        });
        Ok(one_or(parts.collect(), Query::Any))
    }

    fn number(&self, field: &Field, comparison: &Comparison) -> Result<Query, QueryError> {
        let bound = |raw: &Raw, inclusive| match decimal::units(&raw.text, 4) {
            Ok(ten_thousandths) => Ok(Some(Bound {
                ten_thousandths,
                inclusive,
            })),
            Err(_) => self.fail(format!("`{}` needs a number such as 49.90", field.name)),
        };
        let (from, until) = match comparison {
            Comparison::Equal(raw) => (bound(raw, true)?, bound(raw, true)?),
            Comparison::Above(raw) => (bound(raw, false)?, None),
            Comparison::AtLeast(raw) => (bound(raw, true)?, None),
            Comparison::Below(raw) => (None, bound(raw, false)?),
            Comparison::AtMost(raw) => (None, bound(raw, true)?),
            Comparison::Between(from, until) => (bound(from, true)?, bound(until, true)?),
        };
        Ok(query_of(field, Test::Number { from, until }))
    }

    fn id(&self, field: &Field, comparison: &Comparison) -> Result<Query, QueryError> {
        let id = |raw: &Raw| {
            let number = match souk_kernel::ids::split(&raw.text) {
                Some((_, number)) => Some(number),
                None => raw.text.parse().ok(),
            };
            number.map_or_else(|| self.fail(format!("`{}` needs an id", field.name)), Ok)
        };
        let (from, until) = match comparison {
            Comparison::Equal(raw) => (Some(id(raw)?), Some(id(raw)?.saturating_add(1))),
            Comparison::Above(raw) => (Some(id(raw)?.saturating_add(1)), None),
            Comparison::AtLeast(raw) => (Some(id(raw)?), None),
            Comparison::Below(raw) => (None, Some(id(raw)?)),
            Comparison::AtMost(raw) => (None, Some(id(raw)?.saturating_add(1))),
            Comparison::Between(a, b) => (Some(id(a)?), Some(id(b)?.saturating_add(1))),
        };
        Ok(query_of(field, Test::Whole { from, until }))
    }

    fn time(&self, field: &Field, comparison: &Comparison) -> Result<Query, QueryError> {
        let period = |raw: &Raw| match period(&raw.text, self.now) {
            Some(period) => Ok(period),
            None => self.fail(format!(
                "`{}` needs a time such as 2026-11-23 or 2026-11-23T09:00:00Z",
                field.name
            )),
        };
        let (from, until) = match comparison {
            Comparison::Equal(raw) => {
                let (first, after) = period(raw)?;
                (Some(first), Some(after))
            }
            Comparison::Above(raw) => (Some(period(raw)?.1), None),
            Comparison::AtLeast(raw) => (Some(period(raw)?.0), None),
            Comparison::Below(raw) => (None, Some(period(raw)?.0)),
            Comparison::AtMost(raw) => (None, Some(period(raw)?.1)),
            Comparison::Between(from, until) => (Some(period(from)?.0), Some(period(until)?.1)),
        };
        Ok(query_of(field, Test::Whole { from, until }))
    }
}

fn query_of(field: &Field, test: Test) -> Query {
    // `tag_not:x` is another notation for `-tag:x`.
    match field.name.strip_suffix("_not") {
        Some(positive) => Query::Not(Box::new(Query::Field {
            field: positive.to_owned(),
            test,
        })),
        None => Query::Field {
            field: field.name.to_owned(),
            test,
        },
    }
}

fn text_of(raw: &Raw) -> Text {
    Text {
        text: raw.text.clone(),
        phrase: raw.quoted,
        prefix: raw.prefix,
    }
}

fn one_or(mut parts: Vec<Query>, join: impl FnOnce(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        join(parts)
    }
}

/// The range of instants that a time covers: a year, a month, a day or a millisecond.
fn period(text: &str, now: Timestamp) -> Option<(i64, i64)> {
    if text == "now" {
        return Some((now.0, now.0 + 1));
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        let instant = instant.timestamp_millis();
        return Some((instant, instant + 1));
    }
    if let Ok(instant) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S") {
        let instant = instant.and_utc().timestamp_millis();
        return Some((instant, instant + 1));
    }
    let (first, months) = match text.len() {
        4 => (format!("{text}-01-01"), 12),
        7 => (format!("{text}-01"), 1),
        _ => (text.to_owned(), 0),
    };
    let first = NaiveDate::parse_from_str(&first, "%Y-%m-%d").ok()?;
    let after = match months {
        0 => first.succ_opt()?,
        months => first.checked_add_months(Months::new(months))?,
    };
    let start = |day: NaiveDate| {
        let midnight = day.and_hms_opt(0, 0, 0)?;
        Some(midnight.and_utc().timestamp_millis())
    };
    Some((start(first)?, start(after)?))
}
