//! Splits a query into tokens with their positions.

use super::query::QueryError;
use winnow::{
    Result as LexResult,
    ascii::multispace0,
    combinator::{alt, delimited, eof, not, opt, peek, preceded, repeat, terminated},
    prelude::*,
    stream::LocatingSlice,
    token::{any, none_of, one_of, take_while},
};

/// A token and its position, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    Text(Raw),
    Field {
        name: String,
        comparison: Comparison,
    },
}

/// What follows `field:`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Comparison {
    Equal(Raw),
    Above(Raw),
    AtLeast(Raw),
    Below(Raw),
    AtMost(Raw),
    Between(Raw, Raw),
}

/// A value as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Raw {
    pub(super) text: String,
    pub(super) quoted: bool,
    pub(super) prefix: bool,
}

type Input<'a> = LocatingSlice<&'a str>;

/// The tokens of `text`.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut input = LocatingSlice::new(text);
    let mut tokens = Vec::new();
    loop {
        let _: LexResult<&str> = multispace0.parse_next(&mut input);
        if input.is_empty() {
            return Ok(tokens);
        }
        let at = text.len() - input.len();
        match token.parse_next(&mut input) {
            Ok(kind) => tokens.push(Token { at, kind }),
            Err(_) => return Err(unreadable(text, at)),
        }
    }
}

fn unreadable(text: &str, at: usize) -> QueryError {
    let rest = &text[at..];
    let open_quote = rest.contains('"') || rest.contains('\'');
    error(
        text,
        at,
        if open_quote {
            "a quote is not closed, or a value is missing"
        } else {
            "a value is missing"
        },
    )
}

/// An error at the byte `at` of `text`.
pub(super) fn error(text: &str, at: usize, problem: impl Into<String>) -> QueryError {
    QueryError {
        problem: problem.into(),
        position: text[..at].chars().count() + 1,
    }
}

fn token(input: &mut Input<'_>) -> LexResult<TokenKind> {
    alt((
        '('.value(TokenKind::Open),
        ')'.value(TokenKind::Close),
        keyword("AND").value(TokenKind::And),
        keyword("OR").value(TokenKind::Or),
        keyword("NOT").value(TokenKind::Not),
        terminated('-', not(space_or_end)).value(TokenKind::Not),
        field,
        quoted.map(TokenKind::Text),
        preceded(not((field_name, ':')), word).map(TokenKind::Text),
    ))
    .parse_next(input)
}

fn field_name<'a>(input: &mut Input<'a>) -> LexResult<&'a str> {
    take_while(1.., |c: char| {
        c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
    })
    .parse_next(input)
}

fn space_or_end(input: &mut Input<'_>) -> LexResult<()> {
    alt((one_of(char::is_whitespace).void(), eof.void())).parse_next(input)
}

fn keyword<'a>(word: &'static str) -> impl Parser<Input<'a>, (), winnow::error::ContextError> {
    (word, peek(alt((space_or_end, one_of(['(', ')']).void())))).void()
}

fn field(input: &mut Input<'_>) -> LexResult<TokenKind> {
    let (name, comparison) = (terminated(field_name, ':'), comparison).parse_next(input)?;
    Ok(TokenKind::Field {
        name: name.to_owned(),
        comparison,
    })
}

fn comparison(input: &mut Input<'_>) -> LexResult<Comparison> {
    alt((
        preceded(">=", value).map(Comparison::AtLeast),
        preceded("<=", value).map(Comparison::AtMost),
        preceded('>', value).map(Comparison::Above),
        preceded('<', value).map(Comparison::Below),
        value.map(equal_or_between),
    ))
    .parse_next(input)
}

/// Parses `from..until` as a range that includes both ends.
fn equal_or_between(value: Raw) -> Comparison {
    match value.text.split_once("..") {
        Some((from, until)) if !value.quoted && !from.is_empty() && !until.is_empty() => {
            let raw = |text: &str| Raw {
                text: text.to_owned(),
                ..Raw::default()
            };
            Comparison::Between(raw(from), raw(until))
        }
        _ => Comparison::Equal(value),
    }
}

fn value(input: &mut Input<'_>) -> LexResult<Raw> {
    preceded(multispace0, alt((quoted, word))).parse_next(input)
}

/// Text between quotes; `\` escapes the next character. A trailing `*` requests a prefix match.
fn quoted(input: &mut Input<'_>) -> LexResult<Raw> {
    let double = delimited('"', repeat(0.., character_but('"')), '"');
    let single = delimited('\'', repeat(0.., character_but('\'')), '\'');
    let (text, star) = (alt((double, single)), opt('*')).parse_next(input)?;
    Ok(Raw {
        text,
        quoted: true,
        prefix: star.is_some(),
    })
}

fn character_but<'a>(quote: char) -> impl Parser<Input<'a>, char, winnow::error::ContextError> {
    alt((preceded('\\', any), none_of([quote, '\\'])))
}

/// Characters up to white space or a parenthesis. A quote may occur inside, as in `o'clock`.
fn word(input: &mut Input<'_>) -> LexResult<Raw> {
    let plain = none_of(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '\\'));
    let first = none_of(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\'' | '\\'));
    let escaped = || preceded('\\', any).map(|c: char| (c, true));
    let first = alt((escaped(), first.map(|c: char| (c, false))));
    let rest = repeat(0.., alt((escaped(), plain.map(|c: char| (c, false)))));
    let (first, rest): ((char, bool), Vec<(char, bool)>) = (first, rest).parse_next(input)?;
    let mut characters: Vec<(char, bool)> = std::iter::once(first).chain(rest).collect();
    let prefix = characters.last() == Some(&('*', false));
    if prefix {
        characters.pop();
    }
    Ok(Raw {
        text: characters.into_iter().map(|(c, _)| c).collect(),
        quoted: false,
        prefix,
    })
}
