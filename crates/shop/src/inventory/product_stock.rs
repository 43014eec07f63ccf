//! What the inventory keeps of products: their items, which variants use them, and how much there
//! is. `operations` brings it to what merchants save.

use super::store::{
    items::{self, PAIRS},
    levels,
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{ids::InventoryItemId, inventory::variant_item};
use std::collections::HashSet;

/// Unlinks variants from items. An item without variants is deleted, unless it has reserved or
/// committed units; its ledger is kept.
pub(crate) async fn unlink_items(
    txn: &DatabaseTransaction,
    links: &[variant_item::Model],
) -> Result<(), DbErr> {
    for links in links.chunks(PAIRS) {
        items::delete_links(txn, links).await?;
        let items: Vec<InventoryItemId> = links.iter().map(|link| link.item_id).collect();
        let still = items::links_of_items(txn, &items).await?;
        let promised = levels::promised_levels(txn, &items).await?;
        let needed: HashSet<InventoryItemId> = still
            .iter()
            .map(|link| link.item_id)
            .chain(promised.iter().map(|level| level.item_id))
            .collect();
        let gone: Vec<InventoryItemId> = items
            .into_iter()
            .filter(|id| !needed.contains(id))
            .collect();
        levels::delete_levels(txn, &gone).await?;
        items::delete_items(txn, &gone).await?;
    }
    Ok(())
}
