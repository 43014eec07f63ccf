//! What attempts to make an order hold of stock, and what becomes of it. Checkout and orders call
//! these functions; buyers and merchants see what they do.

use crate::{concurrency::stock::demand, harness::TestShop};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use souk_entities::{
    ids::{AttemptId, InventoryItemId, LocationId},
    inventory::{location, reservation::ReservationState},
};
use souk_shop::inventory::{self, Allocation, ReservationError, ReservationRequest};
use std::time::Duration;

/// Ten lamps at Portland of which an attempt bought four.
struct Sold {
    shop: TestShop,
    attempt: AttemptId,
    item: InventoryItemId,
    portland: LocationId,
    allocation: Allocation,
}

impl Sold {
    async fn new() -> Self {
        let shop = TestShop::start().await;
        let lamp = shop.stocked("lamp", 10).await;
        let demands = [demand(&lamp, 4)];
        let wanted = shop.wanted(&demands);
        let held = inventory::reserve_stock(&shop.app, &wanted, None)
            .await
            .unwrap();
        inventory::pin_reservation(&shop.app, wanted.attempt)
            .await
            .unwrap();
        inventory::commit_reservation(&shop.app, wanted.attempt, None)
            .await
            .unwrap();
        Self {
            item: shop.item_of(lamp.variants[0]).await,
            portland: shop.location("Portland").await,
            attempt: wanted.attempt,
            allocation: held.allocations[0],
            shop,
        }
    }

    fn units(&self, units: i64) -> [Allocation; 1] {
        [Allocation {
            units,
            ..self.allocation
        }]
    }

    /// Available, committed and on hand at Portland.
    async fn level(&self) -> (i64, i64, i64) {
        self.shop.assert_verified().await;
        let level = self.shop.level(self.item, self.portland).await;
        (level.available, level.committed, level.on_hand)
    }
}

fn too_many(answer: Result<(), ReservationError>) -> bool {
    matches!(answer, Err(ReservationError::TooMany))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_gets_the_same_answer_at_every_step_again() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 3).await;
    let demands = [demand(&lamp, 3)];
    let wanted = shop.wanted(&demands);
    let first = inventory::reserve_stock(&shop.app, &wanted, None)
        .await
        .unwrap();
    // Nothing is left, and the attempt has it.
    let again = inventory::reserve_stock(&shop.app, &wanted, None)
        .await
        .unwrap();
    assert_eq!(first, again);
    let early = inventory::commit_reservation(&shop.app, wanted.attempt, None).await;
    let held = ReservationState::Held;
    assert!(matches!(early, Err(ReservationError::WrongState(state)) if state == held));
    for _ in 0..2 {
        inventory::pin_reservation(&shop.app, wanted.attempt)
            .await
            .unwrap();
    }
    for _ in 0..2 {
        let commit = inventory::commit_reservation(&shop.app, wanted.attempt, None).await;
        commit.unwrap();
    }
    let late = inventory::release_reservation(&shop.app, wanted.attempt).await;
    assert!(matches!(late, Err(ReservationError::WrongState(_))));
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (0, 0, 3));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_named_and_nothing_is_held() {
    let shop = TestShop::start().await;
    let (lamp, bulb) = (shop.stocked("lamp", 2).await, shop.stocked("bulb", 9).await);
    let demands = [demand(&bulb, 1), demand(&lamp, 3)];
    let refused = inventory::reserve_stock(&shop.app, &shop.wanted(&demands), None).await;
    let Err(ReservationError::OutOfStock(missing)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].variant, lamp.variants[0]);
    assert_eq!((missing[0].wanted, missing[0].available), (3, 2));
    let item = shop.item_of(bulb.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (9, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_paid_in_time_is_given_back() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let demands = [demand(&lamp, 2)];
    let (late, paying) = (shop.wanted(&demands), shop.wanted(&demands));
    for wanted in [&late, &paying] {
        inventory::reserve_stock(&shop.app, wanted, None)
            .await
            .unwrap();
    }
    inventory::pin_reservation(&shop.app, paying.attempt)
        .await
        .unwrap();
    assert_eq!(shop.units_of(item).await, (1, 4, 0));

    shop.app.clock.advance(Duration::from_secs(601));

    let pinned = inventory::pin_reservation(&shop.app, late.attempt).await;
    assert!(matches!(pinned, Err(ReservationError::Ended)));
    let released = inventory::release_expired_reservations(&shop.app)
        .await
        .unwrap();
    assert_eq!(released, 1, "what is pinned does not expire");
    assert_eq!(shop.units_of(item).await, (3, 2, 0));
    let again = inventory::reserve_stock(&shop.app, &late, None).await;
    assert!(matches!(again, Err(ReservationError::Ended)));
    inventory::commit_reservation(&shop.app, paying.attempt, None)
        .await
        .unwrap();
    assert_eq!(shop.units_of(item).await, (3, 0, 2));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_was_released_first_never_holds_stock() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let demands = [demand(&lamp, 2)];
    let wanted = shop.wanted(&demands);
    for _ in 0..2 {
        let release = inventory::release_reservation(&shop.app, wanted.attempt).await;
        release.unwrap();
    }
    let late = inventory::reserve_stock(&shop.app, &wanted, None).await;
    assert!(matches!(late, Err(ReservationError::Ended)));
    let unknown = inventory::pin_reservation(&shop.app, AttemptId(1)).await;
    assert!(matches!(unknown, Err(ReservationError::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn five_lines_are_held_and_sold_with_few_statements() {
    let shop = TestShop::start().await;
    let mut demands = Vec::new();
    for handle in ["lamp", "bulb", "shade", "cord", "foot"] {
        demands.push(demand(&shop.stocked(handle, 5).await, 2));
    }
    let wanted = shop.wanted(&demands);
    let counted = || shop.app.databases.inventory.statements();
    let before = counted();
    inventory::reserve_stock(&shop.app, &wanted, None)
        .await
        .unwrap();
    assert_eq!(counted() - before, 6, "hold");
    let before = counted();
    inventory::pin_reservation(&shop.app, wanted.attempt)
        .await
        .unwrap();
    assert_eq!(counted() - before, 1, "pin");
    let before = counted();
    inventory::commit_reservation(&shop.app, wanted.attempt, None)
        .await
        .unwrap();
    assert_eq!(counted() - before, 4, "commit");
    let none = [demand(&shop.stocked("rare", 0).await, 1)];
    let wanted = shop.wanted(&none);
    let before = counted();
    let refused = inventory::reserve_stock(&shop.app, &wanted, None).await;
    assert!(refused.is_err());
    assert_eq!(counted() - before, 2, "refuse");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_picked_up_is_held_where_it_is_picked_up() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let item = shop.item_of(lamp.variants[0]).await;
    shop.put(item, "Malmö", 1).await;
    let malmo = shop.location("Malmö").await;
    let demands = [demand(&lamp, 1)];
    let at_malmo = || ReservationRequest {
        pickup_at: Some(malmo),
        ..shop.wanted(&demands)
    };
    let closed = inventory::reserve_stock(&shop.app, &at_malmo(), None).await;
    assert!(closed.is_err(), "nobody picks up there");
    let pickup = location::ActiveModel {
        id: Set(malmo),
        pickup: Set(Some(location::Pickup::default())),
        ..Default::default()
    };
    let db = shop.app.databases.inventory.writer();
    pickup.update(db).await.unwrap();

    let held = inventory::reserve_stock(&shop.app, &at_malmo(), None)
        .await
        .unwrap();
    assert_eq!(held.allocations[0].location, Some(malmo));
    let another = inventory::reserve_stock(&shop.app, &at_malmo(), None).await;
    assert!(another.is_err(), "Portland has more, and is elsewhere");
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sells_beyond_stock_is_owed_and_what_is_not_counted_is_not() {
    let shop = TestShop::start().await;
    let made = shop.product("lamp").price_minor(1_000).stock(1).oversell();
    let lamp = made.create().await;
    let card = shop.product("card").create().await;
    let demands = [demand(&lamp, 3), demand(&card, 7)];
    let wanted = shop.wanted(&demands);
    let held = inventory::reserve_stock(&shop.app, &wanted, None)
        .await
        .unwrap();
    assert_eq!(held.allocations.len(), 2);
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (-2, 3, 0));
    inventory::release_reservation(&shop.app, wanted.attempt)
        .await
        .unwrap();
    assert_eq!(shop.units_of(item).await, (1, 0, 0));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sold_units_leave_the_building_once() {
    let sold = Sold::new().await;
    let (app, attempt) = (&sold.shop.app, sold.attempt);
    assert_eq!(sold.level().await, (6, 4, 10));
    for _ in 0..2 {
        let sent = inventory::fulfill_stock(app, "fulfillment:1", attempt, &sold.units(3)).await;
        sent.unwrap();
    }
    assert_eq!(sold.level().await, (6, 1, 7));
    let more = inventory::fulfill_stock(app, "fulfillment:2", attempt, &sold.units(2)).await;
    assert!(too_many(more));
    let back = inventory::unfulfill_stock(app, "cancel:1", attempt, &sold.units(3)).await;
    back.unwrap();
    assert_eq!(sold.level().await, (6, 4, 10));
    // The key of a refused call was not used up.
    let all = inventory::fulfill_stock(app, "fulfillment:2", attempt, &sold.units(4)).await;
    all.unwrap();
    assert_eq!(sold.level().await, (6, 0, 6));
}

#[tokio::test(flavor = "multi_thread")]
async fn refunded_units_can_be_sold_again_once() {
    let sold = Sold::new().await;
    let (app, attempt) = (&sold.shop.app, sold.attempt);
    for _ in 0..2 {
        let refund = inventory::uncommit_stock(app, "refund:1", attempt, &sold.units(1)).await;
        refund.unwrap();
    }
    assert_eq!(sold.level().await, (7, 3, 10));
    inventory::fulfill_stock(app, "fulfillment:1", attempt, &sold.units(3))
        .await
        .unwrap();
    let malmo = sold.shop.location("Malmö").await;
    inventory::restock_stock(app, "return:1", attempt, &sold.units(1), Some(malmo))
        .await
        .unwrap();
    assert_eq!(sold.shop.level(sold.item, malmo).await.available, 1);
    inventory::restock_stock(app, "return:2", attempt, &sold.units(2), None)
        .await
        .unwrap();
    assert_eq!(sold.level().await, (9, 0, 9));
    let more = inventory::restock_stock(app, "return:3", attempt, &sold.units(1), None).await;
    assert!(too_many(more));
}

#[tokio::test(flavor = "multi_thread")]
async fn sold_units_move_to_a_location_that_has_them() {
    let sold = Sold::new().await;
    let (app, attempt) = (&sold.shop.app, sold.attempt);
    let malmo = sold.shop.location("Malmö").await;
    let none = inventory::relocate_stock(app, "move:1", attempt, &sold.units(2), malmo).await;
    assert!(matches!(none, Err(ReservationError::NotThere(place)) if place == malmo));
    let lund = sold.shop.location("Lund").await;
    sold.shop.put(sold.item, "Lund", 3).await;
    inventory::relocate_stock(app, "move:2", attempt, &sold.units(3), lund)
        .await
        .unwrap();
    assert_eq!(sold.level().await, (9, 1, 10));
    let there = sold.shop.level(sold.item, lund).await;
    assert_eq!((there.available, there.committed), (0, 3));
    let moved = Allocation {
        location: Some(lund),
        units: 3,
        ..sold.allocation
    };
    inventory::fulfill_stock(app, "fulfillment:1", attempt, &[moved])
        .await
        .unwrap();
    assert_eq!(sold.shop.level(sold.item, lund).await.on_hand, 0);
    sold.shop.assert_verified().await;
}
