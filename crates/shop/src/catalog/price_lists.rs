//! Creates price lists and fixes prices in them.

use super::{
    former_prices::{self, Relisted},
    price_list_inputs::{
        PriceListAdjustmentInput, PriceListAdjustmentType, PriceListCreateInput,
        PriceListPriceInput,
    },
    price_ranges,
    recorded_work::RecordedWork,
    store,
};
use crate::{
    catalog::{
        CatalogErrorCode,
        prices::{PriceError, Pricing},
        recorded_work,
    },
    market::{self, Directory, DirectoryCell},
};
use sea_orm::DatabaseTransaction;
use souk_entities::{
    catalog::{
        price_list::{self, CompareAtMode},
        price_list_price, variant,
    },
    ids::{MarketId, PriceListId, ProductId, VariantId},
};
use souk_kernel::{
    app::App,
    codes::CurrencyCode,
    events::Event,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, already_named, few, refuse},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Maximum number of price lists of a shop.
const MOST_LISTS: u64 = 1_000;
/// Maximum exchange rate, in millionths.
const MOST_RATE: i64 = 1_000_000 * 1_000_000;
/// Maximum price increase of a list, in hundredths of a percent.
const MOST_INCREASE: i64 = 100_000;

/// A new price list.
#[derive(Clone, Debug)]
pub struct PriceListDraft {
    /// Name, unique among price lists.
    pub name: String,
    /// Currency.
    pub currency: CurrencyCode,
    /// Exchange rate: units of its currency per unit of the shop's currency, in millionths.
    pub exchange_rate: i64,
    /// Adjustment relative to the shop's prices, in hundredths of a percent; negative lowers them.
    pub adjustment: i64,
    /// How compare-at prices are derived.
    pub compare_at_mode: CompareAtMode,
    /// Markets that use it.
    pub markets: Vec<MarketId>,
}

/// Validates an input of `priceListCreate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_price_list(
    input: PriceListCreateInput,
) -> Result<PriceListDraft, Refusal<CatalogErrorCode>> {
    let rate = "input.exchangeRate";
    let exchange_rate = match &input.exchange_rate {
        Some(value) => checks::scaled(&value.0, 6, rate)?,
        None => 1_000_000,
    };
    if !(1..=MOST_RATE).contains(&exchange_rate) {
        let why = "The exchange rate must be above 0 and at most 1,000,000.";
        return refuse(CatalogErrorCode::Invalid, rate, why);
    }
    let settings = input.parent.settings;
    let markets = input.market_ids.unwrap_or_default();
    Ok(PriceListDraft {
        name: checks::title(&input.name, "input.name")?,
        currency: input.currency,
        exchange_rate,
        adjustment: adjustment(&input.parent.adjustment)?,
        compare_at_mode: settings.map_or(CompareAtMode::Adjusted, |it| it.compare_at_mode.into()),
        markets: market_ids(&markets)?,
    })
}

fn adjustment(input: &PriceListAdjustmentInput) -> Checked<i64, CatalogErrorCode> {
    let field = "input.parent.adjustment.value";
    let size = checks::scaled(&input.value.0, 2, field)?;
    let (sign, most) = match input.kind {
        PriceListAdjustmentType::PercentageDecrease => (-1, 10_000),
        PriceListAdjustmentType::PercentageIncrease => (1, MOST_INCREASE),
    };
    if !(0..=most).contains(&size) {
        let why = format!("The percentage must be from 0 to {}.", most / 100);
        return refuse(CatalogErrorCode::Invalid, field, why);
    }
    Ok(sign * size)
}

fn market_ids(ids: &[async_graphql::ID]) -> Checked<Vec<MarketId>, CatalogErrorCode> {
    few(ids, "input.marketIds")?;
    let mut seen = HashSet::new();
    let ids = ids.iter().enumerate().map(|(index, id)| {
        let field = format!("input.marketIds.{index}");
        let id: MarketId = checks::id(id, &field)?;
        if !seen.insert(id) {
            return refuse(
                CatalogErrorCode::Duplicate,
                &field,
                "The market is given twice.",
            );
        }
        Ok(id)
    });
    ids.collect()
}

/// Creates a price list and assigns it to its markets. The price ranges of all products are
/// recomputed before this returns, or later if that fails or the process crashes.
///
/// # Errors
///
/// When another list has the name, a market does not exist or already has a price list, or the
/// database fails.
pub async fn create_price_list(
    app: &App,
    draft: &PriceListDraft,
) -> Result<price_list::Model, ChangeError<CatalogErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.catalog.begin().await?;
    if store::count_price_lists(&txn).await? >= MOST_LISTS {
        let why = format!("At most {MOST_LISTS} price lists are allowed.");
        return Err(Refusal::new(CatalogErrorCode::TooMany, "input", why).into());
    }
    let row = price_list::Model {
        id: app.next_id(),
        name: draft.name.clone(),
        currency: draft.currency.code().to_owned(),
        exchange_rate: draft.exchange_rate,
        adjustment: draft.adjustment,
        compare_at_mode: draft.compare_at_mode,
        created_at: now,
        updated_at: now,
    };
    store::insert_price_list(&txn, row.clone())
        .await
        .map_err(|error| {
            ChangeError::taken(
                error,
                "input.name",
                already_named("price list", &draft.name),
            )
        })?;
    for (index, &market) in draft.markets.iter().enumerate() {
        give_to_market(&txn, &row, market, &format!("input.marketIds.{index}")).await?;
    }
    let operation = recorded_work::record_work(app, &txn, &RecordedWork::PriceRanges).await?;
    let what = "price_list".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    match price_ranges::recompute_price_ranges(app).await {
        Ok(()) => recorded_work::finish_work(app, operation).await?,
        Err(error) => tracing::error!(?error, "price ranges are made again later"),
    }
    Ok(row)
}

/// Assigns the list to a market without one.
async fn give_to_market(
    txn: &DatabaseTransaction,
    list: &price_list::Model,
    id: MarketId,
    field: &str,
) -> Result<(), ChangeError<CatalogErrorCode>> {
    if market::assign_price_list(txn, id, list).await? {
        return Ok(());
    }
    let (code, why) = match market::market_by_id(txn, id).await? {
        Some(_) => (
            CatalogErrorCode::Taken,
            "The market already has a price list.",
        ),
        None => (CatalogErrorCode::NotFound, "The market does not exist."),
    };
    Err(Refusal::new(code, field, why).into())
}

/// A price to fix.
struct Wanted {
    variant: VariantId,
    price: i64,
    compare_at: Option<i64>,
}

fn wanted(
    prices: &[PriceListPriceInput],
    currency: CurrencyCode,
) -> Checked<Vec<Wanted>, CatalogErrorCode> {
    few(prices, "prices")?;
    let mut seen = HashSet::new();
    let prices = prices.iter().enumerate().map(|(index, input)| {
        let field = |name: &str| format!("prices.{index}.{name}");
        let variant = checks::id(&input.variant_id, &field("variantId"))?;
        if !seen.insert(variant) {
            let why = "The variant is given twice.";
            return refuse(CatalogErrorCode::Duplicate, &field("variantId"), why);
        }
        let before = input.compare_at_price.as_ref();
        Ok(Wanted {
            variant,
            price: checks::amount(&input.price, currency, &field("price"))?,
            compare_at: before
                .map(|before| checks::amount(before, currency, &field("compareAtPrice")))
                .transpose()?,
        })
    });
    prices.collect()
}

/// Fixes prices in a list, replacing existing fixed prices, and recomputes the price ranges of the
/// products in the same transaction. Quantity price breaks are kept. Returns the fixed prices in
/// the order of the input.
///
/// # Errors
///
/// When the list or a variant does not exist, an amount is invalid, or the database fails; nothing
/// is fixed then.
pub async fn add_fixed_prices(
    app: &App,
    list: PriceListId,
    prices: &[PriceListPriceInput],
) -> Result<Vec<price_list_price::Model>, ChangeError<CatalogErrorCode>> {
    let missing = || {
        Refusal::new(
            CatalogErrorCode::NotFound,
            "priceListId",
            "The price list does not exist.",
        )
    };
    let known = known(app, list).await.ok_or_else(missing)?;
    let currency = CurrencyCode::from_code(&known.currency).ok_or_else(missing)?;
    let wanted = wanted(prices, currency)?;
    let ids: Vec<VariantId> = wanted.iter().map(|price| price.variant).collect();
    let txn = app.databases.catalog.begin().await?;
    let variants = store::variants_by_ids(&txn, &ids).await?;
    let products: Vec<ProductId> = variants.iter().map(|row| row.product_id).collect();
    let products = store::lock_products(&txn, &products).await?;
    // Read again under the lock: a variant may have been deleted while waiting for it.
    let variants = store::variants_by_ids(&txn, &ids).await?;
    let of_id: HashMap<VariantId, &variant::Model> =
        variants.iter().map(|row| (row.id, row)).collect();
    let stored = store::fixed_prices_of_variants(&txn, list, &ids).await?;
    let stored = stored.into_iter().map(|row| (row.variant_id, row));
    let mut stored: HashMap<VariantId, price_list_price::Model> = stored.collect();
    let (fixed, changes) = fixed_rows(list, wanted, &of_id, &mut stored)?;
    store::upsert_fixed_prices(&txn, fixed.clone()).await?;
    let pricing = Pricing::of_list(&known, Directory::current(app).currency);
    let now = app.clock.now();
    let noted = former_prices::note_listed_prices(&txn, &known, &pricing, &changes, now).await;
    let renewed = match noted {
        Ok(()) => price_ranges::renew(app, &txn, products).await,
        Err(error) => Err(error),
    };
    match renewed {
        Ok(()) => txn.commit().await?,
        Err(PriceError::Database(error)) => return Err(error.into()),
        Err(PriceError::Money(error)) => {
            return Err(Refusal::new(
                CatalogErrorCode::Invalid,
                "prices",
                format!("A price is not possible: {error}."),
            )
            .into());
        }
    }
    Ok(fixed)
}

/// The rows of the prices to fix, and the price changes they cause.
fn fixed_rows<'a>(
    list: PriceListId,
    wanted: Vec<Wanted>,
    of_id: &HashMap<VariantId, &'a variant::Model>,
    stored: &mut HashMap<VariantId, price_list_price::Model>,
) -> Checked<(Vec<price_list_price::Model>, Vec<Relisted<'a>>), CatalogErrorCode> {
    let mut fixed = Vec::with_capacity(wanted.len());
    let mut changes = Vec::with_capacity(wanted.len());
    for (index, price) in wanted.into_iter().enumerate() {
        let Some(&variant) = of_id.get(&price.variant) else {
            let field = format!("prices.{index}.variantId");
            return refuse(
                CatalogErrorCode::NotFound,
                &field,
                "The variant does not exist.",
            );
        };
        let before = stored.remove(&price.variant);
        changes.push(Relisted {
            variant,
            before: before.as_ref().map(|row| row.price),
            now: Some(price.price),
        });
        fixed.push(price_list_price::Model {
            price_list_id: list,
            variant_id: price.variant,
            product_id: variant.product_id,
            price: price.price,
            compare_at_price: price.compare_at,
            quantity_breaks: before.map(|row| row.quantity_breaks).unwrap_or_default(),
        });
    }
    Ok((fixed, changes))
}

/// The list with this id. If this process does not know it yet, the directory is reloaded.
pub(super) async fn known(app: &App, id: PriceListId) -> Option<Arc<price_list::Model>> {
    if !Directory::current(app).price_lists.contains_key(&id)
        && let Err(error) = app
            .part::<DirectoryCell>()
            .reload(&app.databases.catalog)
            .await
    {
        tracing::error!(?error, "the directory could not be read again");
    }
    Directory::current(app).price_lists.get(&id).cloned()
}
