//! Locations that hold stock, as buyers and merchants see them.

use super::loaders_context::InventoryContext;
use crate::{
    connection, connections::list_cost, context::RequestContext, schema::Location,
    visibility::reads_locations,
};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use souk_entities::{ids::LocationId, inventory::location};
use souk_kernel::{
    codes::{CountryCode, Label},
    error::ApiError,
    ids::Gid,
    pagination::RequestedPage,
    viewer::Scope,
};
use souk_shop::{
    catalog,
    inventory::{
        location_changes::pickup::DeliveryLocalPickupTime,
        locations::{self, Coordinates, LocationOrder, LocationSelection},
    },
};
use std::sync::Arc;

/// Location fields that the inventory domain owns.
#[derive(Clone)]
pub struct LocationFields {
    /// The location's row.
    pub row: Arc<location::Model>,
}

#[Object]
impl LocationFields {
    /// Address.
    fn address(&self) -> LocationAddress {
        LocationAddress::new(&self.row.address)
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Whether it ships online orders. Needs the scope `read_locations`.
    #[graphql(visible = "reads_locations")]
    async fn fulfills_online_orders(&self, ctx: &Context<'_>) -> Option<Result<bool, ApiError>> {
        Some(merchants(ctx).map(|()| self.row.fulfills_online_orders))
    }

    /// Whether the location is active. Needs the scope `read_locations`.
    #[graphql(visible = "reads_locations")]
    async fn is_active(&self, ctx: &Context<'_>) -> Option<Result<bool, ApiError>> {
        Some(merchants(ctx).map(|()| self.row.active))
    }

    /// Settings for local pickup; null if pickup is not offered. Needs the scope `read_locations`.
    #[graphql(name = "localPickupSettingsV2", visible = "reads_locations")]
    async fn local_pickup_settings(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<LocalPickupSettings, ApiError>> {
        if let Err(error) = merchants(ctx) {
            return Some(Err(error));
        }
        let pickup = self.row.pickup.as_ref()?;
        Some(Ok(LocalPickupSettings::new(pickup)))
    }

    /// Name.
    fn name(&self) -> &str {
        &self.row.name
    }
}

fn merchants(ctx: &Context<'_>) -> Result<(), ApiError> {
    ctx.viewer().require(Scope::ReadLocations)
}

/// Settings for local pickup at a location.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "DeliveryLocalPickupSettings")]
pub struct LocalPickupSettings {
    /// Instructions for buyers.
    instructions: String,
    /// How soon an order is ready; null if unspecified.
    pickup_time: Option<DeliveryLocalPickupTime>,
}

impl LocalPickupSettings {
    /// Reads the stored settings.
    pub fn new(pickup: &location::Pickup) -> Self {
        Self {
            instructions: pickup.instructions.clone(),
            pickup_time: pickup.pickup_time.parse().ok(),
        }
    }
}

/// Address of a location.
#[derive(Clone, Debug, SimpleObject)]
pub struct LocationAddress {
    /// First line of the address.
    address1: Option<String>,
    /// Second line of the address.
    address2: Option<String>,
    /// City.
    city: Option<String>,
    /// Name of the country in English.
    country: Option<String>,
    /// ISO 3166 code of the country.
    country_code: Option<String>,
    /// The address formatted as lines of a label.
    formatted: Vec<String>,
    /// Latitude in degrees; north is positive.
    latitude: Option<f64>,
    /// Longitude in degrees; east is positive.
    longitude: Option<f64>,
    /// Phone number.
    phone: Option<String>,
    /// Province.
    province: Option<String>,
    /// Code of the province.
    province_code: Option<String>,
    /// Postal code.
    zip: Option<String>,
}

impl LocationAddress {
    fn new(stored: &location::Address) -> Self {
        let code = stored.country_code.as_deref();
        let country = code.and_then(CountryCode::from_code);
        let province = stored.province.as_ref().or(stored.province_code.as_ref());
        let label = Label {
            address1: stored.address1.as_deref(),
            address2: stored.address2.as_deref(),
            city: stored.city.as_deref(),
            province: stored.province_code.as_ref().or(province).map(|it| &**it),
            zip: stored.zip.as_deref(),
            country,
            ..Label::default()
        };
        Self {
            formatted: label.lines(),
            address1: stored.address1.clone(),
            address2: stored.address2.clone(),
            city: stored.city.clone(),
            country: country.map(|country| country.english_name().to_owned()),
            country_code: stored.country_code.clone(),
            latitude: stored.latitude,
            longitude: stored.longitude,
            phone: stored.phone.clone(),
            province: province.cloned(),
            province_code: stored.province_code.clone(),
            zip: stored.zip.clone(),
        }
    }
}

connection!(LocationConnection, LocationEdge, Location, "locations");

/// Geographic coordinates.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct GeoCoordinateInput {
    /// Latitude in degrees; north is positive.
    latitude: f64,
    /// Longitude in degrees; east is positive.
    longitude: f64,
}

impl From<GeoCoordinateInput> for Coordinates {
    fn from(input: GeoCoordinateInput) -> Self {
        Self {
            latitude: input.latitude,
            longitude: input.longitude,
        }
    }
}

/// Keys to sort locations by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocationSortKeys {
    /// By city.
    City,
    /// By distance from `near`, nearest first.
    Distance,
    /// By id.
    Id,
    /// By name.
    Name,
}

/// Finds a location by its id, if the caller may see it: an active one that offers pickup, or any
/// for a merchant who may read locations.
///
/// # Errors
///
/// When the database fails.
pub async fn location_by_id(
    ctx: &Context<'_>,
    id: LocationId,
) -> Result<Option<Location>, ApiError> {
    let row = ctx.inventory().locations.load_one(id).await?;
    let merchant = ctx.viewer().may(Scope::ReadLocations);
    let row = row.filter(|row| merchant || (row.active && row.pickup.is_some()));
    Ok(row.map(Location::new))
}

/// Queries of locations.
#[derive(Default)]
pub struct LocationQuery;

#[Object]
impl LocationQuery {
    /// Locations where buyers can pick up orders. Merchants who may read locations see all of them.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn locations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "The buyer's coordinates: nearest first, unless sorted by `CITY` or `NAME`."
        )]
        near: Option<GeoCoordinateInput>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Key to sort by.",
            default_with = "Some(LocationSortKeys::Id)"
        )]
        sort_key: Option<LocationSortKeys>,
    ) -> Result<LocationConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let near = near.map(Coordinates::from);
        let order = match (sort_key.unwrap_or(LocationSortKeys::Id), near) {
            (LocationSortKeys::Distance, None) => {
                let why = "the order DISTANCE needs the argument near";
                return Err(ApiError::BadInput(why.to_owned()));
            }
            (LocationSortKeys::Distance | LocationSortKeys::Id, Some(near)) => {
                LocationOrder::From(near)
            }
            (LocationSortKeys::Id, None) => LocationOrder::Id,
            (LocationSortKeys::City, _) => LocationOrder::City,
            (LocationSortKeys::Name, _) => LocationOrder::Name,
        };
        let wanted = if ctx.viewer().may(Scope::ReadLocations) {
            LocationSelection::All
        } else {
            LocationSelection::Pickup
        };
        let mut rows = locations::list_locations(ctx.app(), wanted, order).await?;
        if reverse.unwrap_or(false) {
            rows.reverse();
        }
        let slice = catalog::page_of_list(rows, &page, |row| row.id.0);
        let slice = slice.map(|(cursor, row)| (cursor, Location::new(Arc::new(row))));
        Ok(LocationConnection::new(slice))
    }
}
