//! How a cart is paid.

use super::{address_inputs::MailingAddressInput, payloads::CartPaymentUpdatePayload};
use crate::{
    cart::{
        change::Changed,
        codes::CartErrorCode,
        payment::{self, NewPayment},
        refusal::{CartError, Refusal},
    },
    context::RequestContext,
    error::ApiError,
    money::Money,
    scalars::MoneyInput,
};
use async_graphql::{Context, Enum, ID, InputObject, Object};
use souk_entities::cart::cart::PaymentMethod;

/// How a cart is paid. Exactly one method is given.
#[derive(Clone, Debug, InputObject)]
pub struct CartPaymentInput {
    /// What the buyer takes the cart for. Submitting for another total is refused.
    amount: MoneyInput,
    /// A token that the payment provider gave the client.
    direct_payment_method: Option<CartDirectPaymentMethodInput>,
    /// Nothing to pay: the total is 0.
    free_payment_method: Option<CartFreePaymentMethodInput>,
    /// What the client calls the payment; kept for nobody.
    source_identifier: Option<String>,
}

/// A payment by a token of the payment provider. Card numbers are refused.
#[derive(Clone, Debug, InputObject)]
pub struct CartDirectPaymentMethodInput {
    /// Whether the buyer accepts the terms of a subscription.
    #[graphql(default_with = "Some(false)")]
    accepted_subscription_terms: Option<bool>,
    /// Where the bill goes.
    billing_address: MailingAddressInput,
    /// Where the token comes from; absent for a method entered now.
    card_source: Option<CartCardSource>,
    /// The provider's token, as its payment sheet gives it to the client.
    session_id: String,
}

/// Where the token of a payment comes from.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum CartCardSource {
    /// A method that the provider keeps for the customer.
    SavedCreditCard,
}

/// A payment of nothing.
#[derive(Clone, Debug, InputObject)]
pub struct CartFreePaymentMethodInput {
    /// Where the bill goes.
    billing_address: MailingAddressInput,
}

impl CartPaymentInput {
    fn read(self) -> Result<NewPayment, CartError> {
        let amount = Money::try_from(&self.amount).map_err(|_| {
            let why = "The amount is no amount of its currency.";
            Refusal::new(CartErrorCode::Invalid, &["payment", "amount"], why)
        })?;
        let saved = Some(CartCardSource::SavedCreditCard);
        let (method, address, field) = match (self.direct_payment_method, self.free_payment_method)
        {
            (Some(direct), None) if direct.card_source == saved => (
                PaymentMethod::Saved(direct.session_id),
                direct.billing_address,
                "directPaymentMethod",
            ),
            (Some(direct), None) => (
                PaymentMethod::Token(direct.session_id),
                direct.billing_address,
                "directPaymentMethod",
            ),
            (None, Some(free)) => (
                PaymentMethod::Free,
                free.billing_address,
                "freePaymentMethod",
            ),
            _ => {
                let why = "Exactly one payment method must be given.";
                return Err(Refusal::new(CartErrorCode::InvalidPayment, &["payment"], why).into());
            }
        };
        Ok(NewPayment {
            amount,
            method,
            billing_address: address.read(),
            field,
        })
    }
}

/// The change of how a cart is paid.
#[derive(Default)]
pub struct CartPaymentMutation;

async fn set(ctx: &Context<'_>, id: &ID, payment: CartPaymentInput) -> Result<Changed, CartError> {
    let token = ctx.app().cart_keys.parse(id);
    let token = token.ok_or_else(Refusal::no_cart)?;
    payment::set(ctx.app(), ctx.audience(), &token, &payment.read()?).await
}

#[Object]
impl CartPaymentMutation {
    /// Says how the cart is paid. Nothing is charged before the cart is submitted.
    async fn cart_payment_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "How it is paid.")] payment: CartPaymentInput,
    ) -> Option<Result<CartPaymentUpdatePayload, ApiError>> {
        super::mutations::answer(set(ctx, &cart_id, payment).await)
    }
}
