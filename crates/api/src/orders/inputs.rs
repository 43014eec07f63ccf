//! Inputs of order mutations.

use super::enums::OrderCancelReason;
use crate::cart::{AttributeInput, MailingAddressInput, read_attributes};
use async_graphql::{ID, InputObject, MaybeUndefined};
use souk_entities::cart::cart::PostalAddress;
use souk_kernel::{
    codes::CurrencyCode,
    refusal::Refusal,
    scalars::Decimal,
    validators::{email_fault, id, phone_fault, refuse, text_fault},
};
use souk_shop::{
    cart::{AddressNames, check_address},
    orders::{
        cancel::CancelWish,
        refusal::{OrderErrorCode, text},
        update::OrderChange,
    },
};

/// Maximum length of a note, in characters.
const MOST_NOTE: usize = 5_000;
/// Maximum length of any other text, in characters.
const MOST_TEXT: usize = 255;

/// Changes to an order. Fields that are left out stay unchanged.
#[derive(InputObject, Clone, Debug)]
pub struct OrderInput {
    /// Custom attributes, at most 250; they replace the existing ones.
    custom_attributes: Option<Vec<AttributeInput>>,
    /// E-mail address of the buyer.
    email: MaybeUndefined<String>,
    /// The order.
    pub(super) id: ID,
    /// Note on the order.
    note: MaybeUndefined<String>,
    /// Phone number of the buyer.
    phone: MaybeUndefined<String>,
    /// New shipping address.
    shipping_address: Option<MailingAddressInput>,
}

impl OrderInput {
    /// Reads and validates the change.
    pub(super) fn read(self) -> Result<OrderChange, Refusal<OrderErrorCode>> {
        let attributes = self.custom_attributes.map(read_attributes);
        if attributes.as_ref().is_some_and(|all| all.len() > 250) {
            let field = "input.customAttributes";
            return refuse(
                OrderErrorCode::TooMany,
                field,
                "At most 250 entries are allowed.",
            );
        }
        let email = given(self.email, MOST_TEXT, "input.email")?;
        let phone = given(self.phone, MOST_TEXT, "input.phone")?;
        let note = given(self.note, MOST_NOTE, "input.note")?;
        fit(&email, "input.email", email_fault)?;
        fit(&phone, "input.phone", phone_fault)?;
        fit(&note, "input.note", text_fault)?;
        for (index, attribute) in attributes.iter().flatten().enumerate() {
            let texts = [
                ("key", Some(&attribute.key)),
                ("value", attribute.value.as_ref()),
            ];
            for (name, text) in texts {
                if let Some(why) = text.and_then(|text| text_fault(text)) {
                    let field = format!("input.customAttributes.{index}.{name}");
                    return refuse(OrderErrorCode::Invalid, &field, why);
                }
            }
        }
        let address = self.shipping_address.map(shipping_address).transpose()?;
        Ok(OrderChange {
            email,
            phone,
            note,
            shipping_address: address,
            attributes,
        })
    }
}

/// Refuses a text for which `fault` returns a reason.
fn fit(
    text: &Option<Option<String>>,
    field: &str,
    fault: impl Fn(&str) -> Option<&'static str>,
) -> Result<(), Refusal<OrderErrorCode>> {
    match text.iter().flatten().find_map(|text| fault(text)) {
        Some(why) => refuse(OrderErrorCode::Invalid, field, why),
        None => Ok(()),
    }
}

/// A checked shipping address, with country and province as codes.
fn shipping_address(input: MailingAddressInput) -> Result<PostalAddress, Refusal<OrderErrorCode>> {
    let names = AddressNames {
        list: &["input"],
        within: &["shippingAddress"],
        country: "country",
        province: "province",
    };
    check_address(input.read(), names).map_err(|refusals| {
        let first = refusals.into_iter().next();
        first.map_or_else(
            || {
                Refusal::new(
                    OrderErrorCode::Invalid,
                    "input.shippingAddress",
                    "The address is invalid.",
                )
            },
            |refusal| refusal.with_code(|_| OrderErrorCode::Invalid),
        )
    })
}

fn given(
    value: MaybeUndefined<String>,
    most: usize,
    field: &str,
) -> Result<Option<Option<String>>, Refusal<OrderErrorCode>> {
    Ok(match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(text(Some(value), most, field)?),
    })
}

/// The order to close.
#[derive(InputObject, Clone, Debug)]
pub struct OrderCloseInput {
    /// The order.
    pub(super) id: ID,
}

/// The order to reopen.
#[derive(InputObject, Clone, Debug)]
pub struct OrderOpenInput {
    /// The order.
    pub(super) id: ID,
}

/// The order to mark as paid.
#[derive(InputObject, Clone, Debug)]
pub struct OrderMarkAsPaidInput {
    /// The order.
    pub(super) id: ID,
}

/// An amount to capture.
#[derive(InputObject, Clone, Debug)]
pub struct OrderCaptureInput {
    /// The amount.
    pub(super) amount: Decimal,
    /// Currency of the amount; must be that of the order.
    pub(super) currency: Option<CurrencyCode>,
    /// Whether to void the rest of the authorisation.
    pub(super) final_capture: Option<bool>,
    /// The order.
    pub(super) id: ID,
    /// The authorisation.
    pub(super) parent_transaction_id: ID,
}

/// What to do with money that was already received for a cancelled order.
#[derive(InputObject, Clone, Debug)]
pub struct OrderCancelRefundMethodInput {
    /// Whether to refund it to the original payment methods.
    pub(super) original_payment_methods_refund: Option<bool>,
}

/// Arguments of `orderCancel`.
pub(super) struct CancelArguments {
    pub(super) order: ID,
    pub(super) reason: OrderCancelReason,
    pub(super) restock: bool,
    pub(super) refund: Option<OrderCancelRefundMethodInput>,
    pub(super) notify: Option<bool>,
    pub(super) note: Option<String>,
}

impl CancelArguments {
    pub(super) fn read(self) -> Result<CancelWish, Refusal<OrderErrorCode>> {
        let refund = self
            .refund
            .and_then(|it| it.original_payment_methods_refund);
        Ok(CancelWish {
            order: id(&self.order, "orderId")?,
            reason: self.reason.into(),
            restock: self.restock,
            refund: refund.unwrap_or(false),
            notify: self.notify.unwrap_or(false),
            note: text(self.note, MOST_TEXT, "staffNote")?,
        })
    }
}
