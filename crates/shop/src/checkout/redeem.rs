//! The saga step that takes what is limited: it redeems discount codes and gift cards. An attempt
//! that ends without an order gives both back. Both may run twice.

use super::{
    codes::CompletionErrorCode,
    freeze::Frozen,
    place_order::{Next, fail},
};
use crate::{
    gift_cards::{self, Redeemed},
    promotions::{self, Reason, Refused},
};
use souk_entities::orders::checkout_attempt::{self, AttemptStep as Step};
use souk_kernel::{app::App, crash};

/// Redeems all of it or nothing.
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
    let good_at = attempt.created_at; // what was valid when the buyer submitted stays valid
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

/// The message about a discount whose usage limit was reached since the cart was priced.
fn no_longer(refused: Refused) -> &'static str {
    match refused {
        Refused::Limit(Reason::CustomerUsageLimit) => {
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
    promotions::give_back(app, attempt.id, &frozen.cart.uses).await?;
    gift_cards::give_back(app, attempt.id, &frozen.spends()).await?;
    Ok(())
}
