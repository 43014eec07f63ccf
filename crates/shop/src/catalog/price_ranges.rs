//! Lowest and highest prices of products in every price list, stored in the product's row.

use crate::{
    catalog::{
        prices::{self, PriceError, Pricing},
        store,
    },
    market::{Directory, DirectoryCell},
};
use sea_orm::DatabaseTransaction;
use souk_entities::{
    catalog::{
        price_list, price_list_price,
        product::{self, ListPriceRanges, PriceRange},
        variant,
    },
    ids::{ProductId, VariantId},
};
use souk_kernel::{app::App, codes::CurrencyCode, events::Event, money::MoneyError};
use std::collections::HashMap;

/// Number of products recomputed in one transaction.
const BATCH: u64 = 500;

/// The price ranges of a product with these variants, by price list. `fixed` holds the fixed prices
/// of its variants in all lists.
///
/// # Errors
///
/// When an amount is out of range.
pub(crate) fn price_ranges_of_product(
    directory: &Directory,
    variants: &[variant::Model],
    fixed: &[price_list_price::Model],
) -> Result<ListPriceRanges, MoneyError> {
    let mut ranges = ListPriceRanges::default();
    if directory.price_lists.is_empty() {
        return Ok(ranges);
    }
    for list in directory.price_lists.values() {
        let of_list = fixed.iter().filter(|price| price.price_list_id == list.id);
        let of_list = of_list.map(|price| (price.variant_id, price)).collect();
        ranges.0.insert(
            list.id,
            in_list(directory.currency, list, variants, &of_list)?,
        );
    }
    Ok(ranges)
}

fn in_list(
    shop_currency: CurrencyCode,
    list: &price_list::Model,
    variants: &[variant::Model],
    fixed: &HashMap<VariantId, &price_list_price::Model>,
) -> Result<PriceRange, MoneyError> {
    let pricing = Pricing::of_list(list, shop_currency);
    let mut amounts = Vec::with_capacity(variants.len());
    for variant in variants {
        let price = prices::price_of_variant(variant, fixed.get(&variant.id).copied(), &pricing)?;
        let before = price.compare_at.map(|before| before.minor());
        amounts.push((price.price.minor(), before));
    }
    Ok(super::products::variants::price_range(amounts.into_iter()))
}

/// Recomputes the price ranges of every product, after a change of price lists.
pub(crate) async fn recompute_price_ranges(app: &App) -> anyhow::Result<()> {
    app.part::<DirectoryCell>()
        .reload(&app.databases.catalog)
        .await?;
    let mut last = ProductId(0);
    while let Some(next) = recompute_after(app, last).await? {
        last = next;
    }
    Ok(())
}

/// Recomputes one batch, and returns its last product.
async fn recompute_after(app: &App, last: ProductId) -> anyhow::Result<Option<ProductId>> {
    let txn = app.databases.catalog.begin().await?;
    let products = store::lock_products_after(&txn, last, BATCH).await?;
    let Some(end) = products.last().map(|product| product.id) else {
        return Ok(None);
    };
    renew(app, &txn, products).await?;
    txn.commit().await?;
    Ok(Some(end))
}

/// Recomputes the price ranges of products, which the transaction has locked, and publishes which
/// ones changed.
pub(crate) async fn renew(
    app: &App,
    txn: &DatabaseTransaction,
    products: Vec<product::Model>,
) -> Result<(), PriceError> {
    let directory = Directory::current(app);
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    let mut variants: HashMap<ProductId, Vec<variant::Model>> = HashMap::new();
    for row in store::variants_of_products(txn, &ids).await? {
        variants.entry(row.product_id).or_default().push(row);
    }
    let mut fixed: HashMap<ProductId, Vec<price_list_price::Model>> = HashMap::new();
    for row in store::all_fixed_prices_of_products(txn, &ids).await? {
        fixed.entry(row.product_id).or_default().push(row);
    }
    let mut changed = Vec::new();
    for mut product in products {
        let variants = variants.remove(&product.id).unwrap_or_default();
        let fixed = fixed.remove(&product.id).unwrap_or_default();
        let ranges = price_ranges_of_product(&directory, &variants, &fixed)?;
        if ranges != product.list_price_ranges {
            product.list_price_ranges = ranges;
            product.version += 1;
            changed.push(product);
        }
    }
    let events: Vec<Event> = changed
        .iter()
        .map(|product| Event::ProductChanged {
            product: product.id,
        })
        .collect();
    store::save_products(txn, changed, |_| false).await?;
    app.publish(txn, &events).await?;
    Ok(())
}
