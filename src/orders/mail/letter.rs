//! Writes e-mails: what an order says, in a text and an HTML part.

use crate::{
    app::App,
    cart::graphql::address,
    codes::{CurrencyCode, Label, Province},
    money::Money,
    orders::{
        place::name,
        status_page, store,
        whole::{Whole, currency},
    },
};
use anyhow::Context;
use askama::Template;
use lettre::{Message, message::MultiPart};
use souk_entities::{
    cart::cart::PostalAddress,
    ids::OrderLineId,
    orders::{
        fulfillment::Parcel,
        mail::{self, MailKind},
    },
};

/// What every letter and the status page show.
pub(in crate::orders) struct Page {
    pub(in crate::orders) subject: String,
    pub(in crate::orders) heading: String,
    pub(in crate::orders) opening: String,
    pub(in crate::orders) shop: String,
    pub(in crate::orders) status_url: String,
    pub(in crate::orders) lines: Vec<Line>,
    pub(in crate::orders) sums: Vec<(&'static str, String)>,
    pub(in crate::orders) address: Vec<String>,
    pub(in crate::orders) parcels: Vec<Parcel>,
}

pub(in crate::orders) struct Line {
    pub(in crate::orders) title: String,
    pub(in crate::orders) quantity: i32,
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

/// The letter; `None` where the order has no e-mail address.
pub(super) async fn write(app: &App, row: &mail::Model) -> anyhow::Result<Option<Message>> {
    let db = app.databases.orders.reader();
    let order = store::orders(db, &[row.order_id]).await?.pop();
    let whole = Whole::around(db, order.context("the order is gone")?).await?;
    let Some(to) = whole.order.email.clone() else {
        return Ok(None);
    };
    let page = page(app, &whole, row)?;
    let shop = &app.directory().shop;
    let from = match &app.mailbox.from {
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

fn page(app: &App, whole: &Whole, row: &mail::Model) -> anyhow::Result<Page> {
    let order = name(whole.order.number);
    let (heading, opening) = match row.kind {
        MailKind::OrderConfirmation => (
            format!("Thank you for your order {order}"),
            "We have your order and will write again when it is on its way.",
        ),
        MailKind::OrderCancelled => (
            format!("Your order {order} was cancelled"),
            "Nothing of it will be sent. What you paid comes back the way you paid it.",
        ),
        MailKind::ShippingConfirmation => (
            format!("Your order {order} is on its way"),
            "This is what was sent.",
        ),
        MailKind::RefundNotice => (
            format!("You get money back for order {order}"),
            "It comes the way you paid. Your bank may need a few days to show it.",
        ),
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

fn blank(app: &App, whole: &Whole, heading: String, opening: &str) -> Page {
    Page {
        subject: heading.clone(),
        heading,
        opening: opening.to_owned(),
        shop: app.directory().shop.name.clone(),
        status_url: status_page::url(app, whole.order.id),
        lines: Vec::new(),
        sums: Vec::new(),
        address: Vec::new(),
        parcels: Vec::new(),
    }
}

/// The whole order with its parcels, as its status page shows it.
pub(in crate::orders) fn summary(app: &App, whole: &Whole, heading: String, opening: &str) -> Page {
    let mut page = blank(app, whole, heading, opening);
    whole_order(&mut page, whole);
    let sent = whole.fulfillments.iter();
    page.parcels = sent.flat_map(|it| it.tracking.parcels.clone()).collect();
    page
}

fn whole_order(page: &mut Page, whole: &Whole) {
    let order = &whole.order;
    page.lines = whole
        .lines
        .iter()
        .map(|it| line(whole, it.id, it.quantity))
        .collect();
    let money = |minor: i64| money(minor, currency(order));
    page.sums = vec![("Subtotal", money(order.subtotal))];
    if order.discount > 0 {
        page.sums.push(("Discounts", money(-order.discount)));
    }
    if !order.deliveries.0.is_empty() {
        page.sums.push(("Delivery", money(order.delivery)));
    }
    let tax = match order.prices_include_tax {
        true => "Tax, contained",
        false => "Tax",
    };
    page.sums.push((tax, money(order.tax)));
    page.sums.push(("Total", money(order.total)));
    page.address = order
        .shipping_address
        .as_ref()
        .map(address)
        .unwrap_or_default();
}

fn shipped(page: &mut Page, whole: &Whole, row: &mail::Model) -> anyhow::Result<()> {
    let mut fulfillments = whole.fulfillments.iter();
    let found = fulfillments.find(|it| Some(it.id.0) == row.about_id);
    let found = found.context("the fulfilment is gone")?;
    let lines = found.lines.0.iter();
    page.lines = lines
        .map(|it| line(whole, it.order_line, it.quantity))
        .collect();
    page.parcels = found.tracking.parcels.clone();
    let order = &whole.order;
    page.address = order
        .shipping_address
        .as_ref()
        .map(address)
        .unwrap_or_default();
    Ok(())
}

fn refunded(page: &mut Page, whole: &Whole, row: &mail::Model) -> anyhow::Result<()> {
    let mut refunds = whole.refunds.iter();
    let found = refunds.find(|it| Some(it.id.0) == row.about_id);
    let found = found.context("the refund is gone")?;
    let lines = found.lines.0.iter();
    page.lines = lines
        .map(|it| line(whole, it.order_line, it.quantity))
        .collect();
    page.sums = vec![("You get back", money(found.amount, currency(&whole.order)))];
    Ok(())
}

fn line(whole: &Whole, id: OrderLineId, quantity: i32) -> Line {
    let found = whole.lines.iter().find(|line| line.id == id);
    let title = found.map(|line| match &line.variant_title {
        Some(variant) => format!("{} ({variant})", line.title),
        None => line.title.clone(),
    });
    let price = found.map_or(0, |line| line.unit_price);
    Line {
        title: title.unwrap_or_default(),
        quantity,
        price: money(price, currency(&whole.order)),
    }
}

fn money(minor: i64, currency: CurrencyCode) -> String {
    format!(
        "{} {}",
        Money::new(minor, currency).decimal(),
        currency.code()
    )
}

fn address(stored: &PostalAddress) -> Vec<String> {
    let name = address::name(stored);
    let province = address::province(stored).map(Province::name);
    Label {
        name: name.as_deref(),
        company: stored.company.as_deref(),
        address1: stored.address1.as_deref(),
        address2: stored.address2.as_deref(),
        city: stored.city.as_deref(),
        province: province.or(stored.province.as_deref()),
        zip: stored.zip.as_deref(),
        country: address::country(stored),
    }
    .lines()
}
