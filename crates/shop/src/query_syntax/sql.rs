//! Converts queries to conditions of SQL statements. Client texts are bound as values, never
//! inserted as SQL.

use super::query::{Bound, Query, Test, Text};
use sea_orm::{
    Condition, ExprTrait,
    sea_query::{Expr, Func, LikeExpr},
};

/// How a query field is represented in a table.
#[derive(Clone, Debug)]
pub enum SqlColumn {
    /// Text compared as a whole.
    Keyword(Expr),
    /// Text searched by its words.
    Words(Expr),
    /// A list of texts in a JSON column.
    List(Expr),
    /// An instant in milliseconds, or an id.
    Whole(Expr),
    /// A boolean.
    Flag(Expr),
}

/// The condition of a query. `column` returns the representation of a field in the table; a field
/// without one matches nothing. Words without a field are searched for in `searched`.
pub fn condition(
    query: &Query,
    column: &dyn Fn(&str) -> Option<SqlColumn>,
    searched: &[Expr],
) -> Condition {
    match query {
        Query::All(parts) => parts.iter().fold(Condition::all(), |all, part| {
            all.add(condition(part, column, searched))
        }),
        Query::Any(parts) => parts.iter().fold(Condition::any(), |any, part| {
            any.add(condition(part, column, searched))
        }),
        Query::Not(part) => condition(part, column, searched).not(),
        Query::Text(text) => searched.iter().fold(Condition::any(), |any, expression| {
            any.add(words(expression, text))
        }),
        Query::Field { field, test } => match column(field) {
            Some(column) => of_column(&column, test),
            None => Condition::all().add(Expr::val(1).eq(0)),
        },
    }
}

fn of_column(column: &SqlColumn, test: &Test) -> Condition {
    let never = || Condition::all().add(Expr::val(1).eq(0));
    match (column, test) {
        (SqlColumn::Keyword(expression), Test::Is(text)) => {
            let lower = Func::lower(expression.clone());
            let wanted = text.text.to_lowercase();
            Condition::all().add(if text.prefix {
                Expr::from(lower).like(pattern("", &wanted, "%"))
            } else {
                Expr::from(lower).eq(wanted)
            })
        }
        (SqlColumn::Words(expression), Test::Is(text)) => words(expression, text),
        (SqlColumn::List(expression), Test::Is(text)) => {
            let quoted = serde_json::to_string(&text.text.to_lowercase())
                .expect("text is always valid JSON");
            let wanted = if text.prefix {
                quoted.trim_end_matches('"')
            } else {
                &quoted
            };
            let lower = Func::lower(expression.clone().cast_as("text"));
            Condition::all().add(Expr::from(lower).like(pattern("%", wanted, "%")))
        }
        (SqlColumn::Flag(expression), Test::Flag(wanted)) => {
            Condition::all().add(expression.clone().eq(*wanted))
        }
        (SqlColumn::Whole(expression), Test::Whole { from, until }) => Condition::all()
            .add_option(from.map(|from| expression.clone().gte(from)))
            .add_option(until.map(|until| expression.clone().lt(until))),
        (SqlColumn::Whole(expression), Test::Number { from, until }) => Condition::all()
            .add_option(from.as_ref().map(|bound| above(expression, bound)))
            .add_option(until.as_ref().map(|bound| below(expression, bound))),
        (
            SqlColumn::Keyword(expression)
            | SqlColumn::Words(expression)
            | SqlColumn::List(expression)
            | SqlColumn::Whole(expression)
            | SqlColumn::Flag(expression),
            Test::Exists,
        ) => Condition::all().add(expression.clone().is_not_null()),
        _ => never(),
    }
}

fn above(expression: &Expr, bound: &Bound) -> Expr {
    let whole = bound.ten_thousandths.div_euclid(10_000);
    if bound.inclusive && bound.ten_thousandths.rem_euclid(10_000) == 0 {
        expression.clone().gte(whole)
    } else {
        expression.clone().gt(whole)
    }
}

fn below(expression: &Expr, bound: &Bound) -> Expr {
    let whole = bound.ten_thousandths.div_euclid(10_000);
    if bound.inclusive || bound.ten_thousandths.rem_euclid(10_000) != 0 {
        expression.clone().lte(whole)
    } else {
        expression.clone().lt(whole)
    }
}

/// Condition that every word, or the whole phrase, occurs in the text.
fn words(expression: &Expr, text: &Text) -> Condition {
    let lower = || Expr::from(Func::lower(expression.clone()));
    let wanted = text.text.to_lowercase();
    if text.phrase {
        return Condition::all().add(lower().like(pattern("%", &wanted, "%")));
    }
    wanted
        .split_whitespace()
        .fold(Condition::all(), |all, word| {
            all.add(lower().like(pattern("%", word, "%")))
        })
}

/// A pattern in which all special characters of `text` are escaped.
fn pattern(before: &str, text: &str, after: &str) -> LikeExpr {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            plain.push('\\');
        }
        plain.push(character);
    }
    LikeExpr::new(format!("{before}{plain}{after}")).escape('\\')
}
