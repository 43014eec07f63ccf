//! Verification of stock quantities. For merchants only.

use super::{
    counts::to_int,
    item::{self, InventoryItem},
    location,
};
use crate::list::List;
use crate::{context::RequestContext, schema::Location, visibility::reads_inventory};
use async_graphql::{Context, Description, Enum, ID, Object};
use souk_entities::ids::InventoryItemId;
use souk_kernel::{error::ApiError, ids::Gid, pagination::MAX_PAGE, viewer::Scope};
use souk_shop::inventory::verify::{self, Discrepancy, DiscrepancySource};

/// What a quantity was recomputed from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "DiscrepancySource")]
pub enum InventoryDiscrepancySource {
    /// From the adjustments in the ledger.
    Ledger,
    /// From reservations and sales.
    Reservations,
}

/// A quantity that differs from its recomputed value.
#[derive(Clone, Debug, Description)]
pub struct InventoryDiscrepancy(Discrepancy);

#[Object(use_type_description)]
impl InventoryDiscrepancy {
    /// The recomputed value.
    async fn expected(&self) -> i32 {
        to_int(self.0.expected)
    }

    /// The item; null if it was deleted.
    async fn item(&self, ctx: &Context<'_>) -> Option<Result<InventoryItem, ApiError>> {
        item::by_id(ctx, self.0.item).await.transpose()
    }

    /// The location; null if the caller may not see it.
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        location::location_by_id(ctx, self.0.location)
            .await
            .transpose()
    }

    /// Name of the quantity, such as `available`.
    async fn name(&self) -> &str {
        self.0.name
    }

    /// The stored value.
    async fn quantity(&self) -> i32 {
        to_int(self.0.quantity)
    }

    /// What the expected value was recomputed from.
    async fn source(&self) -> InventoryDiscrepancySource {
        self.0.source.into()
    }
}

/// Queries that verify stock.
#[derive(Default)]
pub struct VerificationQuery;

#[Object]
impl VerificationQuery {
    /// Recomputes stock quantities from the ledger and from reservations, and lists every
    /// difference, sorted by item. Stops after the item that brings the list to 250; pass the last
    /// item as `after` to continue. Needs the scope `read_inventory`.
    #[graphql(visible = "reads_inventory", complexity = "250 * child_complexity")]
    async fn inventory_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only items after this one.")] after: Option<ID>,
    ) -> Result<List<InventoryDiscrepancy>, ApiError> {
        ctx.viewer().require(Scope::ReadInventory)?;
        let after = after.as_ref().map(InventoryItemId::parse);
        let after = after.transpose()?.unwrap_or_default();
        let most = usize::try_from(MAX_PAGE).expect("a page is small");
        let found = verify::verify_inventory(ctx.app(), after, most).await?;
        Ok(found.into_iter().map(InventoryDiscrepancy).collect())
    }
}
