//! Reads the parts of a stored address for labels, e-mails and resolvers.

use souk_entities::cart::cart::PostalAddress;
use souk_kernel::codes::{CountryCode, Label, Province};

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

/// The lines of a label, without the recipient.
pub fn label(stored: &PostalAddress) -> Label<'_> {
    Label {
        name: None,
        company: None,
        address1: stored.address1.as_deref(),
        address2: stored.address2.as_deref(),
        city: stored.city.as_deref(),
        province: stored.province.as_deref(),
        zip: stored.zip.as_deref(),
        country: country(stored),
    }
}

/// The lines of a label, with the recipient: the province is given by its name, the country by the
/// name that `country_name` returns.
pub(crate) fn lines(
    stored: &PostalAddress,
    country_name: fn(CountryCode) -> &'static str,
) -> Vec<String> {
    let (name, place) = (name(stored), label(stored));
    let label = Label {
        name: name.as_deref(),
        company: stored.company.as_deref(),
        province: province(stored).map(Province::name).or(place.province),
        ..place
    };
    label.lines_with(country_name)
}
