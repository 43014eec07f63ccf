//! Validates the areas of delivery zones and tax zones, each of which belongs to one zone.

use sea_orm::DbErr;
use souk_kernel::codes::{Area, Province, ZoneCountryInput};
use souk_kernel::refusal::{ChangeError, Refusal, RefusalCode};
use souk_kernel::validators::{Checked, few, refuse};
use std::collections::BTreeSet;

/// Maximum number of areas of a zone.
const MOST_AREAS: usize = 1_000;
/// Message for an area that belongs to another zone.
const TAKEN: &str = "another zone has a part of this";

/// The areas a zone shall have: at least one, each once.
pub(crate) fn validate(
    countries: Option<&[ZoneCountryInput]>,
    rest_of_world: bool,
) -> Checked<Vec<Area>> {
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
                let why = "the zone has this twice";
                return refuse(RefusalCode::Duplicate, &field, why);
            }
        }
    }
    if areas.is_empty() {
        let why = "a zone needs a country or the rest of the world";
        return refuse(RefusalCode::Blank, "zone.countries", why);
    }
    if areas.len() > MOST_AREAS {
        let why = format!("at most {MOST_AREAS} countries and provinces");
        return refuse(RefusalCode::TooMany, "zone.countries", why);
    }
    Ok(areas.into_iter().collect())
}

fn of_country(input: &ZoneCountryInput, field: &str) -> Checked<Vec<Area>> {
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
                refuse(
                    RefusalCode::NotFound,
                    &field,
                    "the country has no such province",
                )
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
pub(crate) fn taken(area: &str, countries: Option<&[ZoneCountryInput]>) -> Refusal {
    Refusal::new(RefusalCode::Taken, &field_of(area, countries), TAKEN)
}

/// The error of a zone whose areas could not be inserted: the key of the table refuses what another
/// zone takes at the same time.
pub(crate) fn taken_meanwhile(error: DbErr) -> ChangeError {
    ChangeError::taken(error, "zone.countries", TAKEN)
}
