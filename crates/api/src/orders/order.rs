//! Order fields for buyers.

use super::{
    discounts::{self, DiscountAllocation, DiscountApplicationConnection},
    enums::{OrderCancelReason, OrderFinancialStatus, OrderFulfillmentStatus},
    fulfillment::Fulfillment,
    line::{OrderLineItem, OrderLineItemConnection},
    loaders_context::OrderContext,
    merchant_fields::OrderOfMerchant,
    money::{amount, currency},
};
use crate::list::List;
use crate::{
    cart::{self, Attribute, MailingAddress},
    catalog::{HasMetafieldsIdentifier, Metafield},
    connections::list_cost,
    context::RequestContext,
    money::MoneyV2,
};
use async_graphql::{Context, ID, MergedObject, Object};
use souk_entities::{
    cart::cart::CartMetafield,
    ids::OrderId,
    orders::{
        fulfillment::FulfillmentState,
        order, order_line,
        refund::{self, RefundState},
    },
};
use souk_kernel::{
    codes::CurrencyCode,
    error::ApiError,
    ids::Gid,
    pagination::RequestedPage,
    scalars::{DateTime, Url},
    viewer::Scope,
};
use souk_shop::{
    catalog,
    orders::{self, display_name, listing},
};
use std::sync::Arc;

/// An order: what a buyer purchased in one checkout.
#[derive(MergedObject, Clone)]
pub struct Order(OrderFields, OrderOfMerchant);

impl Order {
    /// Wraps an order that the caller may see.
    pub fn new(row: Arc<order::Model>) -> Self {
        Self(OrderFields(Arc::clone(&row)), OrderOfMerchant { row })
    }
}

impl From<order::Model> for Order {
    fn from(row: order::Model) -> Self {
        Self::new(Arc::new(row))
    }
}

/// Finds an order by its id, if the caller may see it.
///
/// # Errors
///
/// When the database fails.
pub async fn order_by_id(ctx: &Context<'_>, id: OrderId) -> Result<Option<Order>, ApiError> {
    if !ctx.viewer().may(Scope::ReadOrders) {
        return Ok(None);
    }
    let row = listing::by_id(ctx.app(), id).await?;
    Ok(row.map(Order::from))
}

/// The fields of an order that buyers see.
#[derive(Clone)]
pub struct OrderFields(Arc<order::Model>);

/// Amounts of an order after refunds, in minor units.
struct Current {
    subtotal: i64,
    delivery: i64,
    tax: i64,
    refunded: i64,
}

impl OrderFields {
    fn order(&self) -> Order {
        Order::new(Arc::clone(&self.0))
    }

    fn fields(&self) -> &[CartMetafield] {
        let fields = self.0.metafields.as_ref();
        fields.map_or(&[][..], |fields| &fields.0)
    }

    async fn standing(&self, ctx: &Context<'_>) -> Result<Arc<Vec<refund::Model>>, ApiError> {
        let found = ctx.orders().refunds.load_one(self.0.id).await?;
        Ok(found.unwrap_or_default())
    }

    async fn current(&self, ctx: &Context<'_>) -> Result<Current, ApiError> {
        let order = &self.0;
        let mut current = Current {
            subtotal: order.subtotal - order.discount,
            delivery: order.delivery,
            tax: order.tax,
            refunded: 0,
        };
        let refunds = self.standing(ctx).await?;
        for refund in refunds.iter().filter(|it| it.state != RefundState::Failed) {
            for line in &refund.lines.0 {
                current.subtotal -= line.subtotal;
                current.tax -= line.tax;
            }
            current.delivery -= refund.delivery;
            if refund.state == RefundState::Done {
                current.refunded += refund.amount;
            }
        }
        Ok(current)
    }

    async fn lines(&self, ctx: &Context<'_>) -> Result<Arc<Vec<order_line::Model>>, ApiError> {
        let found = ctx.orders().lines.load_one(self.0.id).await?;
        Ok(found.unwrap_or_default())
    }

    async fn sent(&self, ctx: &Context<'_>) -> Result<Vec<Fulfillment>, ApiError> {
        let found = ctx.orders().fulfillments.load_one(self.0.id).await?;
        let found = found.unwrap_or_default();
        let sent = found
            .iter()
            .filter(|it| it.status == FulfillmentState::Success);
        Ok(sent
            .map(|row| Fulfillment::new(Arc::clone(&self.0), row.clone()))
            .collect())
    }

    fn money(&self, minor: i64) -> MoneyV2 {
        amount(&self.0, minor)
    }
}

#[Object]
impl OrderFields {
    /// Billing address.
    async fn billing_address(&self) -> Option<MailingAddress> {
        let stored = self.0.billing_address.as_ref()?;
        // Both addresses take their id from the order's number; the billing address negates it.
        Some(MailingAddress::of(-self.0.id.0, stored))
    }

    /// Why it was cancelled; null if it was not.
    async fn cancel_reason(&self) -> Option<OrderCancelReason> {
        self.0.cancel_reason.map(Into::into)
    }

    /// When it was cancelled; null if it was not.
    async fn canceled_at(&self) -> Option<DateTime> {
        self.0.cancelled_at.map(DateTime)
    }

    /// Currency in which the order was paid.
    async fn currency_code(&self) -> CurrencyCode {
        currency(&self.0.currency)
    }

    /// Price of the units that have not been refunded, after discounts, without delivery and
    /// without tax that is added on top.
    async fn current_subtotal_price(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.subtotal))
    }

    /// Total price after refunds.
    async fn current_total_price(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        let current = self.current(ctx).await?;
        let mut total = current.subtotal + current.delivery;
        if !self.0.prices_include_tax {
            total += current.tax;
        }
        Ok(self.money(total))
    }

    /// Price of delivery after refunds.
    async fn current_total_shipping_price(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.delivery))
    }

    /// Tax after refunds.
    async fn current_total_tax(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.tax))
    }

    /// Duties after refunds; always null, because the shop charges none.
    async fn current_total_duties(&self) -> Option<MoneyV2> {
        None
    }

    /// Custom attributes that the storefront added.
    async fn custom_attributes(&self) -> List<Attribute> {
        Attribute::all(&self.0.attributes.0).into()
    }

    /// Locale of the buyer, such as `de`.
    async fn customer_locale(&self) -> Option<&str> {
        Some(&self.0.language)
    }

    /// Discounts that lowered the price, at most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn discount_applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<DiscountApplicationConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let all = discounts::applications(&self.0, &self.lines(ctx).await?);
        let mut all: Vec<_> = (0_i64..).zip(all).collect();
        if reverse.unwrap_or(false) {
            all.reverse();
        }
        let slice = catalog::page_of_list(all, &page, |(place, _)| *place);
        let slice = slice.map(|(cursor, (_, application))| (cursor, application));
        Ok(DiscountApplicationConnection::new(slice))
    }

    /// Whether its lines were edited after it was placed.
    async fn edited(&self) -> bool {
        false
    }

    /// E-mail address of the buyer.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Financial status.
    async fn financial_status(&self) -> Option<OrderFinancialStatus> {
        Some(self.0.financial_status.into())
    }

    /// Fulfillment status.
    async fn fulfillment_status(&self) -> OrderFulfillmentStatus {
        self.0.fulfillment_status.into()
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Lines of the order, at most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn line_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<OrderLineItemConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let found = self.lines(ctx).await?;
        let lines = found.iter().cloned();
        let mut lines: Vec<_> = lines
            .map(|line| OrderLineItem::new(Arc::clone(&self.0), line))
            .collect();
        if reverse.unwrap_or(false) {
            lines.reverse();
        }
        let slice = catalog::page_of_list(lines, &page, OrderLineItem::number);
        Ok(OrderLineItemConnection::new(slice))
    }

    /// A custom field that the order took over from its cart; null if the cart had none with this
    /// name.
    async fn metafield(
        &self,
        #[graphql(desc = "Key of the field within its namespace.")] key: String,
        #[graphql(desc = "Namespace of the field; `custom` if omitted.")] namespace: Option<String>,
    ) -> Option<Metafield> {
        let found = cart::metafield_named(self.fields(), namespace.as_deref(), &key)?;
        Some(cart::shown_metafield(found, self.order().into()))
    }

    /// Several custom fields, in the order of the identifiers; null for each that does not exist.
    #[graphql(complexity = "25 * child_complexity")]
    async fn metafields(
        &self,
        #[graphql(
            desc = "The fields to return, at most 250.",
            validator(max_items = 250)
        )]
        identifiers: Vec<HasMetafieldsIdentifier>,
    ) -> List<Option<Metafield>> {
        cart::metafields_named(self.fields(), &identifiers, &self.order().into()).into()
    }

    /// Display name, such as `#1001`.
    async fn name(&self) -> String {
        display_name(self.0.number)
    }

    /// Order number.
    async fn order_number(&self) -> i32 {
        i32::try_from(self.0.number).unwrap_or(i32::MAX)
    }

    /// Duties at the time of purchase; always null, because the shop charges none.
    async fn original_total_duties(&self) -> Option<MoneyV2> {
        None
    }

    /// Total price at the time of purchase.
    async fn original_total_price(&self) -> MoneyV2 {
        self.money(self.0.total)
    }

    /// Phone number of the buyer.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// When it was placed.
    async fn processed_at(&self) -> DateTime {
        DateTime(self.0.processed_at)
    }

    /// Shipping address; null if nothing is shipped.
    async fn shipping_address(&self) -> Option<MailingAddress> {
        let stored = self.0.shipping_address.as_ref()?;
        Some(MailingAddress::of(self.0.id.0, stored))
    }

    /// Discounts applied to delivery.
    async fn shipping_discount_allocations(
        &self,
        ctx: &Context<'_>,
    ) -> Result<List<DiscountAllocation>, ApiError> {
        Ok(discounts::of_deliveries(&self.0, &self.lines(ctx).await?).into())
    }

    /// URL of the order's status page. Anyone who knows it can see the page.
    async fn status_url(&self, ctx: &Context<'_>) -> Url {
        Url(orders::status_page_url(ctx.app(), self.0.id))
    }

    /// Price of the lines after discounts, without delivery and without tax that is added on top.
    async fn subtotal_price(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.subtotal - self.0.discount))
    }

    /// Price of the lines after discounts, without delivery and without tax that is added on top.
    #[graphql(name = "subtotalPriceV2", deprecation = "Use `subtotalPrice`.")]
    async fn subtotal_price_v2(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.subtotal - self.0.discount))
    }

    /// Fulfillments that were not cancelled, oldest first.
    async fn successful_fulfillments(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Maximum number of items; all if omitted.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<List<Fulfillment>, ApiError>> {
        let most = usize::try_from(first.unwrap_or(250)).unwrap_or(0);
        Some(
            self.sent(ctx)
                .await
                .map(|mut sent| {
                    sent.truncate(most);
                    sent
                })
                .map(Into::into),
        )
    }

    /// Total price.
    async fn total_price(&self) -> MoneyV2 {
        self.money(self.0.total)
    }

    /// Total price.
    #[graphql(name = "totalPriceV2", deprecation = "Use `totalPrice`.")]
    async fn total_price_v2(&self) -> MoneyV2 {
        self.money(self.0.total)
    }

    /// Amount refunded.
    async fn total_refunded(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.refunded))
    }

    /// Amount refunded.
    #[graphql(name = "totalRefundedV2", deprecation = "Use `totalRefunded`.")]
    async fn total_refunded_v2(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.refunded))
    }

    /// Price of delivery.
    async fn total_shipping_price(&self) -> MoneyV2 {
        self.money(self.0.delivery)
    }

    /// Price of delivery.
    #[graphql(
        name = "totalShippingPriceV2",
        deprecation = "Use `totalShippingPrice`."
    )]
    async fn total_shipping_price_v2(&self) -> MoneyV2 {
        self.money(self.0.delivery)
    }

    /// Tax on lines and delivery.
    async fn total_tax(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.tax))
    }

    /// Tax on lines and delivery.
    #[graphql(name = "totalTaxV2", deprecation = "Use `totalTax`.")]
    async fn total_tax_v2(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.tax))
    }
}
