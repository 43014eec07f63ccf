//! Ids: time-ordered numbers generated in process, and the global ids that clients see.

use crate::{clock::Clock, error::ApiError};
use async_graphql::ID;
use souk_entities::{Timestamp, ids::*};
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds between the epoch and 2025-01-01T00:00:00Z, where ids begin.
pub const EPOCH_MS: i64 = 1_735_689_600_000;
const NODE_BITS: u32 = 8;
const SEQUENCE_BITS: u32 = 12;
/// Number of ids per millisecond: an id divided by this is its time since [`EPOCH_MS`].
pub const PER_MILLISECOND: i64 = 1 << (NODE_BITS + SEQUENCE_BITS);

/// Generates ids: 41 bits of milliseconds since 2025, 8 bits of node, 12 bits of sequence. They
/// stay below 2^63 until 2094 and sort by creation time.
#[derive(Debug)]
pub struct IdGenerator {
    node: i64,
    /// Milliseconds and sequence of the last id, as one number.
    last: AtomicI64,
}

impl IdGenerator {
    /// A generator for the process with this number, which must be unique among the shop's
    /// processes.
    pub fn new(node: u8) -> Self {
        Self {
            node: i64::from(node),
            last: AtomicI64::new(0),
        }
    }

    /// Lets no id be generated that is not above this one, which another process may have made.
    pub fn stay_above(&self, id: i64) {
        let ms = id >> (NODE_BITS + SEQUENCE_BITS);
        let ticks = (ms + 1) << SEQUENCE_BITS;
        self.last.fetch_max(ticks, Ordering::Relaxed);
    }

    /// Generates an id. If more than 4,096 are requested within a millisecond, the sequence runs
    /// into the next millisecond, so the call never waits.
    pub fn next<I: From<i64>>(&self, clock: &Clock) -> I {
        let now = (clock.now().0 - EPOCH_MS) << SEQUENCE_BITS;
        let last = self
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
                Some(now.max(last + 1))
            })
            .expect("the closure always gives a number");
        let ticks = now.max(last + 1);
        let sequence = ticks & ((1 << SEQUENCE_BITS) - 1);
        let ms = ticks >> SEQUENCE_BITS;
        I::from((ms << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence)
    }
}

/// The number of the process that generated an id.
pub fn node_of(id: i64) -> u8 {
    let node = (id >> SEQUENCE_BITS) & ((1 << NODE_BITS) - 1);
    u8::try_from(node).expect("a node has eight bits")
}

/// An id below all those generated at or after `instant`: the start of a walk over rows by id. It
/// starts a minute earlier, because a row's creation time may be slightly later than its id.
pub fn before<I: From<i64>>(instant: Timestamp) -> I {
    let ms = (instant.0 - EPOCH_MS - 60_000).max(0);
    I::from(ms.saturating_mul(PER_MILLISECOND) - 1)
}

/// A kind of resource that has global ids, such as `gid://souk/Product/42`.
pub trait Gid: Copy + From<i64> {
    /// The kind as written in the id.
    const KIND: &'static str;

    /// The number in the id.
    fn number(self) -> i64;

    /// The global id.
    fn gid(self) -> ID {
        gid(Self::KIND, self.number())
    }

    /// Reads a global id of this kind; any namespace is accepted.
    ///
    /// # Errors
    ///
    /// [`ApiError::BadInput`] when the text is not a global id or names another kind.
    fn parse(id: &ID) -> Result<Self, ApiError> {
        match split(id) {
            Some((kind, number)) if kind == Self::KIND => Ok(Self::from(number)),
            _ => Err(ApiError::BadInput(format!("invalid {} id", Self::KIND))),
        }
    }
}

/// Formats a global id.
pub fn gid(kind: &str, number: i64) -> ID {
    ID(format!("gid://{NAMESPACE}/{kind}/{number}"))
}

/// Splits `gid://anything/Kind/123?query` into kind and number; a bare number has no kind.
pub fn split(id: &str) -> Option<(&str, i64)> {
    let path = id.strip_prefix("gid://")?.split('?').next()?;
    let mut parts = path.rsplitn(3, '/');
    let number = parts.next()?.parse().ok()?;
    let kind = parts.next()?;
    parts.next().filter(|namespace| !namespace.is_empty())?;
    Some((kind, number))
}

/// Namespace of the ids that this server generates.
pub const NAMESPACE: &str = "souk";

macro_rules! gids {
    ($($id:ident = $kind:literal,)*) => {$(
        impl Gid for $id {
            const KIND: &'static str = $kind;
            fn number(self) -> i64 {
                self.0
            }
        }
    )*};
}

gids! {
    ProductId = "Product",
    VariantId = "ProductVariant",
    OptionId = "ProductOption",
    OptionValueId = "ProductOptionValue",
    MediaId = "MediaImage",
    CollectionId = "Collection",
    MetafieldId = "Metafield",
    MetafieldDefinitionId = "MetafieldDefinition",
    MetaobjectId = "Metaobject",
    MetaobjectDefinitionId = "MetaobjectDefinition",
    MenuId = "Menu",
    MenuItemId = "MenuItem",
    PageId = "Page",
    BlogId = "Blog",
    ArticleId = "Article",
    CommentId = "Comment",
    ShopPolicyId = "ShopPolicy",
    UrlRedirectId = "UrlRedirect",
    MarketId = "Market",
    PriceListId = "PriceList",
    ChannelId = "Publication",
    SellingPlanGroupId = "SellingPlanGroup",
    SellingPlanId = "SellingPlan",
    FileId = "GenericFile",
    InventoryItemId = "InventoryItem",
    LocationId = "Location",
    AdjustmentGroupId = "InventoryAdjustmentGroup",
    AdjustmentId = "InventoryChange",
    CartLineId = "CartLine",
    AttemptId = "CartCompletionAttempt",
    ReservationId = "InventoryReservation",
    DeliveryZoneId = "DeliveryZone",
    DeliveryMethodId = "DeliveryMethodDefinition",
    TaxZoneId = "TaxZone",
    OrderId = "Order",
    OrderLineId = "LineItem",
    FulfillmentOrderId = "FulfillmentOrder",
    FulfillmentOrderLineId = "FulfillmentOrderLineItem",
    FulfillmentHoldId = "FulfillmentHold",
    FulfillmentId = "Fulfillment",
    FulfillmentLineId = "FulfillmentLineItem",
    RefundId = "Refund",
    RefundLineId = "RefundLineItem",
    OrderEventId = "OrderEvent",
    PaymentTransactionId = "OrderTransaction",
    DiscountId = "DiscountNode",
    GiftCardId = "GiftCard",
    GiftCardTransactionId = "GiftCardTransaction",
}
