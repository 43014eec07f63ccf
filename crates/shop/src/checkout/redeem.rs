//! The saga step that takes what is limited: it redeems discount codes and gift cards. An attempt
//! that ends without an order gives both back. Both may run twice.

use super::{
    codes::CompletionErrorCode,
    freeze::Frozen,
    saga::{Next, fail},
};
use crate::{
    gift_cards::{self, GiftCardRedemption},
    promotions::{self, IneligibleReason, RedemptionRefused},
};
use souk_entities::orders::checkout_attempt::{self, AttemptStep as Step};
use souk_kernel::{app::App, crash};

/// Redeems all of it or nothing.
pub(super) async fn redeem(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
) -> anyhow::Result<Next> {
    if let Err(refused) = promotions::redeem_discounts(app, attempt.id, &frozen.cart.uses).await? {
        return Ok(fail(
            attempt,
            CompletionErrorCode::Error,
            no_longer(refused),
        ));
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

/// The message about a discount whose usage limit was reached since the cart was priced.
fn no_longer(refused: RedemptionRefused) -> &'static str {
    match refused {
        RedemptionRefused::Limit(IneligibleReason::CustomerUsageLimit) => {
            "You have used a discount of this cart before. Nothing was charged."
        }
        _ => "A discount of this cart has been used as often as it may be. Nothing was charged.",
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
