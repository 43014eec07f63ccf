//! Queries of discounts.

use super::node::DiscountNode;
use crate::{
    connection, connections::list_cost, context::RequestContext, visibility::reads_discounts,
};
use async_graphql::{Context, Enum, ID, InputObject, Object};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    pagination::{RequestedPage, encode_cursor},
    viewer::Scope,
};
use souk_shop::promotions::listing::{self, DiscountFilter};

connection!(
    DiscountNodeConnection,
    DiscountNodeEdge,
    DiscountNode,
    "discounts"
);

/// How buyers get a discount.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum DiscountMethod {
    /// Automatically.
    Automatic,
    /// By a code.
    Code,
}

/// A filter for discounts. They must meet every condition given.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountFilterInput {
    /// Discounts with this code.
    code: Option<String>,
    /// Discounts with this method.
    method: Option<DiscountMethod>,
}

/// Queries of discounts.
#[derive(Default)]
pub struct DiscountQuery;

#[Object]
impl DiscountQuery {
    /// A discount by its id; null if there is none. Needs the scope `read_discounts`.
    #[graphql(visible = "reads_discounts")]
    async fn discount_node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<DiscountNode, ApiError>> {
        let found = async {
            ctx.viewer().require(Scope::ReadDiscounts)?;
            let found = listing::by_id(ctx.app(), Gid::parse(&id)?).await?;
            Ok(found.map(DiscountNode::new))
        };
        found.await.transpose()
    }

    /// Discounts, oldest first. Needs the scope `read_discounts`.
    #[graphql(
        visible = "reads_discounts",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    #[allow(clippy::too_many_arguments)]
    async fn discount_nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "Filter for discounts; all if omitted.")] filter: Option<
            DiscountFilterInput,
        >,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Option<Result<DiscountNodeConnection, ApiError>> {
        let listed = async {
            ctx.viewer().require(Scope::ReadDiscounts)?;
            let page = RequestedPage::from_arguments(first, after, last, before)?;
            let filter = filter.unwrap_or_default();
            let filter = DiscountFilter {
                code: filter.code,
                is_automatic: filter.method.map(|it| it == DiscountMethod::Automatic),
            };
            let reverse = reverse.unwrap_or(false);
            let slice = listing::page(ctx.app(), &filter, reverse, &page).await?;
            let slice = slice.map(|row| (encode_cursor(&row.id), DiscountNode::new(row)));
            Ok(DiscountNodeConnection::new(slice))
        };
        Some(listed.await)
    }
}
