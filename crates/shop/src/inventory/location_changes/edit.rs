//! Changes the name, address and fulfillment setting of a location.

use super::saving::{check_address, lock, save};
use crate::inventory::InventoryErrorCode;
use async_graphql::{InputObject, MaybeUndefined};
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Address},
};
use souk_kernel::{
    app::App,
    codes::CountryCode,
    refusal::ChangeError,
    validators::{self as checks, filled},
};

/// Changes to a location. Fields that are left out stay unchanged.
#[derive(InputObject, Clone, Debug)]
pub struct LocationEditInput {
    /// New address.
    pub address: Option<LocationEditAddressInput>,
    /// Whether it fulfills online orders.
    pub fulfills_online_orders: Option<bool>,
    /// Name, unique among locations.
    pub name: Option<String>,
}

/// Changes to an address. Fields that are left out stay unchanged; null removes a value.
#[derive(InputObject, Clone, Debug)]
pub struct LocationEditAddressInput {
    /// First line of the address.
    pub address1: MaybeUndefined<String>,
    /// Second line of the address.
    pub address2: MaybeUndefined<String>,
    /// City.
    pub city: MaybeUndefined<String>,
    /// Country, which cannot be removed.
    pub country_code: Option<CountryCode>,
    /// Latitude in degrees, positive to the north.
    pub latitude: MaybeUndefined<f64>,
    /// Longitude in degrees, positive to the east.
    pub longitude: MaybeUndefined<f64>,
    /// Phone number.
    pub phone: MaybeUndefined<String>,
    /// Name of the province.
    pub province: MaybeUndefined<String>,
    /// Code of the province.
    pub province_code: MaybeUndefined<String>,
    /// Postal code.
    pub zip: MaybeUndefined<String>,
}

/// Changes the given values of a location.
///
/// # Errors
///
/// When the location does not exist, another one has the name, a value is refused, or the database
/// fails.
pub async fn edit(
    app: &App,
    id: LocationId,
    input: LocationEditInput,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let name = input.name.map(|name| checks::title(&name, "input.name"));
    let name = name.transpose()?;
    let txn = app.databases.inventory.begin().await?;
    let mut row = lock(&txn, id, "id").await?;
    row.name = name.unwrap_or(row.name);
    row.fulfills_online_orders = input
        .fulfills_online_orders
        .unwrap_or(row.fulfills_online_orders);
    if let Some(changes) = input.address {
        row.address = changed(row.address, changes);
        check_address(&row.address)?;
    }
    save(app, txn, row).await
}

fn changed(address: Address, input: LocationEditAddressInput) -> Address {
    let country = input.country_code.map(CountryCode::code);
    Address {
        address1: text(address.address1, input.address1),
        address2: text(address.address2, input.address2),
        city: text(address.city, input.city),
        zip: text(address.zip, input.zip),
        province_code: text(address.province_code, input.province_code),
        province: text(address.province, input.province),
        country_code: country.map(str::to_owned).or(address.country_code),
        phone: text(address.phone, input.phone),
        latitude: or_stored(address.latitude, input.latitude),
        longitude: or_stored(address.longitude, input.longitude),
    }
}

fn text(stored: Option<String>, given: MaybeUndefined<String>) -> Option<String> {
    filled(or_stored(stored, given))
}

/// The given value, or else the stored one. Null removes it.
fn or_stored<T>(stored: Option<T>, given: MaybeUndefined<T>) -> Option<T> {
    checks::given(given).unwrap_or(stored)
}
