//! Delivery addresses and delivery groups of carts.

use super::{
    address::{CartAddress, MailingAddress},
    line::BaseCartLineConnection,
};
use crate::list::List;
use crate::{connection, connections::list_cost, context::RequestContext, money::MoneyV2};
use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};
use souk_entities::cart::cart;
use souk_kernel::{error::ApiError, money::Money, pagination::RequestedPage};
use souk_shop::{
    cart::{
        delivery::{DeliveryGroup, GroupKind},
        token::CartToken,
    },
    catalog,
    delivery::{Offer, Way},
};

/// Delivery details of a cart.
#[derive(Clone, Debug, Description)]
pub struct CartDelivery {
    token: CartToken,
    addresses: Vec<cart::DeliveryAddress>,
}

impl CartDelivery {
    pub(super) fn new(token: &CartToken, row: &cart::Model) -> Self {
        Self {
            token: token.clone(),
            addresses: row.addresses.0.clone(),
        }
    }
}

#[Object(use_type_description)]
impl CartDelivery {
    /// The addresses the buyer may select, in the order they were added.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn addresses(
        &self,
        #[graphql(
            desc = "Return only the selected address.",
            default_with = "Some(false)"
        )]
        selected: Option<bool>,
    ) -> List<CartSelectableAddress> {
        let all = !selected.unwrap_or(false);
        let addresses = self.addresses.iter().filter(|it| all || it.selected);
        addresses
            .map(|stored| CartSelectableAddress {
                address: CartAddress::new(stored),
                id: self.token.part_gid("CartSelectableAddress", stored.id),
                one_time_use: stored.one_time,
                selected: stored.selected,
            })
            .collect()
    }
}

/// An address the buyer may select.
#[derive(Clone, SimpleObject)]
pub struct CartSelectableAddress {
    /// The address.
    address: CartAddress,
    /// Global id.
    id: ID,
    /// Whether the address is for this order only.
    one_time_use: bool,
    /// Whether it is the selected address.
    selected: bool,
}

/// A delivery group: lines of a cart that are delivered together.
#[derive(Clone, Debug, Description)]
pub struct CartDeliveryGroup(DeliveryGroup);

connection!(
    CartDeliveryGroupConnection,
    CartDeliveryGroupEdge,
    CartDeliveryGroup,
    "groups of lines that are delivered together"
);

/// The requested page of `groups`.
pub(super) fn page_of(
    groups: Vec<DeliveryGroup>,
    page: &RequestedPage<catalog::ListPosition>,
) -> CartDeliveryGroupConnection {
    let slice = catalog::page_of_list(groups, page, |group| i64::from(group.kind as i32));
    let slice = slice.map(|(cursor, group)| (cursor, CartDeliveryGroup(group)));
    CartDeliveryGroupConnection::new(slice)
}

#[Object(use_type_description)]
impl CartDeliveryGroup {
    /// The lines, most recently added first.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn cart_lines(
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

    /// Delivery address.
    async fn delivery_address(&self) -> MailingAddress {
        MailingAddress::new(&self.0.address)
    }

    /// Delivery options the shop offers at this address.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn delivery_options(
        &self,
        ctx: &Context<'_>,
    ) -> Result<List<CartDeliveryOption>, ApiError> {
        let offers = self.0.offers(ctx.app()).await?.into_iter();
        Ok(offers.map(|offer| self.option(offer)).collect())
    }

    /// Kind of deliveries.
    async fn group_type(&self) -> CartDeliveryGroupType {
        match self.0.kind {
            GroupKind::OneTimePurchase => CartDeliveryGroupType::OneTimePurchase,
            GroupKind::Subscription => CartDeliveryGroupType::Subscription,
        }
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.gid()
    }

    /// The selected delivery option; null if there is none.
    async fn selected_delivery_option(&self) -> Option<CartDeliveryOption> {
        self.0.chosen.clone().map(|offer| self.option(offer))
    }
}

impl CartDeliveryGroup {
    fn option(&self, offer: Offer) -> CartDeliveryOption {
        CartDeliveryOption {
            code: offer.code,
            delivery_method_type: match offer.way {
                Way::Shipping => DeliveryMethodType::Shipping,
                Way::PickUp(_) => DeliveryMethodType::PickUp,
            },
            description: offer.description,
            estimated_cost: Money::new(offer.price, self.0.audience.currency).into(),
            handle: offer.handle,
            title: Some(offer.title),
        }
    }
}

/// Kinds of deliveries in a delivery group.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum CartDeliveryGroupType {
    /// One-time purchases, and the first delivery of every subscription.
    OneTimePurchase,
    /// Deliveries of subscriptions after the first.
    Subscription,
}

/// A delivery option of a delivery group.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartDeliveryOption {
    /// Code that identifies it to the shop and its carriers.
    code: Option<String>,
    /// Delivery method.
    delivery_method_type: DeliveryMethodType,
    /// Description for buyers.
    description: Option<String>,
    /// Cost, including tax if the market's prices include it.
    estimated_cost: MoneyV2,
    /// Handle to select it by.
    handle: String,
    /// Name for buyers.
    title: Option<String>,
}

/// Delivery methods.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum DeliveryMethodType {
    /// Delivery by the shop.
    Local,
    /// Nothing is delivered.
    None,
    /// Delivery to a pickup point near the buyer.
    #[graphql(name = "PICKUP_POINT")]
    PickupPoint,
    /// Pickup by the buyer.
    #[graphql(name = "PICK_UP")]
    PickUp,
    /// Purchase in a store; the buyer takes the items along.
    Retail,
    /// Delivery by a carrier.
    Shipping,
}
