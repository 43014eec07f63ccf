//! Creates, replaces and deletes delivery zones.

use crate::{
    delivery::{
        Delivery, DeliveryErrorCode,
        store::{DeliveryZoneKind, ZoneRow},
    },
    zones,
};
use async_graphql::{ID, InputObject};
use souk_entities::{
    ids::{DeliveryMethodId, DeliveryZoneId},
    orders::delivery_zone::{self, DeliveryMethod, DeliveryMethods, DeliveryRate},
};
use souk_kernel::{
    app::App,
    codes::{Area, CurrencyCode, ZoneCountryInput},
    refusal::{ChangeError, Refusal},
    scalars::{Decimal, MoneyInput},
    validators::{self as checks, Checked, few, filled, refuse, short},
};
use std::collections::HashSet;

/// Maximum number of characters of a description.
const MOST_DESCRIPTION: usize = 1_000;
/// Maximum number of delivery methods of a zone.
const MOST_METHODS: usize = 50;

/// A complete delivery zone. Fields that are left out are empty.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryZoneInput {
    /// Its countries, at most 250. A country or province can belong to only one delivery zone.
    pub countries: Option<Vec<ZoneCountryInput>>,
    /// Its delivery methods, at most 50, in the order buyers see them.
    pub methods: Vec<DeliveryMethodDefinitionInput>,
    /// Name, unique among delivery zones.
    pub name: String,
    /// Whether it covers every country that no other delivery zone covers.
    #[graphql(default)]
    pub rest_of_world: bool,
}

/// A delivery method.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryMethodDefinitionInput {
    /// Code the shop and its carriers use for it.
    pub code: Option<String>,
    /// Description shown to buyers, at most 1,000 characters.
    pub description: Option<String>,
    /// Id of an existing method of this zone, so that carts keep their choice. A new method is
    /// created by default.
    pub id: Option<ID>,
    /// Name shown to buyers.
    pub name: String,
    /// Its shipping rates, 1 to 250. The first rate that matches an order applies. If none matches,
    /// for example in a market with another currency, the method is not offered.
    pub rates: Vec<DeliveryRateDefinitionInput>,
}

/// A shipping rate for orders within limits. Limits are inclusive; amounts are in the currency of
/// `price`.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryRateDefinitionInput {
    /// Item total from which delivery is free.
    pub free_from: Option<Decimal>,
    /// Maximum weight in grams.
    pub maximum_grams: Option<i32>,
    /// Maximum item total.
    pub maximum_price: Option<Decimal>,
    /// Minimum weight in grams.
    pub minimum_grams: Option<i32>,
    /// Minimum item total.
    pub minimum_price: Option<Decimal>,
    /// Price of delivery, including tax if the market's prices include tax.
    pub price: MoneyInput,
}

/// A validated delivery zone.
#[derive(Clone, Debug)]
pub struct DeliveryZoneDraft {
    /// Name, unique among delivery zones.
    pub name: String,
    /// Its areas.
    pub areas: Vec<Area>,
    /// The countries as given, to locate errors.
    pub countries: Option<Vec<ZoneCountryInput>>,
    /// Delivery methods. Those without an id are new.
    pub methods: Vec<MethodDraft>,
}

/// A validated delivery method.
#[derive(Clone, Debug)]
pub struct MethodDraft {
    /// Id of an existing method of the zone; a new one by default.
    pub id: Option<DeliveryMethodId>,
    /// Name shown to buyers.
    pub name: String,
    /// Description shown to buyers.
    pub description: Option<String>,
    /// Code the shop and its carriers use for it.
    pub code: Option<String>,
    /// Its shipping rates.
    pub rates: Vec<DeliveryRate>,
}

/// Validates an input of `deliveryZoneCreate` or `deliveryZoneUpdate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_delivery_zone(
    input: DeliveryZoneInput,
) -> Result<DeliveryZoneDraft, Refusal<DeliveryErrorCode>> {
    let name = checks::title(&input.name, "zone.name")?;
    let areas = zones::areas::validate(input.countries.as_deref(), input.rest_of_world)?;
    checks::few_of(&input.methods, MOST_METHODS, "methods", "zone.methods")?;
    let mut seen = HashSet::new();
    let methods = input.methods.into_iter().enumerate().map(|(index, input)| {
        let field = format!("zone.methods.{index}");
        let method = method(input, &field)?;
        if method.id.is_some_and(|id| !seen.insert(id)) {
            let field = format!("{field}.id");
            return refuse(
                DeliveryErrorCode::Duplicate,
                &field,
                "The method is given twice.",
            );
        }
        Ok(method)
    });
    Ok(DeliveryZoneDraft {
        name,
        areas,
        methods: methods.collect::<Checked<_, DeliveryErrorCode>>()?,
        countries: input.countries,
    })
}

fn method(
    input: DeliveryMethodDefinitionInput,
    field: &str,
) -> Checked<MethodDraft, DeliveryErrorCode> {
    let within = |name: &str| format!("{field}.{name}");
    let description = filled(input.description);
    let text = description.as_deref().unwrap_or_default();
    checks::at_most(text, MOST_DESCRIPTION, &within("description"))?;
    let code = filled(input.code);
    short(code.as_deref().unwrap_or_default(), &within("code"))?;
    if input.rates.is_empty() {
        let why = "A delivery method must have a rate.";
        return refuse(DeliveryErrorCode::Blank, &within("rates"), why);
    }
    few(&input.rates, &within("rates"))?;
    let id = input.id.as_ref();
    let rates = input.rates.iter().enumerate();
    let rates = rates.map(|(index, input)| rate(input, &within(&format!("rates.{index}"))));
    Ok(MethodDraft {
        id: id.map(|id| checks::id(id, &within("id"))).transpose()?,
        name: checks::title(&input.name, &within("name"))?,
        description,
        code,
        rates: rates.collect::<Checked<_, DeliveryErrorCode>>()?,
    })
}

fn rate(
    input: &DeliveryRateDefinitionInput,
    field: &str,
) -> Checked<DeliveryRate, DeliveryErrorCode> {
    let within = |name: &str| format!("{field}.{name}");
    let currency = input.price.currency_code;
    if currency == CurrencyCode::XXX {
        let why = "XXX is not a currency.";
        return refuse(DeliveryErrorCode::Invalid, &within("price"), why);
    }
    let amount = |amount: &Option<Decimal>, name: &str| {
        let amount = amount.clone();
        let money = amount.map(|amount| MoneyInput {
            amount,
            currency_code: currency,
        });
        let minor = money.map(|money| checks::amount(&money, currency, &within(name)));
        minor.transpose()
    };
    let grams = |grams: Option<i32>, name: &str| match grams {
        Some(..0) => refuse(
            DeliveryErrorCode::Invalid,
            &within(name),
            "The weight must not be negative.",
        ),
        grams => Ok(grams.map(i64::from)),
    };
    let rate = DeliveryRate {
        currency: currency.code().to_owned(),
        price: checks::amount(&input.price, currency, &within("price"))?,
        free_from: amount(&input.free_from, "freeFrom")?,
        minimum_price: amount(&input.minimum_price, "minimumPrice")?,
        maximum_price: amount(&input.maximum_price, "maximumPrice")?,
        minimum_grams: grams(input.minimum_grams, "minimumGrams")?,
        maximum_grams: grams(input.maximum_grams, "maximumGrams")?,
    };
    for (minimum, maximum, name) in [
        (rate.minimum_price, rate.maximum_price, "maximumPrice"),
        (rate.minimum_grams, rate.maximum_grams, "maximumGrams"),
    ] {
        if maximum.is_some_and(|maximum| maximum < minimum.unwrap_or(0)) {
            let why = "The maximum must not be below the minimum.";
            return refuse(DeliveryErrorCode::Invalid, &within(name), why);
        }
    }
    Ok(rate)
}

/// The delivery methods to store. Those with an id must belong to the zone.
fn methods(
    app: &App,
    before: Option<&delivery_zone::Model>,
    drafts: Vec<MethodDraft>,
) -> Checked<Vec<DeliveryMethod>, DeliveryErrorCode> {
    let known: HashSet<DeliveryMethodId> = before
        .into_iter()
        .flat_map(|zone| &zone.methods.0)
        .map(|method| method.id)
        .collect();
    let methods = drafts.into_iter().enumerate().map(|(index, draft)| {
        if draft.id.is_some_and(|id| !known.contains(&id)) {
            let field = format!("zone.methods.{index}.id");
            return refuse(
                DeliveryErrorCode::NotFound,
                &field,
                "The zone does not have this method.",
            );
        }
        Ok(DeliveryMethod {
            id: draft.id.unwrap_or_else(|| app.next_id()),
            name: draft.name,
            description: draft.description,
            code: draft.code,
            rates: draft.rates,
        })
    });
    methods.collect()
}

/// Creates a zone, or replaces an existing one.
///
/// # Errors
///
/// When the zone does not exist, another one has its name or one of its areas, or the database
/// fails.
pub async fn save_delivery_zone(
    app: &App,
    id: Option<DeliveryZoneId>,
    draft: DeliveryZoneDraft,
) -> Result<ZoneRow, ChangeError<DeliveryErrorCode>> {
    let txn = app.databases.orders.begin().await?;
    let now = app.clock.now();
    let before = zones::lock_for_saving::<DeliveryZoneKind>(&txn, id).await?;
    let methods = methods(app, before.as_ref(), draft.methods.clone())?;
    let row = delivery_zone::Model {
        id: before.as_ref().map_or_else(|| app.next_id(), |row| row.id),
        name: draft.name.clone(),
        methods: DeliveryMethods(methods),
        created_at: before.as_ref().map_or(now, |row| row.created_at),
        updated_at: now,
    };
    let areas = zones::write::<DeliveryZoneKind>(
        &txn,
        row.clone(),
        before.is_none(),
        &draft.name,
        &draft.areas,
        draft.countries.as_deref(),
    )
    .await?;
    let reload = app.part::<Delivery>().reload(&app.databases);
    zones::finish::<DeliveryZoneKind>(app, txn, reload).await?;
    Ok((row, areas))
}

/// Deletes a zone.
///
/// # Errors
///
/// When it does not exist, or the database fails.
pub async fn delete(app: &App, id: DeliveryZoneId) -> Result<(), ChangeError<DeliveryErrorCode>> {
    let reload = app.part::<Delivery>().reload(&app.databases);
    zones::delete::<DeliveryZoneKind>(app, id, reload).await
}
