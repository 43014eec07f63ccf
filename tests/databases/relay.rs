//! Consumers that fail or panic: only the events of the entity at fault wait.

use crate::settings;
use async_trait::async_trait;
use souk_entities::ids::{OrderId, ProductId};
use souk_kernel::{
    app::{App, Base, Parts},
    database::Database,
    events::{
        Event,
        relay::{Consumer, Relay},
    },
};
use std::sync::{Arc, Mutex};

/// Fails at product 7, panics at product 8 until it is mended, and notes what it was given.
struct Picky {
    seen: Arc<Mutex<Vec<Event>>>,
    fails: Arc<Mutex<bool>>,
}

fn product(number: i64) -> Event {
    Event::ProductChanged {
        product: ProductId(number),
    }
}

#[async_trait]
impl Consumer for Picky {
    async fn handle(&self, _: &App, events: &[Event]) -> anyhow::Result<()> {
        if *self.fails.lock().unwrap() {
            anyhow::ensure!(!events.contains(&product(7)), "product 7");
            assert!(!events.contains(&product(8)), "product 8");
        }
        self.seen.lock().unwrap().extend_from_slice(events);
        Ok(())
    }
}

async fn publish(app: &App, database: &Database, events: &[Event]) {
    let txn = database.begin().await.unwrap();
    app.publish(&txn, events).await.unwrap();
    txn.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entity_whose_events_fail_holds_back_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (seen, fails) = (Arc::default(), Arc::new(Mutex::new(true)));
    let consumer = Picky {
        seen: Arc::clone(&seen),
        fails: Arc::clone(&fails),
    };
    let base = Base::open(settings(folder.path())).await.unwrap();
    let mut parts = Parts::default();
    parts.add(Relay::new(vec![Box::new(consumer)]));
    let app = App::new(base, parts);
    let relay = app.part::<Relay>();

    let all: Vec<Event> = (0..100).map(product).collect();
    let ordered = Event::OrderPlaced { order: OrderId(1) };
    publish(&app, &app.databases.catalog, &all).await;
    publish(&app, &app.databases.orders, std::slice::from_ref(&ordered)).await;
    assert_eq!(relay.drain(&app).await.unwrap(), Some(99));
    let later = [
        product(7),
        Event::ProductDeleted {
            product: ProductId(7),
        },
        product(9),
    ];
    publish(&app, &app.databases.catalog, &later).await;
    assert_eq!(relay.drain(&app).await.unwrap(), Some(1));
    {
        let seen = seen.lock().unwrap();
        assert!(seen.contains(&ordered) && seen.contains(&product(99)));
        assert!(!seen.contains(&product(7)) && !seen.contains(&product(8)));
    }

    // Once it can be handled, it is, in order.
    *fails.lock().unwrap() = false;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(relay.drain(&app).await.unwrap(), Some(4));
    let seen = seen.lock().unwrap().clone();
    let of_seven: Vec<Event> = seen
        .into_iter()
        .filter(|event| event.entity() == "product:7")
        .collect();
    assert_eq!(of_seven, [product(7), later[0].clone(), later[1].clone()]);
    app.stop().await;
}
