//! What the storefront says about the shop.

use crate::harness::TestShop;
use serde_json::json;
use souk_entities::catalog::{shop::ColorPair, shop_policy::ShopPolicyKind};

const SHOP: &str = "query($country: CountryCode, $language: LanguageCode)
    @inContext(country: $country, language: $language) {
    shop {
        id name description moneyFormat shipsToCountries customerAccountUrl
        primaryDomain { host sslEnabled url }
        brand { slogan shortDescription colors { primary { background foreground } } logo { alt } }
        refundPolicy { title body url } privacyPolicy { title }
        subscriptionPolicy { id handle title }
        socialLoginProviders { handle }
        customerAccountTranslations { key value }
        paymentSettings { countryCode currencyCode enabledPresentmentCurrencies }
    }
    paymentSettings { acceptedCardBrands supportedDigitalWallets currencyCode countryCode }
}";

#[tokio::test]
async fn a_fresh_shop_has_a_name_and_nothing_made_up() {
    let shop = TestShop::start().await;

    let answer = shop.data(SHOP, json!({})).await;

    let url = shop.app.public_url();
    let host = url.strip_prefix("http://").unwrap();
    let shown = &answer["shop"];
    assert_eq!(shown["name"], "souk");
    assert_eq!(shown["brand"], json!(null));
    assert_eq!(shown["refundPolicy"], json!(null));
    assert_eq!(shown["shipsToCountries"], json!(["US"]));
    assert_eq!(shown["moneyFormat"], "{{amount}} USD");
    let domain = json!({"host": host, "sslEnabled": false, "url": url});
    assert_eq!(shown["primaryDomain"], domain);
    assert_eq!(shown["subscriptionPolicy"]["id"], json!(null));
    assert_eq!(answer["paymentSettings"]["acceptedCardBrands"], json!([]));
    assert_eq!(answer["paymentSettings"]["countryCode"], "US");
}

/// Gives the shop a face, in two languages.
async fn furnished(shop: &TestShop) {
    shop.german_market().await;
    let pair = ColorPair {
        background: Some("#2f4a3a".to_owned()),
        foreground: None,
    };
    shop.change_shop(|row| {
        row.name = "Larkfold".to_owned();
        row.profile.description = Some("Lamps".to_owned());
        row.profile.slogan = Some("Lived in".to_owned());
        row.profile.primary_colors = vec![pair];
        row.profile.primary_domain = Some("larkfold.example".to_owned());
        row.profile.customer_account_url = Some("https://account.example".to_owned());
        row.profile.social_login_providers = vec!["google".to_owned()];
        row.profile.card_brands = vec!["VISA".to_owned(), "JCB".to_owned()];
        row.profile.digital_wallets = vec!["APPLE_PAY".to_owned()];
    })
    .await;
    let policy = shop
        .policy(ShopPolicyKind::RefundPolicy, "<p>30 days</p>")
        .await;
    shop.german("Shop", 1, 1, "description", "Leuchten").await;
    shop.german("Shop", 1, 1, "slogan", "Bewohnt").await;
    shop.german("Shop", 1, 1, "customer_account.orders", "Bestellungen")
        .await;
    shop.german("ShopPolicy", policy.0, policy.0, "body", "<p>30 Tage</p>")
        .await;
}

#[tokio::test]
async fn the_shop_shows_what_the_merchant_set_in_the_language_of_the_buyer() {
    let shop = TestShop::start().await;
    furnished(&shop).await;

    let english = shop.data(SHOP, json!({})).await;
    let german = shop
        .data(SHOP, json!({"country": "DE", "language": "DE"}))
        .await;

    let shown = &english["shop"];
    assert_eq!(shown["name"], "Larkfold");
    assert_eq!(shown["description"], "Lamps");
    assert_eq!(shown["brand"]["slogan"], "Lived in");
    assert_eq!(shown["brand"]["logo"], json!(null));
    let colors = json!([{"background": "#2f4a3a", "foreground": null}]);
    assert_eq!(shown["brand"]["colors"]["primary"], colors);
    assert_eq!(shown["primaryDomain"]["url"], "https://larkfold.example");
    assert_eq!(shown["customerAccountUrl"], "https://account.example");
    assert_eq!(shown["socialLoginProviders"], json!([{"handle": "google"}]));
    assert_eq!(shown["customerAccountTranslations"], json!(null));
    let refund = json!({
        "title": "Returns", "body": "<p>30 days</p>",
        "url": "https://larkfold.example/policies/refund-policy",
    });
    assert_eq!(shown["refundPolicy"], refund);
    assert_eq!(shown["shipsToCountries"], json!(["AT", "DE", "US"]));
    let currencies = json!(["EUR", "USD"]);
    assert_eq!(
        shown["paymentSettings"]["enabledPresentmentCurrencies"],
        currencies
    );
    let payment = json!({
        "acceptedCardBrands": ["VISA", "JCB"], "supportedDigitalWallets": ["APPLE_PAY"],
        "currencyCode": "USD", "countryCode": "US",
    });
    assert_eq!(english["paymentSettings"], payment);

    let shown = &german["shop"];
    assert_eq!(shown["description"], "Leuchten");
    assert_eq!(shown["brand"]["slogan"], "Bewohnt");
    assert_eq!(shown["refundPolicy"]["body"], "<p>30 Tage</p>");
    let texts = json!([{"key": "orders", "value": "Bestellungen"}]);
    assert_eq!(shown["customerAccountTranslations"], texts);
}
