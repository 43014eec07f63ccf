//! Countries, languages and currencies.

use super::gid;
use crate::harness::TestShop;
use serde_json::{Value, json};

const LOCALIZATION: &str = "query($country: CountryCode, $language: LanguageCode)
    @inContext(country: $country, language: $language) {
    localization {
        country { isoCode name unitSystem currency { isoCode name symbol } market { handle } }
        language { isoCode name endonymName }
        market { id handle }
        availableLanguages { isoCode }
        availableCountries { isoCode defaultLanguage { isoCode } currency { isoCode } }
    }
}";

#[tokio::test]
async fn the_market_of_the_buyer_decides_currency_and_languages() {
    let shop = TestShop::start().await;
    let market = shop.german_market().await;

    let at_home = shop.data(LOCALIZATION, json!({})).await;
    let in_austria = shop
        .data(LOCALIZATION, json!({"country": "AT", "language": "DE"}))
        .await;

    let home = &at_home["localization"];
    let dollar = json!({"isoCode": "USD", "name": "US Dollar", "symbol": "$"});
    assert_eq!(home["country"]["currency"], dollar);
    assert_eq!(home["country"]["unitSystem"], "IMPERIAL_SYSTEM");
    assert_eq!(home["language"]["isoCode"], "EN");
    assert_eq!(home["availableLanguages"], json!([{"isoCode": "EN"}]));
    let countries: Vec<&Value> = home["availableCountries"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    let codes: Vec<&str> = countries
        .iter()
        .map(|c| c["isoCode"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["AT", "DE", "US"]);
    assert_eq!(countries[0]["defaultLanguage"]["isoCode"], "DE");
    assert_eq!(countries[0]["currency"]["isoCode"], "EUR");

    let austria = &in_austria["localization"];
    let country = json!({
        "isoCode": "AT", "name": "Austria", "unitSystem": "METRIC_SYSTEM",
        "currency": {"isoCode": "EUR", "name": "Euro", "symbol": "€"},
        "market": {"handle": "de"},
    });
    assert_eq!(austria["country"], country);
    let language = json!({"isoCode": "DE", "name": "German", "endonymName": "Deutsch"});
    assert_eq!(austria["language"], language);
    assert_eq!(
        austria["market"],
        json!({"id": gid(market.id), "handle": "de"})
    );
    let languages = json!([{"isoCode": "DE"}, {"isoCode": "EN"}]);
    assert_eq!(austria["availableLanguages"], languages);
}
