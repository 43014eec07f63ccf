//! Rows of content that stories begin with.

use crate::harness::TestShop;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use souk_entities::{
    Timestamp,
    catalog::{
        article, blog, market, menu, metafield, metafield_definition, page, price_list, shop,
        shop_policy, translation,
    },
    ids::{ArticleId, BlogId, MenuId, MetafieldId, PageId, PriceListId, ShopPolicyId},
};
use souk_kernel::ids::Gid;

/// An hour in milliseconds.
pub const HOUR: i64 = 3_600_000;

impl TestShop {
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// A page published an hour ago, so that its publication can be moved.
    pub async fn page(&self, handle: &str, title: &str, body: &str) -> PageId {
        let now = self.now();
        self.page_published(handle, title, body, Some(Timestamp(now.0 - HOUR)))
            .await
    }

    pub async fn page_published(
        &self,
        handle: &str,
        title: &str,
        body: &str,
        published_at: Option<Timestamp>,
    ) -> PageId {
        let id: PageId = self.app.next_id();
        let row = page::Model {
            id,
            handle: handle.to_owned(),
            title: title.to_owned(),
            body: body.to_owned(),
            body_text: souk_shop::catalog::plain_text(body),
            seo_title: None,
            seo_description: None,
            published_at,
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<page::Entity>(row.into_active_model()).await;
        id
    }

    pub async fn blog(&self, handle: &str, title: &str) -> BlogId {
        let id: BlogId = self.app.next_id();
        let row = blog::Model {
            id,
            handle: handle.to_owned(),
            title: title.to_owned(),
            seo_title: None,
            seo_description: None,
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<blog::Entity>(row.into_active_model()).await;
        id
    }

    /// An article by Ada Lovelace, published `hours` ago (ahead where negative).
    pub async fn article(&self, blog: BlogId, handle: &str, hours: i64) -> ArticleId {
        self.article_by(blog, handle, hours, "Ada Lovelace").await
    }

    pub async fn article_by(
        &self,
        blog: BlogId,
        handle: &str,
        hours: i64,
        author: &str,
    ) -> ArticleId {
        let id: ArticleId = self.app.next_id();
        let (first_name, last_name) = author.split_once(' ').unwrap();
        let row = article::Model {
            id,
            blog_id: blog,
            handle: handle.to_owned(),
            title: format!("On {handle}"),
            content_html: format!("<p>All about <b>{handle}</b>.</p>"),
            content: format!("All about {handle}."),
            excerpt_html: Some(format!("<p>{handle} in short</p>")),
            author: article::Author {
                first_name: first_name.to_owned(),
                last_name: last_name.to_owned(),
                email: Some("author@shop.example".to_owned()),
                bio: None,
            },
            author_name: author.to_owned(),
            image: None,
            tags: souk_entities::catalog::product::Tags(vec![handle.to_owned(), "news".to_owned()]),
            seo_title: None,
            seo_description: None,
            published_at: Some(Timestamp(self.now().0 - hours * HOUR)),
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<article::Entity>(row.into_active_model())
            .await;
        id
    }

    pub async fn menu(&self, handle: &str, items: Vec<menu::MenuItem>) -> MenuId {
        let id: MenuId = self.app.next_id();
        let row = menu::Model {
            id,
            handle: handle.to_owned(),
            title: "Main menu".to_owned(),
            items: menu::MenuItems(items),
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<menu::Entity>(row.into_active_model()).await;
        id
    }

    pub fn menu_item(
        &self,
        title: &str,
        kind: menu::MenuItemKind,
        resource_id: Option<i64>,
    ) -> menu::MenuItem {
        menu::MenuItem {
            id: self.app.next_id(),
            title: title.to_owned(),
            kind,
            resource_id,
            url: None,
            tags: Vec::new(),
            items: Vec::new(),
        }
    }

    pub async fn policy(&self, kind: shop_policy::ShopPolicyKind, body: &str) -> ShopPolicyId {
        let id: ShopPolicyId = self.app.next_id();
        let row = shop_policy::Model {
            id,
            kind,
            handle: "refund-policy".to_owned(),
            title: "Returns".to_owned(),
            body: body.to_owned(),
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<shop_policy::Entity>(row.into_active_model())
            .await;
        id
    }

    /// A text in German. `root` is what it is loaded with: the menu of an entry, else `id`.
    pub async fn german(&self, kind: &str, root: i64, id: i64, key: &str, value: &str) {
        let row = translation::Model {
            resource_type: kind.to_owned(),
            resource_id: id,
            locale: "de".to_owned(),
            key: key.to_owned(),
            root_id: root,
            value: value.to_owned(),
            updated_at: self.now(),
        };
        self.insert::<translation::Entity>(row.into_active_model())
            .await;
    }

    pub async fn metafield(
        &self,
        owner: (&str, i64),
        key: &str,
        kind: &str,
        value: &str,
    ) -> MetafieldId {
        let id: MetafieldId = self.app.next_id();
        let row = metafield::Model {
            id,
            owner_type: owner.0.to_owned(),
            owner_id: owner.1,
            namespace: "custom".to_owned(),
            key: key.to_owned(),
            kind: kind.to_owned(),
            value: value.to_owned(),
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<metafield::Entity>(row.into_active_model())
            .await;
        id
    }

    pub async fn definition(&self, owner_type: &str, key: &str, kind: &str, visible: bool) {
        let row = metafield_definition::Model {
            id: self.app.next_id(),
            owner_type: owner_type.to_owned(),
            namespace: "custom".to_owned(),
            key: key.to_owned(),
            kind: kind.to_owned(),
            name: key.to_owned(),
            description: Some(format!("What {key} says")),
            validations: metafield_definition::Validations::default(),
            storefront_visible: visible,
            filterable: false,
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<metafield_definition::Entity>(row.into_active_model())
            .await;
    }

    /// A market of Germany and Austria in euros that speaks German and English.
    pub async fn german_market(&self) -> market::Model {
        let list: PriceListId = self.app.next_id();
        let prices = price_list::Model {
            id: list,
            name: "Euro".to_owned(),
            currency: "EUR".to_owned(),
            exchange_rate: 1_000_000,
            adjustment: 0,
            compare_at_mode: price_list::CompareAtMode::Adjusted,
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<price_list::Entity>(prices.into_active_model())
            .await;
        let codes = |codes: &[&str]| market::Codes(codes.iter().map(|c| (*c).to_owned()).collect());
        let row = market::Model {
            id: self.app.next_id(),
            handle: "de".to_owned(),
            name: "Germany".to_owned(),
            enabled: true,
            is_primary: false,
            countries: codes(&["DE", "AT"]),
            languages: codes(&["de", "en"]),
            currency: "EUR".to_owned(),
            price_list_id: Some(list),
            prices_include_tax: true,
            compare_at_policy: market::CompareAtPolicy::AsSet,
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert::<market::Entity>(row.clone().into_active_model())
            .await;
        self.reload().await;
        row
    }

    /// Changes what the storefront says about the shop.
    pub async fn change_shop(&self, change: impl FnOnce(&mut shop::Model)) {
        let db = self.app.databases.catalog.writer();
        let mut row = shop::Entity::find_by_id(1).one(db).await.unwrap().unwrap();
        change(&mut row);
        let active = row.into_active_model().reset_all();
        shop::Entity::update(active).exec(db).await.unwrap();
        self.reload().await;
    }

    pub async fn insert<E: EntityTrait>(&self, row: E::ActiveModel) {
        let db = self.app.databases.catalog.writer();
        E::insert(row).exec_without_returning(db).await.unwrap();
    }
}

/// The text of a global id.
pub fn gid(id: impl Gid) -> String {
    id.gid().to_string()
}
