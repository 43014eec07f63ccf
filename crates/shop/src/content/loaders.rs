//! Batched reads of content within one request.

use super::store;
use crate::catalog::{MetafieldById, MetafieldByKey};
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use sea_orm::DbErr;
use souk_entities::{
    catalog::{
        article, blog, comment, media_file, menu, metaobject, metaobject_definition, page,
        shop_policy, shop_policy::ShopPolicyKind, url_redirect,
    },
    ids::{
        ArticleId, BlogId, CommentId, FileId, MenuId, MetaobjectId, PageId, ShopPolicyId,
        UrlRedirectId,
    },
};
use souk_kernel::{app::App, batches::BatchSpawner, database::Database};
use std::{collections::HashMap, sync::Arc};

type Cached<L> = DataLoader<L, HashMapCache>;

/// The loaders of content.
pub struct ContentLoaders {
    /// Articles by id, published or not.
    pub articles: Cached<ArticleById>,
    /// Blogs by id.
    pub blogs: Cached<BlogById>,
    /// Comments by id, published or not.
    pub comments: Cached<CommentById>,
    /// Uploaded files by id.
    pub files: Cached<FileById>,
    /// Menus by id.
    pub menus: Cached<MenuById>,
    /// Custom fields by owner, namespace and key.
    pub metafields: Cached<MetafieldByKey>,
    /// Custom fields by id.
    pub metafields_by_id: Cached<MetafieldById>,
    /// Merchant-defined records by id.
    pub metaobjects: Cached<MetaobjectById>,
    /// Definitions of merchant-defined records by type.
    pub metaobject_definitions: Cached<MetaobjectDefinitionByType>,
    /// Pages by id, published or not.
    pub pages: Cached<PageById>,
    /// Policies by kind.
    pub policies: Cached<PolicyByKind>,
    /// Policies by id.
    pub policies_by_id: Cached<PolicyById>,
    /// Redirects by id.
    pub redirects: Cached<RedirectById>,
}

impl ContentLoaders {
    /// Creates the loaders of one request.
    pub fn new(app: &App, spawner: &BatchSpawner) -> Self {
        let catalog = || app.databases.catalog.clone();
        Self {
            articles: spawner.loader(ArticleById { catalog: catalog() }),
            blogs: spawner.loader(BlogById { catalog: catalog() }),
            comments: spawner.loader(CommentById { catalog: catalog() }),
            files: spawner.loader(FileById { catalog: catalog() }),
            menus: spawner.loader(MenuById { catalog: catalog() }),
            metafields: spawner.loader(MetafieldByKey { catalog: catalog() }),
            metafields_by_id: spawner.loader(MetafieldById { catalog: catalog() }),
            metaobjects: spawner.loader(MetaobjectById { catalog: catalog() }),
            metaobject_definitions: spawner
                .loader(MetaobjectDefinitionByType { catalog: catalog() }),
            pages: spawner.loader(PageById { catalog: catalog() }),
            policies: spawner.loader(PolicyByKind { catalog: catalog() }),
            policies_by_id: spawner.loader(PolicyById { catalog: catalog() }),
            redirects: spawner.loader(RedirectById { catalog: catalog() }),
        }
    }
}

/// Declares a loader of rows by one column: name, key, entity, column and query.
macro_rules! row_loaders {
    ($($(#[doc = $doc:literal])+ $name:ident: $key:ty => $entity:ident by $column:ident with $query:path;)*) => {$(
        $(#[doc = $doc])+
        pub struct $name {
            catalog: Database,
        }

        impl Loader<$key> for $name {
            type Value = Arc<$entity::Model>;
            type Error = DbErr;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, Self::Value>, DbErr> {
                let rows = $query(self.catalog.reader(), keys).await?;
                Ok(rows.into_iter().map(|row| (row.$column.clone(), Arc::new(row))).collect())
            }
        }
    )*};
}

row_loaders! {
    /// Loads articles by id.
    ArticleById: ArticleId => article by id with store::rows_by_ids::<article::Entity, _>;
    /// Loads blogs by id.
    BlogById: BlogId => blog by id with store::rows_by_ids::<blog::Entity, _>;
    /// Loads comments by id.
    CommentById: CommentId => comment by id with store::rows_by_ids::<comment::Entity, _>;
    /// Loads files by id.
    FileById: FileId => media_file by id with store::rows_by_ids::<media_file::Entity, _>;
    /// Loads menus by id.
    MenuById: MenuId => menu by id with store::rows_by_ids::<menu::Entity, _>;
    /// Loads merchant-defined records by id.
    MetaobjectById: MetaobjectId => metaobject by id with store::rows_by_ids::<metaobject::Entity, _>;
    /// Loads definitions of merchant-defined records by type.
    MetaobjectDefinitionByType: String => metaobject_definition by kind with store::metaobjects::metaobject_definitions;
    /// Loads pages by id.
    PageById: PageId => page by id with store::rows_by_ids::<page::Entity, _>;
    /// Loads policies by id.
    PolicyById: ShopPolicyId => shop_policy by id with store::rows_by_ids::<shop_policy::Entity, _>;
    /// Loads policies by kind.
    PolicyByKind: ShopPolicyKind => shop_policy by kind with store::policies;
    /// Loads redirects by id.
    RedirectById: UrlRedirectId => url_redirect by id with store::rows_by_ids::<url_redirect::Entity, _>;
}
