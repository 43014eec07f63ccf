//! E-mails about orders: queued by what happens, sent by the worker, each once.

use super::{fulfillment, refunds};
use crate::harness::TestShop;
use serde_json::json;
use souk_kernel::{app::App, config::MailTransport, events::relay::Relay};
use souk_shop::orders;
use std::{
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// E-mails in the folder, as one text each.
fn letters(shop: &TestShop) -> Vec<String> {
    let folder = shop.app.config.data_dir.join("outbox-mail");
    let files = fs::read_dir(folder).unwrap();
    let letters = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    letters.collect()
}

/// Waits until what happened was relayed, and sends what is due.
async fn send(shop: &TestShop) -> u64 {
    shop.app.part::<Relay>().drain(&shop.app).await.unwrap();
    orders::send_due(&shop.app).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_hears_of_order_shipping_and_refund() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).place().await;

    assert_eq!(send(&shop).await, 1);
    let confirmation = letters(&shop).remove(0);
    assert!(
        confirmation.contains("To: ada@shop.example"),
        "{confirmation}"
    );
    assert!(confirmation.contains("Subject: Thank you for your order #1001"));
    assert!(confirmation.contains("text/plain") && confirmation.contains("text/html"));
    assert!(confirmation.contains("$27.00"));
    assert_eq!(send(&shop).await, 0, "once");

    let (id, _) = shop.assigned(&order).await;
    let sent = format!(
        "mutation {{ fulfillmentCreate(fulfillment: {{notifyCustomer: true,
            lineItemsByFulfillmentOrder: [{{fulfillmentOrderId: \"{id}\"}}],
            trackingInfo: {{number: \"PN77\"}}}}) {{ userErrors {{ code }} }} }}"
    );
    shop.merchant().data(&sent, json!({})).await;
    assert_eq!(send(&shop).await, 1);
    let shipped = letters(&shop)
        .into_iter()
        .find(|text| text.contains("Your order #1001 is on its way"));
    assert!(shipped.unwrap().contains("PN77"));

    let line = shop.line(&order, 0).await;
    let input = json!({"input": {"orderId": order.id, "notify": true, "refundLineItems": [
        {"lineItemId": line, "quantity": 1}]}});
    shop.merchant().data(refunds::REFUND, input).await;
    assert_eq!(send(&shop).await, 1);
    let refunded = letters(&shop)
        .into_iter()
        .find(|text| text.contains("You get money back"));
    assert!(refunded.unwrap().contains("$11.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_is_not_told_where_the_merchant_does_not_want_it() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    assert_eq!(send(&shop).await, 1);

    fulfillment::send_all(&shop, &order).await;

    assert_eq!(send(&shop).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_e_mail_that_fails_is_tried_again_later() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let folder = shop.app.config.data_dir.join("outbox-mail");
    fs::remove_dir(&folder).unwrap();
    shop.order().of(&lamp, 1).place().await;

    assert_eq!(send(&shop).await, 0);
    fs::create_dir(&folder).unwrap();
    assert_eq!(send(&shop).await, 0, "not at once");
    shop.app.clock.advance(Duration::from_secs(61));
    assert_eq!(send(&shop).await, 1);
    assert_eq!(letters(&shop).len(), 1);
}

/// A server that takes its time: until it accepts an e-mail, the shop's clock has gone on by
/// `slowness`. It remembers who was written to about what.
struct SlowServer {
    slowness: Duration,
    app: Mutex<Option<Arc<App>>>,
    subjects: Mutex<Vec<String>>,
}

impl SlowServer {
    async fn serve(self: Arc<Self>, listener: TcpListener) {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let server = Arc::clone(&self);
            tokio::spawn(async move { server.talk(stream).await });
        }
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        writer.write_all(b"220 slow\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let answer: &[u8] = if line == "DATA" {
                writer.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    if let Some(subject) = line.strip_prefix("Subject: ") {
                        self.subjects.lock().unwrap().push(subject.to_owned());
                    }
                }
                self.pass_time().await;
                b"250 accepted\r\n"
            } else {
                b"250 slow\r\n"
            };
            writer.write_all(answer).await?;
        }
        Ok(())
    }

    async fn pass_time(&self) {
        if let Some(app) = &*self.app.lock().unwrap() {
            app.clock.advance(self.slowness);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_senders_and_a_slow_server_send_each_e_mail_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let server = Arc::new(SlowServer {
        slowness: Duration::from_secs(15),
        app: Mutex::default(),
        subjects: Mutex::default(),
    });
    let served = tokio::spawn(Arc::clone(&server).serve(listener));
    let shop = TestShop::start_with(|config| {
        config.mail.transport = MailTransport::Smtp;
        config.mail.from = Some("Shop <orders@shop.example>".to_owned());
        config.mail.smtp_url = Some(url);
    })
    .await;
    let lamp = shop.stocked("lamp", 100).await;
    for _ in 0..12 {
        shop.order().of(&lamp, 1).place().await;
    }
    shop.app.part::<Relay>().drain(&shop.app).await.unwrap();
    *server.app.lock().unwrap() = Some(Arc::clone(&shop.app));

    let done = AtomicBool::new(false);
    let first = async {
        let sent = orders::send_due(&shop.app).await.unwrap();
        done.store(true, Ordering::Relaxed);
        sent
    };
    // Another process, which looks for what is due all the time.
    let second = async {
        let mut sent = 0;
        while !done.load(Ordering::Relaxed) {
            sent += orders::send_due(&shop.app).await.unwrap();
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        sent
    };
    let (first, second) = tokio::join!(first, second);

    let mut subjects = server.subjects.lock().unwrap().clone();
    subjects.sort();
    let count = subjects.len();
    subjects.dedup();
    assert_eq!((subjects.len(), count), (12, 12), "each once");
    assert_eq!(first + second, 12);
    served.abort();
}
