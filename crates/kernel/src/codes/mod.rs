//! Countries, languages and currencies as enums of the API, provinces, areas of zones, and address
//! formats.

mod area;
mod code_enum;
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
