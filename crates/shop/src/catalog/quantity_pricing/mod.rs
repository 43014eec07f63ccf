//! Sets quantity rules, fixed prices and quantity price breaks of a price list.

pub mod break_ids;
pub mod inputs;
mod plan;
mod state;

use super::{
    former_prices::{self, Relisted},
    price_lists, price_ranges, store,
};
use crate::{
    catalog::{
        CatalogErrorCode as Code,
        prices::{PriceError, Pricing},
    },
    market::Directory,
};
use inputs::QuantityPricingByVariantUpdateInput;
use plan::{Errors, Plan};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    catalog::price_list,
    ids::{PriceListId, ProductId, VariantId},
};
use souk_kernel::{app::App, codes::CurrencyCode, error::ApiError, refusal::Refusal};
use state::State;

/// Why nothing was changed.
#[derive(Debug)]
pub enum UpdateError {
    /// The input is refused.
    Refused(Vec<Refusal<Code>>),
    /// A database failed.
    Failed(ApiError),
}

impl From<DbErr> for UpdateError {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

/// Makes all changes of an input or none. Returns the variants it refers to.
///
/// The products are locked before any of their data is read, so that concurrent changes wait for
/// each other and none is lost.
///
/// # Errors
///
/// When the input is refused, or the database fails.
pub async fn update(
    app: &App,
    list: PriceListId,
    input: &QuantityPricingByVariantUpdateInput,
) -> Result<Vec<VariantId>, UpdateError> {
    let missing = || {
        let mut errors = Errors::default();
        let why = "The price list does not exist.";
        errors.of_argument(Code::PriceListNotFound, &["priceListId"], why);
        UpdateError::Refused(errors.0)
    };
    let list = price_lists::known(app, list).await.ok_or_else(missing)?;
    let currency = CurrencyCode::from_code(&list.currency).ok_or_else(missing)?;
    let mut plan = Plan::read(input, currency);
    if !plan.errors.0.is_empty() {
        return Err(UpdateError::Refused(plan.errors.0));
    }
    let named = plan.variants();
    let txn = app.databases.catalog.begin().await?;
    let variants = store::variants_by_ids(&txn, &named).await?;
    let products: Vec<ProductId> = variants.iter().map(|row| row.product_id).collect();
    let products = store::lock_products(&txn, &products).await?;
    // Read again under the lock: a variant may have been deleted while waiting for it.
    let mut state = State::new(
        list.id,
        store::variants_by_ids(&txn, &named).await?,
        store::fixed_prices_of_variants(&txn, list.id, &named).await?,
    );
    state.apply(&mut plan);
    if !plan.errors.0.is_empty() {
        return Err(UpdateError::Refused(plan.errors.0));
    }
    let pricing = Pricing::of_list(&list, Directory::current(app).currency);
    let written = write(app, &txn, &list, &pricing, state).await;
    let renewed = match written {
        Ok(()) => price_ranges::renew(app, &txn, products).await,
        Err(error) => Err(error),
    };
    match renewed {
        Ok(()) => txn.commit().await?,
        Err(PriceError::Database(error)) => return Err(error.into()),
        Err(PriceError::Money(error)) => {
            let mut errors = Errors::default();
            let why = format!("A price is not possible: {error}.");
            errors.of_argument(Code::PriceAddInvalid, &["input", plan::PRICES], &why);
            return Err(UpdateError::Refused(errors.0));
        }
    }
    Ok(named)
}

/// Saves what changed, and records former prices.
async fn write(
    app: &App,
    txn: &DatabaseTransaction,
    list: &price_list::Model,
    pricing: &Pricing<'_>,
    state: State,
) -> Result<(), PriceError> {
    let now = app.clock.now();
    let changes = state.variants.values().map(|it| Relisted {
        variant: &it.row,
        before: it.fixed_before,
        now: it.fixed.as_ref().map(|row| row.price),
    });
    let changes: Vec<Relisted<'_>> = changes.collect();
    former_prices::note_listed_prices(txn, list, pricing, &changes, now).await?;
    drop(changes);
    let mut ruled = Vec::new();
    let mut priced = Vec::new();
    let mut unpriced = Vec::new();
    for (id, mut it) in state.variants {
        if it.has_new_rule {
            it.row.updated_at = now;
            ruled.push(it.row);
        }
        match it.fixed {
            Some(row) => priced.push(row),
            None if it.fixed_before.is_some() => unpriced.push(id),
            None => {}
        }
    }
    store::save_variants(txn, ruled, |_| false).await?;
    store::upsert_fixed_prices(txn, priced).await?;
    store::delete_fixed_prices(txn, list.id, &unpriced).await?;
    Ok(())
}
