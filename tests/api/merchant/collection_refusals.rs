//! What is wrong in a call of `collectionCreate`, `collectionUpdate`, `collectionAddProducts` or
//! `collectionRemoveProducts` is told by code and path.

use super::{
    because,
    collections::{ADD, CREATE, REMOVE, UPDATE, create, gids, rules, vendor},
    refusal,
};
use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_kernel::ids::Gid;

/// Refused where an input is wrong: the input, the code and the path.
type Wrong = (Value, &'static str, &'static str);

async fn refused(shop: &TestShop, mutation: &str, inputs: Vec<Wrong>) {
    for (collection, code, field) in inputs {
        let variables = json!({"collection": collection});
        let refused = refusal(shop, mutation, variables).await;
        assert_eq!(refused, because(code, field), "{collection}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_collection_that_is_wrong_is_refused() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let id = create(&shop, json!({"title": "Lights"})).await["id"].take();
    let long = "x".repeat(256);
    let handle = |handle: &str| json!({"title": "A", "handle": handle});
    let products = json!({"title": "A", "products": ["gid://souk/Product/1"]});
    let both = json!({"title": "A", "products": gids(&[&lamp]), "ruleSet": vendor("A")});
    let channel = json!([{"publicationId": "gid://souk/Publication/1"}]);
    let channel = json!({"title": "A", "publications": channel});
    let at = "collection.publications.0.publicationId";
    let inputs = vec![
        (json!({}), "BLANK", "collection.title"),
        (json!({"title": " "}), "BLANK", "collection.title"),
        (json!({"title": long}), "TOO_LONG", "collection.title"),
        (handle("!"), "BLANK", "collection.handle"),
        (handle("lights"), "TAKEN", "collection.handle"),
        (json!({"title": "A", "id": id}), "INVALID", "collection.id"),
        (products, "NOT_FOUND", "collection.products.0"),
        (both, "INVALID", "collection.products"),
        (channel, "NOT_FOUND", at),
        (
            json!({"title": "A", "image": {"src": "ftp://x"}}),
            "INVALID",
            "collection.image",
        ),
    ];
    refused(&shop, CREATE, inputs).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_can_never_hold_is_refused() {
    let shop = TestShop::start().await;
    let one = |column: &str, relation: &str, condition: &str| {
        let rule = json!([{"column": column, "relation": relation, "condition": condition}]);
        json!({"title": "A", "ruleSet": rules(rule)})
    };
    let all = "collection.ruleSet.rules";
    let relation = "collection.ruleSet.rules.0.relation";
    let condition = "collection.ruleSet.rules.0.condition";
    let object = "collection.ruleSet.rules.0.conditionObjectId";
    let many = vec![json!({"column": "TAG", "relation": "EQUALS", "condition": "x"}); 61];
    let many = json!({"title": "A", "ruleSet": rules(json!(many))});
    let none = json!({"title": "A", "ruleSet": rules(json!([]))});
    let mut unknown = one("VARIANT_METAFIELD_DEFINITION", "EQUALS", "x");
    let id = "gid://souk/MetafieldDefinition/1";
    unknown["ruleSet"]["rules"][0]["conditionObjectId"] = json!(id);
    let nameless = one("PRODUCT_METAFIELD_DEFINITION", "EQUALS", "x");
    let inputs = vec![
        (none, "BLANK", all),
        (many, "TOO_MANY", all),
        (one("TITLE", "GREATER_THAN", "1"), "INVALID", relation),
        (one("VARIANT_PRICE", "CONTAINS", "1"), "INVALID", relation),
        (one("IS_PRICE_REDUCED", "EQUALS", "1"), "INVALID", relation),
        (one("VARIANT_PRICE", "EQUALS", "x"), "INVALID", condition),
        (one("TAG", "EQUALS", " "), "BLANK", condition),
        (nameless, "BLANK", object),
        (unknown, "NOT_FOUND", object),
    ];
    refused(&shop, CREATE, inputs).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_change_of_a_collection_is_refused() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let id = create(&shop, json!({"title": "Lights"})).await["id"].take();
    let missing = "gid://souk/Collection/1";
    let none = json!({"id": id, "products": []});
    let inputs = vec![
        (json!({"title": "A"}), "BLANK", "collection.id"),
        (json!({"id": "lights"}), "INVALID", "collection.id"),
        (json!({"id": missing}), "NOT_FOUND", "collection.id"),
        (none, "INVALID", "collection.products"),
    ];
    refused(&shop, UPDATE, inputs).await;

    let gone = json!({"id": missing, "products": gids(&[&lamp])});
    let gone = refusal(&shop, REMOVE, gone).await;
    assert_eq!(gone, because("NOT_FOUND", "id"));

    let many = json!(vec![lamp.id.gid(); 251]);
    let unknown = json!(["gid://souk/Product/1"]);
    for (id, products, code, field) in [
        (json!(missing), gids(&[&lamp]), "NOT_FOUND", "id"),
        (id.clone(), unknown, "NOT_FOUND", "productIds.0"),
        (id.clone(), many, "TOO_MANY", "productIds"),
        (id, json!(["lamp"]), "INVALID", "productIds.0"),
    ] {
        let variables = json!({"id": id, "products": products});
        let refused = refusal(&shop, ADD, variables).await;
        assert_eq!(refused, because(code, field));
    }
}
