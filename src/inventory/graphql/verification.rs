//! What is wrong with stock. For merchants only.

use super::{
    item::{self, InventoryItem},
    location,
    variant::to_int,
};
use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    inventory::verify::{self, Discrepancy, Source},
    pagination::MAX_PAGE,
    schema::Location,
    visibility::reads_inventory,
};
use async_graphql::{Context, Description, Enum, ID, Object};
use souk_entities::ids::InventoryItemId;

/// From what a quantity was recomputed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Source")]
pub enum InventoryDiscrepancySource {
    /// From the changes the ledger has.
    Ledger,
    /// From what is held for checkouts and sold.
    Reservations,
}

/// A quantity that is not what it should be.
#[derive(Clone, Debug, Description)]
pub struct InventoryDiscrepancy(Discrepancy);

#[Object(use_type_description)]
impl InventoryDiscrepancy {
    /// What it should be.
    async fn expected(&self) -> i32 {
        to_int(self.0.expected)
    }

    /// The item; null when it is gone.
    async fn item(&self, ctx: &Context<'_>) -> Option<Result<InventoryItem, ApiError>> {
        item::by_id(ctx, self.0.item).await.transpose()
    }

    /// The location; null where the caller may not see it.
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        location::by_id(ctx, self.0.location).await.transpose()
    }

    /// The quantity, such as `available`.
    async fn name(&self) -> &str {
        self.0.name
    }

    /// What it is.
    async fn quantity(&self) -> i32 {
        to_int(self.0.quantity)
    }

    /// From what that follows.
    async fn source(&self) -> InventoryDiscrepancySource {
        self.0.source.into()
    }
}

/// Looks whether stock is right.
#[derive(Default)]
pub struct VerificationQuery;

#[Object]
impl VerificationQuery {
    /// Recomputes what is stocked from the ledger and from reservations, and lists every quantity
    /// that is something else, by item. It stops with the item that brings 250 of them; ask for
    /// those after it to go on. Needs the scope `read_inventory`.
    #[graphql(visible = "reads_inventory", complexity = "250 * child_complexity")]
    async fn inventory_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only items after this one.")] after: Option<ID>,
    ) -> Result<Vec<InventoryDiscrepancy>, ApiError> {
        ctx.viewer().require(Scope::ReadInventory)?;
        let after = after.as_ref().map(InventoryItemId::parse);
        let after = after.transpose()?.unwrap_or_default();
        let most = usize::try_from(MAX_PAGE).expect("a page is small");
        let found = verify::verify(ctx.app(), after, most).await?;
        Ok(found.into_iter().map(InventoryDiscrepancy).collect())
    }
}
