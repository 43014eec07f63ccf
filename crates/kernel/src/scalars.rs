//! Scalars of the API.

use crate::{codes::CurrencyCode, decimal, error::ApiError, money::Money};
use async_graphql::{
    Description, InputValueError, InputValueResult, Pos, Scalar, ScalarType, Value,
};
use chrono::{DateTime as ChronoDateTime, NaiveDate, SecondsFormat};
use serde::{Deserialize, Deserializer, de::Error};
use souk_entities::Timestamp;

/// A point in time in UTC in ISO 8601 format, such as `2026-11-23T09:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Description)]
pub struct DateTime(pub Timestamp);

/// Formats a time in ISO 8601, in whole seconds and UTC.
pub fn iso8601(instant: Timestamp) -> String {
    ChronoDateTime::from_timestamp_millis(instant.0)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[Scalar(name = "DateTime", use_type_description)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let instant = ChronoDateTime::parse_from_rfc3339(text).map_err(|_| {
            InputValueError::custom("expected an instant such as 2026-11-23T09:00:00Z")
        })?;
        Ok(Self(Timestamp(instant.timestamp_millis())))
    }

    fn to_value(&self) -> Value {
        Value::String(iso8601(self.0))
    }
}

/// A date in ISO 8601 format, such as `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Description)]
pub struct Date(pub NaiveDate);

#[Scalar(name = "Date", use_type_description)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
        day.map(Self)
            .map_err(|_| InputValueError::custom("expected a day such as 2026-11-23"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%Y-%m-%d").to_string())
    }
}

/// Declares a string scalar with its own name and description.
macro_rules! text_scalar {
    ($(#[$meta:meta])* $name:ident, $graphql:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Description)]
        pub struct $name(pub String);

        #[Scalar(name = $graphql, use_type_description)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }
    };
}

text_scalar! {
    /// An absolute URL (RFC 3986).
    Url, "URL"
}
text_scalar! {
    /// Text with HTML markup.
    Html, "HTML"
}
text_scalar! {
    /// A JSON value, encoded as a string.
    JsonText, "JSON"
}
text_scalar! {
    /// A color as `#rrggbb`.
    Color, "Color"
}

/// An integer from 0 to 18,446,744,073,709,551,615, encoded as a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Description)]
pub struct UnsignedInt64(pub u64);

#[Scalar(name = "UnsignedInt64", use_type_description)]
impl ScalarType for UnsignedInt64 {
    fn parse(value: Value) -> InputValueResult<Self> {
        let number = match &value {
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_u64(),
            _ => None,
        };
        number
            .map(Self)
            .ok_or_else(|| InputValueError::custom("expected a whole number from 0 on"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A decimal number encoded as a string, such as `49.9`. Numbers are accepted as input too, and
/// read digit by digit.
#[derive(Clone, Debug, PartialEq, Eq, Description)]
pub struct Decimal(pub String);

#[Scalar(name = "Decimal", use_type_description)]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = match &value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        if !decimal::is_decimal(&text) {
            return Err(InputValueError::custom(
                "expected a decimal number such as 49.90",
            ));
        }
        Ok(Self(text))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// Has scalars read from JSON files as they are read from requests.
macro_rules! from_json {
    ($($name:ident),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = serde_json::Value::deserialize(deserializer)?;
                let value = Value::from_json(json).map_err(D::Error::custom)?;
                <Self as ScalarType>::parse(value).map_err(|error| {
                    D::Error::custom(error.into_server_error(Pos::default()).message)
                })
            }
        }
    )*};
}

from_json!(Color, DateTime, Decimal, Html);

/// An input amount of money.
#[derive(Clone, Debug, async_graphql::InputObject)]
pub struct MoneyInput {
    /// The amount as a decimal number.
    pub amount: Decimal,
    /// The currency.
    pub currency_code: CurrencyCode,
}

impl TryFrom<&MoneyInput> for Money {
    type Error = ApiError;

    fn try_from(input: &MoneyInput) -> Result<Self, ApiError> {
        Money::parse(&input.amount.0, input.currency_code)
            .map_err(|error| ApiError::BadInput(error.to_string()))
    }
}
