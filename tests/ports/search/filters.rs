//! Filters and facets.

use super::*;

/// A lamp, a pot that cannot be had, and a cup.
async fn shelf() -> Bench {
    let metafield = IndexedMetafield {
        namespace: "care".to_owned(),
        key: "washable".to_owned(),
        name: "Washable".to_owned(),
        value: "true".to_owned(),
    };
    let lamp = of_vendor(product(1, "Lamp", 1_000), "Tindra", "Lighting", &["new"]);
    let lamp = change(lamp, |facts| {
        facts.facets.insert(
            ProductFacet::Category,
            vec!["Home > Lighting > Lamps".to_owned()],
        );
        facts.metafields = vec![metafield];
    });
    let pot = of_vendor(
        product(2, "Pot", 2_000),
        "Okra",
        "Kitchen",
        &["new", "sale"],
    );
    let mut pot = change(pot, |facts| {
        facts
            .facets
            .insert(ProductFacet::Category, vec!["Home > Kitchen".to_owned()]);
    });
    pot.product.as_mut().unwrap().variants[0]
        .available_in
        .clear();
    let cup = of_vendor(product(3, "Cup", 3_000), "Okra", "Kitchen", &[]);
    Bench::with(vec![lamp, pot, cup]).await
}

fn of(facet: ProductFacet, value: &str) -> SearchFilter {
    let value = value.to_owned();
    SearchFilter::Product { facet, value }
}

#[tokio::test]
async fn filters_of_a_group_widen_and_of_groups_narrow() {
    let bench = shelf().await;
    let vendor = |name: &str| of(ProductFacet::Vendor, name);
    let price = |min, max| SearchFilter::Price { min, max };

    assert_eq!(bench.filtered(&[vendor("okra")]).await, [2, 3]);
    assert_eq!(
        bench.filtered(&[vendor("Okra"), vendor("Tindra")]).await,
        [1, 2, 3]
    );
    let sale = of(ProductFacet::Tag, "Sale");
    assert_eq!(bench.filtered(&[vendor("Okra"), sale]).await, [2]);
    let kitchen = of(ProductFacet::ProductType, "kitchen");
    assert_eq!(bench.filtered(&[kitchen]).await, [2, 3]);
    let home = of(ProductFacet::Category, "Home");
    assert_eq!(bench.filtered(&[home]).await, [1, 2]);
    let lamps = of(ProductFacet::Category, "Home > Lighting > Lamps");
    assert_eq!(bench.filtered(&[lamps]).await, [1]);
    assert_eq!(
        bench.filtered(&[SearchFilter::Available(true)]).await,
        [1, 3]
    );
    assert_eq!(bench.filtered(&[SearchFilter::Available(false)]).await, [2]);
    let both = [
        SearchFilter::Available(false),
        SearchFilter::Available(true),
    ];
    assert_eq!(bench.filtered(&both).await, [1, 2, 3]);
    let middle = price(Some(1_500), Some(2_000));
    assert_eq!(bench.filtered(&[middle]).await, [2]);
    assert_eq!(bench.filtered(&[price(Some(2_000), None)]).await, [2, 3]);
    assert_eq!(bench.filtered(&[price(None, Some(999))]).await, [0; 0]);
    let washable = SearchFilter::ProductMetafield {
        namespace: "care".to_owned(),
        key: "washable".to_owned(),
        value: "true".to_owned(),
    };
    assert_eq!(bench.filtered(&[washable]).await, [1]);
    assert_eq!(bench.filtered(&[vendor("Nobody")]).await, [0; 0]);

    let last = SearchRequest {
        unavailable: UnavailableProducts::Last,
        ..listing()
    };
    assert_eq!(bench.ids(&last).await, [1, 3, 2]);
    let hidden = SearchRequest {
        unavailable: UnavailableProducts::Hide,
        ..listing()
    };
    assert_eq!(bench.ids(&hidden).await, [1, 3]);
}

#[tokio::test]
async fn one_variant_must_pass_all_filters_of_variants() {
    let bench = Bench::with(vec![
        colored(1, 100, &["red", "blue"], &["red"]),
        colored(2, 200, &["red"], &[]),
        colored(3, 300, &["blue"], &[]),
    ])
    .await;
    assert_eq!(bench.filtered(&[color("red")]).await, [1, 2]);
    let red = [color("RED"), SearchFilter::Available(true)];
    assert_eq!(bench.filtered(&red).await, [2]);
    let any = [color("red"), color("blue"), SearchFilter::Available(true)];
    assert_eq!(bench.filtered(&any).await, [1, 2, 3]);
}

/// Cups of three colors and two vendors.
async fn cups() -> Bench {
    Bench::with(vec![
        of_vendor(
            colored(1, 100, &["red", "blue"], &["red"]),
            "Okra",
            "Cup",
            &[],
        ),
        of_vendor(colored(2, 250, &["red"], &[]), "Okra", "Cup", &[]),
        of_vendor(
            colored(3, 300, &["green"], &["green"]),
            "Tindra",
            "Cup",
            &[],
        ),
    ])
    .await
}

fn counts(found: &SearchResult, group: &FacetGroup) -> Vec<(String, u64)> {
    let values = found.facets.values(group).iter();
    values
        .map(|value| (value.value.clone(), value.count))
        .collect()
}

#[tokio::test]
async fn facets_of_a_group_ignore_its_own_filters() {
    let bench = cups().await;
    let facets = |filters: Vec<SearchFilter>, locale: &str| {
        let listing = SearchRequest {
            filters,
            facets: true,
            locale: locale.to_owned(),
            size: 1,
            ..listing()
        };
        let bench = &bench;
        async move { bench.find(&listing).await }
    };
    let colors = FacetGroup::Option("Color".to_owned());
    let count = |name: &str, count| (name.to_owned(), count);

    let all = facets(Vec::new(), "en").await;
    assert_eq!(all.total, 3);
    assert_eq!(
        counts(&all, &colors),
        [count("blue", 1), count("green", 1), count("red", 2)]
    );
    assert_eq!(
        counts(&all, &FacetGroup::Product(ProductFacet::Vendor)),
        [count("Okra", 2), count("Tindra", 1)]
    );
    assert_eq!((all.facets.available, all.facets.unavailable), (2, 1));
    assert_eq!(all.facets.price, Some((100, 300, 3)));

    let red = facets(vec![color("red")], "de").await;
    assert_eq!((red.total, red.hits.len()), (2, 1));
    assert_eq!(
        counts(&red, &colors),
        [count("blue", 1), count("green", 1), count("red", 2)]
    );
    assert_eq!(
        counts(&red, &FacetGroup::Product(ProductFacet::Vendor)),
        [count("Okra", 2)]
    );
    let found = red.facets.groups.iter().find(|it| it.group == colors);
    assert_eq!(found.unwrap().label.as_deref(), Some("Farbe"));
    let value = &red.facets.values(&colors)[2];
    assert_eq!(value.label.as_deref(), Some("red-de"));
    assert_eq!(value.swatch.as_deref(), Some("#red"));

    let vendor = facets(vec![of(ProductFacet::Vendor, "Tindra")], "en").await;
    assert_eq!(
        counts(&vendor, &FacetGroup::Product(ProductFacet::Vendor)),
        [count("Okra", 2), count("Tindra", 1)]
    );
    assert_eq!(counts(&vendor, &colors), [count("green", 1)]);
    let price = SearchFilter::Price {
        min: Some(260),
        max: None,
    };
    let price = facets(vec![price], "en").await;
    assert_eq!(price.facets.price, Some((100, 300, 3)));
    assert_eq!(counts(&price, &colors), [count("green", 1)]);
}
