//! Adds and changes locations, which hold stock.

pub mod activation;
pub mod channels;
pub mod edit;
pub mod pickup;
pub(crate) mod replace;

use crate::inventory::{InventoryErrorCode, NO_LOCATION, store::locations as store};
use async_graphql::InputObject;
use pickup::LocalPickupInput;
use sea_orm::DatabaseTransaction;
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Address, Pickup},
};
use souk_kernel::{
    app::App,
    codes::CountryCode,
    events::Event,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, already_named, filled, refuse, short},
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
    check(&address)?;
    Ok(address)
}

/// Refuses an address with a text that is too long, or coordinates that are out of range.
fn check(address: &Address) -> Checked<(), InventoryErrorCode> {
    for (text, field) in [
        (&address.address1, "input.address.address1"),
        (&address.address2, "input.address.address2"),
        (&address.city, "input.address.city"),
        (&address.phone, "input.address.phone"),
        (&address.province, "input.address.province"),
        (&address.province_code, "input.address.provinceCode"),
        (&address.zip, "input.address.zip"),
    ] {
        short(text.as_deref().unwrap_or_default(), field)?;
    }
    for (degrees, most, field) in [
        (address.latitude, 90.0, "input.address.latitude"),
        (address.longitude, 180.0, "input.address.longitude"),
    ] {
        if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
            let why = format!("{} must be from -{most} to {most}.", checks::named(field));
            return refuse(InventoryErrorCode::Invalid, field, why);
        }
    }
    Ok(())
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
    save(app, txn, row).await
}

/// Locks a location until the transaction ends.
async fn lock(
    txn: &DatabaseTransaction,
    id: LocationId,
    field: &str,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let row = store::lock_location(txn, id).await?;
    let none = || Refusal::new(InventoryErrorCode::NotFound, field, NO_LOCATION);
    row.ok_or_else(|| none().into())
}

/// Saves a changed location and publishes the change.
async fn save(
    app: &App,
    txn: DatabaseTransaction,
    mut row: location::Model,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    row.updated_at = app.clock.now();
    store::upsert_location(&txn, row.clone())
        .await
        .map_err(|error| {
            ChangeError::taken(error, "input.name", already_named("location", &row.name))
        })?;
    let what = "location".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok(row)
}
