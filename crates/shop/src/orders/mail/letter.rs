//! Writes e-mails about orders, with a text and an HTML part.

use crate::{
    market::Directory,
    orders::{
        gift_cards,
        locked_order::{LockedOrder, currency},
        mail::Mailbox,
        names::display_name,
        status_links, store,
    },
    texts::{self, Texts},
};
use anyhow::Context;
use askama::Template;
use lettre::{Message, message::MultiPart};
use souk_entities::{
    ids::OrderLineId,
    orders::{
        fulfillment::Parcel,
        mail::{self, MailKind},
    },
};
use souk_kernel::{app::App, money::Money};

/// The content of every e-mail and of the status page.
pub(in crate::orders) struct Page {
    pub(in crate::orders) texts: &'static Texts,
    pub(in crate::orders) subject: String,
    pub(in crate::orders) heading: String,
    pub(in crate::orders) opening: String,
    pub(in crate::orders) shop: String,
    pub(in crate::orders) status_url: String,
    pub(in crate::orders) lines: Vec<Line>,
    pub(in crate::orders) sums: Vec<(&'static str, String)>,
    /// What gift cards paid of the total.
    pub(in crate::orders) cards: Vec<(&'static str, String)>,
    pub(in crate::orders) address: Vec<String>,
    pub(in crate::orders) parcels: Vec<Parcel>,
}

pub(in crate::orders) struct Line {
    pub(in crate::orders) title: String,
    pub(in crate::orders) quantity: i32,
    /// For all units, before discounts.
    pub(in crate::orders) price: String,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Text<'a> {
    page: &'a Page,
}

/// Writes the e-mail; `None` if the order has no e-mail address.
pub(super) async fn write(app: &App, row: &mail::Model) -> anyhow::Result<Option<Message>> {
    let db = app.databases.orders.reader();
    let order = store::orders(db, &[row.order_id]).await?.pop();
    let whole = LockedOrder::around(db, order.context("the order is gone")?).await?;
    let Some(to) = whole.order.email.clone() else {
        return Ok(None);
    };
    let page = page(app, &whole, row)?;
    let shop = &Directory::current(app).shop;
    let from = match &app.part::<Mailbox>().from {
        Some(from) => from.clone(),
        None => format!(
            "{} <orders@localhost>",
            shop.name.replace(['<', '>', ',', '"'], " ")
        )
        .parse()
        .or_else(|_| "orders@localhost".parse())?,
    };
    let bodies = MultiPart::alternative_plain_html(
        Text { page: &page }.render()?,
        Html { page: &page }.render()?,
    );
    let letter = Message::builder()
        .message_id(Some(format!(
            "<{}.{}@souk>",
            row.key.replace(':', "."),
            row.order_id.0
        )))
        .from(from)
        .to(to.parse()?)
        .subject(&page.subject)
        .multipart(bodies)?;
    Ok(Some(letter))
}

fn page(app: &App, whole: &LockedOrder, row: &mail::Model) -> anyhow::Result<Page> {
    let order = display_name(whole.order.number);
    let texts = &texts::of_locale(&whole.order.language).letter;
    let (heading, opening) = match row.kind {
        MailKind::OrderConfirmation => ((texts.placed)(&order), texts.placed_opening),
        MailKind::OrderCancelled => ((texts.cancelled)(&order), texts.cancelled_opening),
        MailKind::ShippingConfirmation => ((texts.shipped)(&order), texts.shipped_opening),
        MailKind::RefundNotice => ((texts.refunded)(&order), texts.refunded_opening),
    };
    let mut page = blank(app, whole, heading, opening);
    match row.kind {
        MailKind::OrderConfirmation => whole_order(&mut page, whole),
        MailKind::OrderCancelled => {
            page.lines = whole
                .lines
                .iter()
                .map(|it| line(whole, it.id, it.quantity))
                .collect();
        }
        MailKind::ShippingConfirmation => shipped(&mut page, whole, row)?,
        MailKind::RefundNotice => refunded(&mut page, whole, row)?,
    }
    Ok(page)
}

fn blank(app: &App, whole: &LockedOrder, heading: String, opening: &str) -> Page {
    Page {
        texts: texts::of_locale(&whole.order.language),
        subject: heading.clone(),
        heading,
        opening: opening.to_owned(),
        shop: Directory::current(app).shop.name.clone(),
        status_url: status_links::status_page_url(app, whole.order.id),
        lines: Vec::new(),
        sums: Vec::new(),
        cards: Vec::new(),
        address: Vec::new(),
        parcels: Vec::new(),
    }
}

/// Page with the whole order and its parcels, as shown on the status page.
pub(in crate::orders) fn summary(
    app: &App,
    whole: &LockedOrder,
    heading: String,
    opening: &str,
) -> Page {
    let mut page = blank(app, whole, heading, opening);
    whole_order(&mut page, whole);
    let sent = whole.fulfillments.iter();
    page.parcels = sent.flat_map(|it| it.tracking.parcels.clone()).collect();
    page
}

fn whole_order(page: &mut Page, whole: &LockedOrder) {
    let order = &whole.order;
    page.lines = whole
        .lines
        .iter()
        .map(|it| line(whole, it.id, it.quantity))
        .collect();
    let names = &page.texts.costs;
    let texts = page.texts;
    let money = |minor: i64| texts.money(Money::new(minor, currency(order)));
    page.sums = vec![(names.subtotal, money(order.subtotal))];
    if order.discount > 0 {
        page.sums.push((names.discounts, money(-order.discount)));
    }
    if !order.deliveries.0.is_empty() {
        let price = Money::new(order.delivery, currency(order));
        page.sums.push((names.delivery, texts.price(price)));
    }
    let tax = match order.prices_include_tax {
        true => names.tax_contained,
        false => names.tax,
    };
    page.sums.push((tax, money(order.tax)));
    let total = Money::new(order.total, currency(order));
    page.sums.push((names.total, texts.total(total)));
    let paid = whole
        .transactions
        .iter()
        .filter(|it| gift_cards::is_sale(it));
    let paid = paid.map(|it| (names.gift_card, money(-it.amount)));
    page.cards = paid.collect();
    page.address = goes_to(whole);
}

/// The lines of the shipping address; empty if nothing is shipped.
fn goes_to(whole: &LockedOrder) -> Vec<String> {
    let stored = whole.order.shipping_address.as_ref();
    let texts = texts::of_locale(&whole.order.language);
    stored.map_or_else(Vec::new, |stored| {
        crate::postal::lines(stored, texts.country)
    })
}

fn shipped(page: &mut Page, whole: &LockedOrder, row: &mail::Model) -> anyhow::Result<()> {
    let mut fulfillments = whole.fulfillments.iter();
    let found = fulfillments.find(|it| Some(it.id.0) == row.about_id);
    let found = found.context("the fulfilment is gone")?;
    let lines = found.lines.0.iter();
    page.lines = lines
        .map(|it| line(whole, it.order_line, it.quantity))
        .collect();
    page.parcels = found.tracking.parcels.clone();
    page.address = goes_to(whole);
    Ok(())
}

fn refunded(page: &mut Page, whole: &LockedOrder, row: &mail::Model) -> anyhow::Result<()> {
    let mut refunds = whole.refunds.iter();
    let found = refunds.find(|it| Some(it.id.0) == row.about_id);
    let found = found.context("the refund is gone")?;
    let lines = found.lines.0.iter();
    page.lines = lines
        .map(|it| line(whole, it.order_line, it.quantity))
        .collect();
    let amount = Money::new(found.amount, currency(&whole.order));
    page.sums = vec![(page.texts.letter.you_get_back, page.texts.total(amount))];
    Ok(())
}

fn line(whole: &LockedOrder, id: OrderLineId, quantity: i32) -> Line {
    let found = whole.lines.iter().find(|line| line.id == id);
    let title = found.map(|line| match &line.variant_title {
        Some(variant) => format!("{} ({variant})", line.title),
        None => line.title.clone(),
    });
    let price = found.map_or(0, |line| line.unit_price);
    let price = price.saturating_mul(quantity.into());
    let texts = texts::of_locale(&whole.order.language);
    Line {
        title: title.unwrap_or_default(),
        quantity,
        price: texts.money(Money::new(price, currency(&whole.order))),
    }
}
