//! Test data, written as rows: what a merchant would have made.

use crate::harness::TestShop;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryFilter};
use souk_entities::{
    catalog::{
        collection::{self, CollectionSortOrder},
        collection_product, market, price_list, price_list_price,
        product::{self, Media, MediaKind, MediaList, PriceRange, ProductStatus, Publication},
        translation,
        variant::{self, SelectedOption, WeightUnit},
    },
    ids::*,
    inventory::{
        inventory_adjustment, inventory_item, inventory_level, location,
        variant_item::{self, InventoryPolicy},
    },
};
use souk_shop::{catalog, market::Directory};

/// A product that was made, with the ids of its variants in their order.
pub struct MadeProduct {
    pub id: ProductId,
    pub variants: Vec<VariantId>,
    pub row: product::Model,
}

/// A product to be made. Without `variant` calls it has one variant without options.
pub struct ProductBuilder<'a> {
    shop: &'a TestShop,
    row: product::Model,
    variants: Vec<VariantBuilder>,
    collections: Vec<CollectionId>,
}

struct VariantBuilder {
    row: variant::Model,
    stock: Option<i64>,
    policy: InventoryPolicy,
}

impl TestShop {
    /// Starts a product: active, published, at 10.00, not tracked in stock.
    pub fn product(&self, handle: &str) -> ProductBuilder<'_> {
        let now = self.app.clock.now();
        let row = product::Model {
            handle: handle.to_owned(),
            title: handle.replace('-', " "),
            description_html: format!("<p>All about {handle}.</p>"),
            description: format!("All about {handle}."),
            vendor: "Tindra Works".to_owned(),
            product_type: "Lamp".to_owned(),
            published_at: Some(now),
            version: 1,
            ..product::Model::new(self.app.next_id(), now)
        };
        ProductBuilder {
            shop: self,
            row,
            variants: Vec::new(),
            collections: Vec::new(),
        }
    }

    /// Makes a collection that is published in every channel.
    pub async fn collection(&self, handle: &str) -> collection::Model {
        self.collection_with(handle, |_| {}).await
    }

    /// Makes a collection whose row was changed first.
    pub async fn collection_with(
        &self,
        handle: &str,
        change: impl FnOnce(&mut collection::Model),
    ) -> collection::Model {
        let now = self.app.clock.now();
        let mut row = collection::Model {
            id: self.app.next_id(),
            handle: handle.to_owned(),
            title: handle.replace('-', " "),
            description_html: format!("<p>{handle}</p>"),
            description: handle.to_owned(),
            image: None,
            seo_title: None,
            seo_description: None,
            sort_order: CollectionSortOrder::Manual,
            rule_set: None,
            published_at: Some(now),
            publications: None,
            created_at: now,
            updated_at: now,
        };
        change(&mut row);
        self.insert_catalog::<collection::Entity, _>(row.clone())
            .await;
        row
    }

    /// Translates a text of a resource; `root` is the product for its options and values, else the
    /// resource itself.
    pub async fn translate(&self, kind: &str, id: i64, root: i64, key: &str, german: &str) {
        self.insert_catalog::<translation::Entity, _>(translation::Model {
            resource_type: kind.to_owned(),
            resource_id: id,
            locale: "de".to_owned(),
            key: key.to_owned(),
            root_id: root,
            value: german.to_owned(),
            updated_at: self.app.clock.now(),
        })
        .await;
    }

    /// Changes the primary market.
    pub async fn change_market(&self, change: impl FnOnce(&mut market::Model)) {
        let mut row = market::Model::clone(&Directory::current(&self.app).markets[0]);
        change(&mut row);
        let row = row.into_active_model().reset_all();
        row.update(self.app.databases.catalog.writer())
            .await
            .unwrap();
        self.reload().await;
    }

    /// Rereads the directory, as a change of settings does.
    pub async fn reload(&self) {
        let catalog = &self.app.databases.catalog;
        self.app
            .part::<souk_shop::market::DirectoryCell>()
            .reload(catalog)
            .await
            .unwrap();
    }

    /// Gives the primary market a price list and returns its id.
    pub async fn price_list(&self, change: impl FnOnce(&mut price_list::Model)) -> PriceListId {
        let now = self.app.clock.now();
        let mut row = price_list::Model {
            id: self.app.next_id(),
            name: "euro".to_owned(),
            currency: "EUR".to_owned(),
            exchange_rate: 1_000_000,
            adjustment: 0,
            compare_at_mode: price_list::CompareAtMode::Adjusted,
            created_at: now,
            updated_at: now,
        };
        change(&mut row);
        let (id, currency) = (row.id, row.currency.clone());
        self.insert_catalog::<price_list::Entity, _>(row).await;
        self.change_market(|market| {
            market.price_list_id = Some(id);
            market.currency = currency;
        })
        .await;
        id
    }

    /// Fixes the price of a product's variant in a list.
    pub async fn fix_price(&self, row: price_list_price::Model) {
        self.insert_catalog::<price_list_price::Entity, _>(row)
            .await;
    }

    /// Inserts a row into the catalogue.
    pub async fn insert_catalog<E, A>(&self, row: E::Model)
    where
        E: EntityTrait<ActiveModel = A>,
        E::Model: IntoActiveModel<A>,
        A: ActiveModelTrait<Entity = E>,
    {
        let db = self.app.databases.catalog.writer();
        let row = row.into_active_model().reset_all();
        E::insert(row).exec_without_returning(db).await.unwrap();
    }

    async fn insert_inventory<E, A>(&self, row: E::Model)
    where
        E: EntityTrait<ActiveModel = A>,
        E::Model: IntoActiveModel<A>,
        A: ActiveModelTrait<Entity = E>,
    {
        let db = self.app.databases.inventory.writer();
        let row = row.into_active_model().reset_all();
        E::insert(row).exec_without_returning(db).await.unwrap();
    }

    /// The location of that name; made where it is missing.
    pub async fn location(&self, name: &str) -> LocationId {
        let db = self.app.databases.inventory.writer();
        let known = location::Entity::find().filter(location::COLUMN.name.eq(name));
        if let Some(row) = known.one(db).await.unwrap() {
            return row.id;
        }
        let now = self.app.clock.now();
        let id = self.app.next_id();
        self.insert_inventory::<location::Entity, _>(location::Model {
            id,
            name: name.to_owned(),
            active: true,
            fulfills_online_orders: true,
            address: location::Address::default(),
            pickup: None,
            created_at: now,
            updated_at: now,
        })
        .await;
        id
    }
}

impl TestShop {
    /// Puts units of an item into the location of that name, as a merchant who receives them.
    pub async fn put(&self, item: InventoryItemId, location: &str, units: i64) {
        let location = self.location(location).await;
        self.put_at(item, location, units).await;
    }

    /// Puts so many units of an item to a location that is there, as its ledger tells.
    pub async fn put_at(&self, item: InventoryItemId, location: LocationId, units: i64) {
        let now = self.app.clock.now();
        self.insert_inventory::<inventory_level::Entity, _>(inventory_level::Model {
            item_id: item,
            location_id: location,
            active: true,
            available: units,
            reserved: 0,
            committed: 0,
            on_hand: units,
            incoming: 0,
            safety_stock: 0,
            damaged: 0,
            quality_control: 0,
            updated_at: now,
        })
        .await;
        self.insert_inventory::<inventory_adjustment::Entity, _>(inventory_adjustment::Model {
            id: self.app.next_id(),
            group_id: self.app.next_id(),
            item_id: item,
            location_id: location,
            name: "available".to_owned(),
            delta: units,
            quantity_after: units,
            reason: "received".to_owned(),
            reference: None,
            document: None,
            created_at: now,
        })
        .await;
    }
}

impl ProductBuilder<'_> {
    /// Changes the row of the product.
    pub fn with(mut self, change: impl FnOnce(&mut product::Model)) -> Self {
        change(&mut self.row);
        self
    }

    pub fn title(self, title: &str) -> Self {
        self.with(|row| row.title = title.to_owned())
    }

    pub fn vendor(self, vendor: &str) -> Self {
        self.with(|row| row.vendor = vendor.to_owned())
    }

    pub fn tags(self, tags: &[&str]) -> Self {
        self.with(|row| row.tags.0 = tags.iter().map(|tag| (*tag).to_owned()).collect())
    }

    pub fn status(self, status: ProductStatus) -> Self {
        self.with(|row| row.status = status)
    }

    /// Shows the product in these channels only.
    pub fn only_in(self, channels: &[ChannelId]) -> Self {
        let list = channels.iter().map(|&channel| Publication {
            channel,
            publish_at: None,
        });
        let list = product::Publications(list.collect());
        self.with(|row| row.publications = Some(list))
    }

    pub fn collection(mut self, collection: CollectionId) -> Self {
        self.collections.push(collection);
        self
    }

    /// Gives the product `count` pictures.
    pub fn pictures(mut self, count: usize) -> Self {
        let media = (1..=count).map(|number| Media {
            id: self.shop.app.next_id(),
            kind: MediaKind::Image,
            source: format!("demo:lamp?hue={number}"),
            alt: Some(format!("Picture {number}")),
            width: Some(1_600),
            height: Some(1_200),
            preview: None,
        });
        self.row.media = MediaList(media.collect());
        self
    }

    /// Adds an option with its values.
    pub fn option(mut self, name: &str, values: &[&str]) -> Self {
        let app = &self.shop.app;
        let values = values.iter().map(|value| product::ProductOptionValue {
            id: app.next_id(),
            name: (*value).to_owned(),
            swatch_color: None,
            swatch_image: None,
        });
        self.row.options.0.push(product::ProductOption {
            id: app.next_id(),
            name: name.to_owned(),
            values: values.collect(),
        });
        self
    }

    /// Adds a variant with one value for each option.
    pub fn variant(mut self, values: &[&str], price: i64) -> Self {
        let now = self.shop.app.clock.now();
        let options = self.row.options.0.iter().zip(values);
        let selected = options.map(|(option, value)| SelectedOption {
            name: option.name.clone(),
            value: (*value).to_owned(),
        });
        let title = match values {
            [] => "Default Title".to_owned(),
            values => values.join(" / "),
        };
        let position = i32::try_from(self.variants.len() + 1).unwrap();
        let id = self.shop.app.next_id();
        let row = variant::Model {
            position,
            title,
            sku: Some(format!("{}-{position}", self.row.handle)),
            selected_options: variant::SelectedOptions(selected.collect()),
            weight_grams: 350,
            weight_unit: WeightUnit::Grams,
            ..variant::Model::new(id, self.row.id, price, now)
        };
        self.variants.push(VariantBuilder {
            row,
            stock: None,
            policy: InventoryPolicy::Deny,
        });
        self
    }

    /// The price of a product without options, in minor units.
    pub fn price_minor(self, price: i64) -> Self {
        self.variant(&[], price)
    }

    /// Changes the row of the variant added last.
    pub fn with_variant(mut self, change: impl FnOnce(&mut variant::Model)) -> Self {
        change(&mut self.last().row);
        self
    }

    /// Tracks the variant added last, with so many units at the location `Portland`.
    pub fn stock(mut self, units: i64) -> Self {
        self.last().stock = Some(units);
        self
    }

    /// Lets the variant added last be sold when stock is out.
    pub fn oversell(mut self) -> Self {
        self.last().policy = InventoryPolicy::Continue;
        self
    }

    fn last(&mut self) -> &mut VariantBuilder {
        self.variants.last_mut().expect("add a variant first")
    }

    /// Writes the product with its variants, stock and memberships.
    pub async fn create(mut self) -> MadeProduct {
        if self.variants.is_empty() {
            self = self.variant(&[], 1_000);
        }
        let mut row = self.row;
        row.variants_count = i32::try_from(self.variants.len()).unwrap();
        row.price_range = range(&self.variants);
        row.description = catalog::plain_text(&row.description_html);
        let shop = self.shop;
        shop.insert_catalog::<product::Entity, _>(row.clone()).await;
        for collection in self.collections {
            shop.insert_catalog::<collection_product::Entity, _>(collection_product::Model {
                collection_id: collection,
                product_id: row.id,
                position: row.id.0,
            })
            .await;
        }
        let variants = self.variants.iter().map(|variant| variant.row.id).collect();
        for variant in self.variants {
            variant.create(shop).await;
        }
        MadeProduct {
            id: row.id,
            variants,
            row,
        }
    }
}

impl VariantBuilder {
    async fn create(self, shop: &TestShop) {
        let now = shop.app.clock.now();
        let item: InventoryItemId = shop.app.next_id();
        let row = self.row;
        shop.insert_inventory::<inventory_item::Entity, _>(inventory_item::Model {
            id: item,
            sku: row.sku.clone(),
            tracked: self.stock.is_some(),
            requires_shipping: row.requires_shipping,
            unit_cost: None,
            country_of_origin: None,
            harmonized_system_code: None,
            created_at: now,
            updated_at: now,
        })
        .await;
        shop.insert_inventory::<variant_item::Entity, _>(variant_item::Model {
            variant_id: row.id,
            item_id: item,
            product_id: row.product_id,
            units: 1,
            policy: self.policy,
        })
        .await;
        if let Some(units) = self.stock {
            shop.put(item, "Portland", units).await;
        }
        shop.insert_catalog::<variant::Entity, _>(row).await;
    }
}

fn range(variants: &[VariantBuilder]) -> PriceRange {
    let prices = || variants.iter().map(|variant| variant.row.price);
    let before = || variants.iter().filter_map(|it| it.row.compare_at_price);
    PriceRange {
        min: prices().min().unwrap_or(0),
        max: prices().max().unwrap_or(0),
        compare_at_min: before().min().unwrap_or(0),
        compare_at_max: before().max().unwrap_or(0),
    }
}
