//! The cart beside the form: its lines and costs, in the buyer's language.

use super::{shortages, steps::Step, visit::Visit};
use crate::{
    cart::{self, Cut, LineView, MerchandiseItem},
    catalog::{self, CropRegion, Transform, Translations},
    gift_cards::GiftCardPart,
};
use souk_entities::ids::{ProductId, VariantId};
use souk_kernel::{app::App, error::ApiError, money::Money};
use std::{collections::HashMap, sync::Arc};

/// Side of a picture in pixels, twice what the page shows.
const PICTURE_SIDE: u32 = 128;

/// The cart beside the form.
pub(super) struct Summary {
    pub(super) lines: Vec<SummaryLine>,
    /// Labels and amounts of the costs.
    pub(super) costs: Vec<(String, String)>,
    pub(super) total: String,
    /// Labels and amounts of the gift cards that pay.
    pub(super) cards: Vec<(String, String)>,
    /// What is left to pay, and its label.
    pub(super) charge: String,
    pub(super) charge_name: &'static str,
    /// Whether small screens show it expanded.
    pub(super) is_open: bool,
}

/// A line of the cart.
pub(super) struct SummaryLine {
    pub(super) title: String,
    pub(super) variant: Option<String>,
    pub(super) quantity: i32,
    pub(super) each: Option<String>,
    pub(super) price: String,
    /// URL of its picture.
    pub(super) picture: Option<String>,
    /// Note about a lack of stock.
    pub(super) left: Option<String>,
}

impl Summary {
    /// The summary of a cart. Stock is checked at the review step.
    pub(super) async fn of(app: &App, visit: &Visit, step: Step) -> Result<Self, ApiError> {
        let view = &visit.view;
        let translated = catalog::texts_of_products(app, &view.audience, &view.products()).await?;
        let short = match step {
            Step::Review => shortages::short(app, visit).await?,
            _ => HashMap::new(),
        };
        let lines = visit.view.lines.iter();
        let lines = lines.map(|view| line(app, visit, view, &translated, &short));
        Ok(Self {
            lines: lines.collect(),
            costs: costs(visit),
            total: visit.texts.total(visit.total()),
            charge: visit.texts.total(visit.charge()),
            charge_name: match view.gift_cards.is_empty() {
                true => visit.texts.costs.total,
                false => visit.texts.costs.to_pay,
            },
            cards: cards(visit),
            is_open: step == Step::Review,
        })
    }

    /// Total number of units.
    pub(super) fn units(&self) -> i32 {
        let units = self.lines.iter().map(|line| line.quantity);
        units.fold(0, i32::saturating_add)
    }
}

fn line(
    app: &App,
    visit: &Visit,
    view: &Arc<LineView>,
    translated: &HashMap<ProductId, Translations>,
    short: &HashMap<VariantId, i64>,
) -> SummaryLine {
    let texts = visit.texts;
    let (product, variant) = (&view.item.product, &view.item.variant);
    let translated = translated.get(&product.id);
    let has_options = !variant.selected_options.0.is_empty();
    let variant_title = || catalog::shown_variant_title(translated, product, variant).into_owned();
    let quantity = view.line.quantity;
    SummaryLine {
        title: catalog::shown_title(translated, product).to_owned(),
        variant: has_options.then(variant_title),
        quantity,
        each: (quantity > 1).then(|| (texts.costs.each)(&texts.money(view.each))),
        price: texts.price(view.subtotal),
        picture: picture(app, &view.item),
        left: short.get(&view.line.variant).map(|&left| match left {
            0 => texts.checkout.sold_out.to_owned(),
            left => (texts.checkout.few_left)(left),
        }),
    }
}

/// URL of the picture of a variant, or of its product. Our own pictures are served from the host
/// the browser asked, whatever its name.
fn picture(app: &App, item: &MerchandiseItem) -> Option<String> {
    let still = catalog::shown_picture(&item.product, &item.variant)?;
    let transform = Transform {
        width: Some(PICTURE_SIDE),
        height: Some(PICTURE_SIDE),
        crop: Some(CropRegion::Center),
        format: None,
    };
    let address = catalog::media_address(app, &still.source, transform);
    let path = address.strip_prefix(app.public_url()).map(str::to_owned);
    Some(path.unwrap_or(address))
}

fn cards(visit: &Visit) -> Vec<(String, String)> {
    let (texts, currency) = (visit.texts, visit.view.audience.currency);
    let parts = cart::gift_card_parts(&visit.view, &visit.quote).into_iter();
    let row = |part: GiftCardPart| {
        let name = format!("{} •••• {}", texts.costs.gift_card, part.last_characters);
        (name, texts.money(Money::new(-part.amount, currency)))
    };
    parts.map(row).collect()
}

/// Product and order discounts by name, each with what it takes off in minor units.
fn discounts(visit: &Visit) -> impl Iterator<Item = (String, i64)> {
    let cuts = visit.view.discounts().of_goods();
    let names = &visit.texts.costs;
    let name = |cut: &Cut<'_>| match &cut.candidate.code {
        Some(code) => format!("{}: {}", names.discount, code.shown),
        None => format!("{}: {}", names.discount, cut.candidate.discount.title),
    };
    let rows: Vec<_> = cuts.iter().map(|cut| (name(cut), cut.amount)).collect();
    rows.into_iter()
}

fn costs(visit: &Visit) -> Vec<(String, String)> {
    let (texts, priced) = (visit.texts, &visit.quote.priced);
    let names = &texts.costs;
    let money = |minor| Money::new(minor, priced.currency);
    let totals = &priced.totals;
    let mut costs = vec![(
        names.subtotal.to_owned(),
        texts.money(money(totals.subtotal)),
    )];
    costs.extend(discounts(visit).map(|(name, off)| (name, texts.money(money(-off)))));
    if visit.view.is_shipped() {
        let is_chosen = visit.view.groups.iter().any(|group| group.chosen.is_some());
        let price = match is_chosen {
            true => texts.price(money(totals.delivery)),
            false => names.not_known.to_owned(),
        };
        costs.push((names.delivery.to_owned(), price));
    }
    let kind = match priced.prices_include_tax {
        true => names.tax_contained,
        false => names.tax,
    };
    let taxes = totals.taxes.iter().filter(|tax| tax.amount != 0);
    let taxes = taxes.map(|tax| {
        let amount = texts.money(money(tax.amount));
        (format!("{kind} ({})", tax.title), amount)
    });
    costs.extend(taxes);
    costs
}
