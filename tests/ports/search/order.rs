//! Orders and pages.

use super::*;

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
        (SearchSortKey::Id, [1, 2, 3]),
        (SearchSortKey::Title, [2, 1, 3]),
        (SearchSortKey::Price, [2, 3, 1]),
        (SearchSortKey::CreatedAt, [1, 2, 3]),
        (SearchSortKey::UpdatedAt, [3, 2, 1]),
        (SearchSortKey::PublishedAt, [3, 2, 1]),
        (SearchSortKey::Vendor, [2, 1, 3]),
        (SearchSortKey::ProductType, [3, 2, 1]),
        (SearchSortKey::BestSelling, [3, 1, 2]),
    ];
    for (key, expected) in orders {
        assert_eq!(bench.sorted(key, false).await, expected, "{key:?}");
        let mut turned = expected;
        turned.reverse();
        assert_eq!(bench.sorted(key, true).await, turned, "{key:?} reversed");
    }
    let mut manual = listing();
    manual.collection = Some(shelf);
    manual.order.key = SearchSortKey::Manual;
    assert_eq!(bench.ids(&manual).await, [3, 1, 2]);
    manual.collection = Some(CollectionId(8));
    assert_eq!(bench.ids(&manual).await, [0; 0]);
    let mut listed = listing();
    listed.price_list = Some(PriceListId(5));
    listed.order.key = SearchSortKey::Price;
    assert_eq!(bench.ids(&listed).await, [1, 3, 2]);
}

async fn walk(bench: &Bench, mut listing: SearchRequest) -> Vec<i64> {
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
        SearchSortKey::Id,
        SearchSortKey::Title,
        SearchSortKey::Price,
        SearchSortKey::CreatedAt,
    ] {
        for reverse in [false, true] {
            let whole = SearchRequest {
                order: SearchOrder { key, reverse },
                ..listing()
            };
            let paged = SearchRequest {
                size: 2,
                ..whole.clone()
            };
            assert_eq!(walk(&bench, paged.clone()).await, bench.ids(&whole).await);
            // The page before the last document.
            let all = bench.find(&whole).await;
            let before = SearchRequest {
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
    listing.order.key = SearchSortKey::Title;
    listing.size = 3;
    let first = bench.find(&listing).await;
    assert_eq!(ids(&first), [3, 6, 1]);
    let end: SearchCursor = first.hits[2].cursor.clone();
    // The document the page ended with goes, one comes in front, one comes behind.
    bench
        .engine
        .write(vec![IndexChange::Delete(first.hits[2].key)])
        .await
        .unwrap();
    bench
        .put(vec![product(20, "Aaa", 100), product(21, "Cup 15", 100)])
        .await;
    listing.cursor = Some(end);
    assert_eq!(bench.ids(&listing).await, [4, 7, 21]);
}
