//! Product pages.

use crate::harness::TestShop;
use serde_json::json;

#[tokio::test]
async fn an_unknown_product_is_null_and_no_error() {
    let shop = TestShop::start().await;

    let answer = shop
        .send(
            "query($handle: String) { product(handle: $handle) { id } }",
            json!({"handle": "x"}),
        )
        .await;

    assert_eq!(answer, json!({"data": {"product": null}}));
}
