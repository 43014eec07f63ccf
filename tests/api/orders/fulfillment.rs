//! What is sent, taken back, moved and held.

use super::MadeOrder;
use crate::{
    harness::TestShop,
    merchant::{because, change, changed, refusal},
};
use futures_util::future::join_all;
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};
use souk_entities::inventory::reservation_line;
use souk_kernel::ids::Gid;
use souk_shop::{inventory, orders};
use std::time::Duration;

const SEND: &str = "mutation S($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment, message: \"Packed.\") {
    fulfillment { id name status totalQuantity trackingCompany
        trackingInfo(first: 5) { number url } location { name }
        fulfillmentLineItems(first: 5) { nodes { quantity lineItem { title } } } }
    userErrors { code field message } } }";
const TAKE_BACK: &str = "mutation T($id: ID!) { fulfillmentCancel(id: $id) {
    fulfillment { status } userErrors { code field message } } }";
const TRACK: &str = "mutation T($id: ID!, $info: FulfillmentTrackingInput!) {
    fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $info,
        notifyCustomer: false) {
    fulfillment { trackingCompany trackingInfo { number url } }
    userErrors { code field message } } }";
const MOVE: &str = "mutation M($id: ID!, $to: ID!) {
    fulfillmentOrderMove(id: $id, newLocationId: $to) {
    movedFulfillmentOrder { id status assignedLocation { name }
        lineItems(first: 5) { nodes { remainingQuantity } } }
    userErrors { code field message } } }";
const HOLD: &str = "mutation H($id: ID!) { fulfillmentOrderHold(id: $id,
    fulfillmentHold: {reason: AWAITING_PAYMENT, reasonNotes: \"Wire on its way.\"}) {
    fulfillmentOrder { status fulfillmentHolds { id reason reasonNotes } }
    userErrors { code field message } } }";
const RELEASE: &str = "mutation R($id: ID!, $holds: [ID!]) {
    fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) {
    fulfillmentOrder { status fulfillmentHolds { id } } userErrors { code field message } } }";
const STATUS: &str =
    "displayFulfillmentStatus successfulFulfillments(first: 5) { trackingCompany }";

fn parts(id: &str) -> Value {
    json!({"fulfillment": {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": id}]}})
}

/// Sends everything of an order that is assigned to one location.
pub async fn send_all(shop: &TestShop, order: &MadeOrder) -> Value {
    let (id, _) = shop.assigned(order).await;
    changed(shop, SEND, "fulfillment", parts(&id)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_sent_in_parts_and_never_twice() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 3).place().await;
    let (id, lines) = shop.assigned(&order).await;
    let some = |units: i32| {
        json!({"fulfillment": {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": id,
            "fulfillmentOrderLineItems": [{"id": lines[0]["id"], "quantity": units}]}],
            "trackingInfo": {"company": "PostNord", "number": "PN1",
                "url": "https://track.example/PN1"}}})
    };

    let first = changed(&shop, SEND, "fulfillment", some(1)).await;
    assert_eq!(first["name"], "#1001-F1");
    assert_eq!(
        first["trackingInfo"],
        json!([{"number": "PN1", "url": "https://track.example/PN1"}])
    );
    assert_eq!(first["location"]["name"], "Portland");
    assert_eq!(first["fulfillmentLineItems"]["nodes"][0]["quantity"], 1);
    assert_eq!(shop.levels(item, at).await, (2, 2, 4));
    assert_eq!(
        shop.read(&order, STATUS).await["displayFulfillmentStatus"],
        "PARTIALLY_FULFILLED"
    );

    let field = "fulfillment.lineItemsByFulfillmentOrder.0.fulfillmentOrderLineItems.0.quantity";
    for (units, code) in [(3, "QUANTITY_TOO_LARGE"), (0, "INVALID"), (-2, "INVALID")] {
        assert_eq!(
            refusal(&shop, SEND, some(units)).await,
            because(code, field)
        );
    }
    let merchant = shop.merchant();
    let sent = join_all((0..50).map(|_| merchant.data(SEND, some(1)))).await;
    let made = sent
        .iter()
        .filter(|it| !it["fulfillmentCreate"]["fulfillment"].is_null());
    assert_eq!(made.count(), 2, "two units were left");
    assert_eq!(shop.levels(item, at).await, (2, 0, 2));
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFulfillmentStatus"], "FULFILLED");
    assert_eq!(read["successfulFulfillments"].as_array().unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_taken_back_once_and_can_be_followed() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 2).place().await;
    let sent = send_all(&shop, &order).await;
    let id = sent["id"].as_str().unwrap();

    let info = json!({"company": "DHL", "numbers": ["A", "B"], "urls": ["https://dhl.example/A"]});
    let tracked = changed(&shop, TRACK, "fulfillment", json!({"id": id, "info": info})).await;
    assert_eq!(tracked["trackingCompany"], "DHL");
    assert_eq!(
        tracked["trackingInfo"][1],
        json!({"number": "B", "url": null})
    );
    let wrong = json!({"id": id, "info": {"url": "javascript:alert(1)"}});
    let wrong = refusal(&shop, TRACK, wrong).await;
    assert_eq!(wrong, because("INVALID", "trackingInfoInput.url"));

    let merchant = shop.merchant();
    let calls = (0..20).map(|_| merchant.data(TAKE_BACK, json!({"id": id})));
    let answers = join_all(calls).await;
    let done = answers
        .iter()
        .filter(|it| !it["fulfillmentCancel"]["fulfillment"].is_null());
    assert_eq!(done.count(), 1);
    assert_eq!(shop.levels(item, at).await, (3, 2, 5));
    assert_eq!(
        shop.read(&order, STATUS).await["displayFulfillmentStatus"],
        "UNFULFILLED"
    );
    send_all(&shop, &order).await;
    assert_eq!(shop.levels(item, at).await, (3, 0, 3));
    let unknown = json!({"id": "gid://souk/Fulfillment/1"});
    assert_eq!(
        refusal(&shop, TAKE_BACK, unknown).await,
        because("NOT_FOUND", "id")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn units_move_to_a_location_that_has_them() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let order = shop.order().of(&lamp, 2).place().await;
    let (id, _) = shop.assigned(&order).await;
    let malmo = shop.location("Malmö").await;
    let to = |location: &str| json!({"id": id, "to": location});

    let empty = change(&shop, MOVE, to(&malmo.gid().0)).await;
    assert_eq!(empty["userErrors"][0]["code"], "NOT_IN_STOCK");
    let (_, lines) = shop.assigned(&order).await;
    assert_eq!(
        lines[0]["remainingQuantity"], 2,
        "they stay where they were"
    );

    shop.put(item, "Malmö", 2).await;
    let moved = changed(&shop, MOVE, "movedFulfillmentOrder", to(&malmo.gid().0)).await;
    assert_eq!(moved["assignedLocation"]["name"], "Malmö");
    assert_eq!(moved["lineItems"]["nodes"][0]["remainingQuantity"], 2);
    assert_eq!(shop.levels(item, malmo).await, (0, 2, 2));
    let again = refusal(&shop, MOVE, to(&malmo.gid().0)).await;
    assert_eq!(again, because("NOT_ALLOWED", "id"));
    let unknown = refusal(&shop, MOVE, to("gid://souk/Location/1")).await;
    assert_eq!(unknown, because("NOT_FOUND", "newLocationId"));
    let moved = moved["id"].as_str().unwrap();
    changed(&shop, SEND, "fulfillment", parts(moved)).await;
    assert_eq!(shop.levels(item, malmo).await, (0, 0, 0));
    assert_eq!(
        shop.read(&order, STATUS).await["displayFulfillmentStatus"],
        "FULFILLED"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_not_sent() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).place().await;
    let (id, _) = shop.assigned(&order).await;

    let held = changed(&shop, HOLD, "fulfillmentOrder", json!({"id": id})).await;
    assert_eq!(held["status"], "ON_HOLD");
    assert_eq!(held["fulfillmentHolds"][0]["reason"], "AWAITING_PAYMENT");
    assert_eq!(
        shop.read(&order, STATUS).await["displayFulfillmentStatus"],
        "ON_HOLD"
    );
    let field = "fulfillment.lineItemsByFulfillmentOrder.0";
    assert_eq!(
        refusal(&shop, SEND, parts(&id)).await,
        because("NOT_ALLOWED", field)
    );
    let unknown = json!({"id": id, "holds": ["gid://souk/FulfillmentHold/1"]});
    assert_eq!(
        refusal(&shop, RELEASE, unknown).await,
        because("NOT_FOUND", "holdIds")
    );
    let hold = &held["fulfillmentHolds"][0]["id"];
    let released = json!({"id": id, "holds": [hold]});
    let released = changed(&shop, RELEASE, "fulfillmentOrder", released).await;
    assert_eq!(released["status"], "OPEN");
    let again = refusal(&shop, RELEASE, json!({"id": id})).await;
    assert_eq!(again, because("NOT_ALLOWED", "id"));
    send_all(&shop, &order).await;
    let late = refusal(&shop, HOLD, json!({"id": id})).await;
    assert_eq!(late, because("NOT_ALLOWED", "id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_stock_cannot_follow_yet_is_followed_later_and_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 2).not_sold_yet().place().await;
    send_all(&shop, &order).await;
    assert_eq!(
        shop.read(&order, STATUS).await["displayFulfillmentStatus"],
        "FULFILLED"
    );
    assert_eq!(
        shop.levels(item, at).await,
        (3, 0, 5),
        "the stock is still only held"
    );

    inventory::commit_reservation(&shop.app, order.new.attempt, None)
        .await
        .unwrap();
    assert_eq!(
        orders::resume_order_operations(&shop.app).await.unwrap(),
        0,
        "somebody may work on it"
    );
    shop.app.clock.advance(Duration::from_secs(61));
    let ended = join_all((0..10).map(|_| orders::resume_order_operations(&shop.app))).await;

    let ended: u64 = ended.into_iter().map(Result::unwrap).sum();
    assert_eq!(ended, 1);
    assert_eq!(shop.levels(item, at).await, (3, 0, 3));
}

const POSSIBLE: &str = "fulfillmentOrders(first: 9) { nodes { supportedActions { action }
    locationsForMove(first: 9) { nodes { movable message location { name } } } } }";

/// What can be done with the first fulfilment order, and the locations that could send it.
async fn possible(shop: &TestShop, order: &MadeOrder) -> (Vec<String>, Value) {
    let mut read = shop.read(order, POSSIBLE).await;
    let mut first = read["fulfillmentOrders"]["nodes"][0].take();
    let actions = first["supportedActions"].as_array().unwrap().iter();
    let actions = actions.map(|it| it["action"].as_str().unwrap().to_owned());
    (actions.collect(), first["locationsForMove"]["nodes"].take())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_done_with_a_fulfillment_order_is_told() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let order = shop.order().of(&lamp, 2).place().await;
    shop.put(item, "Malmö", 1).await;
    shop.put(item, "Oslo", 2).await;
    let (id, _) = shop.assigned(&order).await;

    let (actions, locations) = possible(&shop, &order).await;
    assert_eq!(actions, ["CREATE_FULFILLMENT", "HOLD", "MOVE"]);
    let at = |name: &str, message: Value| json!({"location": {"name": name}, "movable": message.is_null(), "message": message});
    let too_few = json!("The location has too few units.");
    assert_eq!(
        locations,
        json!([at("Malmö", too_few), at("Oslo", Value::Null)])
    );

    changed(&shop, HOLD, "fulfillmentOrder", json!({"id": id})).await;
    let (actions, _) = possible(&shop, &order).await;
    assert_eq!(actions, ["HOLD", "MOVE", "RELEASE_HOLD"]);
    changed(&shop, RELEASE, "fulfillmentOrder", json!({"id": id})).await;
    send_all(&shop, &order).await;
    let (actions, locations) = possible(&shop, &order).await;
    assert!(actions.is_empty(), "{actions:?}");
    assert_eq!(locations, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_stock_refuses_for_good_ends_and_says_why() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).place().await;
    // The account of what was sold is damaged: nothing of it is left to be sent.
    reservation_line::Entity::update_many()
        .col_expr(
            reservation_line::Column::GivenBack,
            Expr::col(reservation_line::Column::Units),
        )
        .exec(shop.app.databases.inventory.writer())
        .await
        .unwrap();

    let sent = send_all(&shop, &order).await;

    assert_eq!(sent["status"], "SUCCESS", "the goods are gone");
    for _ in 0..3 {
        shop.app.clock.advance(Duration::from_secs(61));
        assert_eq!(orders::resume_order_operations(&shop.app).await.unwrap(), 0);
    }
    let timeline = "events(first: 50) { nodes { action message } }";
    let read = shop.read(&order, timeline).await;
    let events = read["events"]["nodes"].as_array().unwrap().iter();
    let failed: Vec<&Value> = events.filter(|it| it["action"] == "stock_failed").collect();
    assert_eq!(failed.len(), 1, "{read:#}");
    let message = failed[0]["message"].as_str().unwrap();
    assert!(message.contains("fewer units"), "{message}");
    // It holds back nothing that comes later.
    let other = shop.order().of(&lamp, 1).place().await;
    send_all(&shop, &other).await;
    assert_eq!(orders::resume_order_operations(&shop.app).await.unwrap(), 0);
}
