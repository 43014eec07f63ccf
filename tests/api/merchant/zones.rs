//! Merchants say where orders are brought to, what that costs, and which taxes are due.

use super::{because, change, changed, refusal};
use crate::harness::TestShop;
use futures_util::future::join_all;
use serde_json::{Value, json};

const DELIVERY: &str =
    "fragment Z on DeliveryZone { id name restOfWorld countries { code provinces }
    methods { id name description code rates { price { amount currencyCode } freeFrom { amount }
        minimumPrice { amount } maximumPrice { amount } minimumGrams maximumGrams } } }";
const TAX: &str = "fragment Z on TaxZone { id name restOfWorld countries { code provinces }
    rates { title rate taxCode productCategory appliesToDelivery } }";

/// The document of a mutation that takes a zone.
fn document(mutation: &str) -> String {
    let (object, kind, fragment) = match mutation.starts_with("tax") {
        true => ("taxZone", "Tax", TAX),
        false => ("deliveryZone", "Delivery", DELIVERY),
    };
    let (variable, argument) = match mutation.ends_with("Update") {
        true => ("$id: ID!, ", "id: $id, "),
        false => ("", ""),
    };
    format!(
        "mutation({variable}$zone: {kind}ZoneInput!) {{ {mutation}({argument}zone: $zone) {{ \
            {object} {{ ...Z }} userErrors {{ code field message }} }} }} {fragment}"
    )
}

const DELETE_DELIVERY: &str = "mutation($id: ID!) { deliveryZoneDelete(id: $id) {
    deletedDeliveryZoneId userErrors { code field message } } }";
const DELETE_TAX: &str = "mutation($id: ID!) { taxZoneDelete(id: $id) {
    deletedTaxZoneId userErrors { code field message } } }";

impl TestShop {
    /// Makes a delivery zone and returns it.
    pub async fn delivery_zone(&self, zone: Value) -> Value {
        let document = document("deliveryZoneCreate");
        changed(self, &document, "deliveryZone", json!({"zone": zone})).await
    }

    /// Makes a tax zone and returns it.
    pub async fn tax_zone(&self, zone: Value) -> Value {
        let document = document("taxZoneCreate");
        changed(self, &document, "taxZone", json!({"zone": zone})).await
    }
}

/// A way of delivery with one rate in dollars.
pub fn method(name: &str, price: &str) -> Value {
    json!({"name": name, "rates": [{"price": {"amount": price, "currencyCode": "USD"}}]})
}

async fn names(shop: &TestShop, field: &str) -> Vec<String> {
    let query = format!("{{ zones: {field}(first: 9) {{ nodes {{ name }} }} }}");
    let found = shop.merchant().data(&query, Value::Null).await;
    let zones = found["zones"]["nodes"].as_array().unwrap().iter();
    zones
        .map(|zone| zone["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_delivery_zone_is_made_changed_and_deleted() {
    let shop = TestShop::start().await;
    let rate = json!({"price": {"amount": "4.90", "currencyCode": "EUR"}, "freeFrom": "50",
        "minimumPrice": "0.01", "maximumPrice": "99.99", "minimumGrams": 1, "maximumGrams": 2000});
    let countries = json!([{"code": "DE"}, {"code": "CA", "provinces": ["Ontario", "bc"]}]);
    let parcel =
        json!({"name": " Parcel ", "description": "By van", "code": "van", "rates": [rate]});
    let input = json!({"name": "Zone", "countries": countries, "methods": [parcel]});
    let made = shop.delivery_zone(input.clone()).await;

    let shown = json!([{"code": "CA", "provinces": ["BC", "ON"]}, {"code": "DE", "provinces": []}]);
    assert_eq!(made["countries"], shown);
    let shown = json!({"price": {"amount": "4.9", "currencyCode": "EUR"}, "freeFrom": {"amount": "50.0"},
        "minimumPrice": {"amount": "0.01"}, "maximumPrice": {"amount": "99.99"},
        "minimumGrams": 1, "maximumGrams": 2000});
    assert_eq!(made["methods"][0]["rates"], json!([shown]));
    assert_eq!(made["methods"][0]["name"], "Parcel");
    let query = format!(
        "{{ deliveryZones(first: 1) {{ nodes {{ ...Z }} pageInfo {{ hasNextPage }} }} }} {DELIVERY}"
    );
    let read = shop.merchant().data(&query, Value::Null).await;
    assert_eq!(read["deliveryZones"]["nodes"], json!([made]));
    assert_eq!(read["deliveryZones"]["pageInfo"]["hasNextPage"], false);

    let mut kept = method("Van", "3");
    kept["id"] = made["methods"][0]["id"].clone();
    let other =
        json!({"name": "Other", "restOfWorld": true, "methods": [method("Bike", "2"), kept]});
    let variables = json!({"id": made["id"], "zone": other});
    let update = document("deliveryZoneUpdate");
    let now = changed(&shop, &update, "deliveryZone", variables.clone()).await;
    assert_eq!((&now["id"], &now["countries"]), (&made["id"], &json!([])));
    assert_eq!(now["restOfWorld"], true);
    assert_eq!(now["methods"][1]["id"], made["methods"][0]["id"]);
    assert_ne!(now["methods"][0]["id"], made["methods"][0]["id"]);
    shop.delivery_zone(input).await; // what the zone gave up is free again

    let id = json!({"id": made["id"]});
    let deleted = changed(&shop, DELETE_DELIVERY, "deletedDeliveryZoneId", id.clone()).await;
    assert_eq!(deleted, made["id"]);
    assert_eq!(names(&shop, "deliveryZones").await, ["Zone"]);
    let gone = because("NOT_FOUND", "id");
    assert_eq!(refusal(&shop, DELETE_DELIVERY, id).await, gone);
    assert_eq!(refusal(&shop, &update, variables).await, gone);
}

fn zone(countries: Value, methods: Value) -> Value {
    json!({"name": "Zone", "countries": countries, "methods": methods})
}

#[tokio::test]
async fn a_wrong_delivery_zone_is_refused() {
    let shop = TestShop::start().await;
    let countries = json!([{"code": "US"}, {"code": "CA", "provinces": ["ON"]}]);
    let taken = json!({"name": "Taken", "countries": countries, "methods": []});
    shop.delivery_zone(taken).await;
    let of = |countries: Value| zone(countries, json!([]));
    let nameless = json!({"name": " ", "methods": []});
    let namesake = json!({"name": "Taken", "countries": [{"code": "DE"}], "methods": []});
    let twice = of(json!([{"code": "DE"}, {"code": "DE"}]));
    let nowhere = of(json!([{"code": "DE", "provinces": ["Ontario"]}]));
    let country = of(json!([{"code": "DE"}, {"code": "US"}]));
    let province = of(json!([{"code": "CA", "provinces": ["BC", "ON"]}]));
    for (input, code, field) in [
        (nameless, "BLANK", "zone.name"),
        (namesake, "TAKEN", "zone.name"),
        (of(json!([])), "BLANK", "zone.countries"),
        (twice, "DUPLICATE", "zone.countries.1"),
        (nowhere, "NOT_FOUND", "zone.countries.0.provinces.0"),
        (country, "TAKEN", "zone.countries.1"),
        (province, "TAKEN", "zone.countries.0"),
    ] {
        let variables = json!({"zone": input});
        let refused = refusal(&shop, &document("deliveryZoneCreate"), variables).await;
        assert_eq!(refused, because(code, field), "{input:#}");
    }
    assert_eq!(names(&shop, "deliveryZones").await, ["Taken"]);

    // The provinces of a country may be in a zone of their own, beside the rest of it.
    shop.delivery_zone(of(json!([{"code": "CA"}]))).await;
    assert_eq!(names(&shop, "deliveryZones").await, ["Taken", "Zone"]);
}

#[tokio::test]
async fn a_wrong_way_of_delivery_is_refused() {
    let shop = TestShop::start().await;
    let of = |method: Value| zone(json!([{"code": "DE"}]), json!([method]));
    let create = document("deliveryZoneCreate");
    let mut foreign = method("Post", "1");
    foreign["id"] = json!("gid://souk/DeliveryMethodDefinition/12");
    let free = json!({"name": "Post", "rates": []});
    for (method, code, field) in [
        (foreign, "NOT_FOUND", "zone.methods.0.id"),
        (free, "BLANK", "zone.methods.0.rates"),
        (method("", "1"), "BLANK", "zone.methods.0.name"),
    ] {
        let refused = refusal(&shop, &create, json!({"zone": of(method)})).await;
        assert_eq!(refused, because(code, field));
    }
    let costs = |amount: &str, currency: &str| json!({"amount": amount, "currencyCode": currency});
    let dollar = costs("1", "USD");
    for (rate, field) in [
        (json!({"price": costs("-1", "USD")}), "price"),
        (json!({"price": costs("1", "XXX")}), "price"),
        (json!({"price": costs("1.001", "USD")}), "price"),
        (json!({"price": dollar, "freeFrom": "-1"}), "freeFrom"),
        (json!({"price": dollar, "minimumGrams": -1}), "minimumGrams"),
        (
            json!({"price": dollar, "minimumGrams": 5, "maximumGrams": 4}),
            "maximumGrams",
        ),
        (
            json!({"price": dollar, "minimumPrice": "5", "maximumPrice": "4.99"}),
            "maximumPrice",
        ),
    ] {
        let method = json!({"name": "Post", "rates": [rate]});
        let refused = refusal(&shop, &create, json!({"zone": of(method)})).await;
        let field = format!("zone.methods.0.rates.0.{field}");
        assert_eq!(refused, because("INVALID", &field), "{rate:#}");
    }
    let method = json!({"name": "Post", "rates": [{"price": costs("1", "ZZZ")}]});
    let answer = shop
        .merchant()
        .send(&create, json!({"zone": of(method)}))
        .await;
    let code = &answer["errors"][0]["extensions"]["code"];
    assert!(code.is_string(), "{answer:#}");
    assert!(names(&shop, "deliveryZones").await.is_empty());
}

#[tokio::test]
async fn a_tax_zone_is_made_changed_and_deleted() {
    let shop = TestShop::start().await;
    let rates = json!([{"title": "VAT", "rate": "19"}, {"title": "Reduced", "rate": "7.5", "taxCode": "reduced"},
        {"title": "Tea", "rate": "0", "productCategory": "Food > Tea"}]);
    let input = json!({"name": "Zone", "countries": [{"code": "DE"}], "rates": rates});
    let made = shop.tax_zone(input).await;

    let shown = json!([
        {"title": "VAT", "rate": "19", "taxCode": null, "productCategory": null, "appliesToDelivery": true},
        {"title": "Reduced", "rate": "7.5", "taxCode": "reduced", "productCategory": null, "appliesToDelivery": false},
        {"title": "Tea", "rate": "0", "taxCode": null, "productCategory": "Food > Tea", "appliesToDelivery": false}]);
    assert_eq!(made["rates"], shown);
    let query = format!("{{ taxZones(last: 1) {{ nodes {{ ...Z }} }} }} {TAX}");
    let read = shop.merchant().data(&query, Value::Null).await;
    assert_eq!(read["taxZones"]["nodes"], json!([made]));

    let rates = json!([{"title": "VAT", "rate": 16, "appliesToDelivery": false}]);
    let other = json!({"name": "Zone", "restOfWorld": true, "rates": rates});
    let variables = json!({"id": made["id"], "zone": other});
    let now = changed(&shop, &document("taxZoneUpdate"), "taxZone", variables).await;
    assert_eq!(
        (&now["restOfWorld"], &now["countries"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(now["rates"][0]["rate"], "16");

    let id = json!({"id": made["id"]});
    let deleted = changed(&shop, DELETE_TAX, "deletedTaxZoneId", id.clone()).await;
    assert_eq!(deleted, made["id"]);
    assert!(names(&shop, "taxZones").await.is_empty());
    assert_eq!(
        refusal(&shop, DELETE_TAX, id).await,
        because("NOT_FOUND", "id")
    );
}

#[tokio::test]
async fn a_wrong_tax_zone_is_refused() {
    let shop = TestShop::start().await;
    shop.tax_zone(json!({"name": "Taken", "restOfWorld": true, "rates": []}))
        .await;
    let create = document("taxZoneCreate");
    for (input, code, field) in [
        (
            json!({"name": "Zone", "rates": []}),
            "BLANK",
            "zone.countries",
        ),
        (
            json!({"name": "Zone", "restOfWorld": true, "rates": []}),
            "TAKEN",
            "zone.restOfWorld",
        ),
    ] {
        let refused = refusal(&shop, &create, json!({"zone": input})).await;
        assert_eq!(refused, because(code, field));
    }
    let both = json!({"title": "VAT", "rate": "1", "taxCode": "a", "productCategory": "b"});
    let on_delivery =
        json!({"title": "VAT", "rate": "1", "taxCode": "a", "appliesToDelivery": true});
    for (rate, code, field) in [
        (json!({"title": "", "rate": "1"}), "BLANK", "title"),
        (json!({"title": "VAT", "rate": "-1"}), "INVALID", "rate"),
        (
            json!({"title": "VAT", "rate": "100.0001"}),
            "INVALID",
            "rate",
        ),
        (
            json!({"title": "VAT", "rate": "1.00001"}),
            "INVALID",
            "rate",
        ),
        (both, "INVALID", "productCategory"),
        (on_delivery, "INVALID", "appliesToDelivery"),
    ] {
        let zone = json!({"name": "Zone", "countries": [{"code": "DE"}], "rates": [rate]});
        let refused = refusal(&shop, &create, json!({"zone": zone})).await;
        let field = format!("zone.rates.0.{field}");
        assert_eq!(refused, because(code, &field), "{rate:#}");
    }
    assert_eq!(names(&shop, "taxZones").await, ["Taken"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn zones_made_at_the_same_time_share_no_country() {
    let shop = TestShop::start().await;
    let document = document("taxZoneCreate");

    let zones = (0..12).map(|number| {
        let zone =
            json!({"name": format!("Zone {number}"), "countries": [{"code": "FR"}], "rates": []});
        change(&shop, &document, json!({"zone": zone}))
    });
    let answers = join_all(zones).await;

    let made = answers.iter().filter(|it| it["taxZone"].is_object());
    assert_eq!(made.count(), 1);
    for refused in answers.iter().filter(|it| it["taxZone"].is_null()) {
        assert_eq!(refused["userErrors"][0]["code"], "TAKEN", "{refused:#}");
    }
    assert_eq!(names(&shop, "taxZones").await.len(), 1);
}
