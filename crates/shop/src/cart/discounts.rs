//! The discounts of a cart, determined once for each view of it.

use super::{
    card_numbers::Search,
    codes::{CartErrorCode, CartWarningCode},
    delivery,
    refusal::{CartError, Warning, WarningTarget},
    view::{CartView, LineView},
};
use crate::{
    market::{Audience, Directory},
    pricing::{self, DiscountShare, WHOLE},
    promotions::{
        self, AppliedDiscount, BasketDelivery, BasketLine, Candidate, ConsideredDiscounts,
        DiscountBasket, DiscountKind, Exchange, IneligibleReason, Redemption, normalized_code,
    },
    texts,
};
use souk_entities::ids::CartLineId;
use souk_kernel::{
    app::App,
    codes::LanguageCode,
    error::ApiError,
    money::{Money, MoneyError},
    refusal::Refusal,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Most distinct codes a cart may hold.
pub const MOST_CODES: usize = 25;
/// Longest code, in characters.
pub const MOST_CODE_CHARACTERS: usize = 255;

/// The discounts of a cart.
#[derive(Clone, Debug, Default)]
pub struct CartDiscounts {
    /// The discounts that were considered.
    pub considered: ConsideredDiscounts,
    /// Indices of the lines among those that were considered.
    places: HashMap<CartLineId, usize>,
    /// How discount amounts are converted into the cart's currency.
    exchange: Option<Exchange>,
}

/// What a discount takes off one target.
#[derive(Clone, Copy, Debug)]
pub struct Cut<'a> {
    /// The discount.
    pub candidate: &'a Candidate,
    /// What it takes off all its targets, in minor units.
    pub whole: i64,
    /// What it takes off this one.
    pub amount: i64,
    /// The fixed amount per target, for a discount that has one.
    pub unit: Option<i64>,
}

/// Considers a cart's discounts and the codes entered. At most one statement for the codes and one
/// for the collections a discount requires.
///
/// # Errors
///
/// When a database fails or an amount is out of range.
pub async fn consider_discounts(
    app: &App,
    view: &CartView,
    codes: &[String],
) -> Result<CartDiscounts, ApiError> {
    let places = view.lines.iter().enumerate();
    let basket = basket(app, view);
    Ok(CartDiscounts {
        exchange: Some(basket.exchange),
        considered: promotions::consider_discounts(app, basket, codes).await?,
        places: places.map(|(at, line)| (line.line.id, at)).collect(),
    })
}

fn basket(app: &App, view: &CartView) -> DiscountBasket {
    let address = delivery::delivery_address(&view.row).map(|address| &address.address);
    let place = delivery::place(&view.audience, address);
    let deliveries: Vec<BasketDelivery> = (view.paid_deliveries())
        .map(|offer| BasketDelivery {
            price: offer.price,
            country: place.country.code().to_owned(),
        })
        .collect();
    DiscountBasket {
        exchange: exchange(app, &view.audience),
        market: view.audience.market.id,
        channel: view.row.channel_id,
        email: view.row.buyer.email.as_deref().map(normalized_code),
        now: view.audience.now,
        lines: view.lines.iter().map(line).collect(),
        delivery_is_open: deliveries.is_empty() && view.is_shipped(),
        deliveries,
    }
}

/// How the shop's amounts are converted into the cart's: at the rate of the market's price list.
fn exchange(app: &App, audience: &Audience) -> Exchange {
    let (currency, shop_currency) = (audience.currency, Directory::current(app).currency);
    let list = audience.price_list.as_ref();
    let list = list.filter(|list| list.currency == currency.code());
    Exchange {
        currency,
        shop_currency,
        rate: match currency == shop_currency {
            true => Some(WHOLE),
            false => list.map(|list| list.exchange_rate),
        },
    }
}

fn line(view: &Arc<LineView>) -> BasketLine {
    BasketLine {
        id: view.line.id,
        variant: view.item.variant.id,
        product: view.item.product.id,
        collections: Vec::new(),
        unit_price: view.each.minor(),
        quantity: view.line.quantity.into(),
        is_subscription: view.line.selling_plan.is_some(),
    }
}

impl CartDiscounts {
    fn applied(&self) -> impl Iterator<Item = (&Candidate, &AppliedDiscount)> {
        let applied = self.considered.outcome.applied.iter();
        applied.map(|it| (&self.considered.candidates[it.candidate], it))
    }

    /// What each discount takes off a line.
    pub fn of_line(&self, line: CartLineId) -> Vec<Cut<'_>> {
        let Some(&at) = self.places.get(&line) else {
            return Vec::new();
        };
        self.cuts(|applied| applied.lines[at])
    }

    /// What each discount takes off the selected delivery at this index.
    pub fn of_delivery(&self, at: usize) -> Vec<Cut<'_>> {
        self.cuts(|applied| applied.deliveries.get(at).copied().unwrap_or(0))
    }

    /// What order and shipping discounts take off.
    pub fn of_cart(&self) -> Vec<Cut<'_>> {
        let mut cuts = self.cuts(whole);
        cuts.retain(|cut| cut.candidate.class() != DiscountKind::Product);
        cuts
    }

    /// What product and order discounts take off.
    pub fn of_goods(&self) -> Vec<Cut<'_>> {
        let mut cuts = self.cuts(whole);
        cuts.retain(|cut| cut.candidate.class() != DiscountKind::Shipping);
        cuts
    }

    /// What each discount that applies takes off all its targets.
    pub fn wholes(&self) -> Vec<Cut<'_>> {
        self.cuts(whole)
    }

    fn cuts(&self, amount: impl Fn(&AppliedDiscount) -> i64) -> Vec<Cut<'_>> {
        let cuts = self.applied().map(|(candidate, applied)| Cut {
            candidate,
            whole: whole(applied),
            amount: amount(applied),
            unit: self.exchange.and_then(|it| candidate.unit(&it)),
        });
        cuts.filter(|cut| cut.amount > 0).collect()
    }

    /// The code redemptions an order of this cart would make.
    pub fn uses(&self, email: Option<&str>) -> Vec<Redemption> {
        let uses = self.applied().filter_map(|(candidate, _)| {
            let code = candidate.code.as_ref()?;
            let is_once = candidate.discount.terms.once_per_customer;
            Some(Redemption {
                discount: candidate.discount.id,
                code: code.code.clone(),
                customer: email.filter(|_| is_once).map(normalized_code),
            })
        });
        uses.collect()
    }

    /// Warnings about codes that do not apply.
    pub fn warnings(&self, language: LanguageCode) -> Vec<Warning> {
        let texts = &texts::texts_in(language).discounts;
        let codes = self.considered.codes.iter();
        let refused = codes.filter_map(|it| Some((&it.code, it.verdict.err()?)));
        refused
            .map(|(code, reason)| Warning {
                code: warning_code(reason),
                target: WarningTarget::Cart,
                message: format!("{code}: {}", reason.text(texts)),
            })
            .collect()
    }
}

fn whole(applied: &AppliedDiscount) -> i64 {
    let amounts = applied.lines.iter().chain(&applied.deliveries);
    amounts.fold(0, |sum: i64, &amount| sum.saturating_add(amount))
}

impl Cut<'_> {
    /// The same as a discount of the pricing pipeline.
    pub fn discount(&self) -> DiscountShare {
        let discount = &self.candidate.discount;
        DiscountShare {
            id: Some(discount.id),
            title: discount.title.clone(),
            code: self.candidate.code.as_ref().map(|it| it.shown.clone()),
            millionths: self.candidate.millionths(),
            unit: self.unit,
            each: self.candidate.is_each(),
            all: self.candidate.class() != DiscountKind::Product,
            amount: self.amount,
        }
    }
}

impl LineView {
    /// What product discounts take off the line. A component of a bundle gets its share of what is
    /// taken off the bundle.
    ///
    /// # Errors
    ///
    /// When an amount is out of range.
    pub fn cuts(&self) -> Result<Vec<Cut<'_>>, MoneyError> {
        let mut cuts = self.discounts().of_line(self.line.id);
        cuts.retain(|cut| cut.candidate.class() == DiscountKind::Product);
        let Some(share) = &self.share else {
            return Ok(cuts);
        };
        for cut in &mut cuts {
            let amount = Money::new(cut.amount, self.subtotal.currency());
            let until = amount.fraction(share.end, share.whole)?;
            let before = amount.fraction(share.start, share.whole)?;
            cut.amount = until.minor() - before.minor();
        }
        Ok(cuts)
    }

    /// Price of all units after product discounts.
    ///
    /// # Errors
    ///
    /// When an amount is out of range.
    pub fn total(&self) -> Result<Money, MoneyError> {
        let cuts = self.cuts()?.into_iter();
        let off: i64 = cuts.map(|cut| cut.amount).sum();
        self.subtotal
            .plus(Money::new(-off, self.subtotal.currency()))
    }
}

/// A line's discounts for the pricing pipeline.
pub(super) fn of_line(view: &CartView, line: CartLineId) -> Vec<pricing::DiscountShare> {
    let cuts = view.discounts().of_line(line);
    cuts.iter().map(Cut::discount).collect()
}

/// A delivery's discounts for the pricing pipeline.
pub(super) fn of_delivery(view: &CartView, at: usize) -> Vec<pricing::DiscountShare> {
    let cuts = view.discounts().of_delivery(at);
    cuts.iter().map(Cut::discount).collect()
}

/// Codes as they are stored: trimmed, without duplicates, in the order entered.
///
/// # Errors
///
/// When there are too many, one is too long, or one is a card number.
pub(super) fn kept_codes(path: &[&str], codes: &[String]) -> Result<Vec<String>, CartError> {
    let mut search = Search::default();
    search.texts(path, codes);
    search.end()?;
    let mut kept: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for (index, code) in codes.iter().enumerate() {
        let code = code.trim();
        let is_long = code.chars().count() > MOST_CODE_CHARACTERS;
        if is_long || code.chars().any(char::is_control) {
            let index = index.to_string();
            let path = [path, &[index.as_str()]].concat();
            let message = "A discount code has at most 255 characters, which can be typed.";
            return Err(Refusal::of_path(CartErrorCode::Invalid, &path, message).into());
        }
        if !code.is_empty() && known.insert(normalized_code(code)) {
            kept.push(code.to_owned());
        }
        if kept.len() > MOST_CODES {
            let message = "A cart takes at most 25 discount codes.";
            return Err(Refusal::of_path(CartErrorCode::LessThan, path, message).into());
        }
    }
    Ok(kept)
}

fn warning_code(reason: IneligibleReason) -> CartWarningCode {
    match reason {
        IneligibleReason::NotFound => CartWarningCode::DiscountNotFound,
        IneligibleReason::NotStarted | IneligibleReason::Ended => {
            CartWarningCode::DiscountCurrentlyInactive
        }
        IneligibleReason::CustomerUnknown => CartWarningCode::DiscountEligibleCustomerMissing,
        IneligibleReason::Customer => CartWarningCode::DiscountCustomerNotEligible,
        IneligibleReason::UsageLimit => CartWarningCode::DiscountUsageLimitReached,
        IneligibleReason::CustomerUsageLimit => CartWarningCode::DiscountCustomerUsageLimitReached,
        IneligibleReason::PurchaseType => CartWarningCode::DiscountIncompatiblePurchaseType,
        IneligibleReason::Items => CartWarningCode::DiscountNoEntitledLineItems,
        IneligibleReason::Quantity => CartWarningCode::DiscountQuantityNotInRange,
        IneligibleReason::Subtotal => CartWarningCode::DiscountPurchaseNotInRange,
        IneligibleReason::Delivery => CartWarningCode::DiscountNoEntitledShippingLines,
        IneligibleReason::Market
        | IneligibleReason::Channel
        | IneligibleReason::Currency
        | IneligibleReason::Nothing
        | IneligibleReason::Combination => CartWarningCode::DiscountCodeNotHonoured,
    }
}
