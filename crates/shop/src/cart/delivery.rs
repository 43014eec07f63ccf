//! Delivery groups of a cart and their delivery options: the lines that are shipped, to the address
//! the buyer selected.

use super::{token::CartToken, view::LineView};
use crate::{
    delivery::{Delivery, Offer, Parcel},
    inventory,
    market::Audience,
};
use async_graphql::ID;
use sea_orm::DbErr;
pub use souk_entities::cart::cart::GroupKind;
use souk_entities::{
    cart::cart::{self, DeliveryAddress, PostalAddress},
    ids::VariantId,
};
use souk_kernel::{
    app::App,
    codes::{CountryCode, Place},
    error::ApiError,
};
use std::{collections::HashMap, sync::Arc};

/// Lines that are delivered together.
#[derive(Clone, Debug)]
pub struct DeliveryGroup {
    /// The kind of deliveries.
    pub kind: GroupKind,
    /// The delivery address.
    pub address: DeliveryAddress,
    /// The lines, newest first.
    pub lines: Vec<Arc<LineView>>,
    /// The cart.
    pub token: CartToken,
    /// The audience it is priced for.
    pub audience: Audience,
    /// The selected delivery option, as long as it is offered.
    pub chosen: Option<Offer>,
}

/// The delivery address the buyer selected; `None` if there is none yet.
pub fn delivery_address(row: &cart::Model) -> Option<&DeliveryAddress> {
    row.addresses.0.iter().find(|it| it.selected)
}

/// Where an address is; in the audience's country if it names none.
pub fn place(audience: &Audience, address: Option<&PostalAddress>) -> Place {
    let country = address.and_then(|address| address.country.as_deref());
    let country = country.and_then(CountryCode::from_code);
    let province = address.and_then(|address| address.province.as_deref());
    Place::new(country.unwrap_or(audience.country), province)
}

/// Stores the option selected for a group; `None` removes it.
pub(super) fn choose(row: &mut cart::Model, kind: GroupKind, handle: Option<&str>) {
    let mut options = row.delivery_options.take().unwrap_or_default();
    options.0.retain(|option| option.group != kind);
    options.0.extend(handle.map(|handle| cart::DeliveryOption {
        group: kind,
        handle: handle.to_owned(),
    }));
    row.delivery_options = Some(options).filter(|options| !options.0.is_empty());
}

/// The global id of a delivery group. It stays the same as long as the address does.
pub fn group_gid(token: &CartToken, address: i64, kind: GroupKind) -> ID {
    let ID(id) = token.part_gid("CartDeliveryGroup", address);
    ID(match kind {
        GroupKind::OneTimePurchase => id,
        GroupKind::Subscription => format!("{id}&type=subscription"),
    })
}

impl DeliveryGroup {
    /// Its global id.
    pub fn gid(&self) -> ID {
        group_gid(&self.token, self.address.id, self.kind)
    }

    /// Every delivery option. One statement, if there are pickup locations.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn offers(&self, app: &App) -> Result<Vec<Offer>, ApiError> {
        let mut offers = self.shipping(app);
        offers.extend(self.pickup(app).await?);
        Ok(offers)
    }

    /// The option with this handle, if it is offered.
    pub(super) async fn offer(&self, app: &App, handle: &str) -> Result<Option<Offer>, DbErr> {
        let with_handle = |offer: &Offer| offer.handle == handle;
        if let Some(offer) = self.shipping(app).into_iter().find(with_handle) {
            return Ok(Some(offer));
        }
        if !handle.starts_with("pickup-") {
            return Ok(None);
        }
        Ok(self.pickup(app).await?.into_iter().find(with_handle))
    }

    fn shipping(&self, app: &App) -> Vec<Offer> {
        let prices = self.lines.iter().map(|line| line.subtotal.minor());
        let grams = self.lines.iter().map(|line| line.grams());
        let parcel = Parcel {
            price: prices.fold(0, i64::saturating_add),
            grams: grams.fold(0, i64::saturating_add),
        };
        let place = place(&self.audience, Some(&self.address.address));
        let zones = app.part::<Delivery>().current();
        zones.shipping(&place, self.audience.currency, parcel)
    }

    /// Pickup locations in the country of the address that have every line in stock. Subscription
    /// deliveries cannot be picked up.
    async fn pickup(&self, app: &App) -> Result<Vec<Offer>, DbErr> {
        let zones = app.part::<Delivery>().current();
        let country = place(&self.audience, Some(&self.address.address)).country;
        let mut places = zones.pickup(country).peekable();
        if self.kind == GroupKind::Subscription || places.peek().is_none() {
            return Ok(Vec::new());
        }
        let mut wanted: HashMap<VariantId, i64> = HashMap::new();
        for line in &self.lines {
            let units = i64::from(line.line.quantity);
            *wanted.entry(line.line.variant).or_default() += units;
        }
        let variants: Vec<VariantId> = wanted.keys().copied().collect();
        let stock = inventory::pickup_stock(app, &variants).await?;
        let has_all = |location| {
            wanted.iter().all(|(variant, units)| {
                let mut kept = stock.get(variant).into_iter().flatten();
                let here = kept.find(|stock| stock.location == location);
                here.is_some_and(|stock| stock.quantity.is_none_or(|kept| kept >= *units))
            })
        };
        let places = places.filter(|place| has_all(place.location));
        Ok(places.map(|place| place.offer()).collect())
    }
}
