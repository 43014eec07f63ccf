//! Countries, languages and currencies as enums of the API, provinces, areas of zones, and address
//! formats.

mod area;
mod country;
mod currency;
mod label;
mod language;
mod province;
mod signs;

pub use area::{Area, Areas, Place, ZoneCountryInput};
pub use country::CountryCode;
pub use currency::CurrencyCode;
pub use label::Label;
pub use language::LanguageCode;
pub use province::Province;

/// Declares an enum of codes: name in Rust, code, what it stands for.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($value:ident = $code:literal, $words:literal;)* }) => {
        $(#[$meta])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $words] #[graphql(name = $code)] $value,)*
        }

        impl $name {
            /// Every value.
            pub const VALUES: &'static [Self] = &[$(Self::$value,)*];

            /// The code as the API writes it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$value => $code,)* }
            }

            /// What the code stands for, in English.
            pub fn english_name(self) -> &'static str {
                match self { $(Self::$value => $words,)* }
            }

            /// Reads a code as the API writes it.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$value),)* _ => None }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = String::deserialize(deserializer)?;
                Self::from_code(&code).ok_or_else(|| {
                    let name = stringify!($name);
                    serde::de::Error::custom(format!("{code:?} is not a code of {name}"))
                })
            }
        }
    };
}
use codes;

impl CurrencyCode {
    /// Digits after the decimal point, from the table of ISO 4217 as published on 2026-01-01.
    pub fn digits(self) -> u32 {
        use CurrencyCode as C;
        match self {
            C::BIF
            | C::CLP
            | C::DJF
            | C::GNF
            | C::ISK
            | C::JPY
            | C::KMF
            | C::KRW
            | C::PYG
            | C::RWF
            | C::UGX
            | C::VND
            | C::VUV
            | C::XAF
            | C::XOF
            | C::XPF => 0,
            C::BHD | C::IQD | C::JOD | C::KWD | C::LYD | C::OMR | C::TND => 3,
            _ => 2,
        }
    }
}

impl CountryCode {
    /// The country with `text` as its code or its English name. Case is ignored.
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::from_code(&text.to_uppercase()).or_else(|| {
            let name = text.to_lowercase();
            let mut all = Self::VALUES.iter();
            all.find(|country| country.english_name().to_lowercase() == name)
                .copied()
        })
    }
}

impl LanguageCode {
    /// The language as a locale tag, such as `de` or `pt-BR`: how translations are stored.
    pub fn locale(self) -> String {
        match self.code().split_once('_') {
            Some((language, country)) => format!("{}-{country}", language.to_lowercase()),
            None => self.code().to_lowercase(),
        }
    }

    /// Reads a locale tag such as `de` or `pt-BR`; an unknown country is dropped.
    pub fn from_locale(locale: &str) -> Option<Self> {
        let code = locale.replace('-', "_").to_uppercase();
        Self::from_code(&code).or_else(|| Self::from_code(code.split('_').next()?))
    }
}
