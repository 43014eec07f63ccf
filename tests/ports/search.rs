//! The search port. The engine under test lives in a folder of its own.

mod filters;
mod finding;
mod order;
mod writing;

use souk_entities::{
    Timestamp,
    ids::{ChannelId, CollectionId, PriceListId},
};
use souk_kernel::config::Config;
use souk_shop::{
    query_syntax,
    search::{
        self, Document, DocumentKey, DocumentKind, DocumentVisibility, DocumentWords, FacetGroup,
        IndexChange, IndexedMetafield, IndexedOption, IndexedProduct, IndexedVariant, LocalText,
        ProductFacet, SearchCursor, SearchEngine, SearchFilter, SearchOrder, SearchRequest,
        SearchResult, SearchSortKey, TextQuery, UnavailableProducts,
    },
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
        let put = |document| IndexChange::Put(Box::new(document));
        let changes = documents.into_iter().map(put).collect();
        self.engine.write(changes).await.unwrap();
    }

    async fn find(&self, listing: &SearchRequest) -> Arc<SearchResult> {
        self.engine.find(listing).await.unwrap()
    }

    async fn ids(&self, listing: &SearchRequest) -> Vec<i64> {
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

    async fn filtered(&self, filters: &[SearchFilter]) -> Vec<i64> {
        self.ids(&SearchRequest {
            filters: filters.to_vec(),
            ..listing()
        })
        .await
    }

    async fn sorted(&self, key: SearchSortKey, reverse: bool) -> Vec<i64> {
        self.ids(&SearchRequest {
            order: SearchOrder { key, reverse },
            ..listing()
        })
        .await
    }

    async fn query(&self, query: &str) -> Vec<i64> {
        let query = query_syntax::parse(query, query_syntax::PRODUCTS, NOW).unwrap();
        self.ids(&SearchRequest {
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
    search::connect_engine(&config).unwrap()
}

fn ids(found: &SearchResult) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.key.id).collect()
}

fn listing() -> SearchRequest {
    SearchRequest {
        kinds: vec![DocumentKind::Product],
        collection: None,
        text: None,
        query: None,
        filters: Vec::new(),
        unavailable: UnavailableProducts::Show,
        channel: ONLINE,
        published_only: true,
        now: NOW,
        locale: "en".to_owned(),
        price_list: None,
        price_digits: 2,
        order: SearchOrder {
            key: SearchSortKey::Id,
            reverse: false,
        },
        size: 50,
        backward: false,
        cursor: None,
        facets: false,
    }
}

fn variant(values: &[(&str, &str)], available: bool) -> IndexedVariant {
    let own = |text: &&str| (*text).to_owned();
    IndexedVariant {
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
        words: DocumentWords::default(),
        visibility: DocumentVisibility::Everywhere(Timestamp(10)),
        created_at: Timestamp(100 + id),
        updated_at: Timestamp(200 - id),
        published_at: Some(Timestamp(10)),
        product: Some(IndexedProduct {
            variants: vec![variant(&[], true)],
            prices: vec![(None, vec![price])],
            ..IndexedProduct::default()
        }),
    }
}

fn change(mut document: Document, change: impl FnOnce(&mut IndexedProduct)) -> Document {
    change(document.product.as_mut().unwrap());
    document
}

fn of_vendor(document: Document, vendor: &str, kind: &str, tags: &[&str]) -> Document {
    let mut document = change(document, |facts| {
        let of_one = |value: &str| vec![value.to_owned()];
        facts.facets.extend([
            (ProductFacet::Vendor, of_one(vendor)),
            (ProductFacet::ProductType, of_one(kind)),
            (
                ProductFacet::Tag,
                tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ),
        ]);
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
            .map(|color| IndexedOption {
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

fn color(value: &str) -> SearchFilter {
    SearchFilter::Option {
        name: "Color".to_owned(),
        value: value.to_owned(),
    }
}
