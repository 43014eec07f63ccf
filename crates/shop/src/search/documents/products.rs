//! Builds the documents of products, with one read of each table per batch.

use super::{
    translations::{Translation, translations},
    visibility::visibility,
};
use crate::{
    catalog::{self, Pricing},
    inventory::{self, ProductAvailability},
    market::Directory,
    search::engine::{
        Document, DocumentKey, DocumentKind, DocumentVisibility, DocumentWords, IndexedMetafield,
        IndexedOption, IndexedProduct, IndexedVariant, LocalText, ProductFacet,
    },
};
use sea_orm::DbErr;
use souk_entities::{
    catalog::{
        collection_product, price_list, price_list_price,
        product::{self, ProductStatus},
        variant,
    },
    ids::{ChannelId, ProductId, VariantId},
};
use souk_kernel::{app::App, codes::CurrencyCode, database::Databases};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// All data from which the documents of a batch of products are built.
struct Sources {
    directory: Arc<Directory>,
    variants: HashMap<ProductId, Vec<variant::Model>>,
    lists: Vec<FixedPrices>,
    translations: Vec<Translation>,
    stock: Vec<(ChannelId, HashMap<ProductId, ProductAvailability>)>,
    places: HashMap<ProductId, Vec<collection_product::Model>>,
    product_fields: HashMap<i64, Vec<IndexedMetafield>>,
    variant_fields: HashMap<i64, Vec<IndexedMetafield>>,
}

struct FixedPrices {
    list: Arc<price_list::Model>,
    prices: HashMap<VariantId, price_list_price::Model>,
}

/// Documents of products.
pub(super) async fn load_products(app: &App, ids: &[i64]) -> anyhow::Result<Vec<Document>> {
    let databases = app.databases.uncounted();
    let keys: Vec<ProductId> = ids.iter().map(|&id| id.into()).collect();
    let rows = catalog::products_by_ids(databases.catalog.reader(), &keys).await?;
    let sources = Sources::read(&databases, Directory::current(app), &keys).await?;
    rows.iter().map(|row| sources.document(row)).collect()
}

impl Sources {
    async fn read(
        databases: &Databases,
        directory: Arc<Directory>,
        ids: &[ProductId],
    ) -> Result<Self, DbErr> {
        let db = databases.catalog.reader();
        let rows = catalog::variants_of_products(db, ids).await?;
        let owners: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let variant_owners: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
        let mut variants: HashMap<ProductId, Vec<variant::Model>> = HashMap::new();
        for row in rows {
            variants.entry(row.product_id).or_default().push(row);
        }
        let mut places: HashMap<ProductId, Vec<collection_product::Model>> = HashMap::new();
        for row in catalog::places_of_products(db, ids).await? {
            places.entry(row.product_id).or_default().push(row);
        }
        let mut stock = Vec::new();
        for channel in &directory.channels {
            let inventory = &databases.inventory;
            let found = inventory::stock_of_products(inventory, channel.id, ids).await?;
            stock.push((channel.id, found));
        }
        Ok(Self {
            lists: fixed_prices(databases, &directory, ids).await?,
            translations: translations(db, &directory, &owners).await?,
            product_fields: fields_of(databases, "Product", &owners).await?,
            variant_fields: fields_of(databases, "ProductVariant", &variant_owners).await?,
            directory,
            variants,
            stock,
            places,
        })
    }

    fn document(&self, row: &product::Model) -> anyhow::Result<Document> {
        let variants = self.variants.get(&row.id).map_or(&[][..], Vec::as_slice);
        let visibility = match row.status {
            ProductStatus::Active => visibility(row.published_at, row.publications.as_ref()),
            ProductStatus::Draft | ProductStatus::Archived => DocumentVisibility::Hidden,
        };
        Ok(Document {
            key: DocumentKey {
                kind: DocumentKind::Product,
                id: row.id.0,
            },
            version: row.version,
            handle: row.handle.clone(),
            texts: self.texts(row),
            words: self.words(row, variants),
            visibility,
            created_at: row.created_at,
            updated_at: row.updated_at,
            published_at: row.published_at,
            product: Some(self.facts(row, variants)?),
        })
    }

    fn texts(&self, row: &product::Model) -> Vec<LocalText> {
        let mut all = vec![LocalText {
            locale: self.directory.language.locale(),
            title: row.title.clone(),
            body: row.description.clone(),
            product_type: row.product_type.clone(),
        }];
        all.extend(self.translations.iter().map(|language| {
            let text = |key| language.get(row.id.0, row.id.0, key);
            let own = |key, own: &str| text(key).unwrap_or(own).to_owned();
            LocalText {
                locale: language.locale.clone(),
                title: own("title", &row.title),
                body: text("body_html")
                    .map_or_else(|| row.description.clone(), catalog::plain_text),
                product_type: own("product_type", &row.product_type),
            }
        }));
        all
    }

    fn words(&self, row: &product::Model, variants: &[variant::Model]) -> DocumentWords {
        let mut names: Vec<String> = Vec::new();
        for option in &row.options.0 {
            for value in &option.values {
                names.push(value.name.clone());
                let other = self.translations.iter();
                let other = other.filter_map(|it| it.get(row.id.0, value.id.0, "name"));
                names.extend(other.map(str::to_owned));
            }
        }
        DocumentWords {
            author: String::new(),
            vendor: row.vendor.clone(),
            tags: row.tags.0.clone(),
            variants: names,
            skus: variants.iter().filter_map(|it| it.sku.clone()).collect(),
            barcodes: variants
                .iter()
                .filter_map(|it| it.barcode.clone())
                .collect(),
        }
    }

    fn facts(
        &self,
        row: &product::Model,
        variants: &[variant::Model],
    ) -> anyhow::Result<IndexedProduct> {
        let places = self.places.get(&row.id).into_iter().flatten();
        Ok(IndexedProduct {
            facets: ProductFacet::all()
                .map(|facet| (facet, (facet.traits().values)(row)))
                .collect(),
            collections: places.map(|it| (it.collection_id, it.position)).collect(),
            options: self.options(row, variants),
            variants: self.variant_facts(row, variants),
            prices: self.prices(variants)?,
            metafields: self
                .product_fields
                .get(&row.id.0)
                .cloned()
                .unwrap_or_default(),
            sold: 0, // no order was placed yet
        })
    }

    /// Option values of a product's variants.
    fn options(&self, row: &product::Model, variants: &[variant::Model]) -> Vec<IndexedOption> {
        let mut facts = Vec::new();
        for option in &row.options.0 {
            for value in &option.values {
                let had = variants.iter().any(|variant| {
                    let mut selected = variant.selected_options.0.iter();
                    selected.any(|it| it.name == option.name && it.value == value.name)
                });
                if !had {
                    continue;
                }
                let labels = self.translations.iter().filter_map(|language| {
                    let name = language.get(row.id.0, option.id.0, "name");
                    let label = language.get(row.id.0, value.id.0, "name");
                    (name.is_some() || label.is_some()).then(|| {
                        let name = name.unwrap_or(&option.name).to_owned();
                        let label = label.unwrap_or(&value.name).to_owned();
                        (language.locale.clone(), (name, label))
                    })
                });
                facts.push(IndexedOption {
                    name: option.name.clone(),
                    value: value.name.clone(),
                    swatch: value.swatch_color.clone(),
                    labels: labels.collect::<BTreeMap<_, _>>(),
                });
            }
        }
        facts
    }

    fn variant_facts(
        &self,
        row: &product::Model,
        variants: &[variant::Model],
    ) -> Vec<IndexedVariant> {
        let mut facts: Vec<IndexedVariant> = Vec::new();
        for variant in variants {
            let selected = variant.selected_options.0.iter();
            let for_sale = |stock: &HashMap<ProductId, ProductAvailability>| {
                let stock = stock.get(&row.id);
                stock.is_some_and(|stock| stock.of(variant.id).for_sale())
            };
            let channels = self.stock.iter().filter(|(_, stock)| for_sale(stock));
            let fact = IndexedVariant {
                options: selected
                    .map(|it| (it.name.clone(), it.value.clone()))
                    .collect(),
                metafields: self
                    .variant_fields
                    .get(&variant.id.0)
                    .cloned()
                    .unwrap_or_default(),
                available_in: channels.map(|(channel, _)| *channel).collect(),
            };
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }

    fn prices(
        &self,
        variants: &[variant::Model],
    ) -> anyhow::Result<Vec<(Option<souk_entities::ids::PriceListId>, Vec<i64>)>> {
        let sorted = |mut prices: Vec<i64>| {
            prices.sort_unstable();
            prices.dedup();
            prices
        };
        let mut all = vec![(None, sorted(variants.iter().map(|it| it.price).collect()))];
        for fixed in &self.lists {
            let pricing = Pricing::of_list(&fixed.list, self.directory.currency);
            let mut prices = Vec::with_capacity(variants.len());
            for variant in variants {
                let own = fixed.prices.get(&variant.id);
                prices.push(
                    catalog::price_of_variant(variant, own, &pricing)?
                        .price
                        .minor(),
                );
            }
            all.push((Some(fixed.list.id), sorted(prices)));
        }
        Ok(all)
    }
}

async fn fixed_prices(
    databases: &Databases,
    directory: &Directory,
    ids: &[ProductId],
) -> Result<Vec<FixedPrices>, DbErr> {
    let mut lists = Vec::new();
    for list in directory.price_lists.values() {
        if CurrencyCode::from_code(&list.currency).is_none() {
            continue; // a list in an unknown currency has no prices
        }
        let db = databases.catalog.reader();
        let rows = catalog::fixed_prices_of_products(db, list.id, ids).await?;
        lists.push(FixedPrices {
            list: Arc::clone(list),
            prices: rows.into_iter().map(|row| (row.variant_id, row)).collect(),
        });
    }
    Ok(lists)
}

/// Filterable custom fields by owner. A list yields one entry per value.
async fn fields_of(
    databases: &Databases,
    owner_type: &str,
    owners: &[i64],
) -> Result<HashMap<i64, Vec<IndexedMetafield>>, DbErr> {
    let db = databases.catalog.reader();
    let mut definitions = catalog::filterable_definitions(db).await?;
    definitions.retain(|definition| definition.owner_type == owner_type);
    let mut facts: HashMap<i64, Vec<IndexedMetafield>> = HashMap::new();
    if definitions.is_empty() {
        return Ok(facts);
    }
    let keys: Vec<&str> = definitions.iter().map(|it| it.key.as_str()).collect();
    for row in catalog::metafields_of_owners(db, owner_type, owners, &keys).await? {
        let same = |it: &&souk_entities::catalog::metafield_definition::Model| {
            it.namespace == row.namespace && it.key == row.key
        };
        let Some(definition) = definitions.iter().find(same) else {
            continue;
        };
        let values = match serde_json::from_str::<Vec<String>>(&row.value) {
            Ok(values) if row.kind.starts_with("list.") => values,
            _ => vec![row.value.clone()],
        };
        let own = facts.entry(row.owner_id).or_default();
        own.extend(values.into_iter().map(|value| IndexedMetafield {
            namespace: row.namespace.clone(),
            key: row.key.clone(),
            name: definition.name.clone(),
            value,
        }));
        own.sort();
    }
    Ok(facts)
}
