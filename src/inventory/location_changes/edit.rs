//! Changes the name, address and fulfillment setting of a location.

use super::{check, lock, save};
use crate::{
    app::App,
    codes::CountryCode,
    inventory::graphql::location_change_mutations::{LocationEditAddressInput, LocationEditInput},
    refusal::ChangeError,
    validators::{self as checks, filled},
};
use async_graphql::MaybeUndefined;
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Address},
};

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
) -> Result<location::Model, ChangeError> {
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
        check(&row.address)?;
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
