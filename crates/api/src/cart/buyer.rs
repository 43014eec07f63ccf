//! What a cart knows about its buyer.

use super::{address::DeliveryAddress, address_inputs::DeliveryAddressInput};
use crate::list::List;
use async_graphql::{Enum, ID, InputObject, MaybeUndefined, SimpleObject};
use souk_entities::cart::cart::{self, Buyer, DeliveryPreference, Place, Preferences};
use souk_kernel::codes::CountryCode;
use souk_shop::cart::addresses::{AddressNames, NewAddress};

/// The buyer, as far as known.
#[derive(Clone, SimpleObject)]
pub struct CartBuyerIdentity {
    /// Country of the buyer, which determines the currency and the prices.
    country_code: Option<CountryCode>,
    /// The signed-in customer; null if nobody is signed in.
    customer: Option<Customer>,
    /// Delivery addresses the buyer prefers.
    #[graphql(deprecation = "Use `cart.delivery`.")]
    delivery_address_preferences: List<DeliveryAddress>,
    /// E-mail address.
    email: Option<String>,
    /// Phone number.
    phone: Option<String>,
    /// The buyer's preferences for the checkout.
    preferences: Option<CartPreferences>,
}

impl CartBuyerIdentity {
    pub(super) fn new(row: &cart::Model) -> Self {
        let buyer = &row.buyer;
        let addresses = row.addresses.0.iter();
        Self {
            country_code: buyer.country.as_deref().and_then(CountryCode::from_code),
            customer: None,
            delivery_address_preferences: addresses.map(DeliveryAddress::new).collect(),
            email: buyer.email.clone(),
            phone: buyer.phone.clone(),
            preferences: buyer.preferences.as_ref().map(CartPreferences::new),
        }
    }
}

/// A person with an account in the shop.
#[derive(Clone, Debug, SimpleObject)]
pub struct Customer {
    /// Display name.
    display_name: String,
    /// E-mail address.
    email: Option<String>,
    /// First name.
    first_name: Option<String>,
    /// Global id.
    id: ID,
    /// Last name.
    last_name: Option<String>,
    /// Phone number.
    phone: Option<String>,
}

/// The buyer's preferences for the checkout.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartPreferences {
    /// Delivery preferences.
    delivery: Option<CartDeliveryPreference>,
    /// Wallets to offer first.
    wallet: Option<Vec<String>>,
}

/// How the buyer prefers to receive the order.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartDeliveryPreference {
    /// The buyer's location.
    coordinates: Option<CartDeliveryCoordinatesPreference>,
    /// Delivery methods, most preferred first.
    delivery_method: List<PreferenceDeliveryMethodType>,
    /// Handles of pickup locations, most preferred first.
    pickup_handle: Vec<String>,
}

/// The buyer's location.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartDeliveryCoordinatesPreference {
    /// Country.
    country_code: CountryCode,
    /// Latitude in degrees north.
    latitude: f64,
    /// Longitude in degrees east.
    longitude: f64,
}

/// Delivery methods a buyer can prefer.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum PreferenceDeliveryMethodType {
    /// Delivery to a pickup point near the buyer.
    #[graphql(name = "PICKUP_POINT")]
    PickupPoint,
    /// Pickup at a store.
    #[graphql(name = "PICK_UP")]
    PickUp,
    /// Shipping to the buyer's address.
    #[graphql(name = "SHIPPING")]
    Shipping,
}

/// Delivery methods by the names they are stored under.
const METHODS: [(&str, PreferenceDeliveryMethodType); 3] = [
    ("PICKUP_POINT", PreferenceDeliveryMethodType::PickupPoint),
    ("PICK_UP", PreferenceDeliveryMethodType::PickUp),
    ("SHIPPING", PreferenceDeliveryMethodType::Shipping),
];

impl CartPreferences {
    fn new(stored: &Preferences) -> Self {
        let delivery = stored.delivery.as_ref().map(|stored| {
            let place = stored.place.as_ref();
            let methods = stored.methods.iter().filter_map(|name| {
                let found = METHODS.iter().find(|(known, _)| known == name);
                found.map(|(_, method)| *method)
            });
            CartDeliveryPreference {
                coordinates: place.and_then(|place| {
                    Some(CartDeliveryCoordinatesPreference {
                        country_code: CountryCode::from_code(&place.country)?,
                        latitude: place.latitude,
                        longitude: place.longitude,
                    })
                }),
                delivery_method: methods.collect(),
                pickup_handle: stored.pickup_handles.clone(),
            }
        });
        Self {
            delivery,
            wallet: stored.wallet.clone(),
        }
    }
}

/// The buyer's details. Fields that are left out stay unchanged; null removes a value.
#[derive(Clone, Debug, InputObject)]
pub struct CartBuyerIdentityInput {
    /// Country of the buyer.
    country_code: MaybeUndefined<CountryCode>,
    /// Access token of a signed-in customer.
    customer_access_token: MaybeUndefined<String>,
    /// Addresses that replace the current delivery addresses; the first is selected.
    #[graphql(
        deprecation = "Use `delivery` of the cart.",
        validator(max_items = 250)
    )]
    delivery_address_preferences: Option<Vec<DeliveryAddressInput>>,
    /// E-mail address.
    email: MaybeUndefined<String>,
    /// Phone number.
    phone: MaybeUndefined<String>,
    /// The buyer's preferences for the checkout.
    preferences: MaybeUndefined<CartPreferencesInput>,
}

/// Names of the delivery address fields in an identity, below the given path.
macro_rules! names {
    ($($before:literal),+) => {
        AddressNames {
            list: &[$($before),+, "deliveryAddressPreferences"],
            within: &["deliveryAddress"],
            country: "country",
            province: "province",
        }
    };
}

impl CartBuyerIdentityInput {
    /// Names of its address fields in `cartBuyerIdentityUpdate`.
    pub(super) const NAMES: AddressNames<'static> = names!("buyerIdentity");
    /// Names of its address fields in `cartCreate`.
    pub(super) const NAMES_IN_CART: AddressNames<'static> = names!("input", "buyerIdentity");

    /// The addresses that replace the current ones; `None` keeps those.
    pub(super) fn addresses(&self) -> Option<Vec<NewAddress>> {
        let given = self.delivery_address_preferences.as_deref();
        given.map(DeliveryAddressInput::read)
    }

    /// Applies the input to the stored details of the buyer.
    pub(super) fn apply(&self, buyer: &mut Buyer) {
        let country = self.country_code;
        let country = country.map_value(|country| country.code().to_owned());
        set(&mut buyer.country, country);
        let token = self.customer_access_token.clone();
        set(&mut buyer.customer_access_token, token);
        set(&mut buyer.email, trimmed(&self.email));
        set(&mut buyer.phone, trimmed(&self.phone));
        let preferences = self.preferences.clone();
        let preferences = preferences.map_value(|input| input.stored());
        set(&mut buyer.preferences, preferences);
    }
}

/// The text without spaces around it; a blank one removes the value.
fn trimmed(text: &MaybeUndefined<String>) -> MaybeUndefined<String> {
    match text {
        MaybeUndefined::Value(text) if text.trim_matches(' ').is_empty() => MaybeUndefined::Null,
        MaybeUndefined::Value(text) => MaybeUndefined::Value(text.trim_matches(' ').to_owned()),
        absent => absent.clone(),
    }
}

fn set<T>(field: &mut Option<T>, value: MaybeUndefined<T>) {
    match value {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *field = None,
        MaybeUndefined::Value(value) => *field = Some(value),
    }
}

/// The buyer's preferences for the checkout.
#[derive(Clone, Debug, InputObject)]
pub struct CartPreferencesInput {
    /// Delivery preferences.
    delivery: Option<CartDeliveryPreferenceInput>,
    /// Wallets to offer first.
    #[graphql(validator(max_items = 250))]
    wallet: Option<Vec<String>>,
}

/// How the buyer prefers to receive the order.
#[derive(Clone, Debug, InputObject)]
pub struct CartDeliveryPreferenceInput {
    /// The buyer's location.
    coordinates: Option<CartDeliveryCoordinatesPreferenceInput>,
    /// Delivery methods, most preferred first.
    #[graphql(validator(max_items = 250))]
    delivery_method: Option<Vec<PreferenceDeliveryMethodType>>,
    /// Handles of pickup locations, most preferred first.
    #[graphql(validator(max_items = 250))]
    pickup_handle: Option<Vec<String>>,
}

/// The buyer's location.
#[derive(Clone, Debug, InputObject)]
pub struct CartDeliveryCoordinatesPreferenceInput {
    /// Country.
    country_code: CountryCode,
    /// Latitude in degrees north.
    latitude: f64,
    /// Longitude in degrees east.
    longitude: f64,
}

impl CartPreferencesInput {
    fn stored(&self) -> Preferences {
        let delivery = self.delivery.as_ref().map(|input| {
            let wished = input.delivery_method.iter().flatten();
            let methods = wished.filter_map(|method| {
                let found = METHODS.iter().find(|(_, known)| known == method);
                found.map(|(name, _)| (*name).to_owned())
            });
            DeliveryPreference {
                methods: methods.collect(),
                pickup_handles: input.pickup_handle.clone().unwrap_or_default(),
                place: input.coordinates.as_ref().map(|place| Place {
                    latitude: place.latitude,
                    longitude: place.longitude,
                    country: place.country_code.code().to_owned(),
                }),
            }
        });
        Preferences {
            delivery,
            wallet: self.wallet.clone(),
        }
    }
}
