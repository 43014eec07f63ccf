//! Saves a batch of products: one transaction in the catalogue, one in the inventory.

use super::stock;
use crate::{
    catalog::{
        self, BuiltProduct, CatalogErrorCode, ExistingProducts, ProductDraft, ProductFacts,
        ProductIdentity, ProductRows, ProductStockPlan, RecordedWork, RuleCollection,
        StoredProduct,
    },
    market::Directory,
    operations::collection_membership,
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    catalog::{collection_product, product, variant},
    ids::{CollectionId, ProductId, VariantId},
};
use souk_kernel::{app::App, events::Event, refusal::Refusal, rows::is_taken};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// How many attempts are made to save a batch while other writers take its handles.
const TRIES: usize = 3;

/// A saved product.
#[derive(Clone, Debug)]
pub struct SavedProduct {
    /// The saved row.
    pub product: Arc<product::Model>,
    /// Whether it was created by this call.
    pub is_new: bool,
}

/// Creates or replaces products: the catalogue part in one transaction, then the stock in another.
/// After a crash between the two, the rest is done later, see [`operations`](crate::operations). The results are in
/// the order of the drafts; a refused draft changes nothing and does not hold up the others.
///
/// # Errors
///
/// When a database fails. If the catalogue part has been committed by then, the stock follows
/// later.
pub async fn save_products(
    app: &App,
    drafts: &[ProductDraft],
) -> Result<Vec<Result<SavedProduct, Refusal<CatalogErrorCode>>>, DbErr> {
    let mut tries = 0;
    loop {
        tries += 1;
        match save_once(app, drafts).await {
            Err(error) if is_taken(&error) && tries < TRIES => {}
            outcome => return outcome,
        }
    }
}

async fn save_once(
    app: &App,
    drafts: &[ProductDraft],
) -> Result<Vec<Result<SavedProduct, Refusal<CatalogErrorCode>>>, DbErr> {
    let now = app.clock.now();
    let txn = app.databases.catalog.begin().await?;
    let mut existing = ExistingProducts::load(&txn, drafts).await?;
    let rule_collections = catalog::current_collection_rules(&txn).await?;
    let mut batch = Batch::default();
    let mut outcomes = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let built = catalog::build_product(app, &existing, draft, now)
            .and_then(|built| batch.refuse_second(built, draft));
        outcomes.push(built.map(|built| {
            existing
                .by_handle
                .insert(built.product.handle.clone(), built.product.id);
            let by_hand = draft.collections.as_deref();
            batch.add(app, &existing, by_hand, built, &rule_collections)
        }));
    }
    if !batch.rows.products.is_empty() {
        batch.commit(app, txn).await?;
    }
    Ok(outcomes)
}

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Batch {
    seen: HashSet<ProductId>,
    rows: ProductRows,
    stock: Vec<ProductStockPlan>,
}

impl Batch {
    fn refuse_second(
        &mut self,
        built: BuiltProduct,
        draft: &ProductDraft,
    ) -> Result<BuiltProduct, Refusal<CatalogErrorCode>> {
        if self.seen.insert(built.product.id) {
            return Ok(built);
        }
        let field = match draft.identity {
            ProductIdentity::New => "input.handle",
            ProductIdentity::Id(_) | ProductIdentity::Handle(_) => "identifier",
        };
        let why = "The product is given twice.";
        Err(Refusal::new(CatalogErrorCode::Duplicate, field, why))
    }

    /// Adds the rows of a product, and the collections that it joins and leaves.
    pub(crate) fn add(
        &mut self,
        app: &App,
        existing: &ExistingProducts,
        by_hand: Option<&[CollectionId]>,
        built: BuiltProduct,
        rule_collections: &[RuleCollection],
    ) -> SavedProduct {
        let id = built.product.id;
        let stored = existing.by_id.get(&id);
        let before = stored.map(|stored| &stored.memberships);
        let facts = ProductFacts {
            product: &built.product,
            variants: &built.variants,
            metafields: &catalog::metafields_after(
                stored.map(|stored| stored.metafields.as_slice()),
                &built.metafields,
                &built.removed_metafields,
            ),
            stock: None,
            currency_digits: Directory::current(app).currency.digits(),
        };
        let change = catalog::membership_change(before, by_hand, rule_collections, &facts);
        for collection_id in change.joined {
            self.rows.joined.push(collection_product::Model {
                collection_id,
                product_id: id,
                position: app.next_id(),
            });
        }
        for collection in change.left {
            self.rows.left.entry(collection).or_default().push(id);
        }
        self.note_new(stored, &built);
        let saved = SavedProduct {
            product: Arc::new(built.product.clone()),
            is_new: built.is_new,
        };
        if !built.is_new {
            let kept = built.variants.iter().map(|variant| variant.id);
            self.rows.regrouped.extend(kept);
        }
        let before = stored.map_or(&[][..], |stored| &stored.variants);
        self.rows.repriced.extend(repriced(before, &built.variants));
        self.rows.products.push(built.product);
        self.rows.variants.extend(built.variants);
        self.rows.removed_variants.extend(built.removed_variants);
        self.rows.metafields.extend(built.metafields);
        self.rows
            .removed_metafields
            .extend(built.removed_metafields);
        self.stock.push(built.stock);
        saved
    }

    /// Notes which rows of a product are new.
    fn note_new(&mut self, stored: Option<&StoredProduct>, built: &BuiltProduct) {
        let known: HashSet<i64> = stored.map_or_else(HashSet::new, |stored| {
            let variants = stored.variants.iter().map(|row| row.id.0);
            let metafields = stored.metafields.iter().map(|row| row.id.0);
            variants
                .chain(metafields)
                .chain([stored.product.id.0])
                .collect()
        });
        let variants = built.variants.iter().map(|row| row.id.0);
        let metafields = built.metafields.iter().map(|row| row.id.0);
        let rows = variants.chain(metafields).chain([built.product.id.0]);
        self.rows.new.extend(rows.filter(|id| !known.contains(id)));
    }

    /// Commits the rows, then updates the stock accordingly.
    pub(crate) async fn commit(mut self, app: &App, txn: DatabaseTransaction) -> Result<(), DbErr> {
        let plan = std::mem::take(&mut self.stock);
        self.rows.write(&txn, app.clock.now()).await?;
        let work = RecordedWork::Stock(plan.clone());
        let operation = catalog::record_work(app, &txn, &work).await?;
        let ids: Vec<ProductId> = plan.iter().map(|stock| stock.product).collect();
        let changed = ids.iter().map(|&product| Event::ProductChanged { product });
        app.publish(&txn, &changed.collect::<Vec<_>>()).await?;
        txn.commit().await?;
        stock::apply(app, &plan).await?;
        collection_membership::reevaluate_stock_rules(app, &ids).await?;
        catalog::finish_work(app, operation).await
    }
}

/// Former prices of the variants whose price changes.
fn repriced(before: &[variant::Model], now: &[variant::Model]) -> Vec<(VariantId, i64)> {
    let prices: HashMap<VariantId, i64> = now.iter().map(|row| (row.id, row.price)).collect();
    let differs = |row: &&variant::Model| prices.get(&row.id).is_some_and(|&it| it != row.price);
    let before = before.iter().filter(differs);
    before.map(|row| (row.id, row.price)).collect()
}
