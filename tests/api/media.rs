//! Pictures: drawn, uploaded, and in other sizes.

use crate::harness::TestShop;
use futures_util::future::join_all;
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::{Value, json};
use souk_kernel::{tokens::Tokens, viewer::Scope};
use std::{
    fs,
    io::Cursor,
    path::PathBuf,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut written = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height)
        .write_to(&mut written, ImageFormat::Png)
        .unwrap();
    written.into_inner()
}

/// A picture without two equal lines, which is work to decode and large to store.
fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let picture = RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        image::Rgb([a, b, c])
    });
    let mut written = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut written, ImageFormat::Png)
        .unwrap();
    written.into_inner()
}

/// Uploads a file as a merchant; status and answer.
async fn upload(shop: &TestShop, bytes: Vec<u8>) -> (u16, Value) {
    let hour = Duration::from_secs(3_600);
    let tokens = shop.app.part::<Tokens>();
    let token = tokens.sign(&shop.app.clock, [Scope::WriteProducts], hour);
    let request = reqwest::Client::new()
        .post(format!("{}/media/uploads", shop.app.public_url()))
        .bearer_auth(token.unwrap())
        .body(bytes);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// Uploads a picture; its source and its URL.
async fn uploaded(shop: &TestShop, bytes: Vec<u8>) -> (String, String) {
    let (status, answer) = upload(shop, bytes).await;
    assert_eq!(status, 201, "{answer:#}");
    let text = |key: &str| answer[key].as_str().unwrap().to_owned();
    (text("originalSource"), text("url"))
}

async fn size_of(address: &str) -> (u32, u32) {
    let response = reqwest::get(address).await.unwrap();
    assert_eq!(response.status(), 200, "{address}");
    let picture = image::load_from_memory(&response.bytes().await.unwrap()).unwrap();
    (picture.width(), picture.height())
}

/// Files of transformed pictures.
fn cached(shop: &TestShop) -> Vec<PathBuf> {
    let folder = shop.app.config.data_dir.join("media/changed");
    let files = fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

#[tokio::test]
async fn demo_pictures_are_drawn_in_the_size_asked_for_and_kept_for_ever() {
    let shop = TestShop::start_with(|config| config.media.url_suffix = ".svg".to_owned()).await;
    let url = shop.app.public_url();
    for suffix in ["", ".svg"] {
        let address = format!("{url}/media/demo/lamp%3Fhue%3D18%26seed%3D7{suffix}?width=300");
        let response = reqwest::get(address).await.unwrap();

        assert_eq!(response.headers()["content-type"], "image/svg+xml");
        assert!(
            response.headers()["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        let svg = response.text().await.unwrap();
        assert!(
            svg.contains("<svg") && svg.contains("300"),
            "{}",
            &svg[..200]
        );
    }
    let unknown = reqwest::get(format!("{url}/media/demo/spaceship"))
        .await
        .unwrap();
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn uploads_need_a_token_and_come_back_smaller() {
    let shop = TestShop::start().await;
    let url = format!("{}/media/uploads", shop.app.public_url());
    let hour = Duration::from_secs(3_600);
    let tokens = shop.app.part::<Tokens>();
    let token = tokens
        .sign(&shop.app.clock, [Scope::WriteProducts], hour)
        .unwrap();
    let send = async |token: Option<&str>, bytes: Vec<u8>| {
        let request = reqwest::Client::new().post(&url).body(bytes);
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        request.send().await.unwrap()
    };

    assert_eq!(send(None, png(40, 20)).await.status(), 403);
    assert_eq!(send(Some("nonsense"), png(40, 20)).await.status(), 401);
    let page = b"<html><script>alert(1)</script></html>".to_vec();
    assert_eq!(send(Some(&token), page).await.status(), 422);
    let kept = send(Some(&token), png(40, 20)).await;
    assert_eq!(kept.status(), 201);
    let kept: Value = kept.json().await.unwrap();
    let address = kept["url"].as_str().unwrap();
    for _ in 0..2 {
        let smaller = reqwest::get(format!("{address}?width=10&format=webp"))
            .await
            .unwrap();
        assert_eq!(smaller.headers()["content-type"], "image/webp");
        let picture = image::load_from_memory(&smaller.bytes().await.unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (10, 5));
    }
    assert_eq!(
        reqwest::get(address).await.unwrap().bytes().await.unwrap(),
        png(40, 20)
    );
}

#[tokio::test]
async fn the_sizes_in_which_a_picture_is_made_are_few() {
    let shop = TestShop::start().await;
    let (_, address) = uploaded(&shop, png(800, 400)).await;

    for width in 300..=319 {
        assert_eq!(
            size_of(&format!("{address}?width={width}")).await,
            (300, 150)
        );
    }
    assert_eq!(cached(&shop).len(), 1);
    for (width, height) in [(300, 200), (303, 202), (306, 204)] {
        let cropped = format!("{address}?width={width}&height={height}&crop=center");
        assert_eq!(size_of(&cropped).await, (300, 200));
    }
    assert_eq!(cached(&shop).len(), 2);
    // What is no smaller than the picture is the picture.
    assert_eq!(size_of(&format!("{address}?width=4000")).await, (800, 400));
    assert_eq!(cached(&shop).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_beyond_what_may_wait_are_refused_and_equal_ones_are_made_once() {
    let shop = TestShop::start_with(|config| config.media.max_waiting = 0).await;
    let (_, address) = uploaded(&shop, noise(1_200, 1_200)).await;
    let cores = std::thread::available_parallelism().unwrap().get();

    let equal = (0..cores * 4).map(|_| format!("{address}?width=1080"));
    let equal = join_all(equal.map(reqwest::get)).await;
    for response in equal {
        assert_eq!(response.unwrap().status(), 200);
    }
    assert_eq!(cached(&shop).len(), 1);

    let crops = ["center", "left", "right", "top", "bottom"];
    let different = (0..cores * 4 + 4).map(|number| {
        let (crop, height) = (crops[number % 5], 1_000 - 10 * (number / 5));
        format!("{address}?width=1000&height={height}&crop={crop}")
    });
    let different = join_all(different.map(reqwest::get)).await;
    let different: Vec<_> = different.into_iter().map(Result::unwrap).collect();
    let refused: Vec<_> = different.iter().filter(|it| it.status() == 503).collect();
    assert!(!refused.is_empty());
    for response in &refused {
        assert_eq!(response.headers()["retry-after"], "1");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
    let made = different.iter().filter(|it| it.status() == 200).count();
    assert!(made >= cores, "{made}");
    assert_eq!(made + refused.len(), different.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_made_for_those_who_have_left() {
    let shop = TestShop::start().await;
    let (_, address) = uploaded(&shop, noise(1_200, 1_200)).await;
    let began = Instant::now();
    size_of(&format!("{address}?width=900")).await;
    let once = began.elapsed();

    let waiting = (0..60).map(|number| {
        let height = 1_000 - 10 * number;
        let wanted = format!("{address}?width=1000&height={height}&crop=center");
        async move { timeout(once / 4, reqwest::get(wanted)).await.is_err() }
    });
    let left = join_all(waiting).await.into_iter().filter(|&it| it).count();
    assert!(left > 30, "{left}");

    let began = Instant::now();
    size_of(&format!("{address}?width=600")).await;
    let cores = std::thread::available_parallelism().unwrap().get();
    let all = once * u32::try_from(left / cores).unwrap();
    assert!(
        cores > 8 || began.elapsed() < all / 2,
        "{:?}, and {once:?} for one alone",
        began.elapsed()
    );
}

#[tokio::test]
async fn the_cache_is_bounded_in_bytes_and_drops_the_oldest() {
    let most = 200_000;
    let shop = TestShop::start_with(|config| config.media.cache_bytes = most).await;
    let (_, address) = uploaded(&shop, noise(300, 300)).await;

    for height in (100..240).step_by(5) {
        let wanted = format!("{address}?width=256&height={height}&crop=center&format=png");
        size_of(&wanted).await;
        let sizes = cached(&shop).into_iter();
        let total: u64 = sizes.map(|path| path.metadata().unwrap().len()).sum();
        assert!(total <= most, "{total}");
    }
    let names: Vec<String> = cached(&shop)
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let has = |size: &str| names.iter().any(|name| name.contains(size));
    assert!(!has("256x100"), "the oldest is gone: {names:?}");
    assert!(
        has("256x235") || has("256x234"),
        "the newest is there: {names:?}"
    );
}

#[tokio::test]
async fn an_upload_that_could_not_be_transformed_is_refused_with_the_limit() {
    let shop = TestShop::start_with(|config| {
        config.media.max_upload_pixels = 10_000;
        config.media.max_upload_bytes = 20_000;
    })
    .await;
    let refusal = async |bytes: Vec<u8>| {
        let (status, answer) = upload(&shop, bytes).await;
        let error = &answer["userErrors"][0];
        let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
        (status, text("code"), text("message"))
    };

    let (status, code, message) = refusal(png(101, 100)).await;
    assert_eq!((status, code.as_str()), (422, "TOO_LARGE"), "{message}");
    assert!(message.contains("10000 are allowed"), "{message}");

    let (status, code, message) = refusal(vec![7; 20_001]).await;
    assert_eq!((status, code.as_str()), (413, "TOO_LARGE"), "{message}");
    assert!(message.contains("20000 bytes are allowed"), "{message}");

    let (status, code, message) = refusal(b"<svg xmlns='x'/>".to_vec()).await;
    assert_eq!((status, code.as_str()), (422, "INVALID"));
    assert!(message.contains("JPEG, PNG, GIF or WebP"), "{message}");

    let mut torn = noise(60, 60);
    torn.truncate(5_000);
    let (status, code, message) = refusal(torn).await;
    assert_eq!((status, code.as_str()), (422, "INVALID"));
    assert!(message.contains("damaged"), "{message}");

    uploaded(&shop, png(100, 100)).await;
}

#[tokio::test]
async fn the_file_of_a_stranger_is_not_even_read() {
    let shop = TestShop::start().await;
    let mut stream = TcpStream::connect(shop.address).await.unwrap();
    let head = "POST /media/uploads HTTP/1.1\r\nhost: shop\r\ncontent-length: 15000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();

    let mut answer = [0; 12];
    let read = stream.read_exact(&mut answer);
    timeout(Duration::from_secs(5), read)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(&answer, b"HTTP/1.1 403");
}

#[tokio::test]
async fn browsers_run_nothing_in_pictures() {
    let shop = TestShop::start().await;
    let (_, uploaded) = uploaded(&shop, png(40, 20)).await;
    let drawn = format!("{}/media/demo/lamp", shop.app.public_url());
    for address in [drawn, format!("{uploaded}?width=10"), uploaded] {
        let response = reqwest::get(&address).await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap();
        assert_eq!(header("x-content-type-options"), "nosniff", "{address}");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"));
    }
}

const SET: &str = "mutation($input: ProductSetInput!) { productSet(input: $input) {
    product { media(first: 1) { nodes { ... on MediaImage { image { url } } } } }
    userErrors { code field message } } }";

const COLLECTION: &str = "mutation($src: String!) {
    collectionCreate(collection: {title: \"Lights\", image: {src: $src}}) {
        collection { image { url } } userErrors { code field message } } }";

#[tokio::test]
async fn a_source_names_an_upload_of_this_shop_and_no_other_file() {
    let shop = TestShop::start().await;
    let merchant = shop.merchant();
    let (source, address) = uploaded(&shop, png(40, 20)).await;
    let of_product = |source: &str| json!({"title": "Lamp", "files": [{"originalSource": source}]});
    let of_variant = |source: &str| {
        let option = json!({"optionName": "Title", "name": "Default Title"});
        let file = json!({"originalSource": source});
        json!({"title": "Lamp",
            "productOptions": [{"name": "Title", "values": [{"name": "Default Title"}]}],
            "variants": [{"optionValues": [option], "price": "1", "file": file}]})
    };
    let of_swatch = |source: &str| {
        let swatch = json!({"image": {"originalSource": source}});
        let option = json!({"optionName": "Color", "name": "Moss"});
        json!({"title": "Lamp", "variants": [{"optionValues": [option], "price": "1"}],
            "productOptions": [{"name": "Color", "values": [{"name": "Moss", "swatch": swatch}]}]})
    };
    let id = source.strip_prefix("file:").unwrap();

    for (name, code) in [
        ("../catalog.sqlite", "INVALID"),
        ("/etc/passwd", "INVALID"),
        (&format!("../media/{id}"), "INVALID"),
        (&format!("+{id}"), "INVALID"),
        (&format!("0{id}"), "INVALID"),
        (&format!("{id}/../../keys/cart.key"), "INVALID"),
        ("//host/share", "INVALID"),
        ("", "INVALID"),
        ("4711", "NOT_FOUND"),
    ] {
        let source = format!("file:{name}");
        for input in [of_product(&source), of_variant(&source), of_swatch(&source)] {
            let data = merchant.data(SET, json!({"input": input})).await;
            let error = &data["productSet"]["userErrors"][0];
            assert_eq!(error["code"], code, "{source}: {data:#}");
            assert!(
                error["message"].as_str().unwrap().contains(&source),
                "{error:#}"
            );
        }
        let data = merchant.data(COLLECTION, json!({"src": source})).await;
        let error = &data["collectionCreate"]["userErrors"][0];
        assert_eq!(error["code"], code, "{source}: {data:#}");
    }

    for input in [of_product(&source), of_variant(&source), of_swatch(&source)] {
        let data = merchant.data(SET, json!({"input": input})).await;
        assert_eq!(data["productSet"]["userErrors"], json!([]));
    }
    let data = merchant
        .data(SET, json!({"input": of_product(&source)}))
        .await;
    let medium = &data["productSet"]["product"]["media"]["nodes"][0];
    assert_eq!(medium["image"]["url"], address.as_str());
    let data = merchant.data(COLLECTION, json!({"src": source})).await;
    let collection = &data["collectionCreate"]["collection"];
    assert_eq!(collection["image"]["url"], address.as_str());
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_among_the_uploads_leads_nowhere() {
    let shop = TestShop::start().await;
    let (source, address) = uploaded(&shop, png(40, 20)).await;
    let folder = &shop.app.config.data_dir;
    let kept = folder.join("media").join(&source["file:".len()..]);
    let secret = folder.join("keys/secret.png");
    fs::write(&secret, png(40, 20)).unwrap();
    fs::remove_file(&kept).unwrap();
    std::os::unix::fs::symlink(secret, kept).unwrap();

    for address in [format!("{address}?width=10"), address] {
        assert_eq!(reqwest::get(address).await.unwrap().status(), 404);
    }
}
