//! The tax port. Behind each adapter lie the same rates: those of tax zones, or of a service that
//! listens on this machine.

use axum::{Json, Router, http::StatusCode, routing::post};
use serde_json::{Value, json};
use souk_entities::orders::tax_zone::{TaxRate, TaxedGoods};
use souk_kernel::{
    codes::{CountryCode, CurrencyCode, Place},
    config::{Config, TaxConfig, TaxServiceKind},
    reloaded::Reloaded,
};
use souk_shop::{
    pricing::Rate,
    tax::{self, TaxClass, TaxQuestion, TaxService, TaxZones},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

fn settings() -> TaxConfig {
    Config::default().tax
}

fn table() -> Arc<dyn TaxService> {
    let rate = |title: &str, rate, goods, on_delivery| TaxRate {
        title: title.to_owned(),
        rate,
        goods,
        on_delivery,
    };
    let code = TaxedGoods::Code("reduced".to_owned());
    let food = TaxedGoods::Category("Food".to_owned());
    let tea = TaxedGoods::Category("Food > Tea".to_owned());
    let germany = vec![
        rate("MwSt.", 190_000, TaxedGoods::All, true),
        rate("Reduced", 70_000, code, false),
        rate("Food", 50_000, food, false),
        rate("Tea", 30_000, tea, false),
    ];
    let columbia = vec![
        rate("GST", 50_000, TaxedGoods::All, true),
        rate("PST", 70_000, TaxedGoods::All, false),
    ];
    let canada = vec![rate("GST", 50_000, TaxedGoods::All, true)];
    let areas = |area: &str| vec![area.to_owned()];
    let zones = TaxZones::new([
        (germany, areas("DE")),
        (columbia, areas("CA-BC")),
        (canada, areas("CA")),
    ]);
    tax::connect_service(&settings(), &Arc::new(Reloaded::new(zones))).unwrap()
}

/// The same rates, as an outside service knows them.
async fn answer(Json(question): Json<Value>) -> Json<Value> {
    let due = |title: &str, millionths: i64| json!([{"title": title, "millionths": millionths}]);
    let both =
        json!([{"title": "GST", "millionths": 50_000}, {"title": "PST", "millionths": 70_000}]);
    let place = (question["country"].as_str(), question["province"].as_str());
    let classes = question["classes"].as_array().unwrap().iter();
    let classes = classes.map(|class| match (place, class["taxCode"].as_str()) {
        ((Some("DE"), _), Some("reduced")) => due("Reduced", 70_000),
        ((Some("DE"), _), _) => match class["category"].as_str() {
            Some("Food > Tea > Green") => due("Tea", 30_000),
            Some("Food > Bread") => due("Food", 50_000),
            _ => due("MwSt.", 190_000),
        },
        ((Some("CA"), Some("BC")), _) => both.clone(),
        ((Some("CA"), _), _) => due("GST", 50_000),
        _ => json!([]),
    });
    let delivery = match place.0 {
        Some("DE") => due("MwSt.", 190_000),
        Some("CA") => due("GST", 50_000),
        _ => json!([]),
    };
    Json(json!({"classes": classes.collect::<Vec<_>>(), "delivery": delivery}))
}

/// A service on a free port of this machine, and the adapter that asks it.
async fn outside(router: Router, deadline_ms: u64) -> Arc<dyn TaxService> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let settings = TaxConfig {
        service: TaxServiceKind::Http,
        url: Some(format!("http://{address}/rates")),
        deadline_ms,
        ..settings()
    };
    tax::connect_service(&settings, &Arc::new(Reloaded::new(TaxZones::default()))).unwrap()
}

async fn http() -> Arc<dyn TaxService> {
    outside(Router::new().route("/rates", post(answer)), 5_000).await
}

fn question(country: CountryCode, province: Option<&str>, classes: &[TaxClass]) -> TaxQuestion {
    TaxQuestion {
        place: Place::new(country, province),
        zip: None,
        city: None,
        currency: CurrencyCode::EUR,
        prices_include_tax: true,
        classes: classes.to_vec(),
    }
}

fn class(tax_code: Option<&str>, category: Option<&str>) -> TaxClass {
    TaxClass {
        tax_code: tax_code.map(str::to_owned),
        category: category.map(str::to_owned),
    }
}

fn titles(rates: &[Rate]) -> Vec<(&str, i64)> {
    let rates = rates.iter();
    rates.map(|rate| (rate.title.as_str(), rate.rate)).collect()
}

#[tokio::test]
async fn there_is_one_list_for_each_kind_of_goods_in_their_order() {
    for service in [table(), http().await] {
        let classes = [
            class(Some("reduced"), Some("Food > Tea > Green")),
            class(None, None),
            class(Some("unknown"), Some("Food > Tea > Green")),
            class(None, Some("Food > Bread")),
            class(None, Some("Foodstuff")),
        ];
        let question = question(CountryCode::De, None, &classes);

        let answer = service.rates(&question).await.unwrap();

        let found: Vec<_> = answer.classes.iter().map(|rates| titles(rates)).collect();
        let expected = [
            [("Reduced", 70_000)],
            [("MwSt.", 190_000)],
            [("Tea", 30_000)],
            [("Food", 50_000)],
            [("MwSt.", 190_000)],
        ];
        assert_eq!(found, expected);
        assert_eq!(titles(&answer.delivery), [("MwSt.", 190_000)]);
    }
}

#[tokio::test]
async fn several_rates_may_be_due() {
    for service in [table(), http().await] {
        let classes = [class(None, None)];
        let columbia = question(CountryCode::Ca, Some("British Columbia"), &classes);
        let answer = service.rates(&columbia).await.unwrap();
        let both = [("GST", 50_000), ("PST", 70_000)];
        assert_eq!(titles(&answer.classes[0]), both);
        assert_eq!(titles(&answer.delivery), [("GST", 50_000)]);

        let elsewhere = question(CountryCode::Ca, Some("ON"), &classes);
        let answer = service.rates(&elsewhere).await.unwrap();
        assert_eq!(titles(&answer.classes[0]), [("GST", 50_000)]);
    }
}

#[tokio::test]
async fn where_no_tax_is_due_the_lists_are_empty() {
    for service in [table(), http().await] {
        let question = question(CountryCode::Jp, None, &[class(None, None)]);
        let answer = service.rates(&question).await.unwrap();
        assert_eq!(answer.classes, [Vec::new()]);
        assert_eq!(answer.delivery, []);
    }
}

#[tokio::test]
async fn what_is_no_answer_is_no_rate() {
    let rate = |millionths: i64| json!([{"title": "VAT", "millionths": millionths}]);
    for body in [
        json!("hello"),
        json!({"classes": [], "delivery": []}),
        json!({"classes": [rate(190_000), rate(190_000)], "delivery": []}),
        json!({"classes": [rate(-1)], "delivery": []}),
        json!({"classes": [rate(1_000_001)], "delivery": []}),
        json!({"classes": [rate(190_000)]}),
    ] {
        let sent = body.clone();
        let answer = move || async move { Json(sent) };
        let service = outside(Router::new().route("/rates", post(answer)), 5_000).await;
        let question = question(CountryCode::De, None, &[class(None, None)]);
        assert!(service.rates(&question).await.is_err(), "{body}");
    }
}

#[tokio::test]
async fn a_service_has_until_its_deadline() {
    let never = || async {
        tokio::time::sleep(Duration::from_secs(60)).await;
        StatusCode::OK
    };
    let service = outside(Router::new().route("/rates", post(never)), 100).await;
    let question = question(CountryCode::De, None, &[class(None, None)]);
    let asked = Instant::now();

    assert!(service.rates(&question).await.is_err());

    assert!(asked.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_service_that_fails_again_and_again_is_left_alone() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let fails = move || async move {
        counted.fetch_add(1, Ordering::Relaxed);
        StatusCode::INTERNAL_SERVER_ERROR
    };
    let service = outside(Router::new().route("/rates", post(fails)), 5_000).await;
    let question = question(CountryCode::De, None, &[class(None, None)]);

    for _ in 0..20 {
        assert!(service.rates(&question).await.is_err());
    }

    assert_eq!(calls.load(Ordering::Relaxed), 5);
}

#[test]
fn an_outside_service_needs_an_address() {
    for url in [None, Some("nowhere".to_owned())] {
        let settings = TaxConfig {
            service: TaxServiceKind::Http,
            url,
            ..settings()
        };
        let zones = Arc::new(Reloaded::new(TaxZones::default()));
        let error = tax::connect_service(&settings, &zones).err().unwrap();
        assert!(error.to_string().starts_with("tax.url: "), "{error}");
    }
}
