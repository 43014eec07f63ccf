//! Which delivery options are offered, and what they cost.

use serde::{Deserialize, Serialize};
use souk_entities::{
    ids::LocationId,
    orders::delivery_zone::{DeliveryMethod, DeliveryRate},
};
use souk_kernel::codes::{CountryCode, CurrencyCode};

/// What is delivered to one place, as far as its price depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    /// Price of the merchandise in minor units.
    pub price: i64,
    /// Weight in grams.
    pub grams: i64,
}

/// A delivery option that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Handle to select it by. It stays the same as long as the option exists.
    pub handle: String,
    /// How it gets to the buyer.
    pub way: Way,
    /// Name for buyers.
    pub title: String,
    /// Description for buyers.
    pub description: Option<String>,
    /// Code that the shop and its carriers know it by.
    pub code: Option<String>,
    /// What it costs, in minor units of the market's currency.
    pub price: i64,
}

/// How an order gets to its buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Delivery by a carrier.
    Shipping,
    /// Pickup at a location.
    PickUp(LocationId),
}

/// Where buyers may pick up orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickupPlace {
    /// The location.
    pub location: LocationId,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<CountryCode>,
    /// How soon an order is ready, as the API names it, such as `TWO_HOURS`.
    pub pickup_time: String,
    /// The merchant's instructions for buyers; empty if there are none.
    pub instructions: String,
    /// Both for buyers, in English.
    pub description: String,
}

impl PickupPlace {
    /// The offer to pick orders up there. It is free.
    pub fn offer(&self) -> Offer {
        Offer {
            handle: format!("pickup-{}", self.location.0),
            way: Way::PickUp(self.location),
            title: self.name.clone(),
            description: Some(self.description.clone()),
            code: None,
            price: 0,
        }
    }
}

/// The offer of a method for a parcel; `None` if no rate in the currency fits.
pub(super) fn of_method(
    method: &DeliveryMethod,
    currency: CurrencyCode,
    parcel: Parcel,
) -> Option<Offer> {
    let mut rates = method.rates.iter();
    let rate = rates.find(|rate| rate.currency == currency.code() && fits(rate, parcel))?;
    let is_free = rate.free_from.is_some_and(|from| parcel.price >= from);
    Some(Offer {
        handle: format!("shipping-{}", method.id.0),
        way: Way::Shipping,
        title: method.name.clone(),
        description: method.description.clone(),
        code: method.code.clone(),
        price: if is_free { 0 } else { rate.price },
    })
}

fn fits(rate: &DeliveryRate, parcel: Parcel) -> bool {
    let within = |value: i64, minimum: Option<i64>, maximum: Option<i64>| {
        minimum.is_none_or(|minimum| value >= minimum)
            && maximum.is_none_or(|maximum| value <= maximum)
    };
    within(parcel.price, rate.minimum_price, rate.maximum_price)
        && within(parcel.grams, rate.minimum_grams, rate.maximum_grams)
}

#[cfg(test)]
mod tests {
    use super::*;
    use souk_entities::ids::DeliveryMethodId;

    fn rate(price: i64) -> DeliveryRate {
        DeliveryRate {
            currency: "EUR".to_owned(),
            price,
            free_from: None,
            minimum_price: None,
            maximum_price: None,
            minimum_grams: None,
            maximum_grams: None,
        }
    }

    fn price(rates: Vec<DeliveryRate>, parcel: Parcel) -> Option<i64> {
        let method = DeliveryMethod {
            id: DeliveryMethodId(7),
            name: "Parcel".to_owned(),
            description: None,
            code: None,
            rates,
        };
        of_method(&method, CurrencyCode::EUR, parcel).map(|offer| offer.price)
    }

    #[test]
    fn the_first_rate_that_fits_counts() {
        let light = DeliveryRate {
            maximum_grams: Some(1_000),
            free_from: Some(5_000),
            ..rate(490)
        };
        let heavy = DeliveryRate {
            minimum_grams: Some(1_000),
            maximum_grams: Some(30_000),
            ..rate(990)
        };
        let cheap = DeliveryRate {
            maximum_price: Some(0),
            ..rate(0)
        };
        let priced = |price, grams| {
            let rates = vec![cheap.clone(), light.clone(), heavy.clone()];
            super::tests::price(rates, Parcel { price, grams })
        };
        assert_eq!(priced(0, 5_000), Some(0));
        assert_eq!(priced(100, 1_000), Some(490));
        assert_eq!(priced(4_999, 500), Some(490));
        assert_eq!(priced(5_000, 500), Some(0));
        assert_eq!(priced(5_000, 1_001), Some(990));
        assert_eq!(priced(5_000, 30_001), None);
    }

    #[test]
    fn a_method_without_a_rate_in_the_currency_is_not_offered() {
        let dollars = DeliveryRate {
            currency: "USD".to_owned(),
            ..rate(490)
        };
        assert_eq!(price(vec![dollars], Parcel::default()), None);
    }
}
