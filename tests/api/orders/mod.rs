//! Orders, their money, their goods and the e-mails about them. Orders are placed as the checkout
//! places them: stock is held, paid for with the test provider, and sold.

mod crash;
mod fulfillment;
mod guards;
mod listing;
mod mails;
mod money;
mod placing;
mod reading;
pub mod refunds;
mod refusals;
mod reported;
mod sure_money;

use crate::{builders::MadeProduct, concurrency::stock::demand, harness::TestShop};
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::{Value, json};
use souk_entities::{
    cart::cart::PostalAddress,
    ids::{AttemptId, InventoryItemId, LocationId},
    orders::order::DeliveryMethod,
};
use souk_kernel::{
    codes::{CurrencyCode, LanguageCode},
    ids::Gid,
    money::Money,
};
use souk_shop::{
    inventory,
    market::Directory,
    orders::{
        self, AllocatedLine, LeaseFence, NewOrder, NewOrderDelivery, NewOrderLine, OrderPlaced,
    },
    payments::{
        self, CaptureMode, Confirmation, IdempotencyKey, NewIntent, NewTransaction, PaymentMethod,
        PaymentOutcome, Payments, TransactionKind,
    },
    pricing::{self, Basket, DiscountShare, Line, Rate, Taxed},
};

/// What a delivery costs in these stories.
pub const DELIVERY: i64 = 500;

/// An order to be placed.
pub struct OrderBuilder<'a> {
    shop: &'a TestShop,
    lines: Vec<(&'a MadeProduct, u32, i64)>,
    payment: Option<CaptureMode>,
    sold: bool,
    discounted: bool,
    token: &'static str,
}

/// An order that was placed, and what it is of.
pub struct MadeOrder {
    pub placed: OrderPlaced,
    pub id: String,
    pub new: NewOrder,
}

impl TestShop {
    /// Starts an order that is paid at once.
    pub fn order(&self) -> OrderBuilder<'_> {
        OrderBuilder {
            shop: self,
            lines: Vec::new(),
            payment: Some(CaptureMode::Automatic),
            sold: true,
            discounted: false,
            token: "test_ok",
        }
    }

    /// Reads fields of an order as a merchant who may do everything.
    pub async fn read(&self, order: &MadeOrder, fields: &str) -> Value {
        let query = format!("query O($id: ID!) {{ order(id: $id) {{ {fields} }} }}");
        let mut data = self.merchant().data(&query, json!({"id": order.id})).await;
        data["order"].take()
    }

    /// The gid of the only transaction of a kind.
    pub async fn transaction(&self, order: &MadeOrder, kind: &str) -> String {
        let read = self
            .read(order, "transactions(first: 50) { id kind }")
            .await;
        let rows = read["transactions"].as_array().unwrap().clone();
        let row = rows.iter().find(|row| row["kind"] == kind).unwrap();
        row["id"].as_str().unwrap().to_owned()
    }

    /// The gid of the line at this place.
    pub async fn line(&self, order: &MadeOrder, place: usize) -> String {
        let read = self
            .read(order, "lineItems(first: 50) { nodes { id } }")
            .await;
        let id = &read["lineItems"]["nodes"][place]["id"];
        id.as_str().unwrap().to_owned()
    }

    /// The only fulfilment order and its lines, each with id and units that are left.
    pub async fn assigned(&self, order: &MadeOrder) -> (String, Value) {
        let fields = "fulfillmentOrders(first: 9) { nodes { id status
            lineItems(first: 9) { nodes { id remainingQuantity totalQuantity } } } }";
        let mut read = self.read(order, fields).await;
        let mut first = read["fulfillmentOrders"]["nodes"][0].take();
        let id = first["id"].as_str().unwrap().to_owned();
        (id, first["lineItems"]["nodes"].take())
    }

    /// Available, committed and on hand of an item at a location.
    pub async fn levels(&self, item: InventoryItemId, at: LocationId) -> (i64, i64, i64) {
        self.assert_verified().await;
        let level = self.level(item, at).await;
        (level.available, level.committed, level.on_hand)
    }
}

impl<'a> OrderBuilder<'a> {
    /// So many units at 10.00.
    pub fn of(mut self, product: &'a MadeProduct, units: u32) -> Self {
        self.lines.push((product, units, 1_000));
        self
    }

    /// The money is held and not collected.
    pub fn authorized(mut self) -> Self {
        self.payment = Some(CaptureMode::Manual);
        self
    }

    /// It is paid with another test token than `test_ok`.
    pub fn token(mut self, token: &'static str) -> Self {
        self.token = token;
        self
    }

    /// Nothing is paid.
    pub fn unpaid(mut self) -> Self {
        self.payment = None;
        self
    }

    /// The first line is 1.00 cheaper by `Summer` and 0.50 by `Ten`, the delivery 2.00 by `Summer`.
    pub fn discounted(mut self) -> Self {
        self.discounted = true;
        self
    }

    /// Its stock is still only held: the checkout was interrupted behind the order.
    pub fn not_sold_yet(mut self) -> Self {
        self.sold = false;
        self
    }

    /// Holds stock, pays, places the order and sells the stock.
    pub async fn place(self) -> MadeOrder {
        let app = &self.shop.app;
        let demands: Vec<_> = self.lines.iter().map(|it| demand(it.0, it.1)).collect();
        let wanted = self.shop.wanted(&demands);
        let attempt = wanted.attempt;
        let held = inventory::reserve_stock(app, &wanted, None).await.unwrap();
        inventory::pin_reservation(app, attempt).await.unwrap();
        let mut new = self.new_order(attempt);
        new.allocations = held.allocations.iter().map(AllocatedLine::from).collect();
        if let Some(capture) = self.payment {
            let total = new.priced.totals.total;
            pay(self.shop, attempt, total, capture, self.token).await;
        }
        let placed = orders::place::place_order(app, &new, None, &Alone)
            .await
            .unwrap();
        if self.sold {
            inventory::commit_reservation(app, attempt, None)
                .await
                .unwrap();
        }
        MadeOrder {
            id: placed.id.gid().0,
            placed,
            new,
        }
    }

    /// At 10 % of tax on top, with a delivery that is not taxed.
    fn basket(&self) -> Basket {
        let vat = Rate {
            title: "VAT".to_owned(),
            rate: 100_000,
        };
        let taxed = || Taxed {
            weight: 1,
            rates: vec![vat.clone()],
        };
        let lines = self.lines.iter().map(|&(_, units, price)| Line {
            unit_price: price,
            quantity: units.into(),
            taxed: vec![taxed()],
            ..Line::default()
        });
        let mut basket = Basket {
            currency: CurrencyCode::USD,
            prices_include_tax: false,
            lines: lines.collect(),
            deliveries: vec![Line {
                unit_price: DELIVERY,
                quantity: 1,
                ..Line::default()
            }],
        };
        if self.discounted {
            let discount = |title: &str, amount| DiscountShare {
                title: title.to_owned(),
                amount,
                ..DiscountShare::default()
            };
            basket.lines[0].discounts = vec![discount("Summer", 100), discount("Ten", 50)];
            basket.deliveries[0].discounts = vec![discount("Summer", 200)];
        }
        basket
    }

    fn new_order(&self, attempt: AttemptId) -> NewOrder {
        let directory = Directory::current(&self.shop.app);
        let lines = self.lines.iter().map(|(product, _, _)| NewOrderLine {
            variant: product.variants[0],
            product: product.id,
            title: product.row.title.clone(),
            variant_title: None,
            sku: Some("lamp-1".to_owned()),
            image: None,
            requires_shipping: true,
            attributes: Vec::new(),
        });
        NewOrder {
            attempt,
            cart_id: format!("cart-{}", attempt.0),
            channel: directory.channels[0].id,
            market: directory.markets[0].id,
            language: LanguageCode::from_locale("en").unwrap(),
            email: Some("ada@shop.example".to_owned()),
            phone: None,
            shipping_address: Some(PostalAddress {
                address1: Some("12 Mill Lane".to_owned()),
                city: Some("Portland".to_owned()),
                country: Some("US".to_owned()),
                first_name: Some("Ada".to_owned()),
                last_name: Some("Byron".to_owned()),
                province: Some("OR".to_owned()),
                zip: Some("97201".to_owned()),
                ..PostalAddress::default()
            }),
            billing_address: None,
            priced: pricing::price(&self.basket()).unwrap(),
            lines: lines.collect(),
            deliveries: vec![NewOrderDelivery {
                title: "Express".to_owned(),
                code: Some("express".to_owned()),
                method: DeliveryMethod::Shipping,
            }],
            allocations: Vec::new(),
            gift_cards: Vec::new(),
            note: None,
            attributes: Vec::new(),
            metafields: Vec::new(),
        }
    }
}

/// The only driver of an attempt.
pub struct Alone;

#[async_trait::async_trait]
impl LeaseFence for Alone {
    async fn holds(&self, _: &DatabaseTransaction) -> Result<bool, DbErr> {
        Ok(true)
    }
}

/// Pays for an attempt with the test provider, as the saga does.
async fn pay(shop: &TestShop, attempt: AttemptId, total: i64, capture: CaptureMode, token: &str) {
    let app = &shop.app;
    let provider = app.part::<Payments>().provider();
    let amount = Money::new(total, CurrencyCode::USD);
    let method = PaymentMethod::Token(token.to_owned());
    let key = |what: &str| IdempotencyKey(format!("{what}-{}", attempt.0));
    let new = NewIntent {
        amount,
        method: method.clone(),
        capture,
        attempt,
    };
    let intent = provider.create(&key("create"), &new).await.unwrap();
    let kind = match capture {
        CaptureMode::Automatic => TransactionKind::Sale,
        CaptureMode::Manual => TransactionKind::Authorization,
    };
    let txn = app.databases.orders.begin().await.unwrap();
    let transaction = NewTransaction {
        attempt,
        order: None,
        kind,
        amount,
        parent: None,
        provider: provider.name(),
        reference: Some(intent.reference.clone()),
        key: key("confirm"),
    };
    let begun = payments::begin_transaction(app, &txn, &transaction)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    let confirmation = Confirmation {
        method,
        return_url: "https://shop.example/back".to_owned(),
    };
    let answer = provider
        .confirm(&key("confirm"), &intent.reference, &confirmation)
        .await;
    let outcome = PaymentOutcome::of_payment(&answer).unwrap();
    let txn = app.databases.orders.begin().await.unwrap();
    let id = begun.transaction().id;
    payments::settle_transaction(app, &txn, id, outcome, Some(&intent.reference))
        .await
        .unwrap();
    txn.commit().await.unwrap();
}
