//! Selections of one response key are one field: it is resolved once, with all that was selected.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_kernel::ids::Gid;
use souk_shop::search;

fn code(answer: &Value) -> &str {
    let code = answer["errors"][0]["extensions"]["code"].as_str();
    code.unwrap_or_else(|| panic!("no code: {answer:#}"))
}

async fn cart_with_line(shop: &TestShop) -> (Value, Value) {
    let made = shop.product("lamp").price_minor(4_950).stock(1_000);
    let variant = json!(made.create().await.variants[0].gid());
    let data = shop
        .data("mutation { cartCreate { cart { id } } }", json!({}))
        .await;
    (data["cartCreate"]["cart"]["id"].clone(), variant)
}

#[tokio::test]
async fn a_mutation_selected_several_times_runs_once() {
    let shop = TestShop::start().await;
    let (cart, variant) = cart_with_line(&shop).await;
    let call = "cartLinesAdd(cartId: $id, lines: [{merchandiseId: $variant, quantity: 1}])";
    let query = format!(
        "mutation($id: ID!, $variant: ID!, $yes: Boolean!) {{
            {call} {{ cart {{ id }} }}
            ...Again
            ... {{ {call} {{ cart {{ cost {{ totalAmount {{ amount }} }} }} }} }}
            ... on Mutation {{ {call} @include(if: $yes) {{ cart {{ cost {{ totalAmount {{ currencyCode }} }} }} }} }}
        }}
        fragment Again on Mutation {{ {call} {{ cart {{ totalQuantity }} userErrors {{ code }} }} }}"
    );

    let variables = json!({"id": cart, "variant": variant, "yes": true});
    let data = shop.data(&query, variables).await;

    let total = json!({"amount": "49.5", "currencyCode": "USD"});
    let merged = json!({"cart": {"id": cart, "cost": {"totalAmount": total}, "totalQuantity": 1}, "userErrors": []});
    assert_eq!(data["cartLinesAdd"], merged);
}

#[tokio::test]
async fn a_gift_card_is_made_once_with_one_key_and_with_none() {
    let shop = TestShop::start().await;
    for key in ["", "@idempotent(key: \"d41f0a7c-4ac4-4b8e\")"] {
        let query = format!(
            "mutation {{
                giftCardCreate(input: {{initialValue: \"25\"}}) {key} {{ giftCard {{ id }} }}
                ...Again
            }}
            fragment Again on Mutation {{
                giftCardCreate(input: {{initialValue: \"25\"}}) {{ giftCard {{ lastCharacters }} userErrors {{ code }} }}
            }}"
        );
        let cards = "{ giftCards(first: 10) { nodes { id } } }";
        let count = async || {
            let data = shop.merchant().data(cards, json!({})).await;
            data["giftCards"]["nodes"].as_array().unwrap().len()
        };
        let before = count().await;

        let data = shop.merchant().data(&query, json!({})).await;

        let card = &data["giftCardCreate"]["giftCard"];
        assert!(card["id"].is_string() && card["lastCharacters"].is_string());
        assert_eq!(count().await, before + 1);
    }
}

#[tokio::test]
async fn selections_of_one_key_that_differ_are_refused() {
    let shop = TestShop::start().await;
    shop.product("lamp").create().await;
    for query in [
        "{ shop { name } shop: products(first: 1) { nodes { id } } }",
        "{ product(handle: \"lamp\") { id } ...F } fragment F on QueryRoot { product(handle: \"table\") { id } }",
        "{ product(handle: \"lamp\") { id } product(id: \"lamp\") { title } }",
        "{ product(handle: \"lamp\") { variants(first: 1) { nodes { id } } ...F } }
            fragment F on Product { ... on Product { variants(first: 2) { nodes { id } } } }",
        "{ node(id: \"x\") { id ... on Product { id: title } } }",
        "query($yes: Boolean!) { shop { name @include(if: $yes) name: description @skip(if: $yes) } }",
        "query($a: String, $b: String) { product(handle: $a) { id } product(handle: $b) { id } }",
        "mutation { cartCreate @idempotent(key: \"a\") { cart { id } } cartCreate @idempotent(key: \"b\") { cart { id } } }",
    ] {
        let answer = shop.send(query, json!({"yes": true})).await;
        assert_eq!(code(&answer), "GRAPHQL_VALIDATION_FAILED", "{query}");
        assert!(answer.get("data").is_none(), "{query}");
    }
}

#[tokio::test]
async fn conditions_decide_what_is_merged() {
    let shop = TestShop::start().await;
    shop.product("lamp")
        .title("Lamp")
        .vendor("Halm")
        .create()
        .await;
    let query = "query($a: Boolean!, $b: Boolean = false) {
        product(handle: \"lamp\") @include(if: $a) { title }
        ...F @skip(if: $b)
        product(handle: \"lamp\") @skip(if: true) { handle }
    }
    fragment F on QueryRoot { product(handle: \"lamp\") { vendor title @skip(if: $a) } }";
    for (variables, product) in [
        (json!({"a": true, "b": true}), json!({"title": "Lamp"})),
        (
            json!({"a": true}),
            json!({"title": "Lamp", "vendor": "Halm"}),
        ),
        (
            json!({"a": false}),
            json!({"title": "Lamp", "vendor": "Halm"}),
        ),
        (json!({"a": false, "b": true}), Value::Null),
    ] {
        let data = shop.data(query, variables.clone()).await;
        assert_eq!(data["product"], product, "{variables}");
    }
}

#[tokio::test]
async fn objects_of_several_types_get_what_was_selected_for_theirs() {
    let shop = TestShop::start().await;
    let product = shop.product("lamp").title("Lamp").create().await;
    let collection = shop.collection("lights").await;
    let ids = json!([product.id.gid(), collection.id.gid()]);
    let set = "mutation($fields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $fields) { userErrors { message } } }";
    let field = |owner: &Value| {
        json!({"ownerId": owner, "namespace": "care", "key": "note",
            "type": "single_line_text_field", "value": "dry"})
    };
    let fields: Vec<_> = ids.as_array().unwrap().iter().map(field).collect();
    let set = shop.merchant().data(set, json!({"fields": fields})).await;
    assert_eq!(set["metafieldsSet"]["userErrors"], json!([]));
    let note = "metafield(namespace: \"care\", key: \"note\")";
    let query = format!(
        "query($ids: [ID!]!) {{ nodes(ids: $ids) {{
            ... on HasMetafields {{ {note} {{ key }} }}
            __typename
            ... on Product {{ id title {note} {{ value }} __typename }}
            ... on Collection {{ handle ... on HasMetafields {{ {note} {{ key }} }} }}
            ... on Node {{ id }}
        }} }}"
    );

    let data = shop.merchant().data(&query, json!({"ids": ids})).await;

    let expected = json!([
        {"__typename": "Product", "id": ids[0], "title": "Lamp", "metafield": {"key": "note", "value": "dry"}},
        {"__typename": "Collection", "id": ids[1], "handle": "lights", "metafield": {"key": "note"}},
    ]);
    assert_eq!(data["nodes"], expected);
}

/// A plain random number generator, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// A field with what is selected of it.
#[derive(Clone)]
struct Tree {
    text: &'static str,
    on: &'static str,
    below: Vec<Tree>,
}

const FIELDS: &[(&str, &[(&str, &str)])] = &[
    (
        "QueryRoot",
        &[
            ("product(handle: \"lamp\")", "Product"),
            ("again: product(handle: \"lamp\")", "Product"),
            ("shop", "Shop"),
            ("products(first: 2)", "ProductConnection"),
            ("__typename", ""),
        ],
    ),
    (
        "Product",
        &[
            ("id", ""),
            ("title", ""),
            ("name: title", ""),
            ("priceRange", "ProductPriceRange"),
            ("variants(first: 2)", "ProductVariantConnection"),
            ("two: variants(first: 1)", "ProductVariantConnection"),
        ],
    ),
    ("Shop", &[("name", ""), ("id", "")]),
    (
        "ProductPriceRange",
        &[
            ("minVariantPrice", "MoneyV2"),
            ("maxVariantPrice", "MoneyV2"),
        ],
    ),
    ("MoneyV2", &[("amount", ""), ("currencyCode", "")]),
    (
        "ProductConnection",
        &[("nodes", "Product"), ("pageInfo", "PageInfo")],
    ),
    (
        "ProductVariantConnection",
        &[("nodes", "ProductVariant"), ("pageInfo", "PageInfo")],
    ),
    (
        "ProductVariant",
        &[
            ("id", ""),
            ("title", ""),
            ("price", "MoneyV2"),
            ("product", "Product"),
        ],
    ),
    ("PageInfo", &[("hasNextPage", ""), ("endCursor", "")]),
];

impl Tree {
    fn random(random: &mut Random, on: &str, depth: usize) -> Vec<Self> {
        let (_, fields) = FIELDS.iter().find(|(name, _)| *name == on).unwrap();
        let mut trees = Vec::new();
        while trees.is_empty() {
            for (text, below) in *fields {
                if random.below(2) == 0 || !below.is_empty() && depth == 0 {
                    continue;
                }
                let selected = match *below {
                    "" => Vec::new(),
                    below => Self::random(random, below, depth - 1),
                };
                trees.push(Self {
                    text,
                    on: below,
                    below: selected,
                });
            }
            if depth == 0 && fields.iter().all(|(_, below)| !below.is_empty()) {
                trees.push(Self {
                    text: "__typename",
                    on: "",
                    below: Vec::new(),
                });
            }
        }
        trees
    }

    fn plain(trees: &[Self]) -> String {
        let field = |tree: &Self| match tree.below.as_slice() {
            [] => tree.text.to_owned(),
            below => format!("{} {{ {} }}", tree.text, Self::plain(below)),
        };
        trees.iter().map(field).collect::<Vec<_>>().join(" ")
    }
}

/// Writes trees with every field up to three times, in fragments of all kinds and under conditions
/// that hold, and with fields under conditions that do not.
struct Scattered<'a> {
    random: &'a mut Random,
    fragments: Vec<String>,
}

impl Scattered<'_> {
    fn set(&mut self, on: &str, trees: &[Tree], depth: usize) -> String {
        let mut pieces = Vec::new();
        for tree in trees {
            for part in self.parts(tree) {
                let text = match part.below.as_slice() {
                    [] => part.text.to_owned(),
                    below => {
                        let below = self.set(part.on, below, depth + 1);
                        let holds = self.condition(true);
                        format!("{}{holds} {{ {below} }}", part.text)
                    }
                };
                pieces.push(text);
            }
            if self.random.below(8) == 0 {
                let fails = self.condition(false);
                let below = match tree.below.as_slice() {
                    [] => String::new(),
                    below => format!("{{ {} }}", Tree::plain(below)),
                };
                pieces.push(format!("{} {fails} {below}", tree.text));
            }
        }
        for index in (1..pieces.len()).rev() {
            let other = self.random.below(index + 1);
            pieces.swap(index, other);
        }
        let mut text = String::new();
        while !pieces.is_empty() {
            let some = self.random.below(pieces.len()) + 1;
            let some: Vec<_> = pieces.drain(..some).collect();
            let some = some.join(" ");
            text += &self.wrapped(on, &some, depth);
            text.push(' ');
        }
        text
    }

    /// Two or three copies of a field, which together select all of it.
    fn parts(&mut self, tree: &Tree) -> Vec<Tree> {
        let copies = 1 + self.random.below(3);
        let mut parts = vec![tree.clone(); copies];
        if tree.below.is_empty() {
            return parts;
        }
        for part in &mut parts[1..] {
            let keep = self.random.below(tree.below.len());
            part.below = vec![tree.below[keep].clone()];
        }
        let moved: Vec<_> = parts[1..].iter().map(|part| part.below[0].text).collect();
        let rest = tree.below.iter().filter(|it| !moved.contains(&it.text));
        let rest: Vec<_> = rest.cloned().collect();
        if !rest.is_empty() {
            parts[0].below = rest;
        }
        parts
    }

    fn wrapped(&mut self, on: &str, text: &str, depth: usize) -> String {
        let holds = self.condition(true);
        match self.random.below(5) {
            0 => format!("... {holds} {{ {text} }}"),
            1 => format!("... on {on} {holds} {{ {text} }}"),
            2 if depth < 6 => {
                let name = format!("F{}", self.fragments.len());
                let fragment = format!("fragment {name} on {on} {{ {text} }}");
                self.fragments.push(fragment);
                format!("...{name} {holds}")
            }
            _ => text.to_owned(),
        }
    }

    fn condition(&mut self, holds: bool) -> String {
        let (yes, no) = if holds { ("yes", "no") } else { ("no", "yes") };
        match self.random.below(if holds { 6 } else { 3 }) {
            0 => format!("@include(if: ${yes})"),
            1 => format!("@skip(if: ${no})"),
            2 => format!("@include(if: {holds})"),
            _ => String::new(),
        }
    }
}

#[tokio::test]
async fn scattered_selections_answer_as_the_plain_document() {
    let shop = TestShop::start().await;
    shop.product("lamp").title("Lamp").create().await;
    shop.product("table").title("Table").create().await;
    search::reindex(&shop.app).await.unwrap();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut compared = 0;
    for round in 0..150 {
        let trees = Tree::random(&mut random, "QueryRoot", 4);
        let plain = format!("{{ {} }}", Tree::plain(&trees));
        let mut scattered = Scattered {
            random: &mut random,
            fragments: Vec::new(),
        };
        let set = scattered.set("QueryRoot", &trees, 0);
        let fragments = scattered.fragments.join(" ");
        let query = format!(
            "query($yes: Boolean!, $no: Boolean!) {{ {set} ... @include(if: $yes) {{ __typename @skip(if: $yes) }}
            ... @skip(if: $no) {{ __typename @include(if: $no) }} }} {fragments}"
        );
        if query.len() > 60_000 {
            continue;
        }

        let variables = json!({"yes": true, "no": false});
        let answer = shop.send(&query, variables).await;

        if answer.get("data").is_none() && code(&answer) == "DOCUMENT_TOO_COMPLEX" {
            continue;
        }
        let expected = shop.data(&plain, json!({})).await;
        assert_eq!(answer["data"], expected, "round {round}: {query}");
        compared += 1;
    }
    assert!(compared > 75, "only {compared} documents were small enough");
}

#[tokio::test]
async fn scattered_mutations_run_once_each() {
    let shop = TestShop::start().await;
    let (cart, variant) = cart_with_line(&shop).await;
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for round in 1..=20 {
        let below = ["totalQuantity", "id", "note"].map(|text| Tree {
            text,
            on: "",
            below: Vec::new(),
        });
        let payload = Tree {
            text: "cart",
            on: "Cart",
            below: below.to_vec(),
        };
        let call = Tree {
            text: "cartLinesAdd(cartId: $id, lines: [{merchandiseId: $variant, quantity: 2}])",
            on: "CartLinesAddPayload",
            below: vec![payload],
        };
        let mut scattered = Scattered {
            random: &mut random,
            fragments: Vec::new(),
        };
        let set = scattered.set("Mutation", &[call], 0);
        let fragments = scattered.fragments.join(" ");
        let query = format!(
            "mutation($id: ID!, $variant: ID!, $yes: Boolean!, $no: Boolean!) {{ {set}
            ... @include(if: $no) {{ __typename @include(if: $yes) }} }} {fragments}"
        );

        let variables = json!({"id": cart, "variant": variant, "yes": true, "no": false});
        let data = shop.data(&query, variables).await;

        let changed = json!({"totalQuantity": 2 * round, "id": cart, "note": null});
        assert_eq!(data["cartLinesAdd"]["cart"], changed, "{query}");
    }
}
