//! Queries for bundles.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{catalog::variant_component, ids::VariantId};
use souk_kernel::rows;

/// Maximum number of bundles read for one batch of variants.
const MOST_BUNDLES: u64 = 10_000;

/// Bundles that these variants are components of, as pairs of component and bundle. Index: the
/// primary key.
pub async fn bundles_of_variants(
    db: &impl ConnectionTrait,
    parts: &[VariantId],
) -> Result<Vec<(VariantId, VariantId)>, DbErr> {
    let mut found = Vec::new();
    for parts in parts.chunks(rows::KEYS) {
        let query = variant_component::Entity::find()
            .filter(variant_component::Column::ComponentId.is_in(parts.iter().copied()))
            .order_by_asc(variant_component::COLUMN.bundle_id)
            .limit(MOST_BUNDLES);
        let rows = query.all(db).await?;
        found.extend(rows.iter().map(|row| (row.component_id, row.bundle_id)));
    }
    Ok(found)
}
