//! What the checkout page keeps to itself, refuses, and says of what it refuses.

use super::{ADDRESS, CONTACT, at_review, lamps_in_cart};
use crate::{
    checkout::browser::{Browser, encoded},
    delivery_options::zones,
    harness::TestShop,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_bought_cart_tells_nothing_of_its_buyer() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut buyer = at_review(&shop, &url, "test_ok").await;
    buyer.send(&[]).await;
    let status = buyer.link("See the order");

    let mut other = Browser::new(&shop);
    for step in ["", "/contact", "/address", "/review"] {
        let at = url.replace("?key=", &format!("{step}?key="));
        other.open(&at).await;
        other.says("This cart was bought");
        for secret in [
            "ada@",
            "Lovelace",
            "Long Street",
            "#1001",
            "/orders/",
            "/attempts/",
        ] {
            assert!(!other.html.contains(secret), "{secret} at {at}");
        }
        assert!(!other.html.contains(status.rsplit('/').next().unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = Browser::new(&shop);
    browser.open(&url).await;

    browser
        .send(&[("email", "nobody"), ("phone", "555 0100")])
        .await;
    assert_eq!((browser.status, browser.step()), (422, "contact"));
    browser
        .says("Please look at this again")
        .says("href=\"#email\"");
    browser.says("aria-invalid=\"true\" aria-describedby=\"email-problem\"");
    assert_eq!(browser.value("email"), "nobody");
    assert_eq!(browser.value("phone"), "555 0100");
    browser
        .send(&[
            ("email", "ada@shop.example"),
            ("phone", "4242 4242 4242 4242"),
        ])
        .await;
    browser.says("This looks like the number of a card");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_checked_line_by_line_and_nothing_typed_is_lost() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = Browser::new(&shop);
    browser.open(&url).await;
    browser.send(&CONTACT).await;
    let short = [
        ("country", "US"),
        ("last_name", "Lovelace"),
        ("city", "<b>Rome</b>"),
    ];
    browser.send(&short).await;
    assert_eq!((browser.status, browser.step()), (422, "address"));
    for field in ["address1", "zip", "province"] {
        browser.says(&format!("href=\"#{field}\""));
    }
    assert_eq!(browser.value("last_name"), "Lovelace");
    let mut with_card = ADDRESS;
    with_card[3].1 = "4242424242424242";
    browser.send(&with_card).await;
    browser.says("This looks like the number of a card");
    let mut with_markup = ADDRESS;
    with_markup[5].1 = "<b>Rome</b>";
    browser.send(&with_markup).await;
    browser
        .says("href=\"#city\"")
        .says("This cannot stand in an address");
    assert!(
        !browser.html.contains("<b>Rome"),
        "what was typed is escaped"
    );

    let elsewhere = [("country", "FR"), ("last_name", "Curie")];
    browser.send(&elsewhere).await;
    browser.says("Choose a country we deliver to");
    browser.send(&ADDRESS).await;
    browser.send(&[("delivery", "shipping-0")]).await;
    assert_eq!((browser.status, browser.step()), (422, "delivery"));
    let standard = browser.choice("Standard");
    browser.send(&[("delivery", &standard)]).await;
    for wrong in ["4242 4242 4242 4242", ""] {
        browser.send(&[("payment", wrong)]).await;
        assert_eq!((browser.status, browser.step()), (422, "payment"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_do_not_come_from_the_page_are_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let other_cart = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = Browser::new(&shop);
    browser.open(&url).await;
    let (page, path) = (browser.html.clone(), browser.path.clone());
    let cookies = browser.cookies.clone();
    assert!(cookies.starts_with("souk_checkout="), "{cookies}");

    let without = encoded([("email", "eve@shop.example")].into_iter());
    browser.post(&path, without.clone()).await;
    assert_eq!(browser.status, 403);
    browser.says("Please send the form again");
    browser.html.clone_from(&page);
    browser
        .send(&[("email", "eve@shop.example"), ("proof", "AAAA")])
        .await;
    assert_eq!(browser.status, 403);
    browser.html.clone_from(&page);
    browser.cookies.clear();
    browser.send(&[("email", "eve@shop.example")]).await;
    assert_eq!(browser.status, 403, "a proof without its cookie");
    browser.cookies.clone_from(&cookies);
    browser.open(&other_cart).await;
    let proof = browser.value("proof");
    browser.html.clone_from(&page);
    browser
        .send(&[("email", "eve@shop.example"), ("proof", &proof)])
        .await;
    assert_eq!(browser.status, 403, "the proof of another cart");

    browser.open(&url).await;
    assert_eq!(browser.value("email"), "", "nothing was changed");
    let large = format!("email={}", "x".repeat(100_000));
    browser.post(&path, large).await;
    assert_eq!(browser.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_key_learns_nothing() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let other = lamps_in_cart(&shop, lamp, 1).await;
    let (cart, _) = url.split_once("?key=").unwrap();
    let (_, key) = other.split_once("?key=").unwrap();
    let mut browser = Browser::new(&shop);
    let mut pages = Vec::new();
    for wrong in [
        cart.to_owned(),
        format!("{cart}?key="),
        format!("{cart}?key={key}"),
        format!("{cart}/contact?key={key}"),
        format!("{cart}/nothing?key={key}"),
        format!("http://{}/checkouts/none?key=none", shop.address),
    ] {
        browser.open(&wrong).await;
        assert_eq!(browser.status, 404, "{wrong}");
        pages.push(browser.html.clone());
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "one answer for all of them");
    browser.open(&url.replace("?key=", "/nothing?key=")).await;
    assert_eq!(browser.status, 404);
    let form = encoded([("email", "eve@shop.example")].into_iter());
    browser
        .post(&format!("{cart}/contact?key={key}"), form)
        .await;
    assert_eq!(browser.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_may_keep_frame_or_follow_the_page() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = at_review(&shop, &url, "test_ok").await;
    let header = |browser: &Browser, name: &str| browser.headers[name].to_str().unwrap().to_owned();
    let strict = |browser: &Browser| {
        let policy = header(browser, "content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(
            !policy.contains("unsafe") && !policy.contains("script-src"),
            "{policy}"
        );
        assert_eq!(header(browser, "referrer-policy"), "no-referrer");
        assert_eq!(header(browser, "cache-control"), "no-store");
    };
    strict(&browser);
    browser.send(&[]).await;
    strict(&browser);
    browser.open(&url).await;
    strict(&browser);
    let style = browser.open("/assets/pages.css").await;
    assert_eq!(header(style, "content-type"), "text/css; charset=utf-8");
}

#[cfg(feature = "stripe")]
#[tokio::test(flavor = "multi_thread")]
async fn with_stripe_its_form_is_in_the_page_and_its_token_is_kept() {
    let shop = TestShop::start_with(|config| {
        let text = |text: &str| Some(text.to_owned());
        config.payments.provider = souk_kernel::config::Provider::Stripe;
        config.payments.stripe.secret_key = text("sk_test_secret");
        config.payments.stripe.publishable_key = text("pk_test_everybody");
        config.payments.stripe.webhook_secret = text("whsec_secret");
    })
    .await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = super::at_payment(&shop, &url).await;

    for part in [
        "data-publishable-key=\"pk_test_everybody\"",
        "data-amount=\"1500\" data-currency=\"usd\" data-capture=\"automatic\"",
        "data-language=\"en\"",
        "<script src=\"https://js.stripe.com/v3/\"></script>",
        "<noscript>",
    ] {
        browser.says(part);
    }
    for secret in ["sk_test", "whsec", "test_ok"] {
        assert!(!browser.html.contains(secret), "{secret}");
    }
    let policy = browser.headers["content-security-policy"].to_str().unwrap();
    for part in [
        "script-src 'self' https://js.stripe.com https://*.js.stripe.com;",
        "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com;",
        "connect-src 'self' https://api.stripe.com",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    let script =
        Browser::new(&shop).open("/assets/stripe.js").await.headers["content-type"].clone();
    assert_eq!(script, "text/javascript; charset=utf-8");
    browser.send(&[("payment", "ctoken_1PqLk2")]).await;
    assert_eq!(browser.step(), "review");
    browser.says("The method you entered");
}
