//! Products from files, by the domain and by the real program.

use crate::{
    harness::TestShop,
    processes::{eventually, souk, text_of},
};
use serde_json::{Value, json};
use souk_entities::catalog::metafield_definition;
use souk_shop::{
    import::{self, Bad, Format, Listener, Source, Summary},
    search,
};
use std::{fs, io::ErrorKind, path::Path, process::Command, time::Duration};
use tempfile::TempDir;

const HEADER: &str = "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option1 Linked To,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,Material (product.metafields.custom.material),Variant Image,Variant Weight Unit,Variant Tax Code,Cost per item,Status,Google Shopping / MPN";

/// Rows as spreadsheets write them: a mark at the beginning, lines that end in CRLF, a text with a
/// line break and quotes, a row with a picture only.
fn catalogue() -> String {
    let rows = [
        HEADER,
        "mug,Clay Mug,\"<p>Holds \"\"much\"\",\r\nand keeps warm.</p>\",Okra,Home & Garden > Kitchen,Mug,\"new, clay\",TRUE,Size,Small,,Color,Red,M-1,300,shopify,7,deny,manual,9.50,12.00,TRUE,TRUE,'4006381333931,https://pictures.example/mug-2.jpg,2,Side,FALSE,Mugs,All of clay,Clay,https://pictures.example/red.jpg,kg,,4.20,active,",
        "mug,,,,,,,,,Large,,,Blue,M-2,450,shopify,0,continue,manual,11,,TRUE,TRUE,,https://pictures.example/mug-1.jpg,1,Front,,,,,,g,,,,",
        "mug,,,,,,,,,,,,,,,,,,,,,,,,https://pictures.example/mug-3.jpg,3,,,,,,,,,,,",
        "card,Gift Card,,,,,,TRUE,Title,Default Title,,,,,0,,,deny,manual,25,,FALSE,FALSE,,,,,TRUE,,,,,,,,active,",
        "secret,Not Yet,,Okra,,,,FALSE,Title,Default Title,,,,,,,,deny,manual,5,,TRUE,TRUE,,,,,FALSE,,,,,,,,draft,",
    ];
    format!("\u{feff}{}\r\n", rows.join("\r\n"))
}

/// What an import tells.
#[derive(Default)]
pub struct Heard {
    pub bad: Vec<Bad>,
    pub notes: Vec<String>,
}

impl Listener for Heard {
    fn read(&mut self, _bytes: u64) {}

    fn bad(&mut self, bad: &Bad) {
        self.bad.push(bad.clone());
    }

    fn note(&mut self, text: &str) {
        self.notes.push(text.to_owned());
    }
}

/// Imports a text, waits until the index knows, and returns what was done and told.
pub async fn import(shop: &TestShop, format: Format, text: &str) -> (Summary, Heard) {
    let folder = tempfile::tempdir().unwrap();
    let source = Source {
        file: write(&folder, "products", text),
        format,
        location: None,
    };
    let mut heard = Heard::default();
    let summary = import::run(&shop.app, &source, &mut heard).await.unwrap();
    search::drain_index(&shop.app).await.unwrap();
    (summary, heard)
}

fn write(folder: &TempDir, name: &str, text: &str) -> std::path::PathBuf {
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    file
}

const PRODUCT: &str = "{ product(handle: \"mug\") {
    id title descriptionHtml vendor productType tags isGiftCard availableForSale
    category { name } seo { title description }
    options { name optionValues { name } }
    images(first: 9) { nodes { url altText } }
    material: metafield(namespace: \"custom\", key: \"material\") { value type }
    variants(first: 9) { nodes { id sku barcode weight weightUnit quantityAvailable availableForSale
        price { amount } compareAtPrice { amount } image { url } selectedOptions { name value } } } } }";

#[tokio::test]
async fn a_csv_goes_in_with_all_it_says() {
    let shop = TestShop::start().await;
    let (summary, heard) = import(&shop, Format::Csv, &catalogue()).await;
    assert_eq!(heard.bad, []);
    assert_eq!((summary.created, summary.updated), (3, 0));
    let note = "These columns are not read: Option1 Linked To, Google Shopping / MPN.";
    assert_eq!(heard.notes, [note]);

    let data = shop.data(PRODUCT, Value::Null).await;
    let mug = &data["product"];
    assert_eq!(mug["title"], "Clay Mug");
    let html = "<p>Holds \"much\",\r\nand keeps warm.</p>";
    assert_eq!(mug["descriptionHtml"], html);
    assert_eq!(mug["tags"], json!(["clay", "new"]));
    assert_eq!(mug["category"]["name"], "Kitchen");
    assert_eq!(
        mug["seo"],
        json!({"title": "Mugs", "description": "All of clay"})
    );
    let sizes = json!({"name": "Size", "optionValues": [{"name": "Small"}, {"name": "Large"}]});
    assert_eq!(mug["options"][0], sizes);
    let pictures = mug["images"]["nodes"].as_array().unwrap();
    assert_eq!(pictures[0]["altText"], "Front");
    assert_eq!(pictures[1]["altText"], "Side");
    assert_eq!(pictures.len(), 4); // three of the product, and the one of the red variant
    let small = &mug["variants"]["nodes"][0];
    assert_eq!(small["sku"], "M-1");
    assert_eq!(small["barcode"], "4006381333931");
    assert_eq!(
        (&small["weight"], &small["weightUnit"]),
        (&json!(0.3), &json!("KILOGRAMS"))
    );
    assert_eq!(small["quantityAvailable"], 7);
    assert_eq!(small["compareAtPrice"]["amount"], "12.0");
    assert!(small["image"]["url"].as_str().unwrap().contains("red"));
    let large = &mug["variants"]["nodes"][1];
    assert_eq!(large["availableForSale"], true); // sells although there is none
    assert_eq!(large["compareAtPrice"], Value::Null);

    let listing = "{ products(first: 9, sortKey: TITLE) { nodes { handle } }
        card: product(handle: \"card\") { isGiftCard options { name } variants(first: 2) { nodes { requiresShipping } } }
        secret: product(handle: \"secret\") { id }
        search(query: \"keeps warm\", first: 3) { nodes { ... on Product { handle } } } }";
    let data = shop.data(listing, Value::Null).await;
    let handles = json!([{"handle": "mug"}, {"handle": "card"}]);
    assert_eq!(data["products"]["nodes"], handles);
    assert_eq!(data["card"]["isGiftCard"], true);
    assert_eq!(data["card"]["options"], json!([{"name": "Title"}]));
    assert_eq!(data["secret"], Value::Null);
    assert_eq!(data["search"]["nodes"], json!([{"handle": "mug"}]));
    shop.assert_verified().await;
}

/// Defines the custom field of a column, so that buyers see it: as a list, which cells are not.
async fn define_material(shop: &TestShop) {
    let now = shop.app.clock.now();
    shop.insert_catalog::<metafield_definition::Entity, _>(metafield_definition::Model {
        id: shop.app.next_id(),
        owner_type: "Product".to_owned(),
        namespace: "custom".to_owned(),
        key: "material".to_owned(),
        kind: "list.single_line_text_field".to_owned(),
        name: "Material".to_owned(),
        description: None,
        validations: Default::default(),
        storefront_visible: true,
        filterable: true,
        created_at: now,
        updated_at: now,
    })
    .await;
}

#[tokio::test]
async fn a_second_run_updates_by_handle_and_keeps_ids() {
    let shop = TestShop::start().await;
    define_material(&shop).await;
    import(&shop, Format::Csv, &catalogue()).await;
    let first = shop.data(PRODUCT, Value::Null).await;
    let (summary, _) = import(&shop, Format::Csv, &catalogue()).await;
    assert_eq!((summary.created, summary.updated), (0, 3));
    assert_eq!(shop.data(PRODUCT, Value::Null).await, first);

    let changed = catalogue()
        .replace("Clay Mug", "Stone Mug")
        .replace(",9.50,", ",8,");
    let changed = changed.replace("All of clay,Clay,", "All of clay,,");
    import(&shop, Format::Csv, &changed).await;
    let data = shop.data(PRODUCT, Value::Null).await;
    let (before, after) = (&first["product"], &data["product"]);
    assert_eq!(before["material"]["value"], "[\"Clay\"]");
    assert_eq!(after["title"], "Stone Mug");
    assert_eq!(after["id"], before["id"]);
    let variant = |product: &Value| product["variants"]["nodes"][0].clone();
    assert_eq!(variant(after)["id"], variant(before)["id"]);
    assert_eq!(variant(after)["price"]["amount"], "8.0");
    assert_eq!(after["material"], before["material"]); // an empty cell takes nothing away
    let count = "{ products(first: 9, query: \"mug\") { nodes { title } } }";
    let data = shop.data(count, Value::Null).await;
    assert_eq!(data["products"]["nodes"], json!([{"title": "Stone Mug"}]));
    shop.assert_verified().await;
}

#[tokio::test]
async fn bad_rows_are_told_with_their_line_and_leave_out_their_product_only() {
    let shop = TestShop::start().await;
    let text = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Inventory Qty,Published\n\
        good,Good,Size,S,1.00,1,TRUE\n\
        price,Price,Size,S,1.00,1,TRUE\n\
        price,,,M,one,1,TRUE\n\
        amount,Amount,Size,S,1,many,maybe\n\
        ,Nameless,,,1,1,TRUE\n\
        short,Short\n\
        twin,Twin,Size,S,1,1,TRUE\n\
        twin,,,S,1,1,TRUE\n\
        good,Good again,Size,S,2.00,1,TRUE\n\
        late,Late,Size,S,3.00,1,TRUE\n\
        untitled,,Size,S,3.00,1,TRUE\n";
    let (summary, heard) = import(&shop, Format::Csv, text).await;
    let lines: Vec<u64> = heard.bad.iter().map(|bad| bad.line).collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [4, 5, 5, 6, 7, 9, 10, 12], "{:?}", heard.bad);
    let reason = |line: u64| {
        let found = heard.bad.iter().filter(|bad| bad.line == line);
        let reasons: Vec<&str> = found.map(|bad| bad.reason.as_str()).collect();
        reasons.join("; ")
    };
    assert!(
        reason(4).starts_with("The column Variant Price is not valid. "),
        "{}",
        reason(4)
    );
    assert!(reason(4).ends_with(" The product price is left out."));
    assert!(
        reason(5)
            .contains("The column Variant Inventory Qty must hold a whole number, not `many`.")
    );
    assert!(reason(6).contains("The column Handle must not be empty."));
    assert!(reason(7).contains("The row has 2 fields, but the header has 7."));
    assert!(reason(10).contains("line 2"));
    assert_eq!((summary.created, summary.left_out), (2, 7));
    let query = "{ products(first: 9, sortKey: TITLE) { nodes { handle } } }";
    let data = shop.data(query, Value::Null).await;
    let handles = json!([{"handle": "good"}, {"handle": "late"}]);
    assert_eq!(data["products"]["nodes"], handles);
}

#[tokio::test]
async fn a_row_that_is_no_text_leaves_out_its_product_only() {
    let shop = TestShop::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = b"Handle,Title,Variant Price\nlatin,Caf\xe9,1\n".to_vec();
    bytes.extend("fine,Caf\u{e9},1\n".as_bytes());
    let file = folder.path().join("products.csv");
    fs::write(&file, bytes).unwrap();
    let source = Source {
        file,
        format: Format::Csv,
        location: None,
    };
    let mut heard = Heard::default();
    let summary = import::run(&shop.app, &source, &mut heard).await.unwrap();
    assert_eq!(summary.created, 1);
    assert_eq!((heard.bad.len(), heard.bad[0].line), (1, 2));
}

#[tokio::test]
async fn json_lines_go_in_as_product_set_takes_them() {
    let shop = TestShop::start().await;
    let line = |handle: &str, price: &str| {
        let variant = json!({"price": price, "sku": format!("{handle}-1")});
        json!({"handle": handle, "title": handle, "variants": [variant]}).to_string()
    };
    let text = [
        &line("lamp", "49.00"),
        "",
        "{\"handle\": \"broken\"",
        "{\"handle\": \"unknown\", \"colour\": \"red\"}",
        &line("stool", "-1"),
        &line("chair", "89.00"),
        &line("lamp", "1.00"),
    ];
    let (summary, heard) = import(&shop, Format::Jsonl, &text.join("\n")).await;
    let mut lines: Vec<u64> = heard.bad.iter().map(|bad| bad.line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [3, 4, 5, 7], "{:?}", heard.bad);
    assert_eq!((summary.created, summary.left_out), (2, 4));
    let query = "{ products(first: 9, sortKey: PRICE) { nodes { handle
        priceRange { minVariantPrice { amount } } } } }";
    let data = shop.data(query, Value::Null).await;
    let nodes = &data["products"]["nodes"];
    assert_eq!(nodes[0]["handle"], "lamp");
    assert_eq!(nodes[0]["priceRange"]["minVariantPrice"]["amount"], "49.0");
    assert_eq!(nodes[1]["handle"], "chair");
    shop.assert_verified().await;
}

/// The Best Buy data as JSON lines. They lie beside the clone, where they are there at all, and
/// the playground's converter needs Node; `None` says on standard output what is missing.
fn best_buy() -> Option<String> {
    let clone = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = clone.join("../shared/data/bestbuy/ecommerce.json");
    if !data.exists() {
        println!("skipped: there is no {}", data.display());
        return None;
    }
    let converter = clone.join("playground/bestbuy/convert.mjs");
    let converted = match Command::new("node").arg(converter).arg(data).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: there is no node");
            return None;
        }
        converted => converted.unwrap(),
    };
    assert!(converted.status.success(), "{}", text_of(&converted));
    Some(String::from_utf8(converted.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_open_data_of_a_large_shop_are_listed_and_found() {
    let Some(lines) = best_buy() else { return };
    let shop = TestShop::start().await;
    let folder = tempfile::tempdir().unwrap();
    let source = Source {
        file: write(&folder, "bestbuy.jsonl", &lines),
        format: Format::Jsonl,
        location: None,
    };
    let mut heard = Heard::default();
    let summary = import::run(&shop.app, &source, &mut heard).await.unwrap();
    assert_eq!(heard.bad, []);
    assert_eq!((summary.created, summary.left_out), (3_291, 0));
    search::drain_index(&shop.app).await.unwrap();
    let query = "{ search(query: \"prepaid samsung galaxy\", first: 5, types: [PRODUCT]) {
            totalCount nodes { ... on Product { title vendor } }
            productFilters { id values { label count } } }
        all: search(query: \"\", first: 1, types: [PRODUCT]) { totalCount }
        cheap: products(first: 3, sortKey: PRICE, query: \"vendor:apple\") { nodes { vendor } } }";
    let data = shop.data(query, Value::Null).await;
    let found = &data["search"];
    assert!(found["totalCount"].as_i64().unwrap() > 3, "{found:#}");
    assert!(
        found["nodes"][0]["title"]
            .as_str()
            .unwrap()
            .contains("Galaxy")
    );
    assert_eq!(data["cheap"]["nodes"][2]["vendor"], "Apple");
    let mut again = Heard::default();
    let summary = import::run(&shop.app, &source, &mut again).await.unwrap();
    assert_eq!((summary.created, summary.updated), (0, 3_291));
}

#[tokio::test]
async fn the_program_imports_indexes_and_says_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let csv = write(&folder, "products.csv", &catalogue());
    let bad = "Handle,Title,Variant Price\nlamp,Lamp,much\nvase,Vase,12\n";
    let bad = write(&folder, "bad.csv", bad);
    let run = |arguments: &[&str]| {
        let mut souk = souk();
        souk.env("SOUK__DATA_DIR", &data).args(arguments);
        souk.output().unwrap()
    };

    let first = run(&["import", csv.to_str().unwrap()]);
    let said = text_of(&first);
    assert_eq!(first.status.code(), Some(0), "{said}");
    assert!(said.contains("3 products are new"), "{said}");

    let second = run(&["import", bad.to_str().unwrap()]);
    let said = text_of(&second);
    assert_eq!(second.status.code(), Some(3), "{said}");
    let told = format!(
        "{}:2: The column Variant Price is not valid. ",
        bad.display()
    );
    assert!(said.contains(&told), "{said}");

    for (arguments, code, why) in [
        (&["import", "missing.csv"][..], 1, "missing.csv"),
        (&["import", "Cargo.toml"], 1, "give --format"),
        (
            &["import", csv.to_str().unwrap(), "--location", "Nowhere"],
            1,
            "Main location",
        ),
        (&["import"], 2, "FILE"),
        (&["import", "--help"], 0, "3 some products were left out"),
    ] {
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}");
        assert!(text_of(&refused).contains(why), "{}", text_of(&refused));
    }

    // The import wrote the index: a shop that opens the folder has nothing left to do.
    let shop = TestShop::start_with(|config| {
        config.data_dir = data;
        config.database = souk_kernel::config::Config::default().database;
    })
    .await;
    let listing = "{ products(first: 9, sortKey: TITLE) { nodes { handle } } }";
    let data = shop.data(listing, Value::Null).await;
    let handles = json!([{"handle": "mug"}, {"handle": "card"}, {"handle": "vase"}]);
    assert_eq!(data["products"]["nodes"], handles);
}

#[tokio::test]
async fn an_import_beside_an_open_shop_is_seen_by_it() {
    let shop = TestShop::start().await;
    search::drain_index(&shop.app).await.unwrap(); // the shop writes the index
    let folder = tempfile::tempdir().unwrap();
    let csv = write(&folder, "products.csv", &catalogue());
    let mut import = souk();
    crate::processes::same_shop(&mut import, &shop);
    let said = import.arg("import").arg(csv).output().unwrap();
    assert_eq!(said.status.code(), Some(0), "{}", text_of(&said));
    assert!(
        text_of(&said).contains("the running process"),
        "{}",
        text_of(&said)
    );
    let query = "{ products(first: 9) { nodes { handle } } }";
    eventually(Duration::from_secs(20), async || {
        let data = shop.data(query, Value::Null).await;
        data["products"]["nodes"].as_array().unwrap().len() == 2
    })
    .await;
}
