//! The payments port: what every provider must do, and what each does besides.
//!
//! The test provider always runs. Stripe's adapter runs with the feature `stripe` against fakes
//! that `tests/services/stripe.sh` starts; without them its tests say that they were skipped.

mod bench;
mod contract;
mod kill;
#[cfg(feature = "stripe")]
mod stripe;
mod test_provider;

/// Runs the contract over every provider.
macro_rules! contract {
    ($($check:ident,)*) => {
        mod with_test_provider {
            $(#[tokio::test] async fn $check() {
                super::contract::$check(&super::bench::test_provider().await).await;
            })*
        }

        #[cfg(feature = "stripe")]
        mod with_stripe {
            $(#[tokio::test] async fn $check() {
                if let Some(bench) = super::stripe::bench().await {
                    super::contract::$check(&bench).await;
                }
            })*
        }
    };
}

contract! {
    an_intent_moves_nothing_until_it_is_confirmed,
    confirming_collects_or_holds,
    a_decline_is_an_answer,
    the_buyer_may_have_to_act,
    the_same_key_happens_once,
    the_same_key_at_once_happens_once,
    an_intent_is_confirmed_once_whatever_the_key,
    a_key_is_not_used_for_something_else,
    a_part_of_what_is_held_can_be_collected,
    what_is_held_can_be_let_go,
    what_was_collected_is_given_back_in_parts_and_never_twice,
    what_is_unknown_is_refused,
    intents_are_listed_with_their_attempts,
    currencies_without_or_with_more_digits_come_back_alike,
    messages_are_believed_when_they_are_signed_and_fresh,
    the_form_learns_what_it_needs_and_no_secret,
}
