//! Checks the areas of delivery and tax zones.

use super::{
    checks::{Checked, few, refuse},
    refusal::RefusalCode,
};
use crate::codes::{Area, Province, ZoneCountryInput};
use std::collections::BTreeSet;

/// Areas of a zone at most.
const MOST_AREAS: usize = 1_000;
/// What a zone is called whose areas another one has.
pub(super) const TAKEN: &str = "another zone has a part of this";

/// The areas a zone shall have: at least one, each once.
pub(super) fn validate(
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

/// The place in the input of an area that another zone has.
pub(super) fn field_of(area: &str, countries: Option<&[ZoneCountryInput]>) -> String {
    let code = area.split('-').next().unwrap_or(area);
    let mut countries = countries.into_iter().flatten();
    match countries.position(|country| country.code.code() == code) {
        Some(index) => format!("zone.countries.{index}"),
        None => "zone.restOfWorld".to_owned(),
    }
}
