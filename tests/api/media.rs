//! Pictures: drawn, uploaded, and in other sizes.

use crate::harness::TestShop;
use image::{DynamicImage, ImageFormat};
use serde_json::Value;
use souk_kernel::{tokens::Tokens, viewer::Scope};
use std::{io::Cursor, time::Duration};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut written = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height)
        .write_to(&mut written, ImageFormat::Png)
        .unwrap();
    written.into_inner()
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
