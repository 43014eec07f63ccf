//! What only merchants see is refused to everybody else. Which fields these are, and how they are
//! called, is read from the schema itself, so that new ones are covered by themselves.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_kernel::{ids::Gid, viewer::Scope};
use std::collections::BTreeSet;
use strum::IntoEnumIterator;

/// Asks for all types, their fields and arguments.
pub const SCHEMA: &str = "query { __schema { types {
    name kind isOneOf enumValues(includeDeprecated: true) { name }
    inputFields { name defaultValue type { ...T } }
    fields(includeDeprecated: true) { name type { ...T } args { name defaultValue type { ...T } } }
} } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";

/// The schema as a caller sees it.
pub struct Seen(Vec<Value>);

impl Seen {
    pub fn of(mut data: Value) -> Self {
        let Value::Array(types) = data["__schema"]["types"].take() else {
            panic!("no types: {data:#}");
        };
        Self(types)
    }

    pub fn find(&self, name: &str) -> &Value {
        let mut types = self.0.iter();
        types.find(|ty| ty["name"] == name).expect("a named type")
    }

    /// Fields as `Type.field` and their arguments as `Type.field(argument)`.
    fn coordinates(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for ty in &self.0 {
            for field in list(&ty["fields"]) {
                let at = format!("{}.{}", text(&ty["name"]), text(&field["name"]));
                for argument in list(&field["args"]) {
                    all.insert(format!("{at}({})", text(&argument["name"])));
                }
                all.insert(at);
            }
        }
        all
    }

    /// A call of a field with every argument that is needed and the one named, and the least
    /// selection.
    pub fn call(&self, ty: &str, name: &str, argument: Option<&str>) -> String {
        let mut fields = list(&self.find(ty)["fields"]);
        let field = fields.find(|field| field["name"] == name).unwrap();
        let arguments = list(&field["args"])
            .filter(|it| is_needed(it) || argument.is_some_and(|argument| it["name"] == argument));
        let arguments: Vec<_> = arguments
            .map(|it| format!("{}: {}", text(&it["name"]), self.value(&it["type"])))
            .collect();
        let mut output = &field["type"];
        while !output["ofType"].is_null() {
            output = &output["ofType"];
        }
        let leaf = matches!(text(&output["kind"]), "SCALAR" | "ENUM");
        let selection = if leaf { "" } else { " { __typename }" };
        if arguments.is_empty() {
            return format!("{name}{selection}");
        }
        format!("{name}({}){selection}", arguments.join(", "))
    }

    /// The least value of a type that the server accepts.
    fn value(&self, ty: &Value) -> String {
        let name = ty["name"].as_str().unwrap_or_default();
        match text(&ty["kind"]) {
            "NON_NULL" => self.value(&ty["ofType"]),
            "LIST" => format!("[{}]", self.value(&ty["ofType"])),
            "ENUM" => text(&self.find(name)["enumValues"][0]["name"]).to_owned(),
            "INPUT_OBJECT" => {
                let known = self.find(name);
                let one = usize::from(known["isOneOf"] == true);
                let fields = list(&known["inputFields"]).enumerate();
                let fields = fields.filter(|(place, it)| is_needed(it) || *place < one);
                let fields: Vec<_> = fields
                    .map(|(_, it)| it)
                    .map(|it| format!("{}: {}", text(&it["name"]), self.value(&it["type"])))
                    .collect();
                format!("{{{}}}", fields.join(", "))
            }
            _ => scalar(name).to_owned(),
        }
    }
}

fn scalar(name: &str) -> &'static str {
    match name {
        "Int" => "1",
        "Float" => "1.5",
        "Boolean" => "true",
        "ID" => "\"gid://souk/Product/1\"",
        "Decimal" | "Money" | "UnsignedInt64" => "\"1\"",
        "DateTime" => "\"2026-01-01T00:00:00Z\"",
        "URL" => "\"https://shop.example\"",
        "Color" => "\"#000000\"",
        "JSON" => "{}",
        _ => "\"x\"",
    }
}

pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn is_needed(input: &Value) -> bool {
    input["type"]["kind"] == "NON_NULL" && input["defaultValue"].is_null()
}

/// How an object of a type is reached: an operation around the call of its field.
fn operation(ty: &str, call: &str, product: &str) -> String {
    match ty {
        "Mutation" => format!("mutation {{ {call} }}"),
        "QueryRoot" => format!("{{ {call} }}"),
        "Product" => format!("{{ product(id: \"{product}\") {{ {call} }} }}"),
        "ProductVariant" => {
            format!(
                "{{ product(id: \"{product}\") {{ variants(first: 1) {{ nodes {{ {call} }} }} }} }}"
            )
        }
        "Collection" => format!("{{ collection(handle: \"lights\") {{ {call} }} }}"),
        "Shop" => format!("{{ shop {{ {call} }} }}"),
        "Metafield" => {
            format!("{{ product(id: \"{product}\") {{ metafield(key: \"care\") {{ {call} }} }} }}")
        }
        "Translation" => format!(
            "query @inContext(country: DE, language: DE) {{ \
                shop {{ customerAccountTranslations {{ {call} }} }} }}"
        ),
        "Market" => format!("{{ localization {{ country {{ market {{ {call} }} }} }} }}"),
        "Order" => format!("{{ order(id: \"gid://souk/Order/1\") {{ {call} }} }}"),
        "OrderLineItem" => format!(
            "{{ order(id: \"gid://souk/Order/1\") {{ lineItems(first: 1) {{ nodes {{ {call} }} }} }} }}"
        ),
        "Fulfillment" => format!(
            "{{ order(id: \"gid://souk/Order/1\") {{ successfulFulfillments {{ {call} }} }} }}"
        ),
        "Location" => format!("{{ locations(first: 1) {{ nodes {{ {call} }} }} }}"),
        _ => panic!("{ty} has a field that only merchants see: say here how a {ty} is reached"),
    }
}

/// `Type.field(argument)` in its parts.
fn parts(coordinate: &str) -> (&str, &str, Option<&str>) {
    let (ty, field) = coordinate.split_once('.').unwrap();
    match field.split_once('(') {
        Some((field, argument)) => (ty, field, Some(argument.trim_end_matches(')'))),
        None => (ty, field, None),
    }
}

/// Something of every type that has fields which only merchants see; returns the id of the product.
async fn furnish(shop: &TestShop) -> String {
    shop.collection("lights").await;
    shop.pickup_location("Portland", "ONE_HOUR", None).await;
    let product = shop.product("lamp").create().await.id;
    let kind = "single_line_text_field";
    shop.definition("Product", "care", kind, true).await;
    shop.metafield(("Product", product.0), "care", kind, "Cold")
        .await;
    shop.german_market().await;
    shop.german("Shop", 1, 1, "customer_account.orders", "Bestellungen")
        .await;
    product.gid().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_only_merchants_see_is_refused_to_everybody_else() {
    let shop = TestShop::start().await;
    let product = furnish(&shop).await;
    let everything = Seen::of(shop.merchant().data(SCHEMA, json!({})).await);
    let public = Seen::of(shop.data(SCHEMA, json!({})).await).coordinates();
    let open_types: BTreeSet<_> = public.iter().map(|it| parts(it).0).collect();
    // Fields of types that buyers do not see are only reached through others that are guarded.
    let hidden = everything.coordinates().into_iter().filter(|coordinate| {
        let (ty, field, argument) = parts(coordinate);
        let of_hidden_field = argument.is_some() && !public.contains(&format!("{ty}.{field}"));
        !public.contains(coordinate) && open_types.contains(ty) && !of_hidden_field
    });
    let hidden: Vec<_> = hidden.collect();
    assert!(
        hidden.iter().any(|it| it == "Mutation.productSet"),
        "{hidden:?}"
    );

    let mut callers = vec![("nobody".to_owned(), public.clone(), None)];
    for scope in Scope::iter() {
        let merchant = shop.merchant_who([scope]);
        let seen = Seen::of(merchant.data(SCHEMA, json!({})).await).coordinates();
        callers.push((scope.to_string(), seen, Some(merchant)));
    }
    for coordinate in &hidden {
        let (ty, field, argument) = parts(coordinate);
        let call = everything.call(ty, field, argument);
        let query = operation(ty, &call, &product);
        let mut refused = 0;
        for (name, seen, merchant) in &callers {
            if seen.contains(coordinate) {
                continue;
            }
            let before = shop.app.databases.statements();
            let answer = match merchant {
                Some(merchant) => merchant.send(&query, json!({})).await,
                None => shop.send(&query, json!({})).await,
            };
            let code = &answer["errors"][0]["extensions"]["code"];
            assert_eq!(
                code, "ACCESS_DENIED",
                "{coordinate} for {name}: {query}\n{answer:#}"
            );
            if ty == "Mutation" {
                assert_eq!(
                    shop.app.databases.statements(),
                    before,
                    "{coordinate} for {name}"
                );
            }
            refused += 1;
        }
        assert!(refused > 1, "{coordinate} is seen by every merchant");
    }
}
