//! Only who has the scope sees and changes orders.

use crate::harness::TestShop;
use serde_json::json;
use souk_kernel::viewer::Scope;

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_seen_and_changed_by_those_who_may() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    let read = "query O($id: ID!) { order(id: $id) { name } }";
    let close = "mutation C($id: ID!) { orderClose(input: {id: $id}) { order { name } } }";
    let id = json!({"id": order.id});

    let reader = shop.merchant_who([Scope::ReadOrders]);
    assert_eq!(
        reader.data(read, id.clone()).await["order"]["name"],
        "#1001"
    );
    for answer in [
        reader.send(close, id.clone()).await,
        shop.merchant_who([Scope::WriteProducts])
            .send(read, id.clone())
            .await,
        shop.send(read, id.clone()).await,
        shop.send("{ orders(first: 1) { nodes { name } } }", json!({}))
            .await,
    ] {
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "ACCESS_DENIED", "{answer:#}");
    }
    let writer = shop.merchant_who([Scope::WriteOrders]);
    assert_eq!(
        writer.data(close, id).await["orderClose"]["order"]["name"],
        "#1001"
    );
}
