//! Queries for bundles.

use super::KEYS;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use souk_entities::{
    catalog::{variant::Component, variant_component},
    ids::VariantId,
};

/// Maximum number of bundles read for one batch of variants.
const MOST_BUNDLES: u64 = 10_000;

/// Bundles that these variants are components of, as pairs of component and bundle. Index: the
/// primary key.
pub async fn bundles_of_variants(
    db: &impl ConnectionTrait,
    parts: &[VariantId],
) -> Result<Vec<(VariantId, VariantId)>, DbErr> {
    let mut found = Vec::new();
    for parts in parts.chunks(KEYS) {
        let query = variant_component::Entity::find()
            .filter(variant_component::Column::ComponentId.is_in(parts.iter().copied()))
            .order_by_asc(variant_component::COLUMN.bundle_id)
            .limit(MOST_BUNDLES);
        let rows = query.all(db).await?;
        found.extend(rows.iter().map(|row| (row.component_id, row.bundle_id)));
    }
    Ok(found)
}

/// Stores the current components of `bundle`, in addition to the list on its row. Index:
/// `variant_component_by_bundle`.
pub async fn replace_components(
    db: &impl ConnectionTrait,
    bundle: VariantId,
    components: &[Component],
) -> Result<(), DbErr> {
    variant_component::Entity::delete_many()
        .filter(variant_component::COLUMN.bundle_id.eq(bundle))
        .exec(db)
        .await?;
    let mut parts: Vec<VariantId> = components.iter().map(|part| part.variant).collect();
    parts.sort_unstable();
    parts.dedup();
    if parts.is_empty() {
        return Ok(());
    }
    let rows = parts
        .into_iter()
        .map(|part| variant_component::ActiveModel {
            component_id: Set(part),
            bundle_id: Set(bundle),
        });
    variant_component::Entity::insert_many(rows)
        .exec_without_returning(db)
        .await?;
    Ok(())
}
