//! Custom fields of any resource.

use super::{membership, products::draft::MetafieldDraft, store};
use crate::{
    catalog::{CatalogErrorCode, texts},
    content, market,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use souk_entities::{
    Timestamp,
    catalog::{metafield, product},
    ids::{CollectionId, ProductId, VariantId},
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    rows,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Maximum number of fields that one call sets.
pub const MOST_AT_ONCE: usize = 25;
/// How many attempts are made while other writers create the same fields.
const TRIES: usize = 3;

/// A resource with custom fields: its kind, as in its global id, and its number.
pub type MetafieldOwner = (&'static str, i64);

/// A custom field to set.
#[derive(Clone, Debug)]
pub struct FieldChange {
    /// The resource it belongs to.
    pub owner: MetafieldOwner,
    /// The new value.
    pub field: MetafieldDraft,
    /// The stored field that the caller expects.
    pub expected: ExpectedMetafield,
}

/// Data of the inventory that setting custom fields requires.
#[derive(Clone, Debug, Default)]
pub struct InventoryFacts {
    /// The owners that are locations and exist.
    pub locations: BTreeSet<MetafieldOwner>,
    /// Units that can be sold of each variant of the products among the owners.
    pub units: HashMap<VariantId, i64>,
}

/// The state in which the caller expects a field; a field in another state is not overwritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedMetafield {
    /// Any state.
    Anything,
    /// The field does not exist.
    Nothing,
    /// The value has this digest, see [`text_digest`](super::text_digest).
    Digest(String),
}

/// The owner kind in a global id; `None` for kinds without custom fields.
pub fn owner_kind(kind: &str) -> Option<&'static str> {
    const KINDS: [&str; 9] = [
        "Article",
        "Blog",
        "Collection",
        "Location",
        "Market",
        "Page",
        "Product",
        "ProductVariant",
        "Shop",
    ];
    KINDS.into_iter().find(|known| *known == kind)
}

/// Sets custom fields: all or none. Returns the rows in the order of the changes.
///
/// # Errors
///
/// When an owner does not exist, a field is not what the caller takes it for, or a database fails.
pub async fn set_metafields(
    app: &App,
    changes: &[FieldChange],
    inventory: &InventoryFacts,
) -> Result<Vec<metafield::Model>, ChangeError<CatalogErrorCode>> {
    let mut tries = 0;
    loop {
        tries += 1;
        match set_once(app, changes, inventory).await {
            Err(ChangeError::Database(error)) if rows::is_taken(&error) && tries < TRIES => {}
            outcome => return outcome,
        }
    }
}

async fn set_once(
    app: &App,
    changes: &[FieldChange],
    inventory: &InventoryFacts,
) -> Result<Vec<metafield::Model>, ChangeError<CatalogErrorCode>> {
    let owners: BTreeSet<MetafieldOwner> = changes.iter().map(|change| change.owner).collect();
    let db = app.databases.catalog.writer();
    let product_ids = products_of_owners(db, &owners).await?;
    let txn = app.databases.catalog.begin().await?;
    let products = store::lock_products(&txn, &product_ids).await?;
    let rule_collections = membership::current_collection_rules(&txn).await?;
    let mut known = lock_owners(&txn, &owners, &products).await?;
    known.extend(&inventory.locations);
    for (place, change) in changes.iter().enumerate() {
        if !known.contains(&change.owner) {
            let field = format!("metafields.{place}.ownerId");
            let why = "The owner does not exist.";
            return Err(Refusal::new(CatalogErrorCode::NotFound, &field, why).into());
        }
    }
    let stored = stored(&txn, &owners).await?;
    let now = app.clock.now();
    let mut written = Vec::with_capacity(changes.len());
    for (place, change) in changes.iter().enumerate() {
        let before = find_metafield(&stored, change.owner, &change.field);
        expect(change, before, place)?;
        written.push(metafield_row(app, change.owner, &change.field, before, now));
    }
    let is_new = |row: &metafield::Model| stored.iter().all(|before| before.id != row.id);
    store::metafields::save(&txn, written.clone(), is_new).await?;
    membership::follow_rules(app, &txn, &products, &rule_collections, &inventory.units).await?;
    tell(app, &txn, &owners, &product_ids).await?;
    txn.commit().await?;
    Ok(written)
}

fn expect(
    change: &FieldChange,
    before: Option<&metafield::Model>,
    place: usize,
) -> Result<(), Refusal<CatalogErrorCode>> {
    let as_expected = match &change.expected {
        ExpectedMetafield::Anything => true,
        ExpectedMetafield::Nothing => before.is_none(),
        ExpectedMetafield::Digest(digest) => {
            before.is_some_and(|row| texts::text_digest(&row.value) == *digest)
        }
    };
    if as_expected {
        return Ok(());
    }
    let field = format!("metafields.{place}.compareDigest");
    let why = "The field has changed since it was read.";
    Err(Refusal::new(CatalogErrorCode::StaleObject, &field, why))
}

/// The stored row of a field.
pub(crate) fn find_metafield<'a>(
    stored: &'a [metafield::Model],
    (kind, id): MetafieldOwner,
    field: &MetafieldDraft,
) -> Option<&'a metafield::Model> {
    let mut of_owner = stored
        .iter()
        .filter(|row| row.owner_type == kind && row.owner_id == id);
    of_owner.find(|row| row.namespace == field.namespace && row.key == field.key)
}

/// The new row of a field; `before` is the stored one.
pub(crate) fn metafield_row(
    app: &App,
    (kind, id): MetafieldOwner,
    field: &MetafieldDraft,
    before: Option<&metafield::Model>,
    now: Timestamp,
) -> metafield::Model {
    metafield::Model {
        id: before.map_or_else(|| app.next_id(), |before| before.id),
        owner_type: kind.to_owned(),
        owner_id: id,
        namespace: field.namespace.clone(),
        key: field.key.clone(),
        kind: field.kind.clone(),
        value: field.value.clone(),
        created_at: before.map_or(now, |before| before.created_at),
        updated_at: now,
    }
}

/// Sets fields of one resource, which the transaction has locked; other fields stay unchanged.
pub(crate) async fn set_of(
    app: &App,
    txn: &DatabaseTransaction,
    owner: MetafieldOwner,
    fields: &[MetafieldDraft],
) -> Result<(), DbErr> {
    if fields.is_empty() {
        return Ok(());
    }
    let stored = stored(txn, &BTreeSet::from([owner])).await?;
    let now = app.clock.now();
    let rows = fields.iter().map(|field| {
        metafield_row(
            app,
            owner,
            field,
            find_metafield(&stored, owner, field),
            now,
        )
    });
    let is_new = |row: &metafield::Model| stored.iter().all(|before| before.id != row.id);
    store::metafields::save(txn, rows.collect(), is_new).await
}

/// Locks and returns every field of these resources.
async fn stored(
    txn: &DatabaseTransaction,
    owners: &BTreeSet<MetafieldOwner>,
) -> Result<Vec<metafield::Model>, DbErr> {
    let mut found = Vec::new();
    for (kind, ids) in by_kind(owners) {
        found.extend(store::metafields::lock_of_owners(txn, kind, ids).await?);
    }
    Ok(found)
}

fn by_kind(owners: &BTreeSet<MetafieldOwner>) -> BTreeMap<&'static str, Vec<i64>> {
    let mut kinds: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (kind, id) in owners {
        kinds.entry(kind).or_default().push(*id);
    }
    kinds
}

/// The products among the owners, and those of the variants among them.
pub(crate) async fn products_of_owners(
    db: &impl ConnectionTrait,
    owners: &BTreeSet<MetafieldOwner>,
) -> Result<Vec<ProductId>, DbErr> {
    let of_kind = |kind: &str| {
        let owners = owners.iter().filter(move |owner| owner.0 == kind);
        owners.map(|owner| owner.1).collect::<Vec<i64>>()
    };
    let variants = of_kind("ProductVariant").into_iter().map(VariantId);
    let variants: Vec<VariantId> = variants.collect();
    let found = store::variants_by_ids(db, &variants).await?;
    let mut products: Vec<ProductId> = of_kind("Product").into_iter().map(ProductId).collect();
    products.extend(found.iter().map(|row| row.product_id));
    products.sort_unstable();
    products.dedup();
    Ok(products)
}

/// The owners that exist in the catalogue, locked so that they cannot be deleted before the fields
/// are written.
async fn lock_owners(
    txn: &DatabaseTransaction,
    owners: &BTreeSet<MetafieldOwner>,
    products: &[product::Model],
) -> Result<HashSet<MetafieldOwner>, DbErr> {
    let mut known: HashSet<MetafieldOwner> = HashSet::new();
    for (kind, ids) in by_kind(owners) {
        let found = match kind {
            "Collection" => store::lock_collections(txn, ids).await?,
            "Market" => market::lock_markets(txn, ids).await?,
            "Product" => products.iter().map(|product| product.id.0).collect(),
            "ProductVariant" => store::lock_variants(txn, ids).await?,
            "Shop" => vec![market::SHOP],
            _ => content::lock_resources(txn, kind, ids).await?,
        };
        known.extend(found.into_iter().map(|id| (kind, id)));
    }
    Ok(known)
}

/// Tells consumers whose fields changed.
async fn tell(
    app: &App,
    txn: &DatabaseTransaction,
    owners: &BTreeSet<MetafieldOwner>,
    products: &[ProductId],
) -> Result<(), DbErr> {
    membership::touch_products(app, txn, products).await?;
    let mut events: HashMap<String, Event> = HashMap::new();
    for &(kind, id) in owners {
        let event = match kind {
            "Product" | "ProductVariant" => continue,
            "Collection" => Event::CollectionChanged {
                collection: CollectionId(id),
            },
            "Article" | "Blog" | "Page" => Event::ContentChanged {
                resource: kind.to_owned(),
                id,
            },
            _ => Event::SettingsChanged {
                what: "metafields".to_owned(),
            },
        };
        events.insert(event.entity(), event);
    }
    let events: Vec<Event> = events.into_values().collect();
    app.publish(txn, &events).await
}
