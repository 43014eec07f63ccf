//! Newtype ids, so that arguments of functions cannot be swapped.

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
    /// What custom fields a kind of resource may carry.
    MetafieldDefinitionId,
    /// A merchant-defined record.
    MetaobjectId,
    /// The shape of merchant-defined records.
    MetaobjectDefinitionId,
    /// A navigation menu.
    MenuId,
    /// An entry of a menu.
    MenuItemId,
    /// A page of text.
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
    /// What is stocked. Several variants may share one item, one variant may need several items.
    InventoryItemId,
    /// A place that holds stock.
    LocationId,
    /// A group of stock changes made by one call.
    AdjustmentGroupId,
    /// A row of the stock ledger.
    AdjustmentId,
    /// A line of a cart.
    CartLineId,
    /// An event in an outbox.
    EventId,
    /// A delivery zone: a part of the world that orders are brought to in the same ways.
    DeliveryZoneId,
    /// A way of delivery. Unique in the shop.
    DeliveryMethodId,
    /// A tax zone: a part of the world where the same taxes are due.
    TaxZoneId,
    /// Work that was begun and must be finished.
    OperationId,
    /// An attempt to make an order of a cart.
    AttemptId,
    /// Stock held for an attempt.
    ReservationId,
    /// An order.
    OrderId,
    /// A line of an order.
    OrderLineId,
    /// What one location has to send for an order.
    FulfillmentOrderId,
    /// A line of a fulfilment order.
    FulfillmentOrderLineId,
    /// A reason why a fulfilment order must wait.
    FulfillmentHoldId,
    /// Units that were sent together.
    FulfillmentId,
    /// Units of a line that were sent.
    FulfillmentLineId,
    /// Money that goes back.
    RefundId,
    /// Units of a line that are refunded.
    RefundLineId,
    /// An entry of an order's timeline.
    OrderEventId,
    /// An e-mail.
    MailId,
    /// A row of the ledger of payments.
    PaymentTransactionId,
    /// A discount.
    DiscountId,
    /// A gift card.
    GiftCardId,
    /// What was taken from a gift card, or went back to it.
    GiftCardTransactionId,
}
