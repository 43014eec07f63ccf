//! What is found: words, dates and channels, search syntax.

use super::*;

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
    listing.order.key = SearchSortKey::Relevance;
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
async fn documents_are_seen_from_their_date_on_and_in_their_channels() {
    let other = ChannelId(2);
    let mut soon = product(1, "Soon", 100);
    soon.visibility = DocumentVisibility::Everywhere(Timestamp(NOW.0 + 500));
    let mut elsewhere = product(2, "Elsewhere", 100);
    elsewhere.visibility = DocumentVisibility::Channels(BTreeMap::from([(other, Timestamp(10))]));
    let mut draft = product(3, "Draft", 100);
    draft.visibility = DocumentVisibility::Hidden;
    let bench = Bench::with(vec![soon, elsewhere, draft, product(4, "Here", 100)]).await;
    let at = |channel, now| SearchRequest {
        channel,
        now: Timestamp(now),
        ..listing()
    };
    assert_eq!(bench.ids(&at(ONLINE, NOW.0)).await, [4]);
    assert_eq!(bench.ids(&at(ONLINE, NOW.0 + 499)).await, [4]);
    assert_eq!(bench.ids(&at(ONLINE, NOW.0 + 500)).await, [1, 4]);
    assert_eq!(bench.ids(&at(other, NOW.0)).await, [2, 4]);
    let merchant = SearchRequest {
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
