//! The saga step that takes what is limited: it redeems discount codes and gift cards. An attempt
//! that ends without an order gives both back. Both may run twice.

use super::{
    codes::CompletionErrorCode,
    freeze::Frozen,
    saga::{Next, fail},
};
use crate::{
    gift_cards::{self, GiftCardRedemption},
    promotions,
};
use souk_entities::orders::checkout_attempt::{self, AttemptStep as Step};
use souk_kernel::{app::App, crash};

/// The one message about every discount code that cannot be redeemed.
pub(super) const CODE_REFUSED: &str =
    "A discount code of this cart cannot be used for this purchase. Nothing was charged.";

/// Redeems all of it or nothing.
pub(super) async fn redeem(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
) -> anyhow::Result<Next> {
    if let Err(refused) = promotions::redeem_discounts(app, attempt.id, &frozen.cart.uses).await? {
        // The buyer is not told which rule it was: anyone can enter any e-mail address.
        tracing::info!(
            attempt = attempt.id.0,
            ?refused,
            "a discount code was refused"
        );
        return Ok(fail(attempt, CompletionErrorCode::Error, CODE_REFUSED));
    }
    crash::point("checkout:CodesUsed");
    let good_at = attempt.created_at; // what was valid when the buyer submitted stays valid
    let redeemed =
        gift_cards::redeem_gift_cards(app, attempt.id, &frozen.spends(), good_at).await?;
    match redeemed {
        GiftCardRedemption::Done => {
            attempt.step = Step::Redeemed;
            Ok(Next::Step)
        }
        GiftCardRedemption::Short | GiftCardRedemption::Ended => {
            let message = "A gift card can no longer pay what it was to pay. Nothing was charged.";
            let code = CompletionErrorCode::PaymentInsufficientFunds;
            Ok(fail(attempt, code, message))
        }
    }
}

/// Gives back what was redeemed.
pub(super) async fn give_back(
    app: &App,
    attempt: &checkout_attempt::Model,
    frozen: &Frozen,
) -> anyhow::Result<()> {
    promotions::return_redemptions(app, attempt.id, &frozen.cart.uses).await?;
    gift_cards::return_to_gift_cards(app, attempt.id, &frozen.spends()).await?;
    Ok(())
}
