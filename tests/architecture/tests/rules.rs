//! The rules find what they should, in one crate and in several.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

use souk_architecture::{Code, Source, document::Document, rules::RULES};

const PAGE: &str = "
| domain | may use |
|---|---|
| cart | catalog |
| catalog | nothing |
| content | nothing |

| domain | tables |
|---|---|
| cart | cart::cart |
| catalog | catalog::product |
| content | catalog::page |
";

fn code(files: &[(&str, &str)]) -> Code {
    let sources = files
        .iter()
        .map(|(path, text)| Source::new(path, (*text).to_owned()));
    Code::of(sources.collect(), Document::of(PAGE))
}

/// The places of a rule, one a line.
fn places(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let rule = RULES.iter().find(|known| known.name == rule).unwrap();
    let places = (rule.places)(&code(files));
    places.iter().map(ToString::to_string).collect()
}

#[test]
fn statements_are_found_outside_of_stores_only() {
    let text = "use sea_orm::EntityTrait; use souk_entities::catalog::product;
        use super::rows;
        async fn read(db: &Db) {
            let query = product::Entity::find();
            query.filter(1).one(db).await;
            product::Entity::find_by_id(2).all(&txn).await;
            rows::upsert::<product::Entity>(db, vec![]).await;
            [1].iter().all(known);
            tokio::join!(product::Entity::delete_many().exec(db), async { 1 });
        }
        #[cfg(test)]
        mod tests { fn write() { product::Entity::insert(row); } }";
    let shared = [
        ("src/catalog/mod.rs", "use crate::rows;"),
        ("src/rows.rs", "pub fn upsert() { E::insert_many(1); }"),
    ];
    let found = |path| places("sql_outside_stores", &[shared[0], shared[1], (path, text)]);
    assert_eq!(
        found("src/catalog/prices.rs"),
        [
            "src/catalog/prices.rs:5: .one(…)",
            "src/catalog/prices.rs:6: .all(…)",
            "src/catalog/prices.rs:7: rows::upsert",
            "src/catalog/prices.rs:9: .exec(…)",
        ]
    );
    for store in ["src/catalog/store.rs", "crates/shop/src/cart/store/rows.rs"] {
        assert!(found(store).is_empty(), "{store}");
    }
}

#[test]
fn a_table_is_written_by_its_owner() {
    let text = "use souk_entities::catalog::{page as text, product::{self, Entity}};
        use souk_kernel::rows;
        async fn write(db: &Db) {
            text::Entity::insert(row).exec(db);
            Entity::delete_by_id(1).exec(db);
            rows::upsert::<product::Entity>(db, vec![]);
            product::Entity::find().all(db);
        }";
    let rows = ("crates/kernel/src/rows.rs", "pub fn upsert() {}");
    let found = |path| places("foreign_writers", &[rows, (path, text)]);
    let path = "crates/shop/src/catalog/store.rs";
    let what = "catalog writes catalog::page of content: text::Entity::insert";
    assert_eq!(found(path), [format!("{path}:4: {what}")]);
    assert_eq!(found("crates/shop/src/content/store.rs").len(), 2);
    assert_eq!(found("crates/shop/src/cart/store.rs").len(), 3);
}

const DOOR: &str = "pub mod texts; mod reads; pub use reads::{Product, products};";
const TEXTS: &str = "pub fn plain() {} pub fn short() {}";
const READS: &str = "pub struct Product; pub fn products() {}";
const USER: &str = "use crate::catalog::{self, texts};
    use crate::catalog::Product;
    fn f(product: Product) { texts::plain(); texts::plain(); catalog::products(); }
    fn g() { format!(\"{}\", crate::catalog::texts::short(1)); }";

#[test]
fn what_a_door_exports_is_not_behind_it() {
    let files = [
        ("src/catalog/mod.rs", DOOR),
        ("src/catalog/texts.rs", TEXTS),
        ("src/catalog/reads.rs", READS),
        ("src/cart/lines.rs", USER),
    ];
    let expected = [
        "src/cart/lines.rs:3: cart names catalog::texts::plain",
        "src/cart/lines.rs:4: cart names catalog::texts::short",
    ];
    assert_eq!(places("behind_doors", &files), expected);
}

#[test]
fn doors_are_the_same_in_several_crates_and_resolvers_have_their_own() {
    let user = format!("use souk_shop as shop; {USER}").replace("crate::", "shop::");
    let cost = "use crate::{catalog::Seo, schema::Product};";
    let files = [
        ("crates/shop/src/lib.rs", "pub mod catalog;"),
        ("crates/shop/src/catalog/mod.rs", DOOR),
        ("crates/shop/src/catalog/texts.rs", TEXTS),
        ("crates/shop/src/catalog/reads.rs", READS),
        ("crates/api/src/catalog/mod.rs", "pub struct Seo;"),
        ("crates/api/src/schema/mod.rs", "pub struct Product;"),
        ("crates/api/src/cart/line.rs", &user),
        ("crates/api/src/cart/cost.rs", cost),
    ];
    let expected = [
        "crates/api/src/cart/line.rs:3: cart names catalog::texts::plain",
        "crates/api/src/cart/line.rs:4: cart names catalog::texts::short",
    ];
    assert_eq!(places("behind_doors", &files), expected);
}

#[test]
fn rules_name_no_resolvers() {
    let text = "use async_graphql::{Context, InputObject, ID, dataloader::Loader};
        use super::graphql::Seo;
        #[derive(async_graphql::SimpleObject)]
        struct Row { seo: Seo }";
    let resolvers = ("src/catalog/graphql.rs", "");
    let found = |path| places("rules_naming_resolvers", &[resolvers, (path, text)]);
    assert_eq!(
        found("src/catalog/prices.rs"),
        [
            "src/catalog/prices.rs:1: names async_graphql::Context",
            "src/catalog/prices.rs:2: names catalog::graphql::Seo",
            "src/catalog/prices.rs:3: names async_graphql::SimpleObject",
        ]
    );
    for path in [
        "src/cart/graphql/cost.rs",
        "src/gateway/cost.rs",
        "crates/api/src/cart/cost.rs",
    ] {
        assert!(found(path).is_empty(), "{path}");
    }
}

#[test]
fn circles_are_between_the_files_that_define_what_is_imported() {
    let door = "mod lines; mod stock; pub use lines::Line; pub use stock::*;";
    let stock = |text| {
        let files = [
            ("src/cart/mod.rs", door),
            (
                "src/cart/lines.rs",
                "use super::Stock; pub struct Line(Stock);",
            ),
            ("src/cart/stock.rs", text),
        ];
        places("circles", &files)
    };
    assert_eq!(
        stock("pub struct Stock(crate::cart::Line);"),
        [
            "src/cart/lines.rs:1: circle of 2 files: uses src/cart/stock.rs",
            "src/cart/stock.rs:1: circle of 2 files: uses src/cart/lines.rs",
        ]
    );
    assert!(stock("pub struct Stock;").is_empty());
}

#[test]
fn types_that_the_schema_joins_are_in_no_circle() {
    let product = |text| {
        let files = [
            (
                "crates/api/src/schema/mod.rs",
                "use crate::catalog::{CollectionFields, ProductFields};
                pub struct Product(ProductFields);",
            ),
            (
                "crates/api/src/catalog/mod.rs",
                "mod collection; mod product; pub use collection::*; pub use product::*;",
            ),
            ("crates/api/src/catalog/product.rs", text),
            (
                "crates/api/src/catalog/collection.rs",
                "use crate::schema::Product; use super::ProductFields; pub struct CollectionFields;",
            ),
        ];
        places("circles", &files)
    };
    let joined = "use crate::schema::Product; pub struct ProductFields;";
    assert!(product(joined).is_empty());
    let direct =
        "use crate::{catalog::CollectionFields, schema::Product}; pub struct ProductFields;";
    assert_eq!(product(direct).len(), 2);
}

#[test]
fn object_types_that_name_each_other_are_in_no_circle_with_other_files() {
    let article = |text| {
        let files = [
            (
                "crates/api/src/content/mod.rs",
                "mod article; mod blog; mod mutations;",
            ),
            ("crates/api/src/content/article.rs", text),
            (
                "crates/api/src/content/blog.rs",
                "use super::article::Article; pub struct Blog(Article);",
            ),
            (
                "crates/api/src/content/mutations.rs",
                "use super::article::Article; pub struct Payload(Article);",
            ),
        ];
        places("circles", &files)
    };
    let object = "use super::blog::Blog; pub struct Article(Blog);";
    assert!(article(object).is_empty());
    let using_payload =
        "use super::{blog::Blog, mutations::Payload}; pub struct Article(Blog, Payload);";
    assert_eq!(article(using_payload).len(), 3);
}

#[test]
fn twins_and_vague_names_are_found() {
    let files = [
        (
            "src/cart/lines.rs",
            "pub struct Line; struct Own; fn of() {}",
        ),
        (
            "src/cart/needs.rs",
            "pub(crate) struct Line; struct Own; impl Own { fn of() {} }",
        ),
        ("src/cart/tests.rs", "pub struct Line;"),
        ("src/cart/mod.rs", "#[cfg(test)] mod tests;"),
    ];
    assert_eq!(
        places("twin_type_names", &files),
        ["src/cart/needs.rs:1: Line is also at src/cart/lines.rs:1"]
    );
    assert_eq!(
        places("vague_functions", &files),
        ["src/cart/lines.rs:1: fn of"]
    );
    assert_eq!(places("vague_files", &files).len(), 1);
}
