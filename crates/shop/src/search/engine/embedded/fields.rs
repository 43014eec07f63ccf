//! Structure of the index: its fields, and how documents are written to them.

use super::languages::{PLAIN, SLOTS, slot_of, sort_text};
use crate::search::engine::{
    Document, DocumentKey, DocumentKind, DocumentVisibility, IndexedProduct, ProductFacet,
};
use serde_json::{Map, Value, json};
use souk_entities::ids::PriceListId;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::{
    TantivyDocument, Term,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, JsonObjectOptions, OwnedValue, Schema,
        TextFieldIndexing, TextOptions,
    },
};

/// Separates the parts of a facet term.
pub(super) const PART: char = '\u{1f}';
/// Separates the facets of a variant.
pub(super) const RECORD: char = '\u{1e}';

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    /// `p42`: kind and id.
    pub(super) key: Field,
    pub(super) kind: Field,
    pub(super) id: Field,
    pub(super) version: Field,
    pub(super) created: Field,
    pub(super) updated: Field,
    pub(super) published: Field,
    /// From when it is visible in every channel.
    pub(super) since: Field,
    /// Every instant at which it becomes visible in a channel.
    pub(super) shown: Field,
    pub(super) collection: Field,
    /// Channels whose buyers can buy it.
    pub(super) available: Field,
    /// `vendor:acme`, in lower case: values that the search syntax compares as a whole.
    pub(super) exact: Field,
    /// Facet terms.
    pub(super) facets: Field,
    /// Variants as facet terms.
    pub(super) variants: Field,
    /// Numbers by name: `p7` lowest price in price list 7, `v7` all prices in it, `c7` position in
    /// collection 7, `f7` from when it is visible in channel 7, `sold`.
    pub(super) numbers: Field,
    /// Texts to sort by: `vendor`, `type`, `t_de`.
    pub(super) sorting: Field,
    /// Titles by language, stemmed.
    pub(super) title: Vec<Field>,
    /// Titles by language, as written.
    pub(super) words: Vec<Field>,
    /// Bodies by language, stemmed.
    pub(super) body: Vec<Field>,
    pub(super) author: Field,
    pub(super) product_type: Field,
    pub(super) tag: Field,
    pub(super) variant: Field,
    pub(super) sku: Field,
    pub(super) barcode: Field,
    pub(super) vendor: Field,
}

/// Options of a text field that is compared as a whole.
fn whole() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    )
}

/// Options of a text field that is searched by words.
fn words_of(tokenizer: &str) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

/// The schema of the index. Any change to it requires a new `FORMAT` in `folder.rs`.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let raw = whole();
    let column = TextOptions::default().set_fast("raw");
    let json_column = JsonObjectOptions::default().set_fast("raw");
    let plain = || words_of(PLAIN);
    let mut by_slot = |name: &str, stemmed: bool| -> Vec<Field> {
        SLOTS
            .iter()
            .map(|slot| {
                let options = if stemmed {
                    words_of(&slot.tokenizer())
                } else {
                    plain()
                };
                builder.add_text_field(&format!("{name}_{}", slot.name), options)
            })
            .collect()
    };
    let (title, words, body) = (
        by_slot("title", true),
        by_slot("words", false),
        by_slot("body", true),
    );
    let fields = Fields {
        title,
        words,
        body,
        key: builder.add_text_field("key", raw.clone()),
        kind: builder.add_u64_field("kind", FAST),
        id: builder.add_i64_field("id", FAST),
        version: builder.add_i64_field("version", FAST),
        created: builder.add_i64_field("created", FAST),
        updated: builder.add_i64_field("updated", FAST),
        published: builder.add_i64_field("published", FAST),
        since: builder.add_i64_field("since", FAST),
        shown: builder.add_i64_field("shown", FAST),
        collection: builder.add_i64_field("collection", INDEXED),
        available: builder.add_i64_field("available", INDEXED | FAST),
        exact: builder.add_text_field("exact", raw),
        facets: builder.add_text_field("facets", column.clone()),
        variants: builder.add_text_field("variants", column),
        numbers: builder.add_json_field("n", json_column.clone()),
        sorting: builder.add_json_field("s", json_column),
        author: builder.add_text_field("author", plain()),
        product_type: builder.add_text_field("type", plain()),
        tag: builder.add_text_field("tag", plain()),
        variant: builder.add_text_field("variant", plain()),
        sku: builder.add_text_field("sku", plain()),
        barcode: builder.add_text_field("barcode", plain()),
        vendor: builder.add_text_field("vendor", plain()),
    };
    (builder.build(), fields)
}

/// Number of a document type in the index.
pub(super) fn kind_number(kind: DocumentKind) -> u64 {
    match kind {
        DocumentKind::Product => 0,
        DocumentKind::Collection => 1,
        DocumentKind::Page => 2,
        DocumentKind::Article => 3,
    }
}

/// The document type of a number in the index.
pub(super) fn kind_of(number: u64) -> DocumentKind {
    match number {
        1 => DocumentKind::Collection,
        2 => DocumentKind::Page,
        3 => DocumentKind::Article,
        _ => DocumentKind::Product,
    }
}

/// The number that stands for a price list in field names.
pub(super) fn list_number(list: Option<PriceListId>) -> i64 {
    list.map_or(0, |list| list.0)
}

impl Fields {
    /// The term that identifies a document.
    pub(super) fn key_term(&self, key: DocumentKey) -> Term {
        Term::from_field_text(self.key, &key_text(key))
    }

    /// Converts a document to a document of the index.
    pub(super) fn document(&self, document: &Document) -> TantivyDocument {
        let mut out = TantivyDocument::default();
        out.add_text(self.key, key_text(document.key));
        out.add_u64(self.kind, kind_number(document.key.kind));
        out.add_i64(self.id, document.key.id);
        out.add_i64(self.version, document.version);
        out.add_i64(self.created, document.created_at.0);
        out.add_i64(self.updated, document.updated_at.0);
        if let Some(published) = document.published_at {
            out.add_i64(self.published, published.0);
        }
        let mut numbers = Map::new();
        match &document.visibility {
            DocumentVisibility::Hidden => {}
            DocumentVisibility::Everywhere(since) => {
                out.add_i64(self.since, since.0);
                out.add_i64(self.shown, since.0);
            }
            DocumentVisibility::Channels(channels) => {
                for (channel, since) in channels {
                    numbers.insert(format!("f{}", channel.0), json!(since.0));
                    out.add_i64(self.shown, since.0);
                }
            }
        }
        let mut sorting = Map::new();
        self.add_texts(&mut out, &mut sorting, document);
        out.add_text(self.exact, exact("handle", &document.handle));
        if let Some(product) = &document.product {
            self.add_product(&mut out, &mut numbers, &mut sorting, product);
        }
        out.add_object(self.numbers, object(numbers));
        out.add_object(self.sorting, object(sorting));
        out
    }

    fn add_texts(
        &self,
        out: &mut TantivyDocument,
        sorting: &mut Map<String, Value>,
        document: &Document,
    ) {
        for text in &document.texts {
            let slot = slot_of(&text.locale);
            out.add_text(self.title[slot], &text.title);
            out.add_text(self.words[slot], &text.title);
            out.add_text(self.body[slot], &text.body);
            if !text.product_type.is_empty() {
                out.add_text(self.product_type, &text.product_type);
            }
            sorting.insert(title_column(&text.locale), json!(sort_text(&text.title)));
        }
        let words = &document.words;
        for (field, text) in [(self.author, &words.author), (self.vendor, &words.vendor)] {
            if !text.is_empty() {
                out.add_text(field, text);
            }
        }
        for (field, name, texts) in [
            (self.tag, "tag", &words.tags),
            (self.sku, "sku", &words.skus),
            (self.barcode, "barcode", &words.barcodes),
        ] {
            for text in texts {
                out.add_text(field, text);
                out.add_text(self.exact, exact(name, text));
            }
        }
        for text in &words.variants {
            out.add_text(self.variant, text);
        }
    }

    fn add_product(
        &self,
        out: &mut TantivyDocument,
        numbers: &mut Map<String, Value>,
        sorting: &mut Map<String, Value>,
        product: &IndexedProduct,
    ) {
        for (name, column, facet) in [
            ("vendor", "vendor", ProductFacet::Vendor),
            ("product_type", "type", ProductFacet::ProductType),
        ] {
            let values = product.facets.get(&facet).into_iter().flatten();
            let text = values.map(String::as_str).next().unwrap_or_default();
            sorting.insert(column.to_owned(), json!(sort_text(text)));
            if !text.is_empty() {
                out.add_text(self.exact, exact(name, text));
            }
        }
        for (collection, place) in &product.collections {
            out.add_i64(self.collection, collection.0);
            numbers.insert(format!("c{}", collection.0), json!(place));
        }
        for (list, prices) in &product.prices {
            let list = list_number(*list);
            if let Some(lowest) = prices.first() {
                numbers.insert(format!("p{list}"), json!(lowest));
                numbers.insert(format!("v{list}"), json!(prices));
            }
        }
        numbers.insert("sold".to_owned(), json!(product.sold));
        for facet in facet_terms(product) {
            out.add_text(self.facets, facet);
        }
        let mut available = BTreeSet::new();
        let mut variants = BTreeSet::new();
        for variant in &product.variants {
            available.extend(variant.available_in.iter().map(|channel| channel.0));
            let channels: BTreeSet<i64> = variant.available_in.iter().map(|c| c.0).collect();
            let channels: Vec<String> = channels.iter().map(i64::to_string).collect();
            let mut term = channels.join(",");
            let options = variant.options.iter();
            let options = options.map(|(name, value)| join(&["o", name, value]));
            let metafields = variant.metafields.iter();
            let metafields = metafields.map(|m| join(&["m", &m.namespace, &m.key, &m.value]));
            for facet in options.chain(metafields) {
                term.push(RECORD);
                term.push_str(&facet);
            }
            variants.insert(term);
        }
        for channel in available {
            out.add_i64(self.available, channel);
        }
        for variant in variants {
            out.add_text(self.variants, variant);
        }
    }
}

fn key_text(key: DocumentKey) -> String {
    format!("{}:{}", kind_number(key.kind), key.id)
}

/// A term of the field `exact`.
pub(super) fn exact(name: &str, text: &str) -> String {
    format!("{name}:{}", text.to_lowercase())
}

/// Column of titles in a language.
pub(super) fn title_column(locale: &str) -> String {
    format!("t_{}", locale.replace('-', "_"))
}

fn object(map: Map<String, Value>) -> BTreeMap<String, OwnedValue> {
    map.into_iter()
        .map(|(name, value)| (name, OwnedValue::from(value)))
        .collect()
}

/// A facet term: group and value.
pub(super) fn join(parts: &[&str]) -> String {
    let clean = |part: &&str| part.replace([PART, RECORD], " ");
    let parts: Vec<String> = parts.iter().map(clean).collect();
    parts.join("\u{1f}")
}

/// Facets of a product and the terms for their labels: the letters of [`ProductFacet`], `o` option,
/// `p` and `m` custom fields of product and variants; `s` swatches, `l` labels in other languages,
/// `n` names of custom fields.
fn facet_terms(product: &IndexedProduct) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for (&facet, values) in &product.facets {
        let letter = facet.traits().letter;
        for value in values {
            if facet == ProductFacet::Category {
                let parents = value.match_indices(" > ").map(|(end, _)| &value[..end]);
                terms.extend(parents.map(|parent| join(&[letter, parent])));
            }
            terms.insert(join(&[letter, value]));
        }
    }
    for option in &product.options {
        terms.insert(join(&["o", &option.name, &option.value]));
        if let Some(swatch) = &option.swatch {
            terms.insert(join(&["s", &option.name, &option.value, swatch]));
        }
        for (locale, (name, value)) in &option.labels {
            terms.insert(join(&[
                "l",
                locale,
                &option.name,
                &option.value,
                name,
                value,
            ]));
        }
    }
    let of_variants = product
        .variants
        .iter()
        .flat_map(|variant| &variant.metafields);
    let of_product = product.metafields.iter().map(|metafield| ("p", metafield));
    for (letter, metafield) in of_product.chain(of_variants.map(|metafield| ("m", metafield))) {
        let (namespace, key) = (&metafield.namespace, &metafield.key);
        terms.insert(join(&[letter, namespace, key, &metafield.value]));
        terms.insert(join(&["n", letter, namespace, key, &metafield.name]));
    }
    terms
}
