//! One request of anybody can neither end the server nor occupy it: what it may cost is bounded.

use crate::harness::TestShop;
use futures_util::{StreamExt, stream::FuturesUnordered};
use serde_json::{Value, json};
use souk_kernel::{config::LimitsConfig, ids::Gid};
use std::{
    fmt::Write,
    time::{Duration, Instant},
};

/// The time an answer may take here: the build is not optimised and other tests run beside.
const SOON: Duration = Duration::from_secs(3);

/// Sends a document, and expects a short refusal soon.
async fn refused(shop: &TestShop, query: &str, code: &str) -> Value {
    let start = Instant::now();
    let text = shop.text_of(query).await;
    let shown = &query[..query.len().min(200)];
    assert!(start.elapsed() < SOON, "{:?}: {shown}", start.elapsed());
    assert!(text.len() < 10_000, "{} bytes: {shown}", text.len());
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert!(answer.get("data").is_none(), "it ran: {answer:#}");
    let errors = answer["errors"].as_array().unwrap();
    assert!(errors.len() <= 10, "{}", errors.len());
    for error in errors {
        assert_eq!(error["extensions"]["code"], code, "{error:#} {shown}");
        assert!(error["message"].as_str().unwrap().len() <= 510);
    }
    answer
}

fn bomb(levels: usize, last: &str) -> String {
    let mut bomb = String::from("{ product(handle: \"x\") { ...F0 } }");
    for level in 0..levels {
        let next = level + 1;
        write!(
            bomb,
            " fragment F{level} on Product {{ ...F{next} ...F{next} }}"
        )
        .unwrap();
    }
    bomb + last
}

#[tokio::test]
async fn fragments_that_double_are_refused_whatever_the_last_one_is() {
    let shop = TestShop::start().await;
    refused(&shop, &bomb(30, ""), "GRAPHQL_VALIDATION_FAILED").await;
    let circle = " fragment F30 on Product { ...F0 }";
    refused(&shop, &bomb(30, circle), "GRAPHQL_VALIDATION_FAILED").await;
    for last in [
        " fragment F30 on Product { title }",
        " fragment F30 on Product { ... { ... { title } } }",
        " fragment F30 on Product { nonsense }",
        " fragment F30 on Nothing { nonsense }",
    ] {
        refused(&shop, &bomb(30, last), "DOCUMENT_TOO_COMPLEX").await;
    }
    shop.data("{ __typename }", json!({})).await;
}

#[tokio::test]
async fn fragments_nobody_spreads_and_unknown_ones_are_refused() {
    let shop = TestShop::start().await;
    for query in [
        "{ __typename } fragment A on Product { title }",
        "{ __typename ...A }",
        "{ shop { ... { ...A } } }",
    ] {
        refused(&shop, query, "GRAPHQL_VALIDATION_FAILED").await;
    }
}

#[tokio::test]
async fn errors_do_not_multiply() {
    let shop = TestShop::start().await;
    let many =
        |count: usize, one: &dyn Fn(usize) -> String| -> String { (0..count).map(one).collect() };
    let spread = |count: usize, fragment: &str| {
        let spreads = "...F ".repeat(count);
        format!("{{ product(handle: \"x\") {{ {spreads} }} }} fragment F on {fragment}")
    };
    let invalid = [
        format!("{{ {} }}", many(4_000, &|n| format!("f{n} "))),
        spread(
            2_000,
            &format!("Product {{ {} }}", many(1, &|n| format!("f{n}"))),
        ),
        spread(
            900,
            &format!(
                "Product {{ variants({}) {{ nodes {{ id }} }} }}",
                many(50, &|n| format!("x{n}: 1 "))
            ),
        ),
        spread(900, "Nothing { title }"),
        spread(900, "Cart { id }"),
        spread(900, "Product { title @nothing(if: true) }"),
        format!(
            "{{ {} }}",
            many(99, &|n| format!(
                "a{n}: products(first: \"{}\") {{ nodes {{ id }} }} ",
                "x".repeat(500)
            ))
        ),
        format!(
            "{{ products(first: {}1{}) {{ nodes {{ id }} }} }}",
            "[".repeat(60),
            "]".repeat(60)
        ),
        format!(
            "query({}) {{ __typename }}",
            many(250, &|n| format!("$v{n}: Nothing{n} "))
        ),
        format!(
            "query({}) {{ products(first: {}) {{ nodes {{ id }} }} }}",
            many(250, &|n| format!("$v{n}: String ")),
            many(1, &|_| "$v1".to_owned())
        ),
        format!(
            "{{ __typename {} }}",
            many(1_000, &|n| format!("... on T{n} {{ x }} "))
        ),
        format!(
            "{{ nodes(ids: [{}]) {{ id }} }}",
            many(2_000, &|n| format!("{{a: {n}}} "))
        ),
        format!("{{ __typename {} }}", "__typename @nothing ".repeat(2_000)),
    ];
    for query in &invalid {
        refused(&shop, query, "GRAPHQL_VALIDATION_FAILED").await;
    }
}

#[tokio::test]
async fn names_arguments_variables_and_operations_are_bounded() {
    let shop = TestShop::start().await;
    let many =
        |count: usize, one: &dyn Fn(usize) -> String| -> String { (0..count).map(one).collect() };
    for query in [
        format!("{{ {} }}", "x".repeat(256)),
        format!(
            "{{ products(first: {}) {{ nodes {{ id }} }} }}",
            "9".repeat(300)
        ),
        format!(
            "{{ products({}) {{ nodes {{ id }} }} }}",
            many(51, &|n| format!("x{n}: 1 "))
        ),
        format!("{{ __typename {} }}", "@skip(if: false) ".repeat(11)),
        format!(
            "query({}) {{ __typename }}",
            many(251, &|n| format!("$v{n}: Int "))
        ),
        many(101, &|n| format!("query Q{n} {{ __typename }} ")),
        format!(
            "{{ {} }} fragment F on QueryRoot {{ nodes(ids: [\"{}\"]) {{ id }} }}",
            "...F ".repeat(1_000),
            "x".repeat(50_000)
        ),
    ] {
        refused(&shop, &query, "DOCUMENT_TOO_COMPLEX").await;
    }
}

#[tokio::test]
async fn only_the_chosen_operation_is_validated() {
    let shop = TestShop::start().await;
    let query = "query Good { shop { ...S } } query Bad { nothing ...B }
        fragment S on Shop { name } fragment B on Nothing { x }";
    let body = |name: &str| json!({"query": query, "operationName": name});

    let good = shop.post(&[], body("Good")).await;
    let bad = shop.post(&[], body("Bad")).await;

    assert!(good.get("errors").is_none(), "{good:#}");
    assert_eq!(
        bad["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
}

#[tokio::test]
async fn an_answer_has_ten_errors_at_most() {
    let shop = TestShop::start().await;
    let lists: String = (0..50)
        .map(|n| format!("a{n}: collection(handle: \"none\") {{ products(first: 1, after: \"x\") {{ nodes {{ id }} }} }} "))
        .collect();
    shop.collection("none").await;

    let answer = shop.send(&format!("{{ {lists} }}"), json!({})).await;

    assert_eq!(answer["errors"].as_array().unwrap().len(), 10);
    assert_eq!(answer["data"].as_object().unwrap().len(), 50);
}

#[tokio::test]
async fn a_buyer_sends_ten_mutations_at_most() {
    let shop = TestShop::start().await;
    let carts = |count: usize| -> String {
        let one = |n| format!("c{n}: cartCreate {{ cart {{ id }} }} ");
        format!("mutation {{ {} }}", (0..count).map(one).collect::<String>())
    };
    refused(&shop, &carts(11), "DOCUMENT_TOO_COMPLEX").await;
    shop.data(&carts(10), json!({})).await;
    shop.merchant().data(&carts(11), json!({})).await;
}

/// What templates ask for: more than there is in all but few shops.
const EVERYTHING: &str = "fragment P on Product {
    id availableForSale createdAt updatedAt descriptionHtml description handle productType title vendor publishedAt
    onlineStoreUrl options { id name optionValues { id name } }
    images(first: 250) { pageInfo { hasNextPage hasPreviousPage } edges { cursor node { id url altText width height } } }
    variants(first: 250) { pageInfo { hasNextPage hasPreviousPage } edges { cursor node { id title sku
        price { amount currencyCode } compareAtPrice { amount currencyCode } image { id url }
        selectedOptions { name value } unitPrice { amount currencyCode } unitPriceMeasurement { referenceUnit } } } }
}";

#[tokio::test]
async fn documents_of_templates_are_answered() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(4_950).create().await;
    let allocations = "sellingPlanAllocations(first: 5) { nodes { sellingPlan { id name } } }";
    let components = "components(first: 5) { nodes { quantity productVariant { id title } } }";
    for query in [
        format!("{{ products(first: 200) {{ edges {{ node {{ ...P }} }} }} }} {EVERYTHING}"),
        format!(
            "query($id: ID!) {{ productRecommendations(productId: $id) {{ ...P }} }} {EVERYTHING}"
        ),
        format!(
            "{{ products(first: 24) {{ nodes {{ id title variants(first: 250) {{ nodes {{ id title
            {allocations} {components} }} }} }} }} }}"
        ),
    ] {
        let answer = shop.send(&query, json!({"id": lamp.id.gid()})).await;
        assert!(answer.get("errors").is_none(), "{answer:#} {query}");
    }
}

/// The code of the answer to a document that is counted while it is answered.
async fn counted(change: impl FnOnce(&mut LimitsConfig)) -> (Value, Duration) {
    let shop = TestShop::start_with(|config| {
        config.limits.light_cost = 0;
        change(&mut config.limits);
    })
    .await;
    let mut ids = Vec::new();
    for handle in ["lamp", "table", "chair"] {
        let made = shop.product(handle).title(&"x".repeat(200)).create();
        ids.push(made.await.id.gid());
    }
    let fields: String = (0..50).map(|n| format!("t{n}: title ")).collect();
    let query =
        format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Product {{ {fields} }} }} }}");
    let start = Instant::now();
    let answer = shop.send(&query, json!({"ids": ids})).await;
    assert!(shop.data("{ __typename }", json!({})).await.is_object());
    (answer, start.elapsed())
}

fn code(answer: &Value) -> &str {
    assert!(answer.get("data").is_none(), "{answer:#}");
    answer["errors"][0]["extensions"]["code"].as_str().unwrap()
}

#[tokio::test]
async fn a_large_answer_is_counted_while_it_is_made() {
    let (answer, _) = counted(|_| {}).await;
    let nodes = answer["data"]["nodes"].as_array();
    assert_eq!(nodes.unwrap().len(), 3, "{answer:#}");

    let (answer, _) = counted(|limits| limits.answer_fields = 150).await;
    assert_eq!(code(&answer), "MAX_COST_EXCEEDED");
    let (answer, _) = counted(|limits| limits.answer_bytes = 20_000).await;
    assert_eq!(code(&answer), "MAX_COST_EXCEEDED");
    let (answer, _) = counted(|limits| {
        limits.answer_bytes = 20_000;
        limits.light_cost = 1_000;
    })
    .await;
    assert_eq!(code(&answer), "MAX_COST_EXCEEDED");
}

/// A document that keeps a core busy: nothing in it waits for a database.
fn busy(times: usize) -> String {
    let one = |n| {
        format!(
            "s{n}: __schema {{ types {{ name fields {{ name args {{ name type {{ name ofType {{ name }} }} }} }} }} }} "
        )
    };
    format!("{{ {} }}", (0..times).map(one).collect::<String>())
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_waits_for_nothing_ends_in_time_too() {
    let shop = TestShop::start_with(|config| {
        config.limits.request_timeout_s = 1;
        config.limits.answer_fields = usize::MAX;
        config.limits.answer_bytes = usize::MAX;
    })
    .await;
    let start = Instant::now();

    let answer = shop.send(&busy(50), json!({})).await;

    assert_eq!(code(&answer), "TIMEOUT");
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_with_large_answers_leave_the_others_alone() {
    let shop = TestShop::start().await;
    shop.product("lamp").create().await;
    let shop = std::sync::Arc::new(shop);
    let dear: Vec<_> = (0..320)
        .map(|_| {
            let shop = std::sync::Arc::clone(&shop);
            tokio::spawn(async move { shop.send(&busy(20), json!({})).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    for _ in 0..5 {
        let start = Instant::now();
        shop.data("{ products(first: 24) { nodes { id title } } }", json!({}))
            .await;
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "{:?}",
            start.elapsed()
        );
    }
    let mut answers: FuturesUnordered<_> = dear.into_iter().collect();
    let refused = async {
        while let Some(answer) = answers.next().await {
            if answer.unwrap()["errors"][0]["extensions"]["code"] == "THROTTLED" {
                return true;
            }
        }
        false
    };
    let refused = tokio::time::timeout(Duration::from_secs(60), refused).await;
    assert_eq!(refused, Ok(true), "one client may not fill the queue");
}

#[tokio::test]
async fn dear_fields_cost_as_often_as_they_are_selected() {
    let shop = TestShop::start().await;
    refused(&shop, &busy(61), "MAX_COST_EXCEEDED").await;
    let nested = "{ collections(first: 250) { nodes { products(first: 250) { filters { id } nodes { collections(first: 250) { nodes { id } } } } } } }";
    refused(&shop, nested, "MAX_COST_EXCEEDED").await;
}

#[tokio::test]
async fn types_of_the_schema_cost_as_much_as_the_schema() {
    let shop = TestShop::start().await;
    let types: String = (0..61)
        .map(|number| format!("t{number}: __type(name: \"QueryRoot\") {{ name }} "))
        .collect();
    refused(&shop, &format!("{{ {types} }}"), "MAX_COST_EXCEEDED").await;
}

#[tokio::test]
async fn fields_that_differ_are_one_error_however_deep_they_are_nested() {
    let shop = TestShop::start().await;
    let arguments = "b: 1 ".repeat(50);
    let document = format!(
        "{{ {}a({arguments}) {}{} }}",
        "... { ".repeat(55),
        "a ".repeat(700),
        "}".repeat(55)
    );
    let began = Instant::now();
    let answer = shop.send(&document, json!({})).await;
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1, "{answer:#}");
    assert_eq!(code(&answer), "GRAPHQL_VALIDATION_FAILED");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn selections_that_are_merged_for_many_types_are_bounded() {
    let shop = TestShop::start().await;
    let hop = "... on OnlineStorePublishable { ... on HasMetafields {
        metafield(namespace: \"n\", key: \"k\") { reference { ";
    let document = format!(
        "{{ node(id: \"gid://souk/Product/1\") {{ {}{}{} }} }}",
        hop.repeat(4),
        "... on Node { id } ".repeat(1_500),
        "} } } } ".repeat(4)
    );
    refused(&shop, &document, "DOCUMENT_TOO_COMPLEX").await;
}
