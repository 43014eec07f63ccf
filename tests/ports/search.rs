//! The search port. The engine under test lives in a folder of its own.

use souk::{
    config::Config,
    search::{
        engine::{
            self, Change, Cursor, Document, DocumentKey, DocumentKind, FacetGroup, Filter, Found,
            Listing, LocalText, MetafieldFact, OptionFact, Order, ProductFacts, SearchEngine,
            SortKey, TextQuery, Unavailable, VariantFact, Visibility, Words,
        },
        query_syntax,
    },
};
use souk_entities::{
    Timestamp,
    ids::{ChannelId, CollectionId, PriceListId},
};
use std::{collections::BTreeMap, sync::Arc};
use tempfile::TempDir;

const ONLINE: ChannelId = ChannelId(1);
const NOW: Timestamp = Timestamp(1_000_000);

struct Bench {
    engine: Arc<dyn SearchEngine>,
    _folder: TempDir,
}

impl Bench {
    async fn with(documents: Vec<Document>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bench = Self {
            engine: open(&folder),
            _folder: folder,
        };
        bench.put(documents).await;
        bench
    }

    async fn put(&self, documents: Vec<Document>) {
        let put = |document| Change::Put(Box::new(document));
        let changes = documents.into_iter().map(put).collect();
        self.engine.write(changes).await.unwrap();
    }

    async fn find(&self, listing: &Listing) -> Arc<Found> {
        self.engine.find(listing).await.unwrap()
    }

    async fn ids(&self, listing: &Listing) -> Vec<i64> {
        ids(&*self.find(listing).await)
    }

    /// Ids of what a text finds, lowest first.
    async fn text(&self, text: &str, prefix: bool) -> Vec<i64> {
        let mut listing = listing();
        listing.text = Some(TextQuery {
            text: text.to_owned(),
            prefix,
            fields: Vec::new(),
        });
        self.ids(&listing).await
    }

    async fn filtered(&self, filters: &[Filter]) -> Vec<i64> {
        self.ids(&Listing {
            filters: filters.to_vec(),
            ..listing()
        })
        .await
    }

    async fn sorted(&self, key: SortKey, reverse: bool) -> Vec<i64> {
        self.ids(&Listing {
            order: Order { key, reverse },
            ..listing()
        })
        .await
    }

    async fn query(&self, query: &str) -> Vec<i64> {
        let query = query_syntax::parse(query, query_syntax::PRODUCTS, NOW).unwrap();
        self.ids(&Listing {
            query: Some(query),
            ..listing()
        })
        .await
    }
}

fn open(folder: &TempDir) -> Arc<dyn SearchEngine> {
    let config = Config {
        data_dir: folder.path().into(),
        ..Config::default()
    };
    engine::connect(&config).unwrap()
}

fn ids(found: &Found) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.key.id).collect()
}

fn listing() -> Listing {
    Listing {
        kinds: vec![DocumentKind::Product],
        collection: None,
        text: None,
        query: None,
        filters: Vec::new(),
        unavailable: Unavailable::Show,
        channel: ONLINE,
        published_only: true,
        now: NOW,
        locale: "en".to_owned(),
        price_list: None,
        price_digits: 2,
        order: Order {
            key: SortKey::Id,
            reverse: false,
        },
        size: 50,
        backward: false,
        cursor: None,
        facets: false,
    }
}

fn variant(values: &[(&str, &str)], available: bool) -> VariantFact {
    let own = |text: &&str| (*text).to_owned();
    VariantFact {
        options: values.iter().map(|(n, v)| (own(n), own(v))).collect(),
        metafields: Vec::new(),
        available_in: if available { vec![ONLINE] } else { Vec::new() },
    }
}

/// A product that is on sale, at `price`, of one variant that can be had.
fn product(id: i64, title: &str, price: i64) -> Document {
    Document {
        key: DocumentKey {
            kind: DocumentKind::Product,
            id,
        },
        version: 1,
        handle: format!("p{id}"),
        texts: vec![LocalText {
            locale: "en".to_owned(),
            title: title.to_owned(),
            body: String::new(),
            product_type: String::new(),
        }],
        words: Words::default(),
        visibility: Visibility::Everywhere(Timestamp(10)),
        created_at: Timestamp(100 + id),
        updated_at: Timestamp(200 - id),
        published_at: Some(Timestamp(10)),
        product: Some(ProductFacts {
            variants: vec![variant(&[], true)],
            prices: vec![(None, vec![price])],
            ..ProductFacts::default()
        }),
    }
}

fn change(mut document: Document, change: impl FnOnce(&mut ProductFacts)) -> Document {
    change(document.product.as_mut().unwrap());
    document
}

fn of_vendor(document: Document, vendor: &str, kind: &str, tags: &[&str]) -> Document {
    let mut document = change(document, |facts| {
        facts.vendor = vendor.to_owned();
        facts.product_type = kind.to_owned();
        facts.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    });
    document.words.vendor = vendor.to_owned();
    document.words.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    document.texts[0].product_type = kind.to_owned();
    document
}

/// A product with a variant for each color, of which those in `sold_out` cannot be had.
fn colored(id: i64, price: i64, colors: &[&str], sold_out: &[&str]) -> Document {
    change(product(id, "Mug", price), |facts| {
        facts.options = colors
            .iter()
            .map(|color| OptionFact {
                name: "Color".to_owned(),
                value: (*color).to_owned(),
                swatch: Some(format!("#{color}")),
                labels: BTreeMap::from([(
                    "de".to_owned(),
                    ("Farbe".to_owned(), format!("{color}-de")),
                )]),
            })
            .collect();
        facts.variants = colors
            .iter()
            .map(|color| variant(&[("Color", color)], !sold_out.contains(color)))
            .collect();
    })
}

fn color(value: &str) -> Filter {
    Filter::Option {
        name: "Color".to_owned(),
        value: value.to_owned(),
    }
}

#[tokio::test]
async fn words_are_found_whole_begun_and_mistyped() {
    let mut lamp = product(1, "Brass desk lamp", 100);
    lamp.texts.push(LocalText {
        locale: "de".to_owned(),
        title: "Schreibtischlampe aus Messing".to_owned(),
        ..LocalText::default()
    });
    lamp.words.skus = vec!["LMP-77".to_owned()];
    let mut shade = product(2, "Linen shade", 100);
    shade.texts[0].body = "Fits every lamp and dims running lights.".to_owned();
    let bench = Bench::with(vec![lamp, shade, product(3, "Teapot", 100)]).await;

    assert_eq!(bench.text("lamp", false).await, [1, 2]);
    assert_eq!(bench.text("LAMPS", false).await, [1, 2]);
    assert_eq!(bench.text("brass lamp", false).await, [1]);
    assert_eq!(bench.text("the lamp", false).await, [1, 2]);
    assert_eq!(bench.text("brass teapot", false).await, [0; 0]);
    assert_eq!(bench.text("bra", false).await, [0; 0]);
    assert_eq!(bench.text("bra", true).await, [1]);
    assert_eq!(bench.text("tea", true).await, [3]);
    assert_eq!(bench.text("teapto", false).await, [3]);
    assert_eq!(bench.text("lmp-77", false).await, [1]);
    assert_eq!(bench.text("", false).await, [1, 2, 3]);

    let mut german = listing();
    german.locale = "de".to_owned();
    german.text = Some(TextQuery {
        text: "schreibtisch".to_owned(),
        prefix: true,
        fields: Vec::new(),
    });
    assert_eq!(bench.ids(&german).await, [1]);
}

#[tokio::test]
async fn the_best_match_comes_first() {
    let mut shade = product(1, "Linen shade", 100);
    shade.texts[0].body = "Fits every lamp.".to_owned();
    let bench = Bench::with(vec![shade, product(2, "Lamp", 100)]).await;
    let mut listing = listing();
    listing.order.key = SortKey::Relevance;
    listing.text = Some(TextQuery {
        text: "lamp".to_owned(),
        prefix: false,
        fields: Vec::new(),
    });
    assert_eq!(bench.ids(&listing).await, [2, 1]);
    listing.size = 1;
    let first = bench.find(&listing).await;
    listing.cursor = Some(first.hits[0].cursor.clone());
    assert_eq!(bench.ids(&listing).await, [1]);
}

#[tokio::test]
async fn filters_of_a_group_widen_and_of_groups_narrow() {
    let metafield = MetafieldFact {
        namespace: "care".to_owned(),
        key: "washable".to_owned(),
        name: "Washable".to_owned(),
        value: "true".to_owned(),
    };
    let lamp = of_vendor(product(1, "Lamp", 1_000), "Tindra", "Lighting", &["new"]);
    let lamp = change(lamp, |facts| {
        facts.category = Some("Home > Lighting > Lamps".to_owned());
        facts.metafields = vec![metafield];
    });
    let pot = of_vendor(
        product(2, "Pot", 2_000),
        "Okra",
        "Kitchen",
        &["new", "sale"],
    );
    let mut pot = change(pot, |facts| {
        facts.category = Some("Home > Kitchen".to_owned())
    });
    pot.product.as_mut().unwrap().variants[0]
        .available_in
        .clear();
    let cup = of_vendor(product(3, "Cup", 3_000), "Okra", "Kitchen", &[]);
    let bench = Bench::with(vec![lamp, pot, cup]).await;
    let vendor = |name: &str| Filter::Vendor(name.to_owned());
    let price = |min, max| Filter::Price { min, max };

    assert_eq!(bench.filtered(&[vendor("okra")]).await, [2, 3]);
    assert_eq!(
        bench.filtered(&[vendor("Okra"), vendor("Tindra")]).await,
        [1, 2, 3]
    );
    let sale = Filter::Tag("Sale".to_owned());
    assert_eq!(bench.filtered(&[vendor("Okra"), sale]).await, [2]);
    let kitchen = Filter::ProductType("kitchen".to_owned());
    assert_eq!(bench.filtered(&[kitchen]).await, [2, 3]);
    let home = Filter::Category("Home".to_owned());
    assert_eq!(bench.filtered(&[home]).await, [1, 2]);
    let lamps = Filter::Category("Home > Lighting > Lamps".to_owned());
    assert_eq!(bench.filtered(&[lamps]).await, [1]);
    assert_eq!(bench.filtered(&[Filter::Available(true)]).await, [1, 3]);
    assert_eq!(bench.filtered(&[Filter::Available(false)]).await, [2]);
    let both = [Filter::Available(false), Filter::Available(true)];
    assert_eq!(bench.filtered(&both).await, [1, 2, 3]);
    let middle = price(Some(1_500), Some(2_000));
    assert_eq!(bench.filtered(&[middle]).await, [2]);
    assert_eq!(bench.filtered(&[price(Some(2_000), None)]).await, [2, 3]);
    assert_eq!(bench.filtered(&[price(None, Some(999))]).await, [0; 0]);
    let washable = Filter::ProductMetafield {
        namespace: "care".to_owned(),
        key: "washable".to_owned(),
        value: "true".to_owned(),
    };
    assert_eq!(bench.filtered(&[washable]).await, [1]);
    assert_eq!(bench.filtered(&[vendor("Nobody")]).await, [0; 0]);

    let last = Listing {
        unavailable: Unavailable::Last,
        ..listing()
    };
    assert_eq!(bench.ids(&last).await, [1, 3, 2]);
    let hidden = Listing {
        unavailable: Unavailable::Hide,
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
    let red = [color("RED"), Filter::Available(true)];
    assert_eq!(bench.filtered(&red).await, [2]);
    let any = [color("red"), color("blue"), Filter::Available(true)];
    assert_eq!(bench.filtered(&any).await, [1, 2, 3]);
}

#[tokio::test]
async fn facets_of_a_group_ignore_its_own_filters() {
    let bench = Bench::with(vec![
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
    .await;
    let facets = |filters: Vec<Filter>, locale: &str| {
        let listing = Listing {
            filters,
            facets: true,
            locale: locale.to_owned(),
            size: 1,
            ..listing()
        };
        let bench = &bench;
        async move { bench.find(&listing).await }
    };
    let counts = |found: &Found, group: &FacetGroup| {
        let values = found.facets.values(group).iter();
        let counts = values.map(|value| (value.value.clone(), value.count));
        counts.collect::<Vec<_>>()
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
        counts(&all, &FacetGroup::Vendor),
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
    assert_eq!(counts(&red, &FacetGroup::Vendor), [count("Okra", 2)]);
    let found = red.facets.groups.iter().find(|it| it.group == colors);
    assert_eq!(found.unwrap().label.as_deref(), Some("Farbe"));
    let value = &red.facets.values(&colors)[2];
    assert_eq!(value.label.as_deref(), Some("red-de"));
    assert_eq!(value.swatch.as_deref(), Some("#red"));

    let vendor = facets(vec![Filter::Vendor("Tindra".to_owned())], "en").await;
    assert_eq!(
        counts(&vendor, &FacetGroup::Vendor),
        [count("Okra", 2), count("Tindra", 1)]
    );
    assert_eq!(counts(&vendor, &colors), [count("green", 1)]);
    let price = Filter::Price {
        min: Some(260),
        max: None,
    };
    let price = facets(vec![price], "en").await;
    assert_eq!(price.facets.price, Some((100, 300, 3)));
    assert_eq!(counts(&price, &colors), [count("green", 1)]);
}

#[tokio::test]
async fn every_order_holds_both_ways() {
    let shelf = CollectionId(9);
    let make = |id, title: &str, price, vendor: &str, kind: &str, sold, place| {
        let document = of_vendor(product(id, title, price), vendor, kind, &[]);
        let mut document = change(document, |facts| {
            facts.sold = sold;
            facts.collections = BTreeMap::from([(shelf, place)]);
            facts
                .prices
                .push((Some(PriceListId(5)), vec![10_000 - price]));
        });
        document.published_at = Some(Timestamp(10 * (4 - id)));
        document
    };
    let bench = Bench::with(vec![
        make(1, "Bowl", 300, "okra", "C", 5, 20),
        make(2, "ähre", 100, "Arbor", "B", 0, 30),
        make(3, "Cup", 200, "Tindra", "A", 9, 10),
    ])
    .await;
    let orders = [
        (SortKey::Id, [1, 2, 3]),
        (SortKey::Title, [2, 1, 3]),
        (SortKey::Price, [2, 3, 1]),
        (SortKey::CreatedAt, [1, 2, 3]),
        (SortKey::UpdatedAt, [3, 2, 1]),
        (SortKey::PublishedAt, [3, 2, 1]),
        (SortKey::Vendor, [2, 1, 3]),
        (SortKey::ProductType, [3, 2, 1]),
        (SortKey::BestSelling, [3, 1, 2]),
    ];
    for (key, expected) in orders {
        assert_eq!(bench.sorted(key, false).await, expected, "{key:?}");
        let mut turned = expected;
        turned.reverse();
        assert_eq!(bench.sorted(key, true).await, turned, "{key:?} reversed");
    }
    let mut manual = listing();
    manual.collection = Some(shelf);
    manual.order.key = SortKey::Manual;
    assert_eq!(bench.ids(&manual).await, [3, 1, 2]);
    manual.collection = Some(CollectionId(8));
    assert_eq!(bench.ids(&manual).await, [0; 0]);
    let mut listed = listing();
    listed.price_list = Some(PriceListId(5));
    listed.order.key = SortKey::Price;
    assert_eq!(bench.ids(&listed).await, [1, 3, 2]);
}

async fn walk(bench: &Bench, mut listing: Listing) -> Vec<i64> {
    let mut seen = Vec::new();
    loop {
        let page = bench.find(&listing).await;
        assert_eq!(page.has_previous, listing.cursor.is_some());
        seen.extend(ids(&page));
        if !page.has_next {
            return seen;
        }
        listing.cursor = page.hits.last().map(|hit| hit.cursor.clone());
    }
}

#[tokio::test]
async fn pages_follow_each_other_while_the_index_changes() {
    let documents = (1..=7).map(|id| product(id, &format!("Cup {}", id % 3), id % 4 * 100));
    let bench = Bench::with(documents.collect()).await;
    for key in [
        SortKey::Id,
        SortKey::Title,
        SortKey::Price,
        SortKey::CreatedAt,
    ] {
        for reverse in [false, true] {
            let whole = Listing {
                order: Order { key, reverse },
                ..listing()
            };
            let paged = Listing {
                size: 2,
                ..whole.clone()
            };
            assert_eq!(walk(&bench, paged.clone()).await, bench.ids(&whole).await);
            // The page before the last document.
            let all = bench.find(&whole).await;
            let before = Listing {
                backward: true,
                cursor: Some(all.hits[6].cursor.clone()),
                ..paged
            };
            let page = bench.find(&before).await;
            assert_eq!(ids(&page), ids(&all)[4..6]);
            assert!(page.has_previous && page.has_next);
        }
    }
    let mut listing = listing();
    listing.order.key = SortKey::Title;
    listing.size = 3;
    let first = bench.find(&listing).await;
    assert_eq!(ids(&first), [3, 6, 1]);
    let end: Cursor = first.hits[2].cursor.clone();
    // The document the page ended with goes, one comes in front, one comes behind.
    bench
        .engine
        .write(vec![Change::Delete(first.hits[2].key)])
        .await
        .unwrap();
    bench
        .put(vec![product(20, "Aaa", 100), product(21, "Cup 15", 100)])
        .await;
    listing.cursor = Some(end);
    assert_eq!(bench.ids(&listing).await, [4, 7, 21]);
}

#[tokio::test]
async fn an_older_document_never_wins_and_deleted_ones_are_gone() {
    let version = |version, title: &str| Document {
        version,
        ..product(1, title, 100)
    };
    let bench = Bench::with(vec![version(5, "Fifth")]).await;
    bench.put(vec![version(4, "Fourth")]).await;
    assert_eq!(bench.text("fourth", false).await, [0; 0]);
    assert_eq!(bench.text("fifth", false).await, [1]);
    bench
        .put(vec![version(6, "Sixth"), version(5, "Fifth")])
        .await;
    assert_eq!(bench.text("sixth", false).await, [1]);
    assert_eq!(bench.filtered(&[]).await, [1]);
    bench.put(vec![version(6, "Again")]).await;
    assert_eq!(bench.text("again", false).await, [1]);
    let gone = version(7, "").key;
    bench
        .engine
        .write(vec![Change::Delete(gone)])
        .await
        .unwrap();
    assert_eq!(bench.filtered(&[]).await, [0; 0]);
}

#[tokio::test]
async fn documents_are_seen_from_their_date_on_and_in_their_channels() {
    let other = ChannelId(2);
    let mut soon = product(1, "Soon", 100);
    soon.visibility = Visibility::Everywhere(Timestamp(NOW.0 + 500));
    let mut elsewhere = product(2, "Elsewhere", 100);
    elsewhere.visibility = Visibility::Channels(BTreeMap::from([(other, Timestamp(10))]));
    let mut draft = product(3, "Draft", 100);
    draft.visibility = Visibility::Hidden;
    let bench = Bench::with(vec![soon, elsewhere, draft, product(4, "Here", 100)]).await;
    let at = |channel, now| Listing {
        channel,
        now: Timestamp(now),
        ..listing()
    };
    assert_eq!(bench.ids(&at(ONLINE, NOW.0)).await, [4]);
    assert_eq!(bench.ids(&at(ONLINE, NOW.0 + 499)).await, [4]);
    assert_eq!(bench.ids(&at(ONLINE, NOW.0 + 500)).await, [1, 4]);
    assert_eq!(bench.ids(&at(other, NOW.0)).await, [2, 4]);
    let merchant = Listing {
        published_only: false,
        ..listing()
    };
    assert_eq!(bench.ids(&merchant).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn search_syntax_asks_every_field() {
    let mut lamp = of_vendor(
        product(1, "Desk Lamp", 4_900),
        "Tindra Works",
        "Lamp",
        &["new"],
    );
    lamp.words.skus = vec!["A-1".to_owned()];
    let pot = of_vendor(product(2, "Pot", 9_900), "Okra", "Kitchen", &["sale"]);
    let mut pot = change(pot, |facts| facts.variants[0].available_in.clear());
    pot.handle = "big-pot".to_owned();
    let bench = Bench::with(vec![lamp, pot]).await;
    for (query, expected) in [
        ("tag:new", vec![1]),
        ("tag_not:new", vec![2]),
        ("-tag:new", vec![2]),
        ("vendor:'tindra works'", vec![1]),
        ("vendor:tin*", vec![1]),
        ("product_type:kitchen", vec![2]),
        ("title:lamp", vec![1]),
        ("title:la*", vec![1]),
        ("title:\"desk lamp\"", vec![1]),
        ("lamp", vec![1]),
        ("sku:a-1", vec![1]),
        ("sku:*", vec![1]),
        ("handle:big-pot", vec![2]),
        ("id:2", vec![2]),
        ("id:>1", vec![2]),
        ("variants.price:>49", vec![2]),
        ("variants.price:>=49", vec![1, 2]),
        ("variants.price:<99", vec![1]),
        ("available_for_sale:true", vec![1]),
        ("available_for_sale:false", vec![2]),
        ("tag:new OR tag:sale", vec![1, 2]),
        ("tag:new AND tag:sale", vec![]),
        ("(tag:new OR tag:sale) NOT vendor:okra", vec![1]),
        ("created_at:<2020-01-01", vec![1, 2]),
        ("created_at:>2020-01-01", vec![]),
    ] {
        assert_eq!(bench.query(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_rebuild_replaces_everything_and_the_index_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder);
    assert!(engine.is_new());
    let put = |id| Change::Put(Box::new(product(id, "Cup", 100)));
    engine.write(vec![put(1), put(2)]).await.unwrap();
    assert!(!engine.is_new());
    let mut rebuild = engine.rebuild().await.unwrap();
    rebuild.add(vec![product(3, "Cup", 100)]).await.unwrap();
    assert_eq!(ids(&engine.find(&listing()).await.unwrap()), [1, 2]);
    rebuild.finish().await.unwrap();
    assert_eq!(ids(&engine.find(&listing()).await.unwrap()), [3]);
    engine.write(vec![put(4)]).await.unwrap();
    let second = open(&folder);
    assert!(second.claim().await.is_err());
    drop(engine);
    let again = open(&folder);
    assert!(!again.is_new());
    assert_eq!(ids(&again.find(&listing()).await.unwrap()), [3, 4]);
}
