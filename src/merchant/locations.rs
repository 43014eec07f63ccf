//! Adds places that hold stock.

use super::{
    checks::{self, Checked, filled, refuse, short},
    graphql::locations::{LocalPickupInput, LocationAddAddressInput, LocationAddInput},
    refusal::{ChangeError, Refusal, RefusalCode},
    rows,
};
use crate::{app::App, events::Event};
use souk_entities::inventory::location::{self, Address, Pickup};

/// Characters of what buyers who pick up orders should know, at most.
const MOST_INSTRUCTIONS: usize = 1_000;

/// A location as it should be.
#[derive(Clone, Debug)]
pub struct LocationDraft {
    /// Name, unique among locations.
    pub name: String,
    /// Address.
    pub address: Address,
    /// Whether it sends orders.
    pub fulfills_online_orders: bool,
    /// How buyers pick up orders there.
    pub pickup: Option<Pickup>,
}

/// Checks an input of `locationAdd`.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn validate(input: LocationAddInput) -> Result<LocationDraft, Refusal> {
    Ok(LocationDraft {
        name: checks::title(&input.name, "input.name")?,
        address: address(input.address)?,
        fulfills_online_orders: input.fulfills_online_orders,
        pickup: input.local_pickup.map(pickup).transpose()?,
    })
}

fn address(input: LocationAddAddressInput) -> Checked<Address> {
    for (text, field) in [
        (&input.address1, "input.address.address1"),
        (&input.address2, "input.address.address2"),
        (&input.city, "input.address.city"),
        (&input.phone, "input.address.phone"),
        (&input.province, "input.address.province"),
        (&input.province_code, "input.address.provinceCode"),
        (&input.zip, "input.address.zip"),
    ] {
        short(text.as_deref().unwrap_or_default(), field)?;
    }
    for (degrees, most, field) in [
        (input.latitude, 90.0, "input.address.latitude"),
        (input.longitude, 180.0, "input.address.longitude"),
    ] {
        if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
            return refuse(RefusalCode::Invalid, field, "the degrees are out of range");
        }
    }
    Ok(Address {
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
    })
}

fn pickup(input: LocalPickupInput) -> Checked<Pickup> {
    let instructions = input.instructions.unwrap_or_default();
    if instructions.chars().count() > MOST_INSTRUCTIONS {
        let why = format!("at most {MOST_INSTRUCTIONS} characters");
        let field = "input.localPickup.instructions";
        return refuse(RefusalCode::TooLong, field, why);
    }
    Ok(Pickup {
        pickup_time: input.pickup_time.to_string(),
        instructions,
    })
}

/// Adds a location. It serves the channels that name no locations of their own.
///
/// # Errors
///
/// When another location has the name, or the database fails.
pub async fn add(app: &App, draft: LocationDraft) -> Result<location::Model, ChangeError> {
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
    rows::upsert::<location::Entity>(&txn, vec![row.clone()])
        .await
        .map_err(|error| {
            ChangeError::taken(error, "input.name", "the name is another location's")
        })?;
    let what = "location".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok(row)
}
