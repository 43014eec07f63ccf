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
    cart::{
        change,
        merchandise::Shelf,
        priced::{self, Quote},
        view::{self, CartView},
    },
    catalog::graphql::metafield::{HasMetafieldsIdentifier, Metafield},
    context::RequestContext,
    error::ApiError,
    pagination::{Page, list_cost},
    scalars::{DateTime, Url},
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::cart::cart;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// What a buyer is about to buy.
#[derive(Clone, Description)]
pub struct Cart(Arc<CartView>, Arc<OnceCell<Quote>>);

impl Cart {
    pub(super) fn new(view: CartView) -> Self {
        Self(Arc::new(view), Arc::default())
    }

    pub(super) fn view(&self) -> &CartView {
        &self.0
    }

    /// What it costs, computed when a field first asks for it: an outside tax service is not asked
    /// for nothing.
    pub(super) async fn quote(&self, ctx: &Context<'_>) -> Result<&Quote, ApiError> {
        let quote = || priced::quote(ctx.app(), &self.0);
        self.1.get_or_try_init(quote).await
    }
}

/// A key and a value that the storefront keeps.
#[derive(Clone, Debug, SimpleObject)]
pub struct Attribute {
    /// Key.
    key: String,
    /// Value.
    value: Option<String>,
}

impl Attribute {
    /// Attributes as they are stored.
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
    /// Gift cards that pay for a part of the cart, in the order in which they were entered.
    async fn applied_gift_cards(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<AppliedGiftCard>, ApiError> {
        AppliedGiftCard::of(ctx, self).await
    }

    /// The note of this key; null where the cart has none.
    async fn attribute(
        &self,
        #[graphql(desc = "Key of the note.")] key: String,
    ) -> Option<Attribute> {
        Attribute::find(&self.0.row.attributes.0, &key)
    }

    /// Notes of the storefront.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn attributes(&self) -> Vec<Attribute> {
        Attribute::all(&self.0.row.attributes.0)
    }

    /// Who buys, as far as known.
    async fn buyer_identity(&self) -> CartBuyerIdentity {
        CartBuyerIdentity::new(&self.0.row)
    }

    /// Where the buyer goes on to buy. It stays the same as long as the cart is there.
    async fn checkout_url(&self, ctx: &Context<'_>) -> Url {
        let path = self.0.token.checkout_path();
        Url(format!("{}{path}", ctx.app().public_url()))
    }

    /// What the cart costs.
    async fn cost(&self) -> CartCost {
        CartCost(self.clone())
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.row.created_at)
    }

    /// Where it may go.
    async fn delivery(&self) -> CartDelivery {
        CartDelivery::new(&self.0.token, &self.0.row)
    }

    /// What of it is delivered together, once the buyer gave an address to deliver to.
    #[graphql(complexity = "2 * child_complexity + 1")]
    #[allow(clippy::too_many_arguments)]
    async fn delivery_groups(
        &self,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Turn the order around.", default_with = "Some(false)")] reverse: Option<
            bool,
        >,
    ) -> Result<CartDeliveryGroupConnection, ApiError> {
        let page = Page::from_arguments(first, after, last, before)?;
        let mut found = self.0.groups.clone();
        if reverse.unwrap_or(false) {
            found.reverse();
        }
        Ok(groups::page_of(found, &page))
    }

    /// What discounts of the whole order, and of delivery, take off. What others take off from some
    /// goods is told by the lines.
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

    /// Discount codes that were entered. A code that does not apply stays, until the buyer removes it.
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

    /// Global id. Whoever knows it may use the cart.
    async fn id(&self) -> ID {
        self.0.token.gid()
    }

    /// The lines, those added last first.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn lines(
        &self,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Turn the order around.", default_with = "Some(false)")] reverse: Option<
            bool,
        >,
    ) -> Result<BaseCartLineConnection, ApiError> {
        let page = Page::from_arguments(first, after, last, before)?;
        let mut lines = self.0.lines.clone();
        if reverse.unwrap_or(false) {
            lines.reverse();
        }
        Ok(BaseCartLineConnection::page_of(lines, &page))
    }

    /// One custom field; null where the cart has none by this name.
    async fn metafield(
        &self,
        #[graphql(desc = "Key of the field within its namespace.")] key: String,
        #[graphql(desc = "Namespace of the field; `custom` where absent.")] namespace: Option<
            String,
        >,
    ) -> Option<Metafield> {
        let stored = &self.0.row.metafields.0;
        let found = metafields::named(stored, namespace.as_deref(), &key)?;
        Some(metafields::shown(found, self.clone().into()))
    }

    /// Several custom fields in the order they are named, null for each that is not there.
    #[graphql(complexity = "25 * child_complexity")]
    async fn metafields(
        &self,
        #[graphql(desc = "Which fields, at most 250.", validator(max_items = 250))]
        identifiers: Vec<HasMetafieldsIdentifier>,
    ) -> Vec<Option<Metafield>> {
        let stored = &self.0.row.metafields.0;
        metafields::all_named(stored, &identifiers, &self.clone().into())
    }

    /// Note of the buyer.
    async fn note(&self) -> Option<&str> {
        self.0.row.note.as_deref()
    }

    /// How many units the lines hold together.
    async fn total_quantity(&self) -> i32 {
        self.0.total_quantity()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.row.updated_at)
    }
}

/// Queries of carts.
#[derive(Default)]
pub struct CartQuery;

#[Object]
impl CartQuery {
    /// A cart by its global id; null for one that this shop did not make, or that has expired.
    async fn cart(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] id: ID,
    ) -> Option<Result<Cart, ApiError>> {
        Cart::find(ctx, &id).await.transpose()
    }
}

impl Cart {
    /// The cart with this global id; `None` where there is none that can be used.
    ///
    /// # Errors
    ///
    /// When a database fails.
    pub async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Self>, ApiError> {
        let (app, audience) = (ctx.app(), ctx.audience());
        let Some(token) = app.cart_keys.parse(id) else {
            return Ok(None);
        };
        let Some(row) = change::read(app, audience, &token).await? else {
            return Ok(None);
        };
        let view = Box::pin(view::build(app, audience, &token, row, Shelf::default())).await?;
        Ok(Some(Cart::new(view)))
    }
}
