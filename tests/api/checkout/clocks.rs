//! Processes whose clocks are far apart: an attempt belongs to one driver at a time, and what one of
//! them charges is an order.

use crate::{delivery_options::zones, harness::TestShop, processes::beside};
use futures_util::future::join_all;
use souk_shop::checkout::{DEADLINE_MS, resume_attempts};
use std::time::Duration;

const CARTS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn a_process_whose_clock_is_ahead_takes_over_without_a_charge_too_many() {
    for token in ["test_slow", "test_ok"] {
        let shop = TestShop::start().await;
        zones(&shop).await;
        let units = i64::try_from(CARTS).unwrap();
        let lamp = shop.lamps(units).await;
        let ahead = beside(&shop).await;
        let by = Duration::from_millis(DEADLINE_MS.unsigned_abs()) + Duration::from_secs(60);
        ahead.app.clock.advance(by);
        let mut carts = Vec::new();
        for _ in 0..CARTS {
            carts.push(shop.ready_cart(lamp, token).await);
        }

        // The other process holds every attempt for late, and its driver for gone.
        let taking_over = async {
            loop {
                resume_attempts(&ahead.app).await.unwrap();
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let buying = join_all(carts.iter().map(|cart| shop.buy(cart)));
        let outcomes = tokio::select! {
            outcomes = buying => outcomes,
            () = taking_over => unreachable!("it never ends"),
        };

        let sold = |it: &&serde_json::Value| it["__typename"] == "CartCompletionSuccess";
        let sold = outcomes.iter().filter(sold).count();
        assert_eq!(shop.charges().await, sold, "{token}: {outcomes:#?}");
        assert_eq!(shop.left(lamp).await, units - i64::try_from(sold).unwrap());
        shop.assert_reconciled().await;
        shop.assert_verified().await;
    }
}
