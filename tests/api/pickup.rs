//! Where buyers may pick up what they look at.

use crate::harness::TestShop;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use souk_entities::{
    ids::{LocationId, VariantId},
    inventory::{
        location::{self, Pickup},
        variant_item,
    },
};
use souk_kernel::ids::Gid;
use souk_shop::delivery::Delivery;

const PICKUP: &str = "query(
    $preferred: ID, $first: Int = 9, $after: String, $near: GeoCoordinateInput, $reverse: Boolean
) @inContext(preferredLocationId: $preferred) {
    product(handle: \"lamp\") { variants(first: 1) { nodes {
        storeAvailability(first: $first, after: $after, near: $near, reverse: $reverse) {
            nodes { available quantityAvailable pickUpTime location { name } }
            pageInfo { hasNextPage endCursor }
        } } } }
}";

impl TestShop {
    /// A location where orders are handed out, at these degrees north and east.
    pub async fn pickup_location(
        &self,
        name: &str,
        pickup_time: &str,
        place: Option<(f64, f64)>,
    ) -> LocationId {
        let id = self.location(name).await;
        self.change_location(id, |row| {
            row.address.latitude = place.map(|(latitude, _)| latitude);
            row.address.longitude = place.map(|(_, longitude)| longitude);
            row.pickup = Some(Pickup {
                pickup_time: pickup_time.to_owned(),
                instructions: String::new(),
            });
        })
        .await;
        id
    }

    /// Puts a location into a country.
    pub async fn place_location(&self, id: LocationId, country: &str) {
        self.change_location(id, |row| {
            row.address.country_code = Some(country.to_owned())
        })
        .await;
        let databases = &self.app.databases;
        self.app.part::<Delivery>().reload(databases).await.unwrap();
    }

    async fn change_location(&self, id: LocationId, change: impl FnOnce(&mut location::Model)) {
        let db = self.app.databases.inventory.writer();
        let row = location::Entity::find_by_id(id).one(db).await.unwrap();
        let mut row = row.unwrap();
        change(&mut row);
        row.into_active_model()
            .reset_all()
            .update(db)
            .await
            .unwrap();
    }

    /// Keeps so many units of a variant at a location.
    pub async fn keep(&self, variant: VariantId, location: LocationId, units: i64) {
        let db = self.app.databases.inventory.writer();
        let item = variant_item::Entity::find().filter(variant_item::Column::VariantId.eq(variant));
        let item = item.one(db).await.unwrap().unwrap().item_id;
        self.put_at(item, location, units).await;
    }
}

async fn places(shop: &TestShop, variables: Value) -> Value {
    let mut data = shop.data(PICKUP, variables).await;
    data["product"]["variants"]["nodes"][0]["storeAvailability"].take()
}

async fn names(shop: &TestShop, variables: Value) -> Vec<String> {
    let answer = places(shop, variables).await;
    let nodes = answer["nodes"].as_array().unwrap().iter();
    nodes
        .map(|node| node["location"]["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Four shops that keep a lamp, one that does not, and a store that hands nothing out.
async fn shops() -> (TestShop, LocationId, LocationId) {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(1_000).stock(4).create();
    let lamp = lamp.await.variants[0]; // in Portland
    shop.pickup_location("Portland", "TWO_HOURS", Some((45.52, -122.65)))
        .await;
    let leipzig = shop
        .pickup_location("Leipzig", "TWENTY_FOUR_HOURS", Some((51.33, 12.32)))
        .await;
    let vienna = shop
        .pickup_location("Vienna", "ONE_HOUR", Some((48.21, 16.37)))
        .await;
    let attic = shop.pickup_location("Attic", "ONE_HOUR", None).await;
    shop.pickup_location("Empty", "ONE_HOUR", Some((48.0, 16.0)))
        .await;
    let store = shop.location("Back room").await;
    shop.keep(lamp, leipzig, 0).await;
    shop.keep(lamp, vienna, 12).await;
    shop.keep(lamp, attic, -3).await;
    shop.keep(lamp, store, 50).await;
    (shop, leipzig, store)
}

#[tokio::test]
async fn shops_that_keep_a_variant_tell_how_many_and_how_soon() {
    let (shop, leipzig, _) = shops().await;

    let answer = places(&shop, json!({})).await;

    let place = |name: &str, quantity, soon: &str| {
        json!({
            "available": quantity > 0, "quantityAvailable": quantity,
            "pickUpTime": format!("Usually ready in {soon}"), "location": {"name": name},
        })
    };
    let expected = json!([
        place("Attic", 0, "1 hour"), // three too many were sold
        place("Leipzig", 0, "24 hours"),
        place("Portland", 4, "2 hours"),
        place("Vienna", 12, "1 hour"),
    ]);
    assert_eq!(answer["nodes"], expected);

    shop.change_location(leipzig, |row| row.active = false)
        .await;
    assert_eq!(
        names(&shop, json!({})).await,
        ["Attic", "Portland", "Vienna"]
    );
}

#[tokio::test]
async fn the_preferred_location_comes_first_then_the_nearest() {
    let (shop, leipzig, store) = shops().await;
    let salzburg = json!({"latitude": 47.80, "longitude": 13.04});
    let preferred = leipzig.gid();

    assert_eq!(
        names(&shop, json!({"near": salzburg})).await,
        ["Vienna", "Leipzig", "Portland", "Attic"],
        "a shop without coordinates is last"
    );
    assert_eq!(
        names(&shop, json!({"near": salzburg, "reverse": true})).await,
        ["Attic", "Portland", "Leipzig", "Vienna"]
    );
    assert_eq!(
        names(&shop, json!({"preferred": preferred})).await,
        ["Leipzig", "Attic", "Portland", "Vienna"]
    );
    assert_eq!(
        names(&shop, json!({"preferred": preferred, "near": salzburg})).await,
        ["Leipzig", "Vienna", "Portland", "Attic"]
    );
    assert_eq!(
        names(&shop, json!({"preferred": store.gid()})).await,
        ["Attic", "Leipzig", "Portland", "Vienna"],
        "a preferred location where nothing is handed out is none"
    );
}

#[tokio::test]
async fn shops_are_paged_in_their_order() {
    let (shop, leipzig, _) = shops().await;
    let preferred = leipzig.gid();

    let first = places(&shop, json!({"first": 3, "preferred": preferred})).await;
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let after = &first["pageInfo"]["endCursor"];
    let variables = json!({"first": 3, "preferred": preferred, "after": after});

    assert_eq!(names(&shop, variables).await, ["Vienna"]);
}

#[tokio::test]
async fn what_is_not_counted_can_be_picked_up_everywhere() {
    let shop = TestShop::start().await;
    shop.product("lamp").create().await;
    shop.pickup_location("Portland", "ONE_HOUR", None).await;

    let answer = places(&shop, json!({})).await;

    let node = &answer["nodes"][0];
    assert_eq!(node["location"]["name"], "Portland");
    assert_eq!(
        (&node["available"], &node["quantityAvailable"]),
        (&json!(true), &json!(0))
    );
}
