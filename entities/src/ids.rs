//! Newtype ids, so that function arguments cannot be swapped.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident,)*) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
            DeriveValueType,
        )]
        #[serde(transparent)]
        pub struct $name(#[doc = "The number behind the id."] pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// A product.
    ProductId,
    /// A variant of a product: what a buyer puts into a cart.
    VariantId,
    /// An option of a product, such as color. Unique in the shop.
    OptionId,
    /// A value of an option, such as red. Unique in the shop.
    OptionValueId,
    /// A picture, video or model of a product.
    MediaId,
    /// A collection of products.
    CollectionId,
    /// A custom field on a resource.
    MetafieldId,
    /// A definition of a custom field for a kind of resource.
    MetafieldDefinitionId,
    /// A merchant-defined record.
    MetaobjectId,
    /// A definition of merchant-defined records.
    MetaobjectDefinitionId,
    /// A navigation menu.
    MenuId,
    /// An entry of a menu.
    MenuItemId,
    /// A page.
    PageId,
    /// A blog.
    BlogId,
    /// An article of a blog.
    ArticleId,
    /// A reader's comment on an article.
    CommentId,
    /// A policy of the shop.
    ShopPolicyId,
    /// A redirect from an old path.
    UrlRedirectId,
    /// A market: countries that share currency, languages and prices.
    MarketId,
    /// A price list.
    PriceListId,
    /// A sales channel (a publication).
    ChannelId,
    /// A group of selling plans.
    SellingPlanGroupId,
    /// A selling plan.
    SellingPlanId,
    /// An uploaded file.
    FileId,
    /// An inventory item. Several variants may share one item, and one variant may need several.
    InventoryItemId,
    /// A place that holds stock.
    LocationId,
    /// A group of stock changes made in one call.
    AdjustmentGroupId,
    /// A row of the stock ledger.
    AdjustmentId,
    /// A line of a cart.
    CartLineId,
    /// An event in an outbox.
    EventId,
    /// A delivery zone: a region to which orders are delivered by the same methods.
    DeliveryZoneId,
    /// A delivery method. Unique in the shop.
    DeliveryMethodId,
    /// A tax zone: a region where the same taxes apply.
    TaxZoneId,
    /// An operation that was begun and must be finished.
    OperationId,
    /// An attempt to turn a cart into an order.
    AttemptId,
    /// Stock reserved for an attempt.
    ReservationId,
    /// An order.
    OrderId,
    /// A line of an order.
    OrderLineId,
    /// A fulfilment order: what one location has to send for an order.
    FulfillmentOrderId,
    /// A line of a fulfilment order.
    FulfillmentOrderLineId,
    /// A hold on a fulfilment order.
    FulfillmentHoldId,
    /// A fulfilment: units that were sent together.
    FulfillmentId,
    /// Units of a line in a fulfilment.
    FulfillmentLineId,
    /// A refund.
    RefundId,
    /// Refunded units of a line.
    RefundLineId,
    /// An entry of an order's timeline.
    OrderEventId,
    /// An e-mail.
    MailId,
    /// A row of the payment ledger.
    PaymentTransactionId,
    /// A discount.
    DiscountId,
    /// A gift card.
    GiftCardId,
    /// A payment with a gift card, or a refund to it.
    GiftCardTransactionId,
}
