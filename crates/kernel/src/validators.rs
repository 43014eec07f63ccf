//! Checks shared by all inputs of merchants.

use super::refusal::{Refusal, RefusalCode};
use crate::{
    codes::CurrencyCode,
    decimal::{self, DecimalError},
    ids::Gid,
    money::Money,
    scalars::MoneyInput,
};
use async_graphql::{ID, MaybeUndefined};

/// Maximum number of characters of a title, name, tag or handle.
pub const MOST_TEXT: usize = 255;
/// Maximum number of entries of a list.
pub const MOST_ENTRIES: usize = 250;
/// How many numbered handles are tried for a new resource before its id is used.
const NUMBERED_HANDLES: usize = 9;

/// A checked input, or why it is refused.
pub type Checked<T> = Result<T, Refusal>;

/// Refuses the input at `field`.
pub fn refuse<T>(code: RefusalCode, field: &str, why: impl Into<String>) -> Checked<T> {
    Err(Refusal::new(code, field, why))
}

/// Distinguishes a value that is left out, null, or given.
pub fn given<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    value.into()
}

/// The text, unless it is blank.
pub fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Refuses a text of more than 255 characters.
pub fn short(text: &str, field: &str) -> Checked<()> {
    if text.chars().count() > MOST_TEXT {
        let why = format!("at most {MOST_TEXT} characters");
        return refuse(RefusalCode::TooLong, field, why);
    }
    Ok(())
}

/// A title or name, trimmed.
pub fn title(text: &str, field: &str) -> Checked<String> {
    let title = text.trim();
    if title.is_empty() {
        return refuse(RefusalCode::Blank, field, "this must not be empty");
    }
    short(title, field)?;
    Ok(title.to_owned())
}

/// A handle in the form that URLs allow.
pub fn handle(text: &str, field: &str) -> Checked<String> {
    let handle = slug::slugify(text);
    if handle.is_empty() {
        let why = "a handle needs a letter or digit";
        return refuse(RefusalCode::Blank, field, why);
    }
    short(&handle, field)?;
    Ok(handle)
}

/// The handle, then numbered ones, for a new resource whose handle is derived from its title.
pub fn numbered(handle: String) -> impl Iterator<Item = String> {
    let numbers = 1..=NUMBERED_HANDLES;
    let base = handle.clone();
    std::iter::once(handle).chain(numbers.map(move |number| format!("{base}-{number}")))
}

/// Refuses a list of more than 250 entries.
pub fn few<T>(list: &[T], field: &str) -> Checked<()> {
    if list.len() > MOST_ENTRIES {
        let why = format!("at most {MOST_ENTRIES} entries");
        return refuse(RefusalCode::TooMany, field, why);
    }
    Ok(())
}

/// Parses a global id of one kind.
pub fn id<I: Gid>(id: &ID, field: &str) -> Checked<I> {
    I::parse(id).or_else(|_| refuse(RefusalCode::Invalid, field, format!("no {} id", I::KIND)))
}

/// Parses a decimal number into units of 10^-`digits`: `0.19` with two digits is 19.
pub fn scaled(text: &str, digits: u32, field: &str) -> Checked<i64> {
    decimal::units(text, digits).or_else(|error| {
        let why = match error {
            DecimalError::TooPrecise => format!("at most {digits} digits behind the point"),
            DecimalError::Malformed | DecimalError::OutOfRange => "no such number".to_owned(),
        };
        refuse(RefusalCode::Invalid, field, why)
    })
}

/// An amount of at least 0 in `currency`, in minor units.
pub fn amount(input: &MoneyInput, currency: CurrencyCode, field: &str) -> Checked<i64> {
    if input.currency_code != currency {
        let why = format!("the currency is {}", currency.code());
        return refuse(RefusalCode::Invalid, field, why);
    }
    match Money::parse(&input.amount.0, currency) {
        Ok(money) if money.minor() >= 0 => Ok(money.minor()),
        Ok(_) => refuse(
            RefusalCode::Invalid,
            field,
            "an amount must not be negative",
        ),
        Err(error) => refuse(RefusalCode::Invalid, field, error.to_string()),
    }
}
