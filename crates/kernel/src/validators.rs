//! Checks shared by all inputs.

mod contact;

pub use contact::{email_fault, line_fault, phone_fault, text_fault};

use super::refusal::{CommonCode, Refusal, ResourceCode};
use crate::{
    codes::CurrencyCode,
    decimal::{self, DecimalError},
    ids::Gid,
    money::{Money, MoneyError},
    scalars::MoneyInput,
};
use async_graphql::{ID, MaybeUndefined};

/// Maximum number of characters of a title, name, tag or handle.
pub const MOST_TEXT: usize = 255;
/// Maximum number of entries of a list.
pub const MOST_ENTRIES: usize = 250;
/// Maximum number of characters that a message quotes of a text.
const MOST_QUOTED: usize = 80;
/// How many numbered handles are tried for a new resource before its id is used.
const NUMBERED_HANDLES: usize = 9;

/// A checked input, or why it is refused.
pub type Checked<T, C> = Result<T, Refusal<C>>;

/// Refuses the input at `field`.
pub fn refuse<T, C>(code: C, field: &str, why: impl Into<String>) -> Checked<T, C> {
    Err(Refusal::new(code, field, why))
}

/// The name of an input at the start of a message: `The product type` for `input.productType`,
/// `Entry 2 of the tags` for `input.tags.2`.
pub fn named(field: &str) -> String {
    let mut parts = field.rsplit('.').peekable();
    let place = parts.next_if(|part| part.parse::<usize>().is_ok());
    let name = parts.next().unwrap_or_default();
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    match (place, words.as_str()) {
        (_, "") => "The input".to_owned(),
        (Some(place), words) => format!("Entry {place} of the {words}"),
        (None, words) => format!("The {words}"),
    }
}

/// Text of the caller in a message, shortened if it is long.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
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
pub fn short<C: CommonCode>(text: &str, field: &str) -> Checked<(), C> {
    at_most(text, MOST_TEXT, field)
}

/// Refuses a text of more than `most` characters.
pub fn at_most<C: CommonCode>(text: &str, most: usize, field: &str) -> Checked<(), C> {
    let length = text.chars().count();
    if length > most {
        let name = named(field);
        let why = format!("{name} must have at most {most} characters; {length} were given.");
        return refuse(C::TOO_LONG, field, why);
    }
    Ok(())
}

/// Refuses a text that is empty or blank.
pub fn not_blank<C: ResourceCode>(text: &str, field: &str) -> Checked<(), C> {
    if text.trim().is_empty() {
        let why = format!("{} must not be empty.", named(field));
        return refuse(C::BLANK, field, why);
    }
    Ok(())
}

/// A title or name, trimmed.
pub fn title<C: ResourceCode>(text: &str, field: &str) -> Checked<String, C> {
    let title = text.trim();
    not_blank(title, field)?;
    short(title, field)?;
    Ok(title.to_owned())
}

/// A handle in the form that URLs allow.
pub fn handle<C: ResourceCode>(text: &str, field: &str) -> Checked<String, C> {
    let handle = slug::slugify(text);
    if handle.is_empty() {
        let why = format!("The handle {} must have a letter or digit.", quoted(text));
        return refuse(C::BLANK, field, why);
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
pub fn few<T, C: CommonCode>(list: &[T], field: &str) -> Checked<(), C> {
    few_of(list, MOST_ENTRIES, "entries", field)
}

/// Refuses a list of more than `most` entries, which are called `entries` in the message.
pub fn few_of<T, C: CommonCode>(
    list: &[T],
    most: usize,
    entries: &str,
    field: &str,
) -> Checked<(), C> {
    let given = list.len();
    if given > most {
        let why = format!("At most {most} {entries} are allowed; {given} were given.");
        return refuse(C::TOO_MANY, field, why);
    }
    Ok(())
}

/// Parses a global id of one kind.
pub fn id<I: Gid, C: CommonCode>(id: &ID, field: &str) -> Checked<I, C> {
    I::parse(id).or_else(|_| refuse(C::INVALID, field, not_an_id(id, I::KIND)))
}

/// The message for text that is not the global id of a `kind`.
pub fn not_an_id(id: &ID, kind: &str) -> String {
    let article = match kind.starts_with(['A', 'E', 'I', 'O', 'U']) {
        true => "an",
        false => "a",
    };
    format!("{} is not the id of {article} {kind}.", quoted(&id.0))
}

/// The message for a name that another resource of the kind has.
pub fn already_named(kind: &str, name: &str) -> String {
    format!("A {kind} with the name {} already exists.", quoted(name))
}

/// Parses a decimal number into units of 10^-`digits`: `0.19` with two digits is 19.
pub fn scaled<C: CommonCode>(text: &str, digits: u32, field: &str) -> Checked<i64, C> {
    decimal::units(text, digits).or_else(|error| {
        let why = match error {
            DecimalError::TooPrecise => {
                format!(
                    "{} must have at most {digits} decimal places.",
                    named(field)
                )
            }
            DecimalError::Malformed | DecimalError::OutOfRange => {
                format!("{} is not a number.", quoted(text))
            }
        };
        refuse(C::INVALID, field, why)
    })
}

/// An amount of at least 0 in `currency`, in minor units.
pub fn amount<C: CommonCode>(
    input: &MoneyInput,
    currency: CurrencyCode,
    field: &str,
) -> Checked<i64, C> {
    let given = input.currency_code;
    if given != currency {
        let (given, currency) = (given.code(), currency.code());
        let name = named(field);
        let why = format!("{name} must be in {currency}; it is in {given}.");
        return refuse(C::INVALID, field, why);
    }
    not_negative(&input.amount.0, currency, field)
}

/// A decimal amount of at least 0, in minor units.
pub fn not_negative<C: CommonCode>(
    text: &str,
    currency: CurrencyCode,
    field: &str,
) -> Checked<i64, C> {
    match Money::parse(text, currency) {
        Ok(money) if money.minor() >= 0 => Ok(money.minor()),
        Ok(_) => {
            let why = format!("{} must not be negative; it is {text}.", named(field));
            refuse(C::INVALID, field, why)
        }
        Err(error) => refuse(C::INVALID, field, not_an_amount(text, currency, &error)),
    }
}

/// A decimal amount above 0, in minor units.
pub fn above_zero<C: CommonCode>(
    text: &str,
    currency: CurrencyCode,
    field: &str,
) -> Checked<i64, C> {
    match Money::parse(text, currency) {
        Ok(money) if money.minor() > 0 => Ok(money.minor()),
        Ok(_) => refuse(C::INVALID, field, not_above_zero(text, field)),
        Err(error) => refuse(C::INVALID, field, not_an_amount(text, currency, &error)),
    }
}

/// The message for an amount of 0 or less.
pub fn not_above_zero(text: &str, field: &str) -> String {
    format!("{} must be above 0; it is {text}.", named(field))
}

/// The message for text that is no amount in the currency.
pub fn not_an_amount(text: &str, currency: CurrencyCode, error: &MoneyError) -> String {
    match error {
        MoneyError::OutOfRange => format!("The amount {} is out of range.", quoted(text)),
        _ => format!("{} is not an amount in {}.", quoted(text), currency.code()),
    }
}

#[cfg(test)]
mod tests {
    use super::{named, quoted};

    #[test]
    fn messages_name_the_input_in_words() {
        assert_eq!(named("page.title"), "The title");
        assert_eq!(named("input.productType"), "The product type");
        assert_eq!(named("input.tags.2"), "Entry 2 of the tags");
        assert_eq!(named("variants.2.price"), "The price");
        assert_eq!(named(""), "The input");
    }

    #[test]
    fn messages_quote_the_beginning_of_a_long_text() {
        assert_eq!(quoted("gid"), "`gid`");
        assert_eq!(quoted(&"é".repeat(100)), format!("`{}…`", "é".repeat(80)));
    }
}
