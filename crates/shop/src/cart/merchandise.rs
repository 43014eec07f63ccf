//! Catalog and stock data of the merchandise of a cart, read in batches.

use super::lines::{LineOffer, Offers};
use crate::{
    catalog::{self, Pricing, VariantPrice},
    inventory::{self, Availability},
    market::{Audience, Directory},
};
use souk_entities::{
    cart::cart::CartLine,
    catalog::{
        product,
        selling_plan_group::{self, SellingPlan},
        variant,
    },
    ids::{MarketId, ProductId, SellingPlanId, VariantId},
};
use souk_kernel::{app::App, error::ApiError};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// A variant that buyers of the cart's channel can see, with its price in the cart's market.
#[derive(Clone, Debug)]
pub struct MerchandiseItem {
    /// The variant.
    pub variant: Arc<variant::Model>,
    /// Its product.
    pub product: Arc<product::Model>,
    /// Its price.
    pub price: VariantPrice,
    /// Groups of the selling plans it is sold with.
    pub plans: Arc<Vec<Arc<selling_plan_group::Model>>>,
}

/// Merchandise that was read for a cart. What buyers cannot see is recorded as absent.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    items: HashMap<VariantId, Option<Arc<MerchandiseItem>>>,
    /// Market the prices are for.
    market: Option<MarketId>,
    /// Whether selling plans were read.
    with_plans: bool,
}

/// What a cart needs from the catalog.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    variants: HashSet<VariantId>,
    /// Whether selling plans are needed: a line has one.
    plans: bool,
}

impl Wanted {
    /// The merchandise of these lines.
    pub fn of_lines(lines: &[CartLine]) -> Self {
        Self {
            variants: lines.iter().map(|line| line.variant).collect(),
            plans: lines.iter().any(|line| line.selling_plan.is_some()),
        }
    }

    /// Adds what another one needs.
    pub fn join(&mut self, other: &Self) {
        self.variants.extend(&other.variants);
        self.plans |= other.plans;
    }

    /// Adds the selling plans of the merchandise.
    pub fn add_plans(&mut self) {
        self.plans = true;
    }

    /// Adds merchandise.
    pub fn add(&mut self, variant: VariantId, plan: Option<SellingPlanId>) {
        self.variants.insert(variant);
        self.plans |= plan.is_some();
    }
}

impl Shelf {
    /// The components of the bundles among these lines.
    pub fn parts(&self, lines: &[CartLine]) -> Vec<VariantId> {
        let items = lines.iter().filter_map(|line| self.get(line.variant));
        let parts = items.flat_map(|item| &item.variant.components.0);
        parts.map(|part| part.variant).collect()
    }

    /// The merchandise, if buyers can see it.
    pub fn get(&self, variant: VariantId) -> Option<&Arc<MerchandiseItem>> {
        self.items.get(&variant)?.as_ref()
    }

    /// Reads what is not on the shelf yet: at most one statement each for variants, products,
    /// fixed prices and selling plans. A shelf of another market is cleared first.
    ///
    /// # Errors
    ///
    /// When the database fails or a price is out of range.
    pub async fn fill(
        &mut self,
        app: &App,
        audience: &Audience,
        wanted: &Wanted,
    ) -> Result<(), ApiError> {
        let market = Some(audience.market.id);
        if self.market != market || (wanted.plans && !self.with_plans) {
            *self = Self::default();
            self.market = market;
        }
        let new = wanted.variants.iter().copied();
        let new: Vec<VariantId> = new.filter(|id| !self.items.contains_key(id)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let variants = catalog::variants_by_id(app, &new).await?;
        let ids: HashSet<ProductId> = variants.values().map(|row| row.product_id).collect();
        let ids: Vec<ProductId> = ids.into_iter().collect();
        let products = catalog::products_by_id(app, &ids).await?;
        let directory = Directory::current(app);
        let pricing = Pricing::for_audience(audience, &directory);
        let db = app.databases.catalog.reader();
        let rows = variants.values().map(AsRef::as_ref);
        let mut prices = catalog::prices_for_variants(db, &pricing, rows).await?;
        let needs_plan = products.values().any(|row| row.requires_selling_plan);
        self.with_plans |= wanted.plans;
        let mut plans = if wanted.plans || needs_plan {
            catalog::selling_plans_by_variant(app, &ids).await?
        } else {
            HashMap::new()
        };
        let plans: HashMap<ProductId, Arc<Vec<Arc<selling_plan_group::Model>>>> = plans
            .drain()
            .map(|(product, plans)| (product, Arc::new(plans)))
            .collect();
        for id in new {
            let item = variants.get(&id).and_then(|variant| {
                let product = products.get(&variant.product_id)?;
                let visible = catalog::is_on_sale(product, audience.channel, audience.now);
                visible.then_some(Arc::new(MerchandiseItem {
                    variant: Arc::clone(variant),
                    product: Arc::clone(product),
                    price: prices.remove(&id)?,
                    plans: plans.get(&product.id).cloned().unwrap_or_default(),
                }))
            });
            self.items.insert(id, item);
        }
        Ok(())
    }

    /// Offers of `variants`, with their stock: one statement.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn offers(
        &self,
        app: &App,
        audience: &Audience,
        variants: &[VariantId],
    ) -> Result<Offers, ApiError> {
        let seen = variants.iter().copied();
        let seen: Vec<VariantId> = seen.filter(|id| self.get(*id).is_some()).collect();
        let stock = inventory::availability(app, audience.channel, &seen).await?;
        let list = audience.price_list.as_ref().map(|list| list.id);
        let offer = |id: VariantId| {
            let item = self.get(id)?;
            let stock = stock.get(&id).copied().unwrap_or(Availability::ABSENT);
            Some(LineOffer {
                rule: catalog::quantity_rule_of_variant(&item.variant, list),
                most: stock.most(),
                requires_plan: item.product.requires_selling_plan,
                plans: item.plan_ids(),
                is_bundle: item.is_bundle(),
            })
        };
        Ok(variants.iter().map(|&id| (id, offer(id))).collect())
    }
}

impl MerchandiseItem {
    /// Whether it is sold as its components.
    pub fn is_bundle(&self) -> bool {
        !self.variant.components.0.is_empty()
    }

    /// A selling plan it is sold with.
    pub fn plan(&self, id: SellingPlanId) -> Option<&SellingPlan> {
        let groups = self.plans.iter().map(AsRef::as_ref);
        catalog::plan_in(groups, id).map(|(_, plan)| plan)
    }

    fn plan_ids(&self) -> Vec<SellingPlanId> {
        let plans = self.plans.iter().flat_map(|group| &group.plans.0);
        plans.map(|plan| plan.id).collect()
    }
}
