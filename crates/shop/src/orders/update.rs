//! Updates, closes and reopens orders.

use super::{locked_order::LockedOrder, refusal::OrderErrorCode};
use souk_entities::{
    cart::cart::{Attribute, Attributes, PostalAddress},
    ids::OrderId,
    orders::order,
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
};

/// Changes to an order. Fields that are `None` stay unchanged.
#[derive(Clone, Debug, Default)]
pub struct OrderChange {
    /// E-mail address.
    pub email: Option<Option<String>>,
    /// Phone number.
    pub phone: Option<Option<String>>,
    /// Note.
    pub note: Option<Option<String>>,
    /// Shipping address.
    pub shipping_address: Option<PostalAddress>,
    /// Custom attributes.
    pub attributes: Option<Vec<Attribute>>,
}

/// Updates an order.
///
/// # Errors
///
/// A refusal if there is no such order.
pub async fn update(
    app: &App,
    id: OrderId,
    change: OrderChange,
) -> Result<order::Model, ChangeError<OrderErrorCode>> {
    edit(app, id, "updated", "The order was changed.", |order| {
        let now = order;
        if let Some(email) = change.email {
            now.email = email;
        }
        if let Some(phone) = change.phone {
            now.phone = phone;
        }
        if let Some(note) = change.note {
            now.note = note;
        }
        if let Some(address) = change.shipping_address {
            now.shipping_address = Some(address);
        }
        if let Some(attributes) = change.attributes {
            now.attributes = Attributes(attributes);
        }
        Ok(())
    })
    .await
}

/// Closes an order.
///
/// # Errors
///
/// A refusal if there is no such order, or it is already closed.
pub async fn close(app: &App, id: OrderId) -> Result<order::Model, ChangeError<OrderErrorCode>> {
    let now = app.clock.now();
    edit(app, id, "closed", "The order was closed.", |order| {
        if order.closed_at.is_some() {
            return Err("The order is already closed.");
        }
        order.closed_at = Some(now);
        Ok(())
    })
    .await
}

/// Reopens a closed order.
///
/// # Errors
///
/// A refusal if there is no such order, or it is not closed.
pub async fn open(app: &App, id: OrderId) -> Result<order::Model, ChangeError<OrderErrorCode>> {
    edit(
        app,
        id,
        "reopened",
        "The order was opened again.",
        |order| {
            if order.closed_at.is_none() {
                return Err("The order is not closed.");
            }
            order.closed_at = None;
            Ok(())
        },
    )
    .await
}

async fn edit(
    app: &App,
    id: OrderId,
    kind: &'static str,
    message: &str,
    change: impl FnOnce(&mut order::Model) -> Result<(), &'static str>,
) -> Result<order::Model, ChangeError<OrderErrorCode>> {
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, id, "input.id").await?;
    let before = whole.clone();
    change(&mut whole.order)
        .map_err(|why| Refusal::new(OrderErrorCode::NotAllowed, "input.id", why))?;
    whole.tell(kind, message);
    let row = whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    Ok(row)
}
