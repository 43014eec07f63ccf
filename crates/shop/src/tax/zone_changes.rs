//! Creates, replaces and deletes tax zones.

use super::store::{TaxZoneKind, TaxZoneRow};
use crate::{
    pricing::WHOLE,
    tax::{TaxErrorCode, Taxes},
    zones,
};
use async_graphql::InputObject;
use souk_entities::{
    ids::TaxZoneId,
    orders::tax_zone::{self, TaxRate, TaxRates, TaxedGoods},
};
use souk_kernel::{
    app::App,
    codes::{Area, ZoneCountryInput},
    refusal::{ChangeError, Refusal},
    scalars::Decimal,
    validators::{self as checks, Checked, filled, refuse, short},
};

/// Maximum number of tax rates of a zone.
const MOST_RATES: usize = 100;

/// A complete tax zone. Fields that are left out are empty.
#[derive(InputObject, Clone, Debug)]
pub struct TaxZoneInput {
    /// Its countries, at most 250. A country or province can belong to only one tax zone.
    pub countries: Option<Vec<ZoneCountryInput>>,
    /// Name, unique among tax zones.
    pub name: String,
    /// Its tax rates, at most 100.
    pub rates: Vec<TaxZoneRateInput>,
    /// Whether it covers every country that no other tax zone covers.
    #[graphql(default)]
    pub rest_of_world: bool,
}

/// A tax rate. Rates for a tax code take precedence over rates for a category, and those over rates
/// for all products. Rates of the same kind add up.
#[derive(InputObject, Clone, Debug)]
pub struct TaxZoneRateInput {
    /// Whether it also applies to delivery. True by default for a rate on all products; not allowed
    /// for others.
    pub applies_to_delivery: Option<bool>,
    /// Taxonomy category it applies to, including subcategories, such as `Food > Tea`.
    pub product_category: Option<String>,
    /// Percentage of the price before tax, 0 to 100, with at most four decimal places.
    pub rate: Decimal,
    /// Tax code of the variants it applies to, such as `reduced`.
    pub tax_code: Option<String>,
    /// Display name, such as `VAT`.
    pub title: String,
}

/// A validated tax zone.
#[derive(Clone, Debug)]
pub struct TaxZoneDraft {
    /// Name, unique among tax zones.
    pub name: String,
    /// Its areas.
    pub areas: Vec<Area>,
    /// The countries as given, to locate errors.
    pub countries: Option<Vec<ZoneCountryInput>>,
    /// Its tax rates.
    pub rates: Vec<TaxRate>,
}

/// Validates an input of `taxZoneCreate` or `taxZoneUpdate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_tax_zone(input: TaxZoneInput) -> Result<TaxZoneDraft, Refusal<TaxErrorCode>> {
    let name = checks::title(&input.name, "zone.name")?;
    let areas = zones::areas::validate(input.countries.as_deref(), input.rest_of_world)?;
    checks::few_of(&input.rates, MOST_RATES, "rates", "zone.rates")?;
    let rates = input.rates.into_iter().enumerate();
    let rates = rates.map(|(index, input)| rate(input, &format!("zone.rates.{index}")));
    Ok(TaxZoneDraft {
        name,
        areas,
        rates: rates.collect::<Checked<_, TaxErrorCode>>()?,
        countries: input.countries,
    })
}

fn rate(input: TaxZoneRateInput, field: &str) -> Checked<TaxRate, TaxErrorCode> {
    let within = |name: &str| format!("{field}.{name}");
    let rate = checks::scaled(&input.rate.0, 4, &within("rate"))?;
    if !(0..=WHOLE).contains(&rate) {
        let why = "The rate must be from 0 to 100.";
        return refuse(TaxErrorCode::Invalid, &within("rate"), why);
    }
    let (code, category) = (filled(input.tax_code), filled(input.product_category));
    short(code.as_deref().unwrap_or_default(), &within("taxCode"))?;
    let path = category.as_deref().unwrap_or_default();
    short(path, &within("productCategory"))?;
    let goods = match (code, category) {
        (None, None) => TaxedGoods::All,
        (Some(code), None) => TaxedGoods::Code(code),
        (None, Some(path)) => TaxedGoods::Category(path),
        (Some(_), Some(_)) => {
            let why = "A rate must be for a tax code or a product category, not both.";
            return refuse(TaxErrorCode::Invalid, &within("productCategory"), why);
        }
    };
    let for_all = goods == TaxedGoods::All;
    if !for_all && input.applies_to_delivery == Some(true) {
        let why = "Only a rate for all products can apply to delivery.";
        return refuse(TaxErrorCode::Invalid, &within("appliesToDelivery"), why);
    }
    Ok(TaxRate {
        title: checks::title(&input.title, &within("title"))?,
        rate,
        goods,
        on_delivery: for_all && input.applies_to_delivery.unwrap_or(true),
    })
}

/// Creates a zone, or replaces an existing one.
///
/// # Errors
///
/// When the zone does not exist, another one has its name or one of its areas, or the database
/// fails.
pub async fn save_tax_zone(
    app: &App,
    id: Option<TaxZoneId>,
    draft: TaxZoneDraft,
) -> Result<TaxZoneRow, ChangeError<TaxErrorCode>> {
    let txn = app.databases.orders.begin().await?;
    let now = app.clock.now();
    let before = zones::lock_for_saving::<TaxZoneKind>(&txn, id).await?;
    let row = tax_zone::Model {
        id: before.as_ref().map_or_else(|| app.next_id(), |row| row.id),
        name: draft.name.clone(),
        rates: TaxRates(draft.rates.clone()),
        created_at: before.as_ref().map_or(now, |row| row.created_at),
        updated_at: now,
    };
    let areas = zones::write::<TaxZoneKind>(
        &txn,
        row.clone(),
        before.is_none(),
        &draft.name,
        &draft.areas,
        draft.countries.as_deref(),
    )
    .await?;
    let reload = app.part::<Taxes>().reload(&app.databases);
    zones::finish::<TaxZoneKind>(app, txn, reload).await?;
    Ok((row, areas))
}

/// Deletes a zone.
///
/// # Errors
///
/// When it does not exist, or the database fails.
pub async fn delete(app: &App, id: TaxZoneId) -> Result<(), ChangeError<TaxErrorCode>> {
    let reload = app.part::<Taxes>().reload(&app.databases);
    zones::delete::<TaxZoneKind>(app, id, reload).await
}
