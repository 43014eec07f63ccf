//! Sets custom fields. They belong to the catalogue, but their owner may be a location, and rules of
//! collections may depend on stock.

use crate::{
    catalog::{self, CatalogErrorCode, FieldChange, InventoryFacts, MetafieldOwner},
    inventory,
};
use souk_entities::{catalog::metafield, ids::LocationId};
use souk_kernel::{app::App, refusal::ChangeError};
use std::collections::BTreeSet;

/// Sets custom fields: all or none. Rows come back in the order of the changes.
///
/// # Errors
///
/// When an owner does not exist, a field is not in the state the caller expects, or a database
/// fails.
pub async fn set_metafields(
    app: &App,
    changes: &[FieldChange],
) -> Result<Vec<metafield::Model>, ChangeError<CatalogErrorCode>> {
    let owners: BTreeSet<MetafieldOwner> = changes.iter().map(|change| change.owner).collect();
    let products = catalog::products_of_owners(app.databases.catalog.writer(), &owners).await?;
    let locations = owners.iter().filter(|owner| owner.0 == "Location");
    let locations: Vec<LocationId> = locations.map(|owner| LocationId(owner.1)).collect();
    let facts = InventoryFacts {
        locations: inventory::existing_locations(app, &locations)
            .await?
            .into_iter()
            .map(|id| ("Location", id.0))
            .collect(),
        units: inventory::units_by_variant(app, &products).await?,
    };
    catalog::set_metafields(app, changes, &facts).await
}
