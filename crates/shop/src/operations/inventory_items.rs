//! Changes inventory items.
//!
//! An item is the stock of one variant, which holds its SKU, its weight and whether it is shipped.
//! A change is therefore made to that variant, in both databases.

use super::products::PartialUpdate;
use crate::{
    catalog::{self, CatalogErrorCode, InventoryItemInput, ProductNames, ProductVariantSetInput},
    inventory::{self, InventoryErrorCode},
    operations::products::update_variants,
};
use sea_orm::DbErr;
use souk_entities::{catalog::variant, ids::InventoryItemId, inventory::inventory_item};
use souk_kernel::{
    app::App,
    ids::Gid,
    refusal::{ChangeError, Refusal},
};

/// Changes the given values of an item.
///
/// # Errors
///
/// When the item does not exist or belongs to no variant, a value is refused, or a database fails.
pub async fn update_inventory_item(
    app: &App,
    id: InventoryItemId,
    input: InventoryItemInput,
) -> Result<inventory_item::Model, ChangeError<InventoryErrorCode>> {
    let none = || Refusal::new(InventoryErrorCode::NotFound, "id", inventory::NO_ITEM);
    let owner = owner(app, id).await?.ok_or_else(none)?;
    let input = ProductVariantSetInput {
        id: Some(owner.id.gid()),
        inventory_item: Some(input),
        ..ProductVariantSetInput::default()
    };
    let names = ProductNames::of_variants(app, vec![input.clone()]).await?;
    let draft = catalog::validate_variant(input, &names, "variants.0").map_err(of_item)?;
    let changes = [(0, draft)];
    let updated = update_variants(app, owner.product_id, &changes, PartialUpdate::Refused).await;
    let updated = updated.map_err(|error| error.with_code(code_of_item))?;
    if let Some(refusal) = updated.refusals.into_iter().next() {
        return Err(of_item(refusal).into());
    }
    Ok(inventory::inventory_item(app, id).await?.ok_or_else(none)?)
}

/// The variant that the item belongs to: the oldest one that uses it and is not a bundle.
async fn owner(app: &App, id: InventoryItemId) -> Result<Option<variant::Model>, DbErr> {
    let ids = inventory::variants_of_item(app, id).await?;
    let catalog = app.databases.catalog.writer();
    let variants = catalog::variants_by_ids(catalog, &ids).await?;
    let own = variants
        .into_iter()
        .filter(|row| row.components.0.is_empty());
    Ok(own.min_by_key(|row| row.id))
}

/// The error code for a refusal of the variant that the item belongs to.
fn code_of_item(code: CatalogErrorCode) -> InventoryErrorCode {
    match code {
        CatalogErrorCode::Blank => InventoryErrorCode::Blank,
        CatalogErrorCode::NotFound => InventoryErrorCode::NotFound,
        CatalogErrorCode::TooLong => InventoryErrorCode::TooLong,
        _ => InventoryErrorCode::Invalid,
    }
}

/// Rewrites the path of a variant's refusal for the item's input.
fn of_item(mut refusal: Refusal<CatalogErrorCode>) -> Refusal<InventoryErrorCode> {
    if refusal
        .field
        .starts_with(&["variants".to_owned(), "0".to_owned()])
    {
        let within = refusal.field.split_off(2);
        let within = within.into_iter().filter(|part| part != "inventoryItem");
        refusal.field = std::iter::once("input".to_owned()).chain(within).collect();
    }
    refusal.with_code(code_of_item)
}
