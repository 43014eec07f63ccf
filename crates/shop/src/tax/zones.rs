//! The tax zones that this process keeps in memory.

use super::{
    question::{TaxAnswer, TaxClass, TaxQuestion},
    store,
};
use crate::pricing::Rate;
use sea_orm::DbErr;
use souk_entities::orders::tax_zone::{TaxRate, TaxedGoods};
use souk_kernel::{codes::Areas, database::Database};
use std::sync::Arc;

/// Tax zones by their areas.
#[derive(Debug, Default)]
pub struct TaxZones(Areas<Arc<Vec<TaxRate>>>);

impl TaxZones {
    /// Zones with these rates and areas; an area is `US-OR`, `US`, or `*` for the rest of the
    /// world.
    pub fn new(zones: impl IntoIterator<Item = (Vec<TaxRate>, Vec<String>)>) -> Self {
        let mut areas = Areas::default();
        for (rates, of_zone) in zones {
            let rates = Arc::new(rates);
            for area in of_zone {
                areas.insert(area, Arc::clone(&rates));
            }
        }
        Self(areas)
    }

    pub(super) async fn read(orders: &Database) -> Result<Self, DbErr> {
        let zones = store::tax_zones(orders.writer()).await?.into_iter();
        Ok(Self::new(zones.map(|(zone, areas)| (zone.rates.0, areas))))
    }

    /// The rates that apply: those of the zone of the place.
    pub fn rates(&self, question: &TaxQuestion) -> TaxAnswer {
        let zone = self.0.find(&question.place);
        let rates = zone.map_or(&[][..], |rates| rates.as_slice());
        let classes = question.classes.iter();
        let delivery = rates.iter().filter(|rate| rate.on_delivery);
        TaxAnswer {
            classes: classes.map(|class| of_class(rates, class)).collect(),
            delivery: delivery.map(shown).collect(),
        }
    }
}

/// The rates for the tax code; else those for the narrowest category; else those for all products.
fn of_class(rates: &[TaxRate], class: &TaxClass) -> Vec<Rate> {
    let narrowness = |rate: &TaxRate| match &rate.goods {
        TaxedGoods::Code(code) if Some(code) == class.tax_code.as_ref() => Some(usize::MAX),
        TaxedGoods::Category(path) => class
            .category
            .as_deref()
            .filter(|category| is_within(category, path))
            .map(|_| path.len()),
        TaxedGoods::All => Some(0),
        TaxedGoods::Code(_) => None,
    };
    let Some(narrowest) = rates.iter().filter_map(narrowness).max() else {
        return Vec::new();
    };
    let due = rates
        .iter()
        .filter(|rate| narrowness(rate) == Some(narrowest));
    due.map(shown).collect()
}

fn is_within(category: &str, path: &str) -> bool {
    let below = category.strip_prefix(path);
    below.is_some_and(|below| below.is_empty() || below.starts_with(" > "))
}

fn shown(rate: &TaxRate) -> Rate {
    Rate {
        title: rate.title.clone(),
        rate: rate.rate,
    }
}
