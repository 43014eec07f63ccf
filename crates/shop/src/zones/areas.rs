//! Validates the areas of delivery zones and tax zones, each of which belongs to one zone.

use sea_orm::DbErr;
use souk_kernel::{
    codes::{Area, Province, ZoneCountryInput},
    refusal::{ChangeError, Refusal, ResourceCode},
    validators::{Checked, few, quoted, refuse},
};
use std::collections::BTreeSet;

/// Maximum number of areas of a zone.
const MOST_AREAS: usize = 1_000;
/// Message for an area that belongs to another zone.
const TAKEN: &str = "The area, or a part of it, belongs to another zone.";

/// The areas for a zone: at least one, without duplicates.
pub(crate) fn validate<C: ResourceCode>(
    countries: Option<&[ZoneCountryInput]>,
    rest_of_world: bool,
) -> Checked<Vec<Area>, C> {
    let countries = countries.unwrap_or_default();
    few(countries, "zone.countries")?;
    let mut areas = BTreeSet::new();
    if rest_of_world {
        areas.insert(Area::rest_of_world());
    }
    for (index, country) in countries.iter().enumerate() {
        let field = format!("zone.countries.{index}");
        for area in of_country(country, &field)? {
            if !areas.insert(area) {
                let why = format!("The zone names {} twice.", country.code.code());
                return refuse(C::DUPLICATE, &field, why);
            }
        }
    }
    if areas.is_empty() {
        let why = "A zone must have a country or the rest of the world.";
        return refuse(C::BLANK, "zone.countries", why);
    }
    if areas.len() > MOST_AREAS {
        let given = areas.len();
        let why = format!(
            "At most {MOST_AREAS} countries and provinces are allowed; {given} were given."
        );
        return refuse(C::TOO_MANY, "zone.countries", why);
    }
    Ok(areas.into_iter().collect())
}

fn of_country<C: ResourceCode>(input: &ZoneCountryInput, field: &str) -> Checked<Vec<Area>, C> {
    let provinces = input.provinces.as_deref().unwrap_or_default();
    let field = format!("{field}.provinces");
    few(provinces, &field)?;
    if provinces.is_empty() {
        return Ok(vec![Area::country(input.code)]);
    }
    let provinces = provinces.iter().enumerate().map(|(index, text)| {
        let found = Province::find(input.code, text);
        match found {
            Some(province) => Ok(Area::province(input.code, province)),
            None => {
                let field = format!("{field}.{index}");
                let (country, text) = (input.code.code(), quoted(text));
                let why = format!("{country} has no province {text}.");
                refuse(C::NOT_FOUND, &field, why)
            }
        }
    });
    provinces.collect()
}

/// Path in the input of an area that belongs to another zone.
fn field_of(area: &str, countries: Option<&[ZoneCountryInput]>) -> String {
    let code = area.split('-').next().unwrap_or(area);
    let mut countries = countries.into_iter().flatten();
    match countries.position(|country| country.code.code() == code) {
        Some(index) => format!("zone.countries.{index}"),
        None => "zone.restOfWorld".to_owned(),
    }
}

/// The texts of areas, as tables keep them.
pub(crate) fn texts(areas: &[Area]) -> Vec<String> {
    areas.iter().map(|area| area.text().to_owned()).collect()
}

/// The refusal of an area that belongs to another zone.
pub(crate) fn taken<C: ResourceCode>(
    area: &str,
    countries: Option<&[ZoneCountryInput]>,
) -> Refusal<C> {
    Refusal::new(C::TAKEN, &field_of(area, countries), TAKEN)
}

/// The error of a zone whose areas could not be inserted because another zone took one of them at
/// the same time.
pub(crate) fn taken_meanwhile<C: ResourceCode>(error: DbErr) -> ChangeError<C> {
    ChangeError::taken(error, "zone.countries", TAKEN)
}
