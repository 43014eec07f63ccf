//! The step of the saga that takes what is limited: codes of discounts are used, and gift cards give what
//! they pay of the cart. What an attempt took it gives back when it ends without an order. Both may
//! run twice.

use super::{
    codes::CompletionErrorCode,
    freeze::Frozen,
    place_order::{Next, fail},
};
use crate::{
    app::App,
    crash,
    gift_cards::{self, Redeemed},
    promotions::{self, Reason, Refused},
};
use souk_entities::orders::checkout_attempt::{self, AttemptStep as Step};

/// Takes it, all of it or nothing.
pub(super) async fn redeem(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
) -> anyhow::Result<Next> {
    if let Err(refused) = promotions::redeem(app, attempt.id, &frozen.cart.uses).await? {
        return Ok(fail(
            attempt,
            CompletionErrorCode::Error,
            no_longer(refused),
        ));
    }
    crash::point("checkout:CodesUsed");
    let good_at = attempt.created_at; // what was good when the buyer submitted is good
    let redeemed = gift_cards::redeem(app, attempt.id, &frozen.spends(), good_at).await?;
    match redeemed {
        Redeemed::Done => {
            attempt.step = Step::Redeemed;
            Ok(Next::Step)
        }
        Redeemed::Short | Redeemed::Ended => {
            let message = "A gift card can no longer pay what it was to pay. Nothing was charged.";
            let code = CompletionErrorCode::PaymentInsufficientFunds;
            Ok(fail(attempt, code, message))
        }
    }
}

/// What the buyer is told of a discount whose limit was reached since the cart was priced.
fn no_longer(refused: Refused) -> &'static str {
    match refused {
        Refused::Limit(Reason::CustomerUsageLimit) => {
            "You have used a discount of this cart before. Nothing was charged."
        }
        _ => "A discount of this cart has been used as often as it may be. Nothing was charged.",
    }
}

/// Gives it back.
pub(super) async fn give_back(
    app: &App,
    attempt: &checkout_attempt::Model,
    frozen: &Frozen,
) -> anyhow::Result<()> {
    promotions::give_back(app, attempt.id, &frozen.cart.uses).await?;
    gift_cards::give_back(app, attempt.id, &frozen.spends()).await?;
    Ok(())
}
