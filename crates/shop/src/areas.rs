//! Validates and stores the areas of delivery zones and tax zones.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    Value,
};
use souk_entities::{
    ids::{DeliveryZoneId, TaxZoneId},
    orders::{delivery_area, tax_area},
};
use souk_kernel::codes::{Area, Province, ZoneCountryInput};
use souk_kernel::validators::{Checked, few, quoted, refuse};
use souk_kernel::{
    refusal::{ChangeError, Refusal, ResourceCode},
    rows,
};
use std::collections::BTreeSet;

/// Maximum number of areas of a zone.
const MOST_AREAS: usize = 1_000;
/// Message for an area that belongs to another zone.
const TAKEN: &str = "The area, or a part of it, belongs to another zone.";

/// The areas a zone shall have: at least one, each once.
pub(crate) fn validate<C: ResourceCode>(
    countries: Option<&[ZoneCountryInput]>,
    rest_of_world: bool,
) -> Checked<Vec<Area>, C> {
    let countries = countries.unwrap_or_default();
    few(countries, "zone.countries")?;
    let mut areas = BTreeSet::new();
    if rest_of_world {
        areas.insert(Area::rest_of_world());
    }
    for (index, country) in countries.iter().enumerate() {
        let field = format!("zone.countries.{index}");
        for area in of_country(country, &field)? {
            if !areas.insert(area) {
                let why = format!("The zone names {} twice.", country.code.code());
                return refuse(C::DUPLICATE, &field, why);
            }
        }
    }
    if areas.is_empty() {
        let why = "A zone must have a country or the rest of the world.";
        return refuse(C::BLANK, "zone.countries", why);
    }
    if areas.len() > MOST_AREAS {
        let given = areas.len();
        let why = format!(
            "At most {MOST_AREAS} countries and provinces are allowed; {given} were given."
        );
        return refuse(C::TOO_MANY, "zone.countries", why);
    }
    Ok(areas.into_iter().collect())
}

fn of_country<C: ResourceCode>(input: &ZoneCountryInput, field: &str) -> Checked<Vec<Area>, C> {
    let provinces = input.provinces.as_deref().unwrap_or_default();
    let field = format!("{field}.provinces");
    few(provinces, &field)?;
    if provinces.is_empty() {
        return Ok(vec![Area::country(input.code)]);
    }
    let provinces = provinces.iter().enumerate().map(|(index, text)| {
        let found = Province::find(input.code, text);
        match found {
            Some(province) => Ok(Area::province(input.code, province)),
            None => {
                let field = format!("{field}.{index}");
                let (country, text) = (input.code.code(), quoted(text));
                let why = format!("{country} has no province {text}.");
                refuse(C::NOT_FOUND, &field, why)
            }
        }
    });
    provinces.collect()
}

/// Path in the input of an area that belongs to another zone.
fn field_of(area: &str, countries: Option<&[ZoneCountryInput]>) -> String {
    let code = area.split('-').next().unwrap_or(area);
    let mut countries = countries.into_iter().flatten();
    match countries.position(|country| country.code.code() == code) {
        Some(index) => format!("zone.countries.{index}"),
        None => "zone.restOfWorld".to_owned(),
    }
}

/// A table of the areas of zones, each of which belongs to one zone.
pub(crate) trait AreaTable: EntityTrait {
    /// Number of a zone.
    type Zone: Copy + Into<Value>;
    /// The area column, which is the key.
    const AREA: Self::Column;
    /// The zone column.
    const ZONE: Self::Column;

    /// Area of a row.
    fn area(row: &Self::Model) -> &str;

    /// A new row.
    fn row(area: String, zone: Self::Zone) -> Self::ActiveModel;
}

macro_rules! area_table {
    ($table:ident, $zone:ty) => {
        impl AreaTable for $table::Entity {
            type Zone = $zone;
            const AREA: $table::Column = $table::Column::Area;
            const ZONE: $table::Column = $table::Column::ZoneId;

            fn area(row: &$table::Model) -> &str {
                &row.area
            }

            fn row(area: String, zone: $zone) -> $table::ActiveModel {
                $table::ActiveModel {
                    area: Set(area),
                    zone_id: Set(zone),
                }
            }
        }
    };
}

area_table!(delivery_area, DeliveryZoneId);
area_table!(tax_area, TaxZoneId);

/// Gives a zone its areas in place of those it had. The key of the table refuses what another zone
/// takes at the same time.
pub(crate) async fn write<T, C>(
    txn: &DatabaseTransaction,
    zone: T::Zone,
    areas: &[Area],
    countries: Option<&[ZoneCountryInput]>,
) -> Result<Vec<String>, ChangeError<C>>
where
    C: ResourceCode,
    T: AreaTable,
    T::ActiveModel: Send,
    T::Model: Sync,
{
    rows::delete::<T, _>(txn, T::ZONE, &[zone]).await?;
    let areas: Vec<String> = areas.iter().map(|area| area.text().to_owned()).collect();
    let taken = T::find()
        .filter(T::AREA.is_in(areas.iter().map(String::as_str)))
        .limit(1)
        .one(txn)
        .await?;
    if let Some(taken) = taken {
        let field = field_of(T::area(&taken), countries);
        return Err(Refusal::new(C::TAKEN, &field, TAKEN).into());
    }
    let rows = areas.iter().map(|area| T::row(area.clone(), zone));
    T::insert_many(rows)
        .exec_without_returning(txn)
        .await
        .map_err(|error| ChangeError::taken(error, "zone.countries", TAKEN))?;
    Ok(areas)
}
