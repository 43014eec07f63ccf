//! What a client's payment form needs to collect a payment method for a cart.

use crate::list::List;
use crate::{cart::CartUserError, context::RequestContext, money::MoneyV2};
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use souk_kernel::{app::App, error::ApiError, money::Money, refusal::Refusal, scalars::Decimal};
use souk_shop::{
    cart::{self, CartError, CartErrorCode, CartKeys, PricedCart, no_cart},
    payments::{CaptureMode, ClientSettings, Payments, ProviderError},
};

/// When a payment is captured.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "CaptureMode")]
pub enum PaymentCaptureMethod {
    /// As soon as the buyer confirms.
    Automatic,
    /// Later, by the merchant; until then the payment is only authorised.
    Manual,
}

/// What a payment form or a native payment sheet of the provider needs to collect a payment method.
/// The provider's form creates a token; the client sends it as `directPaymentMethod.sessionId` and
/// submits the cart. Nothing is charged before that, and nothing here is secret.
#[derive(Clone, SimpleObject)]
pub struct CartPaymentSession {
    /// Amount to pay.
    amount: MoneyV2,
    /// When the payment is captured.
    capture_method: PaymentCaptureMethod,
    /// Types of payment method the form may offer, as the provider names them; empty if the
    /// provider's own settings decide.
    payment_method_types: Vec<String>,
    /// The payment provider: `test` or `stripe`.
    provider: String,
    /// The amount in the provider's unit, which is not always the smallest unit of the currency.
    provider_amount: Decimal,
    /// The currency as the provider writes it.
    provider_currency: String,
    /// The provider's publishable key.
    publishable_key: String,
}

impl CartPaymentSession {
    fn new(total: Money, settings: ClientSettings) -> Self {
        let types = settings.method_types.iter();
        Self {
            amount: total.into(),
            capture_method: settings.capture.into(),
            payment_method_types: types.map(|kind| (*kind).to_owned()).collect(),
            provider: settings.provider.to_owned(),
            provider_amount: Decimal(settings.amount.to_string()),
            provider_currency: settings.currency,
            publishable_key: settings.publishable_key,
        }
    }
}

/// Payload of `cartPaymentSessionCreate`.
#[derive(Clone, SimpleObject)]
pub struct CartPaymentSessionCreatePayload {
    /// What the form needs, or null if the input was rejected.
    payment_session: Option<CartPaymentSession>,
    /// Errors in the input; empty on success.
    user_errors: List<CartUserError>,
}

/// The mutation that starts a payment form.
#[derive(Default)]
pub struct PaymentSessionMutation;

#[Object]
impl PaymentSessionMutation {
    /// Returns what a payment form or a native payment sheet needs to collect a payment method for
    /// a cart. Creates nothing at the provider, so it may be called again whenever the total
    /// changes.
    async fn cart_payment_session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartPaymentSessionCreatePayload, ApiError>> {
        let (payment_session, user_errors) = match session(ctx, &cart_id).await {
            Ok(session) => (Some(session), Vec::new()),
            Err(CartError::Refused(refusals)) => {
                let errors = refusals.into_iter().map(CartUserError::from);
                (None, errors.collect())
            }
            Err(CartError::Failed(error)) => return Some(Err(error)),
        };
        Some(Ok(CartPaymentSessionCreatePayload {
            payment_session,
            user_errors: user_errors.into(),
        }))
    }
}

async fn session(ctx: &Context<'_>, id: &ID) -> Result<CartPaymentSession, CartError> {
    let app = ctx.app();
    let token = app.part::<CartKeys>().parse(id).ok_or_else(no_cart)?;
    let cart = cart::price_cart(app, ctx.audience(), &token).await?;
    let cart = cart.ok_or_else(no_cart)?;
    let total = payable(&cart)?;
    let settings = settings(app, total)?;
    Ok(CartPaymentSession::new(total, settings))
}

/// Amount to pay for a cart.
fn payable(cart: &PricedCart) -> Result<Money, Refusal<CartErrorCode>> {
    if cart.lines.is_empty() {
        let why = "An empty cart cannot be paid.";
        let code = CartErrorCode::InvalidPaymentEmptyCart;
        return Err(Refusal::of_path(code, &["cartId"], why));
    }
    let total = cart.left_to_pay();
    if total.minor() == 0 {
        let why = "Nothing is to be paid: say so by freePaymentMethod.";
        let code = CartErrorCode::PaymentMethodNotApplicable;
        return Err(Refusal::of_path(code, &["cartId"], why));
    }
    Ok(total)
}

fn settings(app: &App, total: Money) -> Result<ClientSettings, CartError> {
    let provider = app.part::<Payments>().provider();
    match provider.client_settings(total, app.config.payments.capture) {
        Ok(settings) => Ok(settings),
        Err(ProviderError::Refused { .. }) => {
            let why = "The payment provider cannot take this amount in this currency.";
            let code = CartErrorCode::PaymentMethodNotApplicable;
            Err(Refusal::of_path(code, &["cartId"], why).into())
        }
        Err(error) => Err(ApiError::internal(error).into()),
    }
}
