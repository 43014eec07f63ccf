//! Addresses as label lines, in the order their country uses.

use super::CountryCode;

/// What a label shows of an address. Empty texts count as absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Label<'a> {
    /// Name of the recipient.
    pub name: Option<&'a str>,
    /// Company of the recipient.
    pub company: Option<&'a str>,
    /// First line, such as street and number.
    pub address1: Option<&'a str>,
    /// Second line, such as the floor.
    pub address2: Option<&'a str>,
    /// City.
    pub city: Option<&'a str>,
    /// The province, in its short form if there is one.
    pub province: Option<&'a str>,
    /// Postal code.
    pub zip: Option<&'a str>,
    /// The country, which determines the order of the lines.
    pub country: Option<CountryCode>,
}

/// The parts of an address that patterns arrange.
#[derive(Clone, Copy)]
enum Part {
    Recipient,
    Street,
    City,
    Province,
    Zip,
    /// The postal code after the mark that Japan writes before it.
    MarkedZip,
    Country,
}

/// Lines of a label, each made of parts with a space between them.
type Pattern = &'static [&'static [Part]];

use Part::{City, Country, MarkedZip, Province, Recipient, Street, Zip};

const CITY_PROVINCE_ZIP: Pattern = &[&[Recipient], &[Street], &[City, Province, Zip], &[Country]];
const ZIP_CITY: Pattern = &[&[Recipient], &[Street], &[Zip, City], &[Country]];
const ZIP_CITY_PROVINCE: Pattern = &[&[Recipient], &[Street], &[Zip, City, Province], &[Country]];
const PROVINCE_BELOW: Pattern = &[
    &[Recipient],
    &[Street],
    &[Zip, City],
    &[Province],
    &[Country],
];
const ZIP_BELOW: Pattern = &[
    &[Recipient],
    &[Street],
    &[City],
    &[Province],
    &[Zip],
    &[Country],
];
const LARGE_TO_SMALL: Pattern = &[
    &[MarkedZip],
    &[Province, City],
    &[Street],
    &[Recipient],
    &[Country],
];

/// The pattern of a country. By default, the postal code comes before the city and the province has
/// a line of its own, so that nothing that was entered is lost.
fn pattern(country: Option<CountryCode>) -> Pattern {
    use CountryCode as C;
    let Some(country) = country else {
        return PROVINCE_BELOW;
    };
    match country {
        C::Au
        | C::Bd
        | C::Bm
        | C::Ca
        | C::Hk
        | C::Id
        | C::In
        | C::Nz
        | C::Ph
        | C::Sa
        | C::Sg
        | C::Th
        | C::Tw
        | C::Um
        | C::Us
        | C::Vn => CITY_PROVINCE_ZIP,
        C::At
        | C::Be
        | C::Ch
        | C::Cz
        | C::De
        | C::Dk
        | C::Ee
        | C::Fi
        | C::Fr
        | C::Gr
        | C::Hr
        | C::Is
        | C::Li
        | C::Lu
        | C::Nl
        | C::No
        | C::Pl
        | C::Pt
        | C::Rs
        | C::Se
        | C::Si
        | C::Sk => ZIP_CITY,
        C::Br | C::It | C::Mx | C::Sm | C::Tr | C::Va => ZIP_CITY_PROVINCE,
        C::Gb | C::Gg | C::Ie | C::Im | C::Je | C::Ke | C::Lk | C::Ru | C::Ua | C::Za => ZIP_BELOW,
        C::Jp => LARGE_TO_SMALL,
        _ => PROVINCE_BELOW,
    }
}

impl CountryCode {
    /// Whether parcels to this country require a postal code.
    pub fn needs_zip(self) -> bool {
        use CountryCode as C;
        matches!(
            self,
            C::At
                | C::Au
                | C::Be
                | C::Br
                | C::Ca
                | C::Ch
                | C::Cz
                | C::De
                | C::Dk
                | C::Ee
                | C::Es
                | C::Fi
                | C::Fr
                | C::Gb
                | C::Gr
                | C::Hr
                | C::Hu
                | C::In
                | C::It
                | C::Jp
                | C::Li
                | C::Lt
                | C::Lu
                | C::Lv
                | C::Mx
                | C::Nl
                | C::No
                | C::Nz
                | C::Pl
                | C::Pt
                | C::Ro
                | C::Se
                | C::Si
                | C::Sk
                | C::Us
        )
    }
}

fn kept(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn joined(texts: &[Option<&str>], between: &str) -> String {
    let texts: Vec<&str> = texts.iter().filter_map(|&text| kept(text)).collect();
    texts.join(between)
}

impl Label<'_> {
    /// The lines without empty ones, with the country in English.
    pub fn lines(&self) -> Vec<String> {
        self.lines_with(CountryCode::english_name)
    }

    /// The lines without empty ones, with the country as `name` returns it.
    pub fn lines_with(&self, name: fn(CountryCode) -> &'static str) -> Vec<String> {
        let mut lines = Vec::new();
        let country = self.country.map(name);
        for parts in pattern(self.country) {
            let texts = parts.iter().map(|&part| self.part(part, country));
            let texts: Vec<String> = texts.collect();
            let texts: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
            let line = joined(&texts, " ");
            lines.extend(line.lines().map(str::to_owned));
        }
        lines
    }

    /// City, province and country on one line; `None` if none of them is known.
    pub fn area(&self) -> Option<String> {
        let place = joined(&[self.city, self.province], " ");
        let country = self.country.map(CountryCode::english_name);
        let area = joined(&[Some(&place), country], ", ");
        (!area.is_empty()).then_some(area)
    }

    /// The text of a part; empty if it is absent. Recipient and street may take two lines.
    fn part(&self, part: Part, country: Option<&str>) -> String {
        match part {
            Recipient => joined(&[self.name, self.company], "\n"),
            Street => joined(&[self.address1, self.address2], "\n"),
            City => joined(&[self.city], ""),
            Province => joined(&[self.province], ""),
            Zip => joined(&[self.zip], ""),
            MarkedZip => kept(self.zip).map_or_else(String::new, |zip| format!("〒{zip}")),
            Country => joined(&[country], ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Label;
    use crate::codes::CountryCode;

    fn label(country: CountryCode) -> Label<'static> {
        Label {
            name: Some("Ada King"),
            company: Some(" "),
            address1: Some("1 Long Street"),
            address2: Some("2nd floor"),
            city: Some("Town"),
            province: Some("PR"),
            zip: Some("12345"),
            country: Some(country),
        }
    }

    #[test]
    fn each_country_has_its_order() {
        let city_line = |country| label(country).lines()[3..].join("|");
        assert_eq!(city_line(CountryCode::Us), "Town PR 12345|United States");
        assert_eq!(city_line(CountryCode::De), "12345 Town|Germany");
        assert_eq!(city_line(CountryCode::It), "12345 Town PR|Italy");
        assert_eq!(city_line(CountryCode::Gb), "Town|PR|12345|United Kingdom");
        let japanese = label(CountryCode::Jp).lines();
        assert_eq!(japanese[..2], ["〒12345", "PR Town"]);
        assert_eq!(japanese[4..], ["Ada King", "Japan"]);
    }

    #[test]
    fn what_is_absent_leaves_no_gap() {
        let label = Label {
            city: Some("Town"),
            country: Some(CountryCode::Us),
            ..Label::default()
        };
        assert_eq!(label.lines(), ["Town", "United States"]);
        assert_eq!(label.area().unwrap(), "Town, United States");
        assert!(Label::default().lines().is_empty());
        assert_eq!(Label::default().area(), None);
    }
}
