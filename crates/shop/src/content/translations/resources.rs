//! Resources with texts that can be translated, and the keys under which the catalogue reads the
//! translations.

use crate::{
    catalog::{self, option_key},
    content, market,
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    catalog::{
        article, blog, collection,
        menu::{self, MenuItem},
        metafield, metaobject, page, product, selling_plan_group, shop, shop_policy,
    },
    ids::{
        ArticleId, BlogId, CollectionId, MenuId, MetafieldId, MetaobjectId, PageId, ProductId,
        ShopPolicyId, VariantId,
    },
};
use souk_kernel::events::Event;

/// Prefix of the keys of translated texts for the customer account pages.
pub const ACCOUNT_TEXTS: &str = "customer_account.";
/// Maximum size in bytes of a key without an original.
const MOST_KEY: usize = 255;

/// A text in the shop's own language.
#[derive(Debug)]
pub(super) struct Original {
    pub(super) key: String,
    pub(super) value: String,
    /// Type of the value, if it belongs to a custom field.
    pub(super) kind: Option<String>,
}

/// What to publish when a text changes.
#[derive(Debug)]
pub(super) enum Changed {
    Product(ProductId),
    Other(Event),
}

/// A resource whose texts can be translated.
#[derive(Debug)]
pub(super) struct Resource {
    /// The resource that its texts are read with, see [`crate::catalog::texts`].
    pub(super) root: i64,
    pub(super) changed: Changed,
    originals: Vec<Original>,
    /// Prefix of keys under which texts without an original may be stored.
    free_keys: Option<&'static str>,
}

impl Resource {
    fn new(root: i64, changed: Changed, texts: &[(&str, Option<&str>)]) -> Self {
        let originals = texts.iter().map(|(key, value)| Original {
            key: (*key).to_owned(),
            value: value.unwrap_or_default().to_owned(),
            kind: None,
        });
        Self {
            root,
            changed,
            originals: originals.collect(),
            free_keys: None,
        }
    }

    fn settings(root: i64, what: &str, texts: &[(&str, Option<&str>)]) -> Self {
        let what = what.to_owned();
        Self::new(root, Changed::Other(Event::SettingsChanged { what }), texts)
    }

    fn content(kind: &str, id: i64, texts: &[(&str, Option<&str>)]) -> Self {
        let resource = kind.to_owned();
        let event = Event::ContentChanged { resource, id };
        Self::new(id, Changed::Other(event), texts)
    }

    /// The original of the text `key`; `None` if the resource has no such text.
    pub(super) fn text(&self, key: &str) -> Option<Original> {
        let known = self.originals.iter().find(|original| original.key == key);
        let (value, kind) = match known {
            Some(original) => (original.value.clone(), original.kind.clone()),
            None => {
                let rest = key.strip_prefix(self.free_keys?)?;
                let is_key = !rest.is_empty() && rest.len() <= MOST_KEY;
                is_key.then_some((String::new(), None))?
            }
        };
        let key = key.to_owned();
        Some(Original { key, value, kind })
    }
}

/// The resource with this kind and number; `None` if it does not exist or has no texts.
pub(super) async fn find(
    db: &DatabaseTransaction,
    kind: &str,
    id: i64,
) -> Result<Option<Resource>, DbErr> {
    Ok(match kind {
        "Article" => content::store::lock_row::<article::Entity, _>(db, ArticleId(id))
            .await?
            .map(of_article),
        "Blog" => content::store::lock_row::<blog::Entity, _>(db, BlogId(id))
            .await?
            .map(of_blog),
        "Collection" => catalog::lock_collection(db, CollectionId(id))
            .await?
            .map(of_collection),
        "Menu" => content::store::lock_row::<menu::Entity, _>(db, MenuId(id))
            .await?
            .map(|row| Resource::settings(id, "menu", &[("title", Some(&row.title))])),
        "MenuItem" => menu_item(db, id).await?,
        "Metafield" => match catalog::lock_metafield(db, MetafieldId(id)).await? {
            Some(row) => Some(of_metafield(db, row).await?),
            None => None,
        },
        "Metaobject" => content::store::lock_row::<metaobject::Entity, _>(db, MetaobjectId(id))
            .await?
            .map(of_metaobject),
        "Page" => content::store::lock_row::<page::Entity, _>(db, PageId(id))
            .await?
            .map(of_page),
        "Product" => catalog::lock_product(db, ProductId(id))
            .await?
            .map(of_product),
        "ProductOption" | "ProductOptionValue" => option_or_value(db, kind, id).await?,
        "SellingPlan" | "SellingPlanGroup" => selling_plans(db, kind, id).await?,
        "Shop" => lock_shop(db, id).await?.map(of_shop),
        "ShopPolicy" => content::store::lock_row::<shop_policy::Entity, _>(db, ShopPolicyId(id))
            .await?
            .map(|row| {
                let texts = [("title", Some(&*row.title)), ("body", Some(&*row.body))];
                Resource::settings(id, "shop_policy", &texts)
            }),
        _ => None,
    })
}

async fn lock_shop(db: &DatabaseTransaction, id: i64) -> Result<Option<shop::Model>, DbErr> {
    match id {
        market::SHOP => market::lock_shop(db).await,
        _ => Ok(None),
    }
}

fn of_product(row: product::Model) -> Resource {
    Resource::new(
        row.id.0,
        Changed::Product(row.id),
        &[
            ("title", Some(&row.title)),
            ("body_html", Some(&row.description_html)),
            ("product_type", Some(&row.product_type)),
            ("meta_title", row.seo_title.as_deref()),
            ("meta_description", row.seo_description.as_deref()),
        ],
    )
}

fn of_collection(row: collection::Model) -> Resource {
    let collection = row.id;
    Resource::new(
        row.id.0,
        Changed::Other(Event::CollectionChanged { collection }),
        &[
            ("title", Some(&row.title)),
            ("body_html", Some(&row.description_html)),
            ("meta_title", row.seo_title.as_deref()),
            ("meta_description", row.seo_description.as_deref()),
        ],
    )
}

fn of_page(row: page::Model) -> Resource {
    Resource::content(
        "Page",
        row.id.0,
        &[
            ("title", Some(&row.title)),
            ("body_html", Some(&row.body)),
            ("meta_title", row.seo_title.as_deref()),
            ("meta_description", row.seo_description.as_deref()),
        ],
    )
}

fn of_blog(row: blog::Model) -> Resource {
    Resource::content(
        "Blog",
        row.id.0,
        &[
            ("title", Some(&row.title)),
            ("meta_title", row.seo_title.as_deref()),
            ("meta_description", row.seo_description.as_deref()),
        ],
    )
}

fn of_article(row: article::Model) -> Resource {
    Resource::content(
        "Article",
        row.id.0,
        &[
            ("title", Some(&row.title)),
            ("body_html", Some(&row.content_html)),
            ("summary_html", row.excerpt_html.as_deref()),
            ("meta_title", row.seo_title.as_deref()),
            ("meta_description", row.seo_description.as_deref()),
        ],
    )
}

fn of_shop(row: shop::Model) -> Resource {
    let profile = &row.profile;
    let texts = [
        ("name", Some(&*row.name)),
        ("description", profile.description.as_deref()),
        ("short_description", profile.short_description.as_deref()),
        ("slogan", profile.slogan.as_deref()),
    ];
    let mut resource = Resource::settings(row.id, "shop", &texts);
    resource.free_keys = Some(ACCOUNT_TEXTS);
    resource
}

fn of_metaobject(row: metaobject::Model) -> Resource {
    let mut resource = Resource::content("Metaobject", row.id.0, &[]);
    let fields = row.fields.0.into_iter();
    resource.originals = fields
        .map(|field| Original {
            key: field.key,
            value: field.value.unwrap_or_default(),
            kind: Some(field.kind),
        })
        .collect();
    resource
}

/// A custom field, which is read with its owner.
async fn of_metafield(db: &DatabaseTransaction, row: metafield::Model) -> Result<Resource, DbErr> {
    let owner = row.owner_id;
    let changed = match row.owner_type.as_str() {
        "Product" => Changed::Product(ProductId(owner)),
        "ProductVariant" => match catalog::variant_by_id(db, VariantId(owner)).await? {
            Some(variant) => Changed::Product(variant.product_id),
            None => Changed::Other(content_event("ProductVariant", owner)),
        },
        "Collection" => Changed::Other(Event::CollectionChanged {
            collection: CollectionId(owner),
        }),
        kind => Changed::Other(content_event(kind, owner)),
    };
    let mut resource = Resource::new(owner, changed, &[]);
    resource.originals = vec![Original {
        key: "value".to_owned(),
        value: row.value,
        kind: Some(row.kind),
    }];
    Ok(resource)
}

fn content_event(kind: &str, id: i64) -> Event {
    Event::ContentChanged {
        resource: kind.to_owned(),
        id,
    }
}

/// A menu item, which is read with its menu.
async fn menu_item(db: &DatabaseTransaction, id: i64) -> Result<Option<Resource>, DbErr> {
    fn title(items: &[MenuItem], id: i64) -> Option<&str> {
        items.iter().find_map(|item| {
            let own = (item.id.0 == id).then_some(item.title.as_str());
            own.or_else(|| title(&item.items, id))
        })
    }
    let menus = content::store::menus(db).await?;
    Ok(menus.iter().find_map(|menu| {
        let title = title(&menu.items.0, id)?;
        Some(Resource::settings(
            menu.id.0,
            "menu",
            &[("title", Some(title))],
        ))
    }))
}

/// An option or option value, which is read with its product.
async fn option_or_value(
    db: &DatabaseTransaction,
    kind: &str,
    id: i64,
) -> Result<Option<Resource>, DbErr> {
    let found = catalog::products_with_number_in_options(db, id).await?;
    Ok(found.iter().find_map(|product| {
        let mut options = product.options.0.iter();
        let name = if kind == "ProductOption" {
            let option = options.find(|option| option.id.0 == id)?;
            &option.name
        } else {
            let mut values = options.flat_map(|option| &option.values);
            let value = values.find(|value| value.id.0 == id)?;
            &value.name
        };
        let changed = Changed::Product(product.id);
        Some(Resource::new(
            product.id.0,
            changed,
            &[("name", Some(name))],
        ))
    }))
}

/// A selling plan or a group of them, which are read with the group.
async fn selling_plans(
    db: &DatabaseTransaction,
    kind: &str,
    id: i64,
) -> Result<Option<Resource>, DbErr> {
    let groups = catalog::selling_plan_groups(db).await?;
    Ok(groups.iter().find_map(|group| of_group(group, kind, id)))
}

fn of_group(group: &selling_plan_group::Model, kind: &str, id: i64) -> Option<Resource> {
    let (name, description, options) = if kind == "SellingPlan" {
        let plan = group.plans.0.iter().find(|plan| plan.id.0 == id)?;
        (&plan.name, Some(plan.description.as_deref()), &plan.options)
    } else {
        (group.id.0 == id).then_some((&group.name, None, &group.options.0))?
    };
    let keys: Vec<String> = (0..options.len()).map(option_key).collect();
    let mut texts: Vec<(&str, Option<&str>)> = vec![("name", Some(name))];
    texts.extend(description.map(|description| ("description", description)));
    for (key, option) in keys.iter().zip(options) {
        texts.push((key, Some(option)));
    }
    Some(Resource::settings(group.id.0, "selling_plan_group", &texts))
}
