//! The countries of delivery zones and tax zones.

use async_graphql::SimpleObject;
use souk_kernel::codes::{Area, CountryCode};

/// A country of a zone.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct ZoneCountry {
    /// The country.
    pub code: CountryCode,
    /// Codes of its provinces that belong to the zone; empty for the whole country except what
    /// other zones cover.
    pub provinces: Vec<String>,
}

impl ZoneCountry {
    /// The countries among areas in stored form.
    pub fn of_areas(areas: &[String]) -> Vec<Self> {
        let mut countries: Vec<Self> = Vec::new();
        for area in areas {
            let (country, province) = match area.split_once('-') {
                Some((country, province)) => (country, Some(province)),
                None => (area.as_str(), None),
            };
            let Some(code) = CountryCode::from_code(country) else {
                continue; // the rest of the world is no country
            };
            let provinces = province.map(str::to_owned);
            match countries.iter_mut().find(|known| known.code == code) {
                Some(known) => known.provinces.extend(provinces),
                None => countries.push(Self {
                    code,
                    provinces: provinces.into_iter().collect(),
                }),
            }
        }
        countries
    }
}

/// Whether areas in stored form include every country that no other zone covers.
pub fn has_rest_of_world(areas: &[String]) -> bool {
    let rest = Area::rest_of_world();
    areas.iter().any(|area| area == rest.text())
}

#[cfg(test)]
mod tests {
    use super::ZoneCountry;

    #[test]
    fn areas_are_shown_by_country() {
        let countries = ZoneCountry::of_areas(&["*", "CA-BC", "CA-ON", "DE"].map(str::to_owned));
        let shown = countries
            .iter()
            .map(|it| (it.code.code(), it.provinces.len()));
        assert_eq!(shown.collect::<Vec<_>>(), [("CA", 2), ("DE", 0)]);
    }
}
