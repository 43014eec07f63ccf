//! Products and collections of the demo.

use super::{
    texts::of_entry,
    values::{list, optional, parsed, strings, text},
};
use crate::{
    catalog::{
        self, CollectionDraft, MediaDraft, PriceListPriceInput, ProductDraft, ProductIdentity,
        ProductNames, ProductSetInput,
    },
    import,
    market::Directory,
    operations,
};
use anyhow::Context;
use serde_json::Value;
use souk_entities::{
    catalog::{
        collection::{Rule, RuleSet},
        product::{self, MediaKind, Publication, Publications},
    },
    ids::{ChannelId, CollectionId, ProductId, VariantId},
};
use souk_kernel::{
    app::App,
    codes::CurrencyCode,
    events::Event,
    ids::Gid,
    scalars::{Decimal, MoneyInput},
    validators::MOST_ENTRIES,
};
use std::{collections::HashMap, sync::Arc};

/// Number of products saved at once.
const BATCH: usize = 100;

/// Products by handle.
pub(crate) type Saved = HashMap<String, Arc<product::Model>>;

/// The sales channels that show the resource `handle` of `kind`; `None` if all do.
fn publications(
    shop: &Value,
    channels: &HashMap<String, ChannelId>,
    kind: &str,
    handle: &str,
) -> Option<Publications> {
    let entries = list(shop, "channels");
    let shows = |entry: &&Value| {
        entry[kind] == "ALL" || list(entry, kind).iter().any(|listed| listed == handle)
    };
    let showing: Vec<&Value> = entries.iter().filter(shows).collect();
    if showing.len() == entries.len() {
        return None;
    }
    let ids = showing
        .iter()
        .filter_map(|entry| channels.get(&text(entry, "handle")));
    let publication = |&channel| Publication {
        channel,
        publish_at: None,
    };
    Some(Publications(ids.map(publication).collect()))
}

/// Writes the collections with their rules before any products exist.
pub(crate) async fn write_collections(
    app: &App,
    shop: &Value,
    channels: &HashMap<String, ChannelId>,
) -> anyhow::Result<HashMap<String, CollectionId>> {
    let db = app.databases.catalog.writer();
    let mut ids: HashMap<String, CollectionId> = HashMap::new();
    let mut texts = Vec::new();
    for entry in list(shop, "collections") {
        let handle = text(entry, "handle");
        let seo = &entry["seo"];
        let shown = publications(shop, channels, "collections", &handle);
        let draft = CollectionDraft {
            handle: Some(handle.clone()),
            title: Some(text(entry, "title")),
            description_html: Some(text(entry, "descriptionHtml")),
            image: Some(image(&entry["image"])),
            seo: Some((optional(seo, "title"), optional(seo, "description"))),
            sort_order: Some(parsed(entry, "sortOrder")?),
            rule_set: Some(rule_set(&entry["ruleSet"])?),
            publications: Some(shown),
            ..CollectionDraft::default()
        };
        let stored = catalog::collection_by_handle(db, &handle).await?;
        let row = operations::save_collection(app, stored.map(|row| row.id), &draft).await?;
        texts.extend(of_entry(app, "Collection", row.id.0, row.id.0, entry));
        ids.insert(handle, row.id);
    }
    let txn = app.databases.catalog.begin().await?;
    super::texts::write(&txn, texts).await?;
    let changed = ids
        .values()
        .map(|&collection| Event::CollectionChanged { collection });
    app.publish(&txn, &changed.collect::<Vec<_>>()).await?;
    txn.commit().await?;
    Ok(ids)
}

fn image(entry: &Value) -> Option<MediaDraft> {
    let pixels = |key: &str| entry[key].as_i64().and_then(|it| i32::try_from(it).ok());
    Some(MediaDraft {
        id: None,
        kind: MediaKind::Image,
        source: optional(entry, "originalSource")?,
        alt: optional(entry, "alt"),
        width: pixels("width"),
        height: pixels("height"),
    })
}

fn rule_set(entry: &Value) -> anyhow::Result<Option<RuleSet>> {
    if !entry.is_object() {
        return Ok(None);
    }
    let rules = list(entry, "rules").iter().map(|rule| {
        Ok(Rule {
            column: parsed(rule, "column")?,
            relation: parsed(rule, "relation")?,
            condition: text(rule, "condition"),
            metafield: optional(rule, "conditionMetafield"),
        })
    });
    Ok(Some(RuleSet {
        applied_disjunctively: entry["appliedDisjunctively"] == true,
        rules: rules.collect::<anyhow::Result<_>>()?,
    }))
}

/// Saves the products of a file with one input a line.
pub(crate) async fn save(
    app: &App,
    shop: &Value,
    channels: &HashMap<String, ChannelId>,
    lines: &str,
) -> anyhow::Result<Saved> {
    let mut inputs = Vec::new();
    for (index, line) in lines.lines().enumerate() {
        let place = || format!("products.jsonl, line {}", index + 1);
        inputs.push(import::product_input(line).with_context(place)?);
    }
    let mut saved = Saved::new();
    for inputs in inputs.chunks(BATCH) {
        let names = ProductNames::load(app, inputs).await?;
        let drafts = inputs
            .iter()
            .map(|input| draft(shop, channels, input, &names));
        let drafts: Vec<ProductDraft> = drafts.collect::<anyhow::Result<_>>()?;
        for outcome in operations::save_products(app, &drafts).await? {
            let product = outcome?.product;
            saved.insert(product.handle.clone(), product);
        }
    }
    Ok(saved)
}

fn draft(
    shop: &Value,
    channels: &HashMap<String, ChannelId>,
    input: &ProductSetInput,
    names: &ProductNames,
) -> anyhow::Result<ProductDraft> {
    let handle = input.handle.clone().unwrap_or_default();
    let shown = publications(shop, channels, "products", &handle);
    let mut draft = catalog::validate_product(
        ProductIdentity::Handle(handle.clone()),
        input.clone(),
        names,
    )
    .with_context(|| format!("product {handle}"))?;
    draft.publications = Some(shown);
    Ok(draft)
}

/// Adds the products of manual collections, in order.
pub(crate) async fn arrange(
    app: &App,
    shop: &Value,
    ids: &HashMap<String, CollectionId>,
    saved: &Saved,
) -> anyhow::Result<()> {
    for entry in list(shop, "collections") {
        let Some(&collection) = ids.get(&text(entry, "handle")) else {
            continue;
        };
        let handles = strings(entry, "products");
        let products = handles.iter().filter_map(|handle| saved.get(handle));
        let products: Vec<ProductId> = products.map(|product| product.id).collect();
        if !products.is_empty() {
            catalog::add_products_to_collection(app, collection, &products).await?;
        }
    }
    Ok(())
}

/// Fixes the prices of the price lists.
pub(crate) async fn fixed_prices(app: &App, shop: &Value) -> anyhow::Result<()> {
    for entry in list(shop, "priceLists") {
        let (name, directory) = (text(entry, "name"), Directory::current(app));
        let mut known = directory.price_lists.values();
        let Some(price_list) = known.find(|list| list.name == name) else {
            continue;
        };
        let currency_code: CurrencyCode = parsed(entry, "currencyCode")?;
        let money = |text: String| MoneyInput {
            amount: Decimal(text),
            currency_code,
        };
        let fixed = list(entry, "fixedPrices");
        let skus: Vec<String> = fixed.iter().map(|price| text(price, "sku")).collect();
        let db = app.databases.catalog.writer();
        let found = catalog::variants_by_skus(db, &skus).await?;
        let by_sku: HashMap<Option<&str>, VariantId> = found
            .iter()
            .map(|row| (row.sku.as_deref(), row.id))
            .collect();
        let prices = fixed.iter().filter_map(|price| {
            let variant = by_sku.get(&price["sku"].as_str())?;
            Some(PriceListPriceInput {
                compare_at_price: optional(price, "compareAtPrice").map(money),
                price: money(text(price, "price")),
                variant_id: variant.gid(),
            })
        });
        let prices: Vec<PriceListPriceInput> = prices.collect();
        for prices in prices.chunks(MOST_ENTRIES) {
            catalog::add_fixed_prices(app, price_list.id, prices).await?;
        }
    }
    Ok(())
}
