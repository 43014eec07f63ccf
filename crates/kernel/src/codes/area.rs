//! Places that orders go to, and the areas that make up zones.

use super::{CountryCode, Province};
use async_graphql::InputObject;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A destination, as precisely as zones distinguish it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Country.
    pub country: CountryCode,
    /// Code of the province within the country, such as `ON`; absent if it is not known.
    pub province: Option<String>,
}

impl Place {
    /// A place in a country, and in the province with `province` as its code or name.
    pub fn new(country: CountryCode, province: Option<&str>) -> Self {
        let province = province.and_then(|text| Province::find(country, text));
        Self {
            country,
            province: province.map(|province| province.code().to_owned()),
        }
    }
}

/// A region that belongs to one zone: a province, a country, or the rest of the world. Written
/// `US-OR`, `US` or `*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area(String);

impl Area {
    /// Everything that no other zone covers.
    pub fn rest_of_world() -> Self {
        Self("*".to_owned())
    }

    /// A country, except those of its provinces that belong to other zones.
    pub fn country(country: CountryCode) -> Self {
        Self(country.code().to_owned())
    }

    /// A province.
    pub fn province(country: CountryCode, province: Province) -> Self {
        Self(format!("{}-{}", country.code(), province.code()))
    }

    /// How it is stored.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Zones by their areas.
#[derive(Clone, Debug)]
pub struct Areas<Z>(HashMap<String, Z>);

impl<Z> Default for Areas<Z> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<Z> Areas<Z> {
    /// Assigns an area, as it is stored, to a zone.
    pub fn insert(&mut self, area: String, zone: Z) {
        self.0.insert(area, zone);
    }

    /// Every area, as it is stored, with its zone.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Z)> {
        self.0.iter().map(|(area, zone)| (area.as_str(), zone))
    }

    /// The zone of a place: that of its province, else of its country, else of the rest of the
    /// world.
    pub fn find(&self, place: &Place) -> Option<&Z> {
        let country = place.country.code();
        let province = place.province.as_deref();
        province
            .and_then(|province| self.0.get(&format!("{country}-{province}")))
            .or_else(|| self.0.get(country))
            .or_else(|| self.0.get("*"))
    }
}

/// A country to assign to a zone.
#[derive(Clone, Debug, InputObject)]
pub struct ZoneCountryInput {
    /// The country.
    pub code: CountryCode,
    /// Codes or names of provinces, at most 250: only these belong to the zone. If absent or empty,
    /// the whole country does.
    pub provinces: Option<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_area_has_a_place() {
        let mut areas = Areas::default();
        for (area, zone) in [("*", 1), ("CA", 2), ("CA-ON", 3)] {
            areas.insert(area.to_owned(), zone);
        }
        let zone = |country, province| areas.find(&Place::new(country, province)).copied();
        assert_eq!(zone(CountryCode::Ca, Some("Ontario")), Some(3));
        assert_eq!(zone(CountryCode::Ca, Some("BC")), Some(2));
        assert_eq!(zone(CountryCode::Ca, Some("nowhere")), Some(2));
        assert_eq!(zone(CountryCode::De, None), Some(1));
        assert_eq!(
            Areas::<i32>::default().find(&Place::new(CountryCode::De, None)),
            None
        );
    }
}
