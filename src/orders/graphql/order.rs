//! Orders as buyers see them.

use super::{
    discounts::{self, DiscountAllocation, DiscountApplicationConnection},
    enums::{OrderCancelReason, OrderFinancialStatus, OrderFulfillmentStatus},
    fulfillment::Fulfillment,
    line::{OrderLineItem, OrderLineItemConnection},
    merchant_fields::OrderOfMerchant,
    money::{amount, currency},
};
use crate::{
    cart::graphql::{MailingAddress, cart::Attribute, metafields},
    catalog::{
        graphql::metafield::{HasMetafieldsIdentifier, Metafield},
        lists,
    },
    codes::CurrencyCode,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    orders::{listing, loaders::OrderContext, place::name, status_page},
    pagination::{Page, list_cost},
    scalars::{DateTime, MoneyV2, Url},
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
use std::sync::Arc;

/// What was bought in one go.
#[derive(MergedObject, Clone)]
pub struct Order(OrderFields, OrderOfMerchant);

impl Order {
    /// An order that the caller may see.
    pub fn new(row: Arc<order::Model>) -> Self {
        Self(OrderFields(Arc::clone(&row)), OrderOfMerchant { row })
    }
}

/// The order by its id, where the caller may see it.
///
/// # Errors
///
/// When the database fails.
pub async fn by_id(ctx: &Context<'_>, id: OrderId) -> Result<Option<Order>, ApiError> {
    if !ctx.viewer().may(Scope::ReadOrders) {
        return Ok(None);
    }
    let row = listing::by_id(ctx.app(), id).await?;
    Ok(row.map(|row| Order::new(Arc::new(row))))
}

/// The fields of an order that buyers see.
#[derive(Clone)]
pub struct OrderFields(Arc<order::Model>);

/// What stands of an order after refunds, in minor units.
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
    /// Where the bill goes.
    async fn billing_address(&self) -> Option<MailingAddress> {
        let stored = self.0.billing_address.as_ref()?;
        // Both addresses have the number of the order: that of the bill is negative.
        Some(MailingAddress::of(-self.0.id.0, stored))
    }

    /// Why it was cancelled; null where it was not.
    async fn cancel_reason(&self) -> Option<OrderCancelReason> {
        self.0.cancel_reason.map(Into::into)
    }

    /// When it was cancelled; null where it was not.
    async fn canceled_at(&self) -> Option<DateTime> {
        self.0.cancelled_at.map(DateTime)
    }

    /// Currency in which it was paid.
    async fn currency_code(&self) -> CurrencyCode {
        currency(&self.0.currency)
    }

    /// Price of the units that were not refunded, discounts taken off, without delivery and added
    /// tax.
    async fn current_subtotal_price(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.subtotal))
    }

    /// What is paid for what was not refunded.
    async fn current_total_price(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        let current = self.current(ctx).await?;
        let mut total = current.subtotal + current.delivery;
        if !self.0.prices_include_tax {
            total += current.tax;
        }
        Ok(self.money(total))
    }

    /// Price of delivery less what went back of it.
    async fn current_total_shipping_price(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.delivery))
    }

    /// Tax of what was not refunded.
    async fn current_total_tax(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.tax))
    }

    /// Duties on what was not refunded; null, because the shop charges none.
    async fn current_total_duties(&self) -> Option<MoneyV2> {
        None
    }

    /// Keys and values the storefront kept.
    async fn custom_attributes(&self) -> Vec<Attribute> {
        Attribute::all(&self.0.attributes.0)
    }

    /// Language of the buyer, such as `de`.
    async fn customer_locale(&self) -> Option<&str> {
        Some(&self.0.language)
    }

    /// Discounts that lowered its price, at most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn discount_applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the beginning.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
        #[graphql(desc = "Cursor of the item before the page.")] after: Option<String>,
        #[graphql(
            desc = "How many at most, from the end.",
            validator(minimum = 0, maximum = 250)
        )]
        last: Option<i32>,
        #[graphql(desc = "Cursor of the item behind the page.")] before: Option<String>,
        #[graphql(
            desc = "Whether the order is turned round.",
            default_with = "Some(false)"
        )]
        reverse: Option<bool>,
    ) -> Result<DiscountApplicationConnection, ApiError> {
        let page = Page::from_arguments(first, after, last, before)?;
        let all = discounts::applications(&self.0, &self.lines(ctx).await?);
        let mut all: Vec<_> = (0_i64..).zip(all).collect();
        if reverse.unwrap_or(false) {
            all.reverse();
        }
        let slice = lists::page_of(all, &page, |(place, _)| *place);
        let slice = slice.map(|(cursor, (_, application))| (cursor, application));
        Ok(DiscountApplicationConnection::new(slice))
    }

    /// Whether its lines were changed after it was placed.
    async fn edited(&self) -> bool {
        false
    }

    /// E-mail address of the buyer.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// What became of its money.
    async fn financial_status(&self) -> Option<OrderFinancialStatus> {
        Some(self.0.financial_status.into())
    }

    /// What became of its goods.
    async fn fulfillment_status(&self) -> OrderFulfillmentStatus {
        self.0.fulfillment_status.into()
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// What was bought, at most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn line_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the beginning.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
        #[graphql(desc = "Cursor of the item before the page.")] after: Option<String>,
        #[graphql(
            desc = "How many at most, from the end.",
            validator(minimum = 0, maximum = 250)
        )]
        last: Option<i32>,
        #[graphql(desc = "Cursor of the item behind the page.")] before: Option<String>,
        #[graphql(
            desc = "Whether the order is turned round.",
            default_with = "Some(false)"
        )]
        reverse: Option<bool>,
    ) -> Result<OrderLineItemConnection, ApiError> {
        let page = Page::from_arguments(first, after, last, before)?;
        let found = self.lines(ctx).await?;
        let lines = found.iter().cloned();
        let mut lines: Vec<_> = lines
            .map(|line| OrderLineItem::new(Arc::clone(&self.0), line))
            .collect();
        if reverse.unwrap_or(false) {
            lines.reverse();
        }
        let slice = lists::page_of(lines, &page, OrderLineItem::number);
        Ok(OrderLineItemConnection::new(slice))
    }

    /// One custom field of the cart it was; null where the cart had none by this name.
    async fn metafield(
        &self,
        #[graphql(desc = "Key of the field within its namespace.")] key: String,
        #[graphql(desc = "Namespace of the field; `custom` where absent.")] namespace: Option<
            String,
        >,
    ) -> Option<Metafield> {
        let found = metafields::named(self.fields(), namespace.as_deref(), &key)?;
        Some(metafields::shown(found, self.order().into()))
    }

    /// Several custom fields in the order they are named, null for each that is not there.
    #[graphql(complexity = "25 * child_complexity")]
    async fn metafields(
        &self,
        #[graphql(desc = "Which fields, at most 250.", validator(max_items = 250))]
        identifiers: Vec<HasMetafieldsIdentifier>,
    ) -> Vec<Option<Metafield>> {
        metafields::all_named(self.fields(), &identifiers, &self.order().into())
    }

    /// What people call it, such as `#1001`.
    async fn name(&self) -> String {
        name(self.0.number)
    }

    /// Its number.
    async fn order_number(&self) -> i32 {
        i32::try_from(self.0.number).unwrap_or(i32::MAX)
    }

    /// Duties when it was placed; null, because the shop charges none.
    async fn original_total_duties(&self) -> Option<MoneyV2> {
        None
    }

    /// What it cost when it was placed.
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

    /// Where it goes; null where nothing is shipped.
    async fn shipping_address(&self) -> Option<MailingAddress> {
        let stored = self.0.shipping_address.as_ref()?;
        Some(MailingAddress::of(self.0.id.0, stored))
    }

    /// What discounts take off from delivery.
    async fn shipping_discount_allocations(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<DiscountAllocation>, ApiError> {
        Ok(discounts::of_deliveries(&self.0, &self.lines(ctx).await?))
    }

    /// Address of its status page. Whoever knows it sees the page.
    async fn status_url(&self, ctx: &Context<'_>) -> Url {
        Url(status_page::url(ctx.app(), self.0.id))
    }

    /// Price of its lines, discounts taken off, without delivery and added tax.
    async fn subtotal_price(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.subtotal - self.0.discount))
    }

    /// Price of its lines, discounts taken off, without delivery and added tax.
    #[graphql(name = "subtotalPriceV2", deprecation = "Use `subtotalPrice`.")]
    async fn subtotal_price_v2(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.subtotal - self.0.discount))
    }

    /// What was sent, oldest first.
    async fn successful_fulfillments(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most; all where absent.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<Vec<Fulfillment>, ApiError>> {
        let most = usize::try_from(first.unwrap_or(250)).unwrap_or(0);
        Some(self.sent(ctx).await.map(|mut sent| {
            sent.truncate(most);
            sent
        }))
    }

    /// What it cost.
    async fn total_price(&self) -> MoneyV2 {
        self.money(self.0.total)
    }

    /// What it cost.
    #[graphql(name = "totalPriceV2", deprecation = "Use `totalPrice`.")]
    async fn total_price_v2(&self) -> MoneyV2 {
        self.money(self.0.total)
    }

    /// What went back.
    async fn total_refunded(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.money(self.current(ctx).await?.refunded))
    }

    /// What went back.
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

    /// Tax of lines and delivery.
    async fn total_tax(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.tax))
    }

    /// Tax of lines and delivery.
    #[graphql(name = "totalTaxV2", deprecation = "Use `totalTax`.")]
    async fn total_tax_v2(&self) -> Option<MoneyV2> {
        Some(self.money(self.0.tax))
    }
}
