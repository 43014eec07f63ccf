//! Carts as buyers see them.

use super::{
    buyer::CartBuyerIdentity,
    cost::{CartCost, CartEstimatedCost},
    delivery::{self as groups, CartDelivery, CartDeliveryGroupConnection},
    discounts::{CartDiscountAllocation, CartDiscountApplication, CartDiscountCode},
    gift_cards::AppliedGiftCard,
    line::BaseCartLineConnection,
    metafields,
};
use crate::{
    catalog::{HasMetafieldsIdentifier, Metafield},
    connections::list_cost,
    context::RequestContext,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::cart::cart;
use souk_kernel::{
    error::ApiError,
    pagination::RequestedPage,
    scalars::{DateTime, Url},
};
use souk_shop::cart::{
    CartKeys, change,
    merchandise::Shelf,
    priced::{self, Quote},
    view::{self, CartView},
};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A cart: the merchandise a buyer intends to buy.
#[derive(Clone, Description)]
pub struct Cart(Arc<CartView>, Arc<OnceCell<Quote>>);

impl Cart {
    pub(super) fn new(view: CartView) -> Self {
        Self(Arc::new(view), Arc::default())
    }

    pub(super) fn view(&self) -> &CartView {
        &self.0
    }

    /// The cart's quote, computed when a field first needs it, so that an outside tax service is
    /// not called needlessly.
    pub(super) async fn quote(&self, ctx: &Context<'_>) -> Result<&Quote, ApiError> {
        let quote = || priced::quote_cart(ctx.app(), &self.0);
        self.1.get_or_try_init(quote).await
    }
}

/// A key-value pair set by the storefront.
#[derive(Clone, Debug, SimpleObject)]
pub struct Attribute {
    /// Key.
    key: String,
    /// Value.
    value: Option<String>,
}

impl Attribute {
    /// Converts stored attributes.
    pub fn all(stored: &[cart::Attribute]) -> Vec<Self> {
        stored.iter().map(Self::from).collect()
    }

    pub(super) fn find(stored: &[cart::Attribute], key: &str) -> Option<Self> {
        let mut stored = stored.iter();
        stored.find(|found| found.key == key).map(Self::from)
    }
}

impl From<&cart::Attribute> for Attribute {
    fn from(stored: &cart::Attribute) -> Self {
        Self {
            key: stored.key.clone(),
            value: stored.value.clone(),
        }
    }
}

#[Object(use_type_description)]
impl Cart {
    /// Gift cards that pay for part of the cart, in the order in which they were entered.
    async fn applied_gift_cards(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<AppliedGiftCard>, ApiError> {
        AppliedGiftCard::of(ctx, self).await
    }

    /// The attribute with this key; null if the cart has none.
    async fn attribute(
        &self,
        #[graphql(desc = "Key of the attribute.")] key: String,
    ) -> Option<Attribute> {
        Attribute::find(&self.0.row.attributes.0, &key)
    }

    /// Attributes set by the storefront.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn attributes(&self) -> Vec<Attribute> {
        Attribute::all(&self.0.row.attributes.0)
    }

    /// The buyer, as far as known.
    async fn buyer_identity(&self) -> CartBuyerIdentity {
        CartBuyerIdentity::new(&self.0.row)
    }

    /// URL of the checkout. It stays the same as long as the cart exists.
    async fn checkout_url(&self, ctx: &Context<'_>) -> Url {
        let path = self.0.token.checkout_path();
        Url(format!("{}{path}", ctx.app().public_url()))
    }

    /// What the cart costs.
    async fn cost(&self) -> CartCost {
        CartCost(self.clone())
    }

    /// When the cart was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.row.created_at)
    }

    /// Delivery details of the cart.
    async fn delivery(&self) -> CartDelivery {
        CartDelivery::new(&self.0.token, &self.0.row)
    }

    /// The cart's delivery groups, once the buyer has selected a delivery address.
    #[graphql(complexity = "2 * child_complexity + 1")]
    #[allow(clippy::too_many_arguments)]
    async fn delivery_groups(
        &self,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<CartDeliveryGroupConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let mut found = self.0.groups.clone();
        if reverse.unwrap_or(false) {
            found.reverse();
        }
        Ok(groups::page_of(found, &page))
    }

    /// What order and shipping discounts take off. Product discounts are listed on the lines.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn discount_allocations(&self) -> Vec<CartDiscountAllocation> {
        let currency = self.0.audience.currency;
        let cuts = self.0.discounts().of_cart();
        let allocation = |cut| CartDiscountAllocation::of(cut, currency);
        cuts.iter().map(allocation).collect()
    }

    /// How each discount that applies works, in the order in which they are taken off.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn discount_applications(&self) -> Vec<CartDiscountApplication> {
        let currency = self.0.audience.currency;
        let cuts = self.0.discounts().wholes();
        let application = |cut| CartDiscountApplication::of(cut, currency);
        cuts.iter().map(application).collect()
    }

    /// The discount codes entered. A code that does not apply stays until the buyer removes it.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn discount_codes(&self) -> Vec<CartDiscountCode> {
        let codes = self.0.discounts().considered.codes.iter();
        codes.map(CartDiscountCode::from).collect()
    }

    /// What the cart costs.
    #[graphql(deprecation = "Use `cost`.")]
    async fn estimated_cost(&self) -> CartEstimatedCost {
        CartEstimatedCost(self.clone())
    }

    /// Global id. Anyone who knows it may use the cart.
    async fn id(&self) -> ID {
        self.0.token.gid()
    }

    /// The lines, most recently added first.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn lines(
        &self,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<BaseCartLineConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let mut lines = self.0.lines.clone();
        if reverse.unwrap_or(false) {
            lines.reverse();
        }
        Ok(BaseCartLineConnection::page_of(lines, &page))
    }

    /// One custom field; null if the cart has no such field.
    async fn metafield(
        &self,
        #[graphql(desc = "Key of the field within its namespace.")] key: String,
        #[graphql(desc = "Namespace of the field; defaults to `custom`.")] namespace: Option<
            String,
        >,
    ) -> Option<Metafield> {
        let stored = &self.0.row.metafields.0;
        let found = metafields::metafield_named(stored, namespace.as_deref(), &key)?;
        Some(metafields::shown_metafield(found, self.clone().into()))
    }

    /// Several custom fields in the order requested, with null for each missing one.
    #[graphql(complexity = "25 * child_complexity")]
    async fn metafields(
        &self,
        #[graphql(
            desc = "The fields to return, at most 250.",
            validator(max_items = 250)
        )]
        identifiers: Vec<HasMetafieldsIdentifier>,
    ) -> Vec<Option<Metafield>> {
        let stored = &self.0.row.metafields.0;
        metafields::metafields_named(stored, &identifiers, &self.clone().into())
    }

    /// Buyer's note.
    async fn note(&self) -> Option<&str> {
        self.0.row.note.as_deref()
    }

    /// Total number of units in the lines.
    async fn total_quantity(&self) -> i32 {
        self.0.total_quantity()
    }

    /// When the cart last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.row.updated_at)
    }
}

/// Cart queries.
#[derive(Default)]
pub struct CartQuery;

#[Object]
impl CartQuery {
    /// A cart by its global id; null if the shop has no such cart, or if it has expired or was
    /// bought.
    async fn cart(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] id: ID,
    ) -> Option<Result<Cart, ApiError>> {
        Cart::find(ctx, &id).await.transpose()
    }
}

impl Cart {
    /// The cart with this global id; `None` if there is none that can be used.
    ///
    /// # Errors
    ///
    /// When a database fails.
    pub async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Self>, ApiError> {
        let (app, audience) = (ctx.app(), ctx.audience());
        let Some(token) = app.part::<CartKeys>().parse(id) else {
            return Ok(None);
        };
        let Some(row) = change::read_cart(app, audience, &token).await? else {
            return Ok(None);
        };
        let view = Box::pin(view::build_view(
            app,
            audience,
            &token,
            row,
            Shelf::default(),
        ))
        .await?;
        Ok(Some(Cart::new(view)))
    }
}
