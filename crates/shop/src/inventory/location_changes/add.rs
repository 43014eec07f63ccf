//! Adds locations.

use super::{
    pickup::{self, LocalPickupInput},
    saving::{self, check_address},
};
use crate::inventory::InventoryErrorCode;
use async_graphql::InputObject;
use souk_entities::inventory::location::{self, Address, Pickup};
use souk_kernel::{
    app::App,
    codes::CountryCode,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, filled},
};

/// Path of the pickup settings in the input.
const FIELD: &str = "input.localPickup";

/// A new location.
#[derive(InputObject, Clone, Debug)]
pub struct LocationAddInput {
    /// Address of the location.
    pub address: LocationAddAddressInput,
    /// Whether it fulfills online orders.
    #[graphql(default = true)]
    pub fulfills_online_orders: bool,
    /// Local pickup settings; no local pickup by default.
    pub local_pickup: Option<LocalPickupInput>,
    /// Name, unique among locations.
    pub name: String,
}

/// Address of a location.
#[derive(InputObject, Clone, Debug)]
pub struct LocationAddAddressInput {
    /// First line of the address.
    pub address1: Option<String>,
    /// Second line of the address.
    pub address2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Country.
    pub country_code: CountryCode,
    /// Latitude in degrees, positive to the north.
    pub latitude: Option<f64>,
    /// Longitude in degrees, positive to the east.
    pub longitude: Option<f64>,
    /// Phone number.
    pub phone: Option<String>,
    /// Name of the province.
    pub province: Option<String>,
    /// Code of the province.
    pub province_code: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
}

/// A validated new location.
#[derive(Clone, Debug)]
pub struct LocationDraft {
    /// Name, unique among locations.
    pub name: String,
    /// Address.
    pub address: Address,
    /// Whether it fulfills online orders.
    pub fulfills_online_orders: bool,
    /// Local pickup settings.
    pub pickup: Option<Pickup>,
}

/// Validates an input of `locationAdd`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_location(
    input: LocationAddInput,
) -> Result<LocationDraft, Refusal<InventoryErrorCode>> {
    Ok(LocationDraft {
        name: checks::title(&input.name, "input.name")?,
        address: address(input.address)?,
        fulfills_online_orders: input.fulfills_online_orders,
        pickup: input
            .local_pickup
            .map(|input| pickup::settings(input.pickup_time, input.instructions, FIELD))
            .transpose()?,
    })
}

fn address(input: LocationAddAddressInput) -> Checked<Address, InventoryErrorCode> {
    let address = Address {
        address1: filled(input.address1),
        address2: filled(input.address2),
        city: filled(input.city),
        zip: filled(input.zip),
        province_code: filled(input.province_code),
        province: filled(input.province),
        country_code: Some(input.country_code.code().to_owned()),
        phone: filled(input.phone),
        latitude: input.latitude,
        longitude: input.longitude,
    };
    check_address(&address)?;
    Ok(address)
}

/// Adds a location. It serves the sales channels without locations of their own.
///
/// # Errors
///
/// When another location has the name, or the database fails.
pub async fn add_location(
    app: &App,
    draft: LocationDraft,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    let row = location::Model {
        id: app.next_id(),
        name: draft.name,
        active: true,
        fulfills_online_orders: draft.fulfills_online_orders,
        address: draft.address,
        pickup: draft.pickup,
        created_at: now,
        updated_at: now,
    };
    saving::add(app, txn, row).await
}
