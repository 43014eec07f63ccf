//! Creates and changes navigation menus.

use super::{
    menu_inputs::{MenuItemCreateInput, MenuItemUpdateInput},
    store,
};
use crate::{catalog, content::ContentErrorCode, handles};
use async_graphql::ID;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use souk_entities::{
    catalog::menu::{self, MenuItem, MenuItemKind, MenuItems},
    ids::{MenuId, MenuItemId},
};
use souk_kernel::{
    app::App,
    events::Event,
    ids,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, MOST_ENTRIES, filled, refuse, short},
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Maximum number of levels.
const MOST_LEVELS: usize = 3;

/// A new or changed menu. `None` leaves the handle unchanged.
#[derive(Clone, Debug)]
pub struct MenuDraft {
    handle: Option<String>,
    title: String,
    items: Vec<ItemDraft>,
}

/// A menu item.
#[derive(Clone, Debug)]
struct ItemDraft {
    /// Path in the input.
    field: String,
    /// Id of an existing item, which keeps its translations.
    id: Option<MenuItemId>,
    title: String,
    kind: MenuItemKind,
    resource: Option<i64>,
    url: Option<String>,
    tags: Vec<String>,
    items: Vec<ItemDraft>,
}

/// Validates the arguments of `menuCreate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_new(
    title: &str,
    handle: &str,
    items: Vec<MenuItemCreateInput>,
) -> Result<MenuDraft, Refusal<ContentErrorCode>> {
    let items = items.into_iter().map(MenuItemUpdateInput::from);
    validate_menu(title, Some(handle), items.collect())
}

/// Validates the arguments of `menuUpdate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_menu(
    title: &str,
    handle: Option<&str>,
    items: Vec<MenuItemUpdateInput>,
) -> Result<MenuDraft, Refusal<ContentErrorCode>> {
    let mut checker = Checker::default();
    Ok(MenuDraft {
        title: checks::title(title, "title")?,
        handle: handle
            .map(|handle| checks::handle(handle, "handle"))
            .transpose()?,
        items: checker.items(items, "items", 1)?,
    })
}

/// Validates menu items one by one.
#[derive(Default)]
struct Checker {
    entries: usize,
    seen: HashSet<MenuItemId>,
}

impl Checker {
    fn items(
        &mut self,
        items: Vec<MenuItemUpdateInput>,
        field: &str,
        level: usize,
    ) -> Checked<Vec<ItemDraft>, ContentErrorCode> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        if level > MOST_LEVELS {
            let why = format!("At most {MOST_LEVELS} levels are allowed.");
            return refuse(ContentErrorCode::TooMany, field, why);
        }
        self.entries += items.len();
        if self.entries > MOST_ENTRIES {
            let why = format!("At most {MOST_ENTRIES} entries are allowed.");
            return refuse(ContentErrorCode::TooMany, field, why);
        }
        let items = items.into_iter().enumerate();
        items
            .map(|(index, item)| self.item(item, format!("{field}.{index}"), level))
            .collect()
    }

    fn item(
        &mut self,
        input: MenuItemUpdateInput,
        field: String,
        level: usize,
    ) -> Checked<ItemDraft, ContentErrorCode> {
        let id = input.id.map(|id| checks::id(&id, &format!("{field}.id")));
        let id: Option<MenuItemId> = id.transpose()?;
        if id.is_some_and(|id| !self.seen.insert(id)) {
            return refuse(
                ContentErrorCode::Duplicate,
                &field,
                "The entry is given twice.",
            );
        }
        let kind = MenuItemKind::from(input.kind);
        Ok(ItemDraft {
            id,
            title: checks::title(&input.title, &format!("{field}.title"))?,
            kind,
            resource: resource(kind, input.resource_id.as_ref(), &field)?,
            url: address(kind, filled(input.url), &format!("{field}.url"))?,
            tags: tags(
                kind,
                input.tags.unwrap_or_default(),
                &format!("{field}.tags"),
            )?,
            items: self.items(
                input.items.unwrap_or_default(),
                &format!("{field}.items"),
                level + 1,
            )?,
            field,
        })
    }
}

/// Kind of the resource that an item links to; `None` for items without a resource.
fn resource_kind(kind: MenuItemKind) -> Option<&'static str> {
    match kind {
        MenuItemKind::Article => Some("Article"),
        MenuItemKind::Blog => Some("Blog"),
        MenuItemKind::Collection => Some("Collection"),
        MenuItemKind::Metaobject => Some("Metaobject"),
        MenuItemKind::Page => Some("Page"),
        MenuItemKind::Product => Some("Product"),
        MenuItemKind::ShopPolicy => Some("ShopPolicy"),
        MenuItemKind::Catalog
        | MenuItemKind::Collections
        | MenuItemKind::CustomerAccountPage
        | MenuItemKind::Frontpage
        | MenuItemKind::Http
        | MenuItemKind::Search => None,
    }
}

fn resource(
    kind: MenuItemKind,
    id: Option<&ID>,
    field: &str,
) -> Checked<Option<i64>, ContentErrorCode> {
    let field = format!("{field}.resourceId");
    match (resource_kind(kind), id) {
        (None, None) => Ok(None),
        (None, Some(_)) => {
            let why = "An entry of this type must have no resource.";
            refuse(ContentErrorCode::Invalid, &field, why)
        }
        (Some(kind), None) => {
            let why = format!("The id of the {kind} must be given.");
            refuse(ContentErrorCode::Blank, &field, why)
        }
        (Some(kind), Some(id)) => match ids::split(id) {
            Some((named, number)) if named == kind => Ok(Some(number)),
            _ => refuse(
                ContentErrorCode::Invalid,
                &field,
                checks::not_an_id(id, kind),
            ),
        },
    }
}

/// The URL of an item without a resource: a path in the shop, or a web, mail or telephone address.
/// Anything a browser would run is refused.
fn address(
    kind: MenuItemKind,
    url: Option<String>,
    field: &str,
) -> Checked<Option<String>, ContentErrorCode> {
    let Some(url) = url else {
        if kind == MenuItemKind::Http {
            return refuse(ContentErrorCode::Blank, field, "The URL must not be empty.");
        }
        return Ok(None);
    };
    if resource_kind(kind).is_some() {
        let why = "An entry with a resource must have no URL.";
        return refuse(ContentErrorCode::Invalid, field, why);
    }
    if url.len() > 2_048 {
        return refuse(
            ContentErrorCode::TooLong,
            field,
            "The URL must have at most 2,048 characters.",
        );
    }
    let starts = ["/", "http://", "https://", "mailto:", "tel:"];
    if !starts.iter().any(|start| url.starts_with(start)) {
        let why = "The URL must begin with `/`, `https://`, `http://`, `mailto:` or `tel:`.";
        return refuse(ContentErrorCode::Invalid, field, why);
    }
    Ok(Some(url))
}

fn tags(
    kind: MenuItemKind,
    tags: Vec<String>,
    field: &str,
) -> Checked<Vec<String>, ContentErrorCode> {
    if !tags.is_empty() && kind != MenuItemKind::Collection {
        return refuse(
            ContentErrorCode::Invalid,
            field,
            "Only an entry with a collection can have tags.",
        );
    }
    checks::few(&tags, field)?;
    tags.iter().try_for_each(|tag| short(tag, field))?;
    Ok(tags)
}

/// Creates a menu, or changes the one with this id. Items given with their id keep it, together
/// with their translations.
///
/// # Errors
///
/// When a menu, item or resource does not exist, another menu has the handle, or the database
/// fails.
pub async fn save_menu(
    app: &App,
    id: Option<MenuId>,
    draft: &MenuDraft,
) -> Result<menu::Model, ChangeError<ContentErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.catalog.begin().await?;
    let mut row = match id {
        Some(id) => stored(&txn, id).await?,
        None => menu::Model {
            id: app.next_id(),
            handle: String::new(),
            title: String::new(),
            items: MenuItems::default(),
            created_at: now,
            updated_at: now,
        },
    };
    resources_exist(&txn, &draft.items).await?;
    let mut gone: HashSet<MenuItemId> = HashSet::new();
    collect_ids(&row.items.0, &mut gone);
    row.items = MenuItems(build(app, &draft.items, &mut gone)?);
    row.title.clone_from(&draft.title);
    if let Some(handle) = &draft.handle {
        row.handle.clone_from(handle);
    }
    row.updated_at = now;
    store::save_menu_row(&txn, row.clone(), id.is_none())
        .await
        .map_err(|error| {
            ChangeError::taken(error, "handle", handles::already_used("menu", &row.handle))
        })?;
    forget_texts(&txn, row.id, &gone).await?;
    let what = "menu".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok(row)
}

async fn stored(
    txn: &DatabaseTransaction,
    id: MenuId,
) -> Result<menu::Model, ChangeError<ContentErrorCode>> {
    let row = store::lock_row::<menu::Entity, _>(txn, id).await?;
    let missing = || Refusal::new(ContentErrorCode::NotFound, "id", "The menu does not exist.");
    Ok(row.ok_or_else(missing)?)
}

fn collect_ids(items: &[MenuItem], ids: &mut HashSet<MenuItemId>) {
    for item in items {
        ids.insert(item.id);
        collect_ids(&item.items, ids);
    }
}

/// Builds the items of a menu. `unused` holds the ids of stored items; those that are kept are
/// removed from it.
fn build(
    app: &App,
    drafts: &[ItemDraft],
    unused: &mut HashSet<MenuItemId>,
) -> Checked<Vec<MenuItem>, ContentErrorCode> {
    let mut items = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if draft.id.is_some_and(|id| !unused.remove(&id)) {
            let field = format!("{}.id", draft.field);
            let why = "The menu does not have this entry.";
            return refuse(ContentErrorCode::NotFound, &field, why);
        }
        items.push(MenuItem {
            id: draft.id.unwrap_or_else(|| app.next_id()),
            title: draft.title.clone(),
            kind: draft.kind,
            resource_id: draft.resource,
            url: draft.url.clone(),
            tags: draft.tags.clone(),
            items: build(app, &draft.items, unused)?,
        });
    }
    Ok(items)
}

/// Refuses items that link to resources that do not exist, with one query per kind of resource.
async fn resources_exist(
    txn: &DatabaseTransaction,
    items: &[ItemDraft],
) -> Result<(), ChangeError<ContentErrorCode>> {
    let mut wanted: BTreeMap<&'static str, HashMap<i64, String>> = BTreeMap::new();
    collect_resources(items, &mut wanted);
    for (kind, fields) in wanted {
        let ids: Vec<i64> = fields.keys().copied().collect();
        let found = match kind {
            "Collection" => catalog::collection_ids_among(txn, ids).await?,
            "Product" => catalog::product_ids_among(txn, ids).await?,
            _ => store::resource_ids_among(txn, kind, ids).await?,
        };
        if let Some((_, field)) = fields.iter().find(|(id, _)| !found.contains(id)) {
            let why = format!("The {kind} does not exist.");
            return Err(Refusal::new(ContentErrorCode::NotFound, field, why).into());
        }
    }
    Ok(())
}

fn collect_resources(
    items: &[ItemDraft],
    wanted: &mut BTreeMap<&'static str, HashMap<i64, String>>,
) {
    for item in items {
        if let (Some(kind), Some(number)) = (resource_kind(item.kind), item.resource) {
            let field = format!("{}.resourceId", item.field);
            wanted.entry(kind).or_default().insert(number, field);
        }
        collect_resources(&item.items, wanted);
    }
}

/// Deletes the translations of removed items.
async fn forget_texts(
    db: &impl ConnectionTrait,
    menu: MenuId,
    gone: &HashSet<MenuItemId>,
) -> Result<(), DbErr> {
    if gone.is_empty() {
        return Ok(());
    }
    let gone = gone.iter().map(|id| id.0);
    catalog::delete_translations_of_parts(db, menu.0, "MenuItem", gone).await
}
