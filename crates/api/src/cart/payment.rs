//! How a cart is paid.

use super::{
    address_inputs::MailingAddressInput,
    ids::token,
    payloads::{CartPaymentUpdatePayload, answer},
};
use crate::context::RequestContext;
use async_graphql::{Context, Enum, ID, InputObject, Object};
use souk_entities::cart::cart::PaymentMethod;
use souk_kernel::{error::ApiError, money::Money, refusal::Refusal, scalars::MoneyInput};
use souk_shop::cart::{
    change::Changed,
    codes::CartErrorCode,
    payment::{self, NewPayment},
    refusal::CartError,
};

/// How a cart is paid. Give exactly one method.
#[derive(Clone, Debug, InputObject)]
pub struct CartPaymentInput {
    /// The amount the buyer expects to pay. Submitting for another amount is rejected.
    amount: MoneyInput,
    /// A token the client received from the payment provider.
    direct_payment_method: Option<CartDirectPaymentMethodInput>,
    /// Nothing to pay: the total is 0.
    free_payment_method: Option<CartFreePaymentMethodInput>,
    /// The client's identifier for the payment. It is not stored.
    source_identifier: Option<String>,
    /// Payment data the client received from a wallet.
    wallet_payment_method: Option<CartWalletPaymentMethodInput>,
}

/// A payment with a token of the payment provider. Card numbers are rejected.
#[derive(Clone, Debug, InputObject)]
pub struct CartDirectPaymentMethodInput {
    /// Whether the buyer accepts the terms of a subscription.
    #[graphql(default_with = "Some(false)")]
    accepted_subscription_terms: Option<bool>,
    /// Billing address.
    billing_address: MailingAddressInput,
    /// Where the token comes from; omitted for a newly entered method.
    card_source: Option<CartCardSource>,
    /// The provider's token, as its payment sheet returns it to the client.
    session_id: String,
}

/// Where the token of a payment comes from.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum CartCardSource {
    /// A payment method the provider stores for the customer.
    SavedCreditCard,
}

/// A payment for a total of 0.
#[derive(Clone, Debug, InputObject)]
pub struct CartFreePaymentMethodInput {
    /// Billing address.
    billing_address: MailingAddressInput,
}

/// A payment with a wallet. Give exactly one wallet.
#[derive(Clone, Debug, InputObject)]
pub struct CartWalletPaymentMethodInput {
    /// Payment data from Apple Pay.
    apple_pay_wallet_content: Option<ApplePayWalletContentInput>,
    /// Payment data from Shop Pay; no provider of this shop accepts it.
    shop_pay_wallet_content: Option<ShopPayWalletContentInput>,
}

/// Payment data from Apple Pay. Only providers that decrypt it themselves accept it; with others,
/// the payment sheet turns it into a token of their own.
#[derive(Clone, Debug, InputObject)]
pub struct ApplePayWalletContentInput {
    /// Billing address.
    billing_address: MailingAddressInput,
    /// The payment data, as Apple Pay encrypted it for the provider.
    data: String,
    /// What the provider needs to decrypt it.
    header: ApplePayWalletHeaderInput,
    /// The last digits of the card. They are not stored.
    last_digits: Option<String>,
    /// Apple Pay's signature.
    signature: String,
    /// Version of the encryption.
    version: String,
}

/// What a provider needs to decrypt an Apple Pay payment.
#[derive(Clone, Debug, InputObject)]
pub struct ApplePayWalletHeaderInput {
    /// Data the client added to the payment.
    application_data: Option<String>,
    /// Ephemeral public key of this payment.
    ephemeral_public_key: String,
    /// Hash of the provider's public key.
    public_key_hash: String,
    /// Apple Pay's id of the transaction.
    transaction_id: String,
}

/// Payment data from Shop Pay.
#[derive(Clone, Debug, InputObject)]
pub struct ShopPayWalletContentInput {
    /// Billing address.
    billing_address: MailingAddressInput,
    /// Shop Pay's token.
    session_token: String,
}

/// Paths of the methods in the input.
const DIRECT: &[&str] = &["payment", "directPaymentMethod"];
const FREE: &[&str] = &["payment", "freePaymentMethod"];
const WALLET: &[&str] = &["payment", "walletPaymentMethod"];
const APPLE_PAY: &[&str] = &["payment", "walletPaymentMethod", "applePayWalletContent"];
const SHOP_PAY: &[&str] = &["payment", "walletPaymentMethod", "shopPayWalletContent"];

/// A method with its billing address and its path.
type Method = (PaymentMethod, MailingAddressInput, &'static [&'static str]);

impl CartPaymentInput {
    fn read(self) -> Result<NewPayment, CartError> {
        let amount = Money::try_from(&self.amount).map_err(|_| {
            let why = "The amount is no amount of its currency.";
            Refusal::of_path(CartErrorCode::Invalid, &["payment", "amount"], why)
        })?;
        let mut others = Vec::new();
        let source = self.source_identifier;
        others.extend(source.map(|text| (vec!["payment", "sourceIdentifier"], text)));
        let direct = self.direct_payment_method.map(|direct| Ok(direct.read()));
        let free = self.free_payment_method.map(|free| {
            let method = PaymentMethod::Free;
            Ok((method, free.billing_address, FREE))
        });
        let wallet = self.wallet_payment_method;
        let wallet = wallet.map(|wallet| wallet.read(&mut others));
        let mut methods = [direct, free, wallet].into_iter().flatten();
        let (Some(method), None) = (methods.next(), methods.next()) else {
            let why = "Exactly one payment method must be given.";
            return Err(Refusal::of_path(CartErrorCode::InvalidPayment, &["payment"], why).into());
        };
        let (method, address, path) = method?;
        Ok(NewPayment {
            amount,
            method,
            billing_address: address.read(),
            path,
            others,
        })
    }
}

impl CartDirectPaymentMethodInput {
    fn read(self) -> Method {
        let method = match self.card_source {
            Some(CartCardSource::SavedCreditCard) => PaymentMethod::Saved(self.session_id),
            None => PaymentMethod::Token(self.session_id),
        };
        (method, self.billing_address, DIRECT)
    }
}

impl CartWalletPaymentMethodInput {
    fn read(
        self,
        others: &mut Vec<(Vec<&'static str>, String)>,
    ) -> Result<Method, Refusal<CartErrorCode>> {
        match (self.apple_pay_wallet_content, self.shop_pay_wallet_content) {
            (Some(apple), None) => {
                let header = apple.header;
                let texts = [
                    ("lastDigits", apple.last_digits),
                    ("signature", Some(apple.signature)),
                    ("version", Some(apple.version)),
                    ("header", header.application_data),
                    ("header", Some(header.ephemeral_public_key)),
                    ("header", Some(header.public_key_hash)),
                    ("header", Some(header.transaction_id)),
                ];
                let texts = texts.into_iter();
                others.extend(texts.filter_map(|(field, text)| {
                    let path = [APPLE_PAY, &[field]].concat();
                    text.map(|text| (path, text))
                }));
                let method = PaymentMethod::ApplePay(apple.data);
                Ok((method, apple.billing_address, APPLE_PAY))
            }
            (None, Some(_)) => {
                let code = CartErrorCode::PaymentMethodNotSupported;
                let why = "This shop cannot be paid by Shop Pay.";
                Err(Refusal::of_path(code, SHOP_PAY, why))
            }
            _ => {
                let why = "Exactly one wallet must be given.";
                Err(Refusal::of_path(CartErrorCode::InvalidPayment, WALLET, why))
            }
        }
    }
}

/// The mutation that sets how a cart is paid.
#[derive(Default)]
pub struct CartPaymentMutation;

async fn set(ctx: &Context<'_>, id: &ID, payment: CartPaymentInput) -> Result<Changed, CartError> {
    let token = token(ctx, id)?;
    payment::set_payment(ctx.app(), ctx.audience(), &token, &payment.read()?).await
}

#[Object]
impl CartPaymentMutation {
    /// Sets how the cart is paid. Nothing is charged before the cart is submitted.
    async fn cart_payment_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "How it is paid.")] payment: CartPaymentInput,
    ) -> Option<Result<CartPaymentUpdatePayload, ApiError>> {
        answer(Box::pin(set(ctx, &cart_id, payment)).await)
    }
}
