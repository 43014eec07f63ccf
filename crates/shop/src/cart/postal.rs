//! What the parts of a stored address mean, as labels, e-mails and resolvers read them.

use souk_entities::cart::cart::PostalAddress;
use souk_kernel::codes::{CountryCode, Province};

/// The country, if its code is known.
pub fn country(stored: &PostalAddress) -> Option<CountryCode> {
    stored.country.as_deref().and_then(CountryCode::from_code)
}

/// The province, if the country has one with this code or name.
pub fn province(stored: &PostalAddress) -> Option<Province> {
    Province::find(country(stored)?, stored.province.as_deref()?)
}

/// First and last name.
pub fn name(stored: &PostalAddress) -> Option<String> {
    let names = [&stored.first_name, &stored.last_name].into_iter();
    let names: Vec<&str> = names.flatten().map(String::as_str).collect();
    (!names.is_empty()).then(|| names.join(" "))
}
