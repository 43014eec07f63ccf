//! Carts as buyers see them.

use super::{
    attribute::Attribute,
    buyer::CartBuyerIdentity,
    cost::{CartCost, CartEstimatedCost},
    delivery::{self as groups, CartDelivery, CartDeliveryGroupConnection},
    discounts::{CartDiscountAllocation, CartDiscountApplication, CartDiscountCode},
    gift_cards::AppliedGiftCard,
    line::BaseCartLineConnection,
    metafields,
    quoted_cart::QuotedCart,
};
use crate::list::List;
use crate::{
    catalog::{HasMetafieldsIdentifier, Metafield},
    connections::list_cost,
    context::RequestContext,
};
use async_graphql::{Context, Description, ID, Object};
use souk_kernel::{
    error::ApiError,
    pagination::RequestedPage,
    scalars::{DateTime, Url},
};
use souk_shop::cart::{
    CartKeys, change,
    merchandise::Shelf,
    view::{self, CartView},
};

/// A cart: the merchandise a buyer intends to buy.
#[derive(Clone, Description)]
pub struct Cart(QuotedCart);

impl Cart {
    pub(super) fn new(view: CartView) -> Self {
        Self(QuotedCart::new(view))
    }

    pub(super) fn view(&self) -> &CartView {
        self.0.view()
    }
}

#[Object(use_type_description)]
impl Cart {
    /// Gift cards that pay for part of the cart, in the order in which they were entered.
    async fn applied_gift_cards(
        &self,
        ctx: &Context<'_>,
    ) -> Result<List<AppliedGiftCard>, ApiError> {
        AppliedGiftCard::of(ctx, &self.0).await.map(Into::into)
    }

    /// The attribute with this key; null if the cart has none.
    async fn attribute(
        &self,
        #[graphql(desc = "Key of the attribute.")] key: String,
    ) -> Option<Attribute> {
        Attribute::find(&self.view().row.attributes.0, &key)
    }

    /// Attributes set by the storefront.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn attributes(&self) -> List<Attribute> {
        Attribute::all(&self.view().row.attributes.0).into()
    }

    /// The buyer, as far as known.
    async fn buyer_identity(&self) -> CartBuyerIdentity {
        CartBuyerIdentity::new(&self.view().row)
    }

    /// URL of the checkout. It stays the same as long as the cart exists.
    async fn checkout_url(&self, ctx: &Context<'_>) -> Url {
        let path = self.view().token.checkout_path();
        Url(format!("{}{path}", ctx.app().public_url()))
    }

    /// What the cart costs.
    async fn cost(&self) -> CartCost {
        CartCost(self.0.clone())
    }

    /// When the cart was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.view().row.created_at)
    }

    /// Delivery details of the cart.
    async fn delivery(&self) -> CartDelivery {
        CartDelivery::new(&self.view().token, &self.view().row)
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
        let mut found = self.view().groups.clone();
        if reverse.unwrap_or(false) {
            found.reverse();
        }
        Ok(groups::page_of(found, &page))
    }

    /// What order and shipping discounts take off. Product discounts are listed on the lines.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn discount_allocations(&self) -> List<CartDiscountAllocation> {
        let currency = self.view().audience.currency;
        let cuts = self.view().discounts().of_cart();
        let allocation = |cut| CartDiscountAllocation::of(cut, currency);
        cuts.iter().map(allocation).collect()
    }

    /// How each discount that applies works, in the order in which they are taken off.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn discount_applications(&self) -> List<CartDiscountApplication> {
        let currency = self.view().audience.currency;
        let cuts = self.view().discounts().wholes();
        let application = |cut| CartDiscountApplication::of(cut, currency);
        cuts.iter().map(application).collect()
    }

    /// The discount codes entered. A code that does not apply stays until the buyer removes it.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn discount_codes(&self) -> List<CartDiscountCode> {
        let codes = self.view().discounts().considered.codes.iter();
        codes.map(CartDiscountCode::from).collect()
    }

    /// What the cart costs.
    #[graphql(deprecation = "Use `cost`.")]
    async fn estimated_cost(&self) -> CartEstimatedCost {
        CartEstimatedCost(self.0.clone())
    }

    /// Global id. Anyone who knows it may use the cart.
    async fn id(&self) -> ID {
        self.view().token.gid()
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
        let mut lines = self.view().lines.clone();
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
        let stored = &self.view().row.metafields.0;
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
    ) -> List<Option<Metafield>> {
        let stored = &self.view().row.metafields.0;
        metafields::metafields_named(stored, &identifiers, &self.clone().into()).into()
    }

    /// Buyer's note.
    async fn note(&self) -> Option<&str> {
        self.view().row.note.as_deref()
    }

    /// Total number of units in the lines.
    async fn total_quantity(&self) -> i32 {
        self.view().total_quantity()
    }

    /// When the cart last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.view().row.updated_at)
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
