//! Provinces, states and regions of countries, from the tables of ISO 3166-2.

use super::CountryCode;
use rust_iso3166::iso3166_2::{self, SUBDIVISION_COUNTRY_MAP, Subdivision};

/// A subdivision of a country that is part of addresses, such as a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province(Subdivision);

impl Province {
    /// The province of a country with `text` as its code, such as `ON`, or as its name. Case is
    /// ignored.
    pub fn find(country: CountryCode, text: &str) -> Option<Self> {
        let text = text.trim();
        let by_code = iso3166_2::from_code(&format!("{}-{}", country.code(), text.to_uppercase()));
        by_code.or_else(|| Self::by_name(country, text)).map(Self)
    }

    /// The provinces of a country by name, if its addresses include one; else none.
    pub fn written_in(country: CountryCode) -> Vec<Self> {
        use CountryCode as C;
        let is_written = matches!(
            country,
            C::Au | C::Br | C::Ca | C::In | C::Jp | C::Mx | C::My | C::Us
        );
        let all = SUBDIVISION_COUNTRY_MAP.get(country.code());
        let all = all.into_iter().flat_map(|all| all.iter());
        let mut all: Vec<Self> = all.filter(|_| is_written).copied().map(Self).collect();
        all.sort_unstable_by_key(|province| province.name());
        all
    }

    fn by_name(country: CountryCode, name: &str) -> Option<Subdivision> {
        let name = name.to_lowercase();
        let mut all = SUBDIVISION_COUNTRY_MAP.get(country.code())?.iter();
        all.find(|province| province.name.to_lowercase() == name)
            .copied()
    }

    /// The code within the country, such as `ON`.
    pub fn code(self) -> &'static str {
        let code = self.0.code;
        code.split_once('-').map_or(code, |(_, code)| code)
    }

    /// The name in the standard.
    pub fn name(self) -> &'static str {
        self.0.name
    }
}

#[cfg(test)]
mod tests {
    use super::Province;
    use crate::codes::CountryCode;

    #[test]
    fn provinces_are_found_by_code_and_by_name() {
        for text in ["ON", "on", "Ontario", " ontario "] {
            let found = Province::find(CountryCode::Ca, text).unwrap();
            assert_eq!((found.code(), found.name()), ("ON", "Ontario"));
        }
        assert_eq!(Province::find(CountryCode::Us, "Ontario"), None);
        assert_eq!(Province::find(CountryCode::De, ""), None);
    }

    #[test]
    fn addresses_of_some_countries_name_a_province() {
        let names = |country| {
            Province::written_in(country)
                .into_iter()
                .map(Province::name)
        };
        assert!(names(CountryCode::Ca).any(|name| name == "Ontario"));
        assert_eq!(names(CountryCode::De).count(), 0);
        assert!(names(CountryCode::Us).is_sorted());
    }
}
