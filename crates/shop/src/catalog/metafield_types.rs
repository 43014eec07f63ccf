//! Types of custom fields and the format of their values.

use crate::catalog::CatalogErrorCode;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::Value;
use souk_entities::catalog::metafield_definition;
use souk_kernel::{
    codes::CurrencyCode, decimal::is_decimal, ids, money::Money, refusal::Refusal,
    validators::quoted,
};

/// Default namespace of a field.
pub const DEFAULT_NAMESPACE: &str = "custom";
/// Maximum size of a value in bytes.
const MOST_BYTES: usize = 100_000;
/// Maximum number of values in a list.
const MOST_VALUES: usize = 256;
/// Maximum number of characters in a single-line text.
const MOST_LINE: usize = 5_000;

/// Types of resources that each reference type may refer to.
const REFERENCES: &[(&str, &[&str])] = &[
    ("article_reference", &["Article"]),
    ("collection_reference", &["Collection"]),
    (
        "file_reference",
        &["MediaImage", "GenericFile", "Video", "Model3d"],
    ),
    ("metaobject_reference", &["Metaobject"]),
    ("mixed_reference", &["Metaobject"]),
    ("page_reference", &["Page"]),
    ("product_reference", &["Product"]),
    ("variant_reference", &["ProductVariant"]),
];

const WEIGHT_UNITS: &[&str] = &[
    "g",
    "kg",
    "lb",
    "oz",
    "grams",
    "kilograms",
    "pounds",
    "ounces",
];
const DIMENSION_UNITS: &[&str] = &["mm", "cm", "m", "in", "ft", "yd"];
const VOLUME_UNITS: &[&str] = &[
    "ml",
    "cl",
    "l",
    "m3",
    "us_fl_oz",
    "us_pt",
    "us_qt",
    "us_gal",
    "imp_fl_oz",
    "imp_pt",
    "imp_qt",
    "imp_gal",
];

/// Why a value is not valid for a custom field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Error code.
    pub kind: UnfitKind,
    /// Error message.
    pub why: String,
}

/// What is wrong with a custom field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfitKind {
    /// The value is empty.
    Blank,
    /// The type is unknown or differs from the definition.
    Type,
    /// The value is too long.
    TooLong,
    /// The value does not fit its type.
    Value,
}

impl From<UnfitKind> for CatalogErrorCode {
    fn from(kind: UnfitKind) -> Self {
        match kind {
            UnfitKind::Blank => Self::Blank,
            UnfitKind::Type => Self::InvalidType,
            UnfitKind::TooLong => Self::TooLong,
            UnfitKind::Value => Self::InvalidValue,
        }
    }
}

impl Unfit {
    /// A refusal of the custom field at `field`.
    pub fn refusal<C: From<UnfitKind>>(self, field: &str) -> Refusal<C> {
        Refusal::new(self.kind.into(), field, self.why)
    }
}

/// Whether this is a type of custom fields.
pub fn is_known(kind: &str) -> bool {
    is_single(kind.strip_prefix("list.").unwrap_or(kind))
}

fn is_single(kind: &str) -> bool {
    matches!(
        kind,
        "single_line_text_field"
            | "multi_line_text_field"
            | "rich_text_field"
            | "number_integer"
            | "number_decimal"
            | "boolean"
            | "date"
            | "date_time"
            | "json"
            | "url"
            | "link"
            | "color"
            | "money"
            | "weight"
            | "dimension"
            | "volume"
            | "rating"
            | "id"
            | "language"
    ) || REFERENCES.iter().any(|(name, _)| *name == kind)
}

/// Checks a value against its type, and against the field's definition if there is one.
///
/// # Errors
///
/// The reason why it is not valid.
pub fn check_metafield_value(
    kind: &str,
    value: &str,
    definition: Option<&metafield_definition::Model>,
) -> Result<(), Unfit> {
    let unfit = |kind, why: String| Err(Unfit { kind, why });
    if !is_known(kind) {
        let why = format!("{} is not a type of custom fields.", quoted(kind));
        return unfit(UnfitKind::Type, why);
    }
    if let Some(definition) = definition.filter(|definition| definition.kind != kind) {
        let why = format!(
            "The field is defined with the type `{}`, not `{kind}`.",
            definition.kind
        );
        return unfit(UnfitKind::Type, why);
    }
    if value.is_empty() {
        return unfit(UnfitKind::Blank, "The value must not be empty.".to_owned());
    }
    if value.len() > MOST_BYTES {
        let why = format!(
            "The value must have at most {MOST_BYTES} bytes; {} were given.",
            value.len()
        );
        return unfit(UnfitKind::TooLong, why);
    }
    match kind.strip_prefix("list.") {
        None => fits(kind, value),
        Some(kind) => list(kind, value),
    }
    .and_then(|()| definition.map_or(Ok(()), |definition| keeps_rules(kind, value, definition)))
    .or_else(|why| unfit(UnfitKind::Value, why))
}

fn list(kind: &str, value: &str) -> Result<(), String> {
    let Ok(Value::Array(values)) = serde_json::from_str(value) else {
        return Err("The value must be a JSON list.".to_owned());
    };
    if values.len() > MOST_VALUES {
        return Err(format!(
            "At most {MOST_VALUES} values are allowed; {} were given.",
            values.len()
        ));
    }
    values.iter().try_for_each(|value| match value {
        Value::String(text) => fits(kind, text),
        other => fits(kind, &other.to_string()),
    })
}

/// Checks that `value` is valid for the type `kind`, which is not a list type.
fn fits(kind: &str, value: &str) -> Result<(), String> {
    let ok = match kind {
        "single_line_text_field" | "id" => {
            !value.contains(['\n', '\r']) && value.chars().count() <= MOST_LINE
        }
        "multi_line_text_field" => true,
        "number_integer" => value
            .parse::<i64>()
            .is_ok_and(|number| number.unsigned_abs() < 1 << 53),
        "number_decimal" => is_decimal(value),
        "boolean" => matches!(value, "true" | "false"),
        "date" => NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(),
        "date_time" => {
            DateTime::parse_from_rfc3339(value).is_ok()
                || NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M:%S").is_ok()
        }
        "json" => serde_json::from_str::<Value>(value).is_ok(),
        "rich_text_field" => object(value, |fields| {
            fields.get("type").is_some_and(Value::is_string)
        }),
        "url" => is_url(value),
        "link" => object(value, |fields| text(fields, "url").is_some_and(is_url)),
        "color" => is_color(value),
        "language" => souk_kernel::codes::LanguageCode::from_locale(value).is_some(),
        "money" => object(value, is_money),
        "weight" => object(value, |fields| is_measure(fields, WEIGHT_UNITS)),
        "dimension" => object(value, |fields| is_measure(fields, DIMENSION_UNITS)),
        "volume" => object(value, |fields| is_measure(fields, VOLUME_UNITS)),
        "rating" => object(value, is_rating),
        _ => is_reference(kind, value),
    };
    ok.then_some(())
        .ok_or_else(|| format!("{} is not a value of the type `{kind}`.", quoted(value)))
}

fn object(value: &str, check: impl Fn(&serde_json::Map<String, Value>) -> bool) -> bool {
    matches!(serde_json::from_str(value), Ok(Value::Object(fields)) if check(&fields))
}

fn text<'a>(fields: &'a serde_json::Map<String, Value>, key: &str) -> Option<&'a str> {
    fields.get(key).and_then(Value::as_str)
}

/// A number, given as a JSON number or as text.
fn number(fields: &serde_json::Map<String, Value>, key: &str) -> Option<f64> {
    match fields.get(key)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) if is_decimal(text) => text.parse().ok(),
        _ => None,
    }
}

fn is_url(value: &str) -> bool {
    let schemes = ["https://", "http://", "mailto:", "sms:", "tel:"];
    let rest = schemes.iter().find_map(|scheme| value.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// Whether this is a colour as `#rrggbb`.
pub fn is_color(value: &str) -> bool {
    value.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn is_money(fields: &serde_json::Map<String, Value>) -> bool {
    let currency = text(fields, "currency_code").and_then(CurrencyCode::from_code);
    currency.is_some_and(|currency| {
        text(fields, "amount").is_some_and(|amount| Money::parse(amount, currency).is_ok())
    })
}

fn is_measure(fields: &serde_json::Map<String, Value>, units: &[&str]) -> bool {
    let unit = text(fields, "unit").map(str::to_lowercase);
    number(fields, "value").is_some() && unit.is_some_and(|unit| units.contains(&unit.as_str()))
}

fn is_rating(fields: &serde_json::Map<String, Value>) -> bool {
    let number = |key| number(fields, key);
    match (number("value"), number("scale_min"), number("scale_max")) {
        (Some(value), Some(min), Some(max)) => (min..=max).contains(&value),
        _ => false,
    }
}

fn is_reference(kind: &str, value: &str) -> bool {
    let kinds = REFERENCES.iter().find(|(name, _)| *name == kind);
    kinds.is_some_and(|(_, kinds)| ids::split(value).is_some_and(|(kind, _)| kinds.contains(&kind)))
}

/// Checks whether a validation rule can be applied to values of the type.
///
/// # Errors
///
/// The reason why it cannot.
pub fn check_rule(kind: &str, name: &str, value: &str) -> Result<(), String> {
    let sized = matches!(
        kind,
        "number_integer" | "number_decimal" | "single_line_text_field" | "multi_line_text_field"
    );
    let fits = match name {
        "min" | "max" => sized && is_decimal(value),
        "choices" => serde_json::from_str::<Vec<String>>(value)
            .is_ok_and(|choices| choices.iter().all(|choice| fits_single(kind, choice))),
        _ => return Err(format!("There is no rule {}.", quoted(name))),
    };
    let why = || {
        format!(
            "The rule `{name}` cannot be {} for the type `{kind}`.",
            quoted(value)
        )
    };
    fits.then_some(()).ok_or_else(why)
}

fn fits_single(kind: &str, value: &str) -> bool {
    fits(kind.strip_prefix("list.").unwrap_or(kind), value).is_ok()
}

/// Checks a value against the validation rules of its definition: `min`, `max` and `choices`. For
/// texts the limits apply to the number of characters.
fn keeps_rules(
    kind: &str,
    value: &str,
    definition: &metafield_definition::Model,
) -> Result<(), String> {
    for rule in &definition.validations.0 {
        let size = match kind {
            "number_integer" | "number_decimal" => value.parse::<f64>().ok(),
            "single_line_text_field" | "multi_line_text_field" => {
                u32::try_from(value.chars().count()).ok().map(f64::from)
            }
            _ => None,
        };
        let limit = rule.value.parse::<f64>().ok();
        let kept = match (rule.name.as_str(), size, limit) {
            ("min", Some(size), Some(limit)) => size >= limit,
            ("max", Some(size), Some(limit)) => size <= limit,
            ("choices", _, _) => {
                let choices: Vec<String> = serde_json::from_str(&rule.value).unwrap_or_default();
                let values: Vec<String> =
                    serde_json::from_str(value).unwrap_or_else(|_| vec![value.to_owned()]);
                values.iter().all(|value| choices.contains(value))
            }
            _ => true,
        };
        if !kept {
            return Err(format!(
                "The value breaks the rule `{}`, which is {}.",
                rule.name, rule.value
            ));
        }
    }
    Ok(())
}
