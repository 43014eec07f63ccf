//! The queue of e-mails.
use crate::{
    Timestamp,
    ids::{MailId, OrderId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// An e-mail to a buyer. Its text is written when it is sent, from what the order says then.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    /// What it is about, such as `refund:42`: one e-mail for each key.
    pub key: String,
    /// Kind of e-mail.
    pub kind: MailKind,
    /// The order.
    pub order_id: OrderId,
    /// The fulfilment or refund it is about.
    pub about_id: Option<i64>,
    /// State.
    pub state: MailState,
    /// Number of tries.
    pub attempts: i32,
    /// When it is tried next; while it is being sent, until when others leave it alone.
    pub due_at: Timestamp,
    /// The last error.
    #[sea_orm(column_type = "Text", nullable)]
    pub failure: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Kinds of e-mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum MailKind {
    /// The order was cancelled.
    OrderCancelled,
    /// The order was placed.
    OrderConfirmation,
    /// Money is refunded.
    RefundNotice,
    /// Items were sent.
    ShippingConfirmation,
}

/// State of an e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum MailState {
    /// It was given up.
    Failed,
    /// It is waiting to be sent.
    Queued,
    /// It was sent.
    Sent,
}
