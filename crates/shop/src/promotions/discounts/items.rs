//! The items and countries that a discount covers.

use super::values;
use crate::{
    catalog,
    promotions::{
        DiscountErrorCode,
        discount_inputs::{DiscountItemsInput, DiscountShippingDestinationSelectionInput},
    },
};
use async_graphql::ID;
use souk_entities::{
    ids::{CollectionId, ProductId, VariantId},
    orders::discount::{Amounts, CurrencyAmount, Items},
};
use souk_kernel::{
    app::App,
    codes::CurrencyCode,
    ids::Gid,
    refusal::{ChangeError, Refusal},
    validators::{Checked, MOST_ENTRIES, few, refuse},
};
use std::collections::HashSet;

/// An amount of the shop's currency and no other.
pub(crate) fn own(currency: CurrencyCode, minor: i64) -> Amounts {
    Amounts(vec![CurrencyAmount {
        currency: currency.code().to_owned(),
        minor,
    }])
}

/// The goods after a change. Whether those that are added exist is asked by [`check`].
pub(crate) fn items_after(
    input: Option<&DiscountItemsInput>,
    before: Option<&Items>,
    field: &str,
) -> Checked<Items, DiscountErrorCode> {
    let input = input.cloned().unwrap_or_default();
    let mut items = before.cloned().unwrap_or_default();
    let (products, collections) = (input.products, input.collections);
    if input.all == Some(true) {
        if products.is_some() || collections.is_some() {
            let why = "Either all items or some of them must be given.";
            return refuse(DiscountErrorCode::Invalid, field, why);
        }
        return Ok(Items {
            all: true,
            ..Items::default()
        });
    }
    if input.all == Some(false) || products.is_some() || collections.is_some() {
        items.all = false;
    }
    let products = products.unwrap_or_default();
    let at = |name: &str| format!("{field}.products.{name}");
    let change = (products.products_to_add, products.products_to_remove);
    alter(&mut items.products, change, &at("productsToAdd"))?;
    let change = (
        products.product_variants_to_add,
        products.product_variants_to_remove,
    );
    alter(&mut items.variants, change, &at("productVariantsToAdd"))?;
    let collections = collections.unwrap_or_default();
    let change = (collections.add, collections.remove);
    alter(
        &mut items.collections,
        change,
        &format!("{field}.collections.add"),
    )?;
    let none = items.products.is_empty() && items.variants.is_empty();
    if !items.all && none && items.collections.is_empty() {
        return refuse(DiscountErrorCode::Blank, field, "The items must be given.");
    }
    Ok(items)
}

/// Adds and removes ids; at most 250 may remain.
fn alter<I: Gid + PartialEq>(
    known: &mut Vec<I>,
    (add, remove): (Option<Vec<ID>>, Option<Vec<ID>>),
    field: &str,
) -> Checked<(), DiscountErrorCode> {
    let gone: Vec<I> = values::ids(
        &remove.unwrap_or_default(),
        &field.replace("Add", "Remove").replace(".add", ".remove"),
    )?;
    known.retain(|id| !gone.contains(id));
    for id in values::ids(&add.unwrap_or_default(), field)? {
        if !known.contains(&id) {
            known.push(id);
        }
    }
    if known.len() > MOST_ENTRIES {
        let why = format!(
            "At most {MOST_ENTRIES} entries are allowed; {} would remain.",
            known.len()
        );
        return refuse(DiscountErrorCode::TooMany, field, why);
    }
    Ok(())
}

/// The countries after a change; empty: everywhere.
pub(crate) fn countries(
    input: &DiscountShippingDestinationSelectionInput,
    mut known: Vec<String>,
    field: &str,
) -> Checked<Vec<String>, DiscountErrorCode> {
    match (input.all, &input.countries) {
        (Some(true), None) => Ok(Vec::new()),
        (None | Some(false), Some(countries)) => {
            let add = countries.add.as_deref().unwrap_or_default();
            few(add, &format!("{field}.countries.add"))?;
            let gone = countries.remove.as_deref().unwrap_or_default();
            known.retain(|code| gone.iter().all(|country| country.code() != code));
            for country in add {
                let code = country.code();
                if known.iter().all(|known| known != code) {
                    known.push(code.to_owned());
                }
            }
            if known.is_empty() {
                let why = "The countries must not be empty.";
                return refuse(DiscountErrorCode::Blank, &format!("{field}.countries"), why);
            }
            Ok(known)
        }
        _ => refuse(
            DiscountErrorCode::Invalid,
            field,
            "Either all countries or some of them must be given.",
        ),
    }
}

/// Refuses goods that do not exist. The catalogue is another database: it is asked before the
/// transaction, and what is deleted later is simply in no cart.
pub(crate) async fn check(
    app: &App,
    input: Option<&DiscountItemsInput>,
    field: &str,
) -> Result<(), ChangeError<DiscountErrorCode>> {
    let Some(input) = input else { return Ok(()) };
    let db = app.databases.catalog.writer();
    if let Some(products) = &input.products {
        let at = |name: &str| format!("{field}.products.{name}");
        let added = products.products_to_add.as_deref().unwrap_or_default();
        let ids: Vec<ProductId> = values::ids(added, &at("productsToAdd"))?;
        let found = catalog::products_by_ids(db, &ids).await?;
        let found = found.iter().map(|row| row.id).collect();
        all_there(added, &found, &at("productsToAdd"))?;
        let added = products.product_variants_to_add.as_deref();
        let added = added.unwrap_or_default();
        let ids: Vec<VariantId> = values::ids(added, &at("productVariantsToAdd"))?;
        let found = catalog::variants_by_ids(db, &ids).await?;
        let found = found.iter().map(|row| row.id).collect();
        all_there(added, &found, &at("productVariantsToAdd"))?;
    }
    if let Some(collections) = &input.collections {
        let field = format!("{field}.collections.add");
        let added = collections.add.as_deref().unwrap_or_default();
        let ids: Vec<CollectionId> = values::ids(added, &field)?;
        let found = catalog::collections_by_ids(db, &ids).await?;
        let found = found.iter().map(|row| row.id).collect();
        all_there(added, &found, &field)?;
    }
    Ok(())
}

fn all_there<I: Gid + Eq + std::hash::Hash>(
    named: &[ID],
    found: &HashSet<I>,
    field: &str,
) -> Result<(), Refusal<DiscountErrorCode>> {
    let is_missing = |id: &ID| I::parse(id).is_ok_and(|id| !found.contains(&id));
    match named.iter().position(is_missing) {
        None => Ok(()),
        Some(place) => {
            let why = format!("The {} does not exist.", I::KIND);
            refuse(
                DiscountErrorCode::NotFound,
                &format!("{field}.{place}"),
                why,
            )
        }
    }
}
