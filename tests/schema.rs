//! Rules of the schema, and that every root field has its stories.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

use async_graphql::parser::{
    parse_schema,
    types::{
        BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
        TypeSystemDefinition,
    },
};
use souk_api::schema;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Lists of objects that need no pages, by what they hold, and what bounds them. Beside these, a
/// payload may answer with as many as its input had.
const BOUNDED_LISTS: [(&str, &[&str]); 14] = [
    (
        "sales channels of the shop, and at most 250 locations named for each",
        &["Location", "Publication"],
    ),
    (
        "what one cart or attempt can lack or fail for, each once",
        &["CartOperationError", "CompletionError", "SubmissionError"],
    ),
    (
        "as many as are listed at once, and the rest of the item that brings the last",
        &["InventoryDiscrepancy"],
    ),
    (
        "as many as are listed at once, at most 250",
        &["PaymentDifference"],
    ),
    (
        "an answer for each of the ids or identifiers that were given, at most 250",
        &["Metafield", "Node"],
    ),
    (
        "values of options of one product, and one variant for each beside the one chosen",
        &[
            "ProductOption",
            "ProductOptionValue",
            "ProductVariant",
            "SelectedOption",
        ],
    ),
    (
        "at most ten of a kind",
        &[
            "Article",
            "Collection",
            "Page",
            "Product",
            "SearchQuerySuggestion",
            "ApiVersion",
        ],
    ),
    (
        "what one cart or line holds, bounded when it is written",
        &[
            "AppliedGiftCard",
            "Attribute",
            "CartDiscountAllocation",
            "CartDiscountApplication",
            "CartDeliveryOption",
            "CartDiscountCode",
            "CartLine",
            "CartSelectableAddress",
            "DeliveryAddress",
            "DiscountExplanationLine",
        ],
    ),
    (
        "the discounts that apply by themselves, at most 250, and those of the codes of a cart",
        &["DiscountExplanation"],
    ),
    (
        "the first 250 of those that were sent",
        &["RefusedRedeemCode"],
    ),
    (
        "settings and texts of one record, bounded when they are written",
        &[
            "ArticleAuthor",
            "BrandColorGroup",
            "DeliveryMethodDefinition",
            "DeliveryRateDefinition",
            "InventoryChange",
            "InventoryQuantity",
            "MenuItem",
            "MetafieldDefinitionValidation",
            "MetaobjectField",
            "MoneyV2",
            "SellingPlanAllocationPriceAdjustment",
            "SellingPlanGroupOption",
            "SellingPlanOption",
            "SellingPlanPriceAdjustment",
            "SocialLoginProvider",
            "TaxZoneRate",
            "TaxonomyCategory",
            "Translation",
            "VideoSource",
            "ZoneCountry",
        ],
    ),
    (
        "what one order holds: at most as many as are asked for, or bounded when it is written",
        &[
            "DiscountAllocation",
            "Fulfillment",
            "FulfillmentHold",
            "FulfillmentOrderSupportedAction",
            "FulfillmentTrackingInfo",
            "OrderTransaction",
            "Refund",
            "RefundLineItem",
            "SuggestedOrderTransaction",
            "TaxLine",
        ],
    ),
    (
        "countries and languages of the world",
        &["Country", "Language"],
    ),
    (
        "filters of a listing with their most frequent values, and pages of a sitemap",
        &["Filter", "FilterValue", "SitemapResourceInterface"],
    ),
];

/// Connections of which there is the beginning only: as the reference has them, or since nobody reads them
/// from their end.
const FORWARD_ONLY: [&str; 2] = ["DiscountRedeemCodeConnection", "StringConnection"];

/// Queries that answer every buyer alike, and why.
const SAME_FOR_ALL: [(&str, &str); 17] = [
    (
        "inventoryReservations",
        "merchants count units, and units have no language",
    ),
    (
        "inventoryVerify",
        "merchants count units, and units have no language",
    ),
    (
        "cartCompletionAttempt",
        "an attempt goes as it goes, whoever asks",
    ),
    ("deliveryZones", "merchants see all of them"),
    ("discountNode", "merchants see all of them"),
    ("discountNodes", "merchants see all of them"),
    ("giftCard", "a card is worth the same whoever looks"),
    ("giftCards", "a card is worth the same whoever looks"),
    (
        "locations",
        "places have one name; who may see them is another story",
    ),
    ("order", "an order says what was agreed, whoever reads it"),
    ("orders", "an order says what was agreed, whoever reads it"),
    (
        "paymentReconciliation",
        "money is counted the same whoever looks",
    ),
    ("paymentSettings", "the shop is paid in one way everywhere"),
    ("publications", "merchants see all of them"),
    ("publicApiVersions", "versions follow the calendar"),
    ("taxZones", "merchants see all of them"),
    ("urlRedirects", "paths have no language"),
];

struct Definitions(BTreeMap<String, TypeDefinition>);

impl Definitions {
    fn read() -> Self {
        let document = parse_schema(schema::text()).unwrap();
        let types = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node)),
                _ => None,
            });
        Self(types.collect())
    }

    fn fields(&self, name: &str) -> Vec<&FieldDefinition> {
        let fields = match self.0.get(name).map(|ty| &ty.kind) {
            Some(TypeKind::Object(object)) => &object.fields,
            Some(TypeKind::Interface(interface)) => &interface.fields,
            _ => return Vec::new(),
        };
        fields.iter().map(|field| &field.node).collect()
    }

    /// Whether a type has fields of its own: an object, an interface or a union.
    fn is_composite(&self, name: &str) -> bool {
        let kind = self.0.get(name).map(|ty| &ty.kind);
        matches!(
            kind,
            Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
        )
    }

    /// Every field of every type, with its coordinate.
    fn all_fields(&self) -> Vec<(String, &FieldDefinition)> {
        let types = self.0.keys();
        let fields = types.flat_map(|ty| {
            let fields = self.fields(ty).into_iter();
            fields.map(move |field| (format!("{ty}.{}", field.name.node), field))
        });
        fields.collect()
    }
}

fn innermost(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => innermost(item),
    }
}

fn argument<'a>(field: &'a FieldDefinition, name: &str) -> Option<&'a InputValueDefinition> {
    let mut arguments = field.arguments.iter().map(|argument| &argument.node);
    arguments.find(|argument| argument.name.node == name)
}

fn none(what: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{what}:\n  {}", broken.join("\n  "));
}

#[test]
fn schema_graphql_is_what_the_code_says() {
    let committed = include_str!("../schema.graphql");
    assert!(
        schema::text().trim() == committed.trim(),
        "schema.graphql is old: write it by `cargo run -- schema > schema.graphql`"
    );
}

#[test]
fn everything_is_described() {
    let definitions = Definitions::read();
    let mut silent = Vec::new();
    let mut check = |at: String, description: Option<&str>| {
        if description.is_none_or(|text| text.trim().len() < 3) {
            silent.push(at);
        }
    };
    for (name, ty) in &definitions.0 {
        check(
            name.clone(),
            ty.description.as_ref().map(|it| it.node.as_str()),
        );
        match &ty.kind {
            TypeKind::Enum(kind) => {
                for value in &kind.values {
                    let at = format!("{name}.{}", value.node.value.node);
                    check(
                        at,
                        value.node.description.as_ref().map(|it| it.node.as_str()),
                    );
                }
            }
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    let at = format!("{name}.{}", field.node.name.node);
                    check(
                        at,
                        field.node.description.as_ref().map(|it| it.node.as_str()),
                    );
                }
            }
            _ => {}
        }
    }
    for (at, field) in definitions.all_fields() {
        for argument in &field.arguments {
            let at = format!("{at}({})", argument.node.name.node);
            check(
                at,
                argument
                    .node
                    .description
                    .as_ref()
                    .map(|it| it.node.as_str()),
            );
        }
        check(at, field.description.as_ref().map(|it| it.node.as_str()));
    }
    none("without a description", &silent);
}

#[test]
fn lists_are_bounded() {
    let definitions = Definitions::read();
    let bounded = BOUNDED_LISTS.iter().flat_map(|(_, types)| *types);
    let bounded: BTreeSet<_> = bounded.copied().collect();
    let mut broken = Vec::new();
    for (at, field) in definitions.all_fields() {
        let (owner, name) = at.split_once('.').unwrap();
        let item = innermost(&field.ty.node);
        if item.ends_with("Connection") {
            let paged = argument(field, "first").is_some()
                && (argument(field, "last").is_some() || FORWARD_ONLY.contains(&item));
            if !paged {
                broken.push(format!("{at} has no first and last"));
            }
            continue;
        }
        let is_list = matches!(field.ty.node.base, BaseType::List(_));
        let of_connection = owner.ends_with("Connection") && matches!(name, "nodes" | "edges");
        let of_payload = owner.ends_with("Payload");
        let free = of_connection || of_payload || bounded.contains(item);
        if is_list && definitions.is_composite(item) && !free {
            broken.push(format!("{at} is a list of {item} without pages"));
        }
    }
    none("lists without a bound", &broken);
}

/// Whether `ty` has a field of that name and written type; `*` stands for any name.
fn has(definitions: &Definitions, ty: &str, name: &str, wanted: &str) -> bool {
    let fields = definitions.fields(ty);
    let field = fields.iter().find(|field| field.name.node == name);
    field.is_some_and(|field| {
        let written = field.ty.node.to_string();
        written.replace(innermost(&field.ty.node), "*") == wanted.replace("String", "*")
    })
}

#[test]
fn mutations_answer_with_a_payload_that_names_errors() {
    let definitions = Definitions::read();
    let mut broken = Vec::new();
    for mutation in definitions.fields("Mutation") {
        let name = mutation.name.node.as_str();
        let payload = innermost(&mutation.ty.node);
        if !mutation.ty.node.nullable || !payload.ends_with("Payload") {
            broken.push(format!(
                "{name}: {} is no payload that may be null",
                mutation.ty.node
            ));
        }
        if !has(&definitions, payload, "userErrors", "[*!]!") {
            broken.push(format!("{payload} has no userErrors"));
            continue;
        }
        let fields = definitions.fields(payload);
        let errors = fields.iter().find(|field| field.name.node == "userErrors");
        let error = innermost(&errors.unwrap().ty.node);
        for (field, ty) in [
            ("field", "[String!]"),
            ("message", "String!"),
            ("code", "*"),
        ] {
            if !has(&definitions, error, field, ty) {
                broken.push(format!("{error} has no {field}: {ty}"));
            }
        }
        // These only look at a cart, or answer with a result of their own.
        // Custom fields are answered in place of the cart.
        let changes = !name.ends_with("ForCompletion")
            && name != "cartPaymentSessionCreate"
            && !name.starts_with("cartMetafield");
        if name.starts_with("cart") && changes && !has(&definitions, payload, "warnings", "[*!]!") {
            broken.push(format!("{payload} has no warnings"));
        }
    }
    none("mutations without their errors", &broken);
}

#[tokio::test]
async fn refusals_suggest_nothing() {
    let schema = schema::build();
    for query in [
        "{ produc { id } }",
        "mutation { productSe { id } }",
        "{ product(handel: 1) { id } }",
    ] {
        let answer = schema.execute(query).await;
        let message = &answer.errors[0].message;
        assert!(
            !message.to_lowercase().contains("did you mean"),
            "{message}"
        );
    }
}

/// Stories of `tests/api` with the text of the file each is in.
fn stories() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for item in syn::parse_file(&text).unwrap().items {
                if let syn::Item::Fn(function) = item
                    && function
                        .attrs
                        .iter()
                        .any(|it| it.path().segments.last().unwrap().ident == "test")
                {
                    let name = function.sig.ident.to_string();
                    let before = found.insert(name.clone(), text.clone());
                    assert!(before.is_none(), "two stories are named {name}");
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(Path::new("tests/api"), &mut found);
    found
}

fn mentions(text: &str, word: &str) -> bool {
    text.split(|character: char| !character.is_alphanumeric())
        .any(|part| part == word)
}

#[test]
fn every_root_field_has_stories_whose_answers_change() {
    type Table = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;
    let table: Table = toml::from_str(include_str!("stories.toml")).unwrap();
    let (definitions, stories) = (Definitions::read(), stories());
    let mut broken = Vec::new();
    for root in ["QueryRoot", "Mutation"] {
        let fields = definitions.fields(root);
        let known: BTreeSet<_> = fields
            .iter()
            .map(|field| field.name.node.to_string())
            .collect();
        let listed: BTreeSet<_> = table[root].keys().cloned().collect();
        for name in known.symmetric_difference(&listed) {
            broken.push(format!("{root}.{name} is only in one of schema and table"));
        }
        for (name, varied) in &table[root] {
            let has = |what: &str| varied.contains_key(what);
            let arguments = fields
                .iter()
                .any(|field| field.name.node == *name && !field.arguments.is_empty());
            let buyer = has("market") || has("language") || has("channel");
            let alike = root == "Mutation" || SAME_FOR_ALL.iter().any(|(field, _)| field == name);
            if !(has("data") || has("time")) || (arguments && !has("argument")) || !(buyer || alike)
            {
                broken.push(format!("{root}.{name} has too few stories: {varied:?}"));
            }
            for (what, story) in varied {
                let kinds = [
                    "data", "argument", "market", "language", "channel", "viewer", "time",
                ];
                let told = stories.get(story).is_some_and(|text| mentions(text, name));
                if !told || !kinds.contains(&what.as_str()) {
                    broken.push(format!(
                        "{root}.{name}: no story {story} of {what} speaks of it"
                    ));
                }
            }
        }
    }
    none("root fields without their stories", &broken);
}
