//! Bundles that a variant is a component of: the reverse of the components on the bundle's row.
use crate::ids::VariantId;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Bundles that a variant is a component of: the reverse of the components on the bundle's row.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "variant_component")]
pub struct Model {
    /// The component.
    #[sea_orm(primary_key, auto_increment = false)]
    pub component_id: VariantId,
    /// The bundle.
    #[sea_orm(primary_key, auto_increment = false)]
    pub bundle_id: VariantId,
}

impl ActiveModelBehavior for ActiveModel {}
