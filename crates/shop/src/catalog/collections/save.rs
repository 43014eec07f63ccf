//! Saves and deletes collections.

use super::{CollectionDraft, members};
use crate::{
    catalog::{
        CatalogErrorCode, membership, metafields, products,
        recorded_work::{self, RecordedWork},
        store, texts,
    },
    content,
    handles::{self, Naming},
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    Timestamp,
    catalog::{
        collection::{self, CollectionSortOrder},
        product::Picture,
        url_redirect,
    },
    ids::{CollectionId, OperationId},
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    rows,
};

/// Kind of resource in global ids and as owner of custom fields.
const KIND: &str = "Collection";

/// A collection that was saved.
#[derive(Clone, Debug)]
pub struct SavedCollection {
    /// The row as it is now.
    pub row: collection::Model,
    /// The recorded work by which its products follow changed rules; `None` where nothing changed.
    pub operation: Option<OperationId>,
}

/// Makes a collection, or changes the one with this id. Where its rules changed, the work by
/// which its products follow them is recorded.
///
/// # Errors
///
/// When there is no collection with the id, another one has the handle, a product does not exist,
/// or a database fails.
pub async fn save_collection(
    app: &App,
    id: Option<CollectionId>,
    draft: &CollectionDraft,
) -> Result<SavedCollection, ChangeError<CatalogErrorCode>> {
    let mut tries = 0;
    loop {
        tries += 1;
        match save_once(app, id, draft, tries).await {
            Err(ChangeError::Database(error))
                if rows::is_taken(&error) && tries < handles::TRIES => {}
            outcome => return outcome,
        }
    }
}

async fn save_once(
    app: &App,
    id: Option<CollectionId>,
    draft: &CollectionDraft,
    tries: usize,
) -> Result<SavedCollection, ChangeError<CatalogErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.catalog.begin().await?;
    members::lock_all(&txn, &draft.products, "collection.products").await?;
    membership::lock_rules(&txn).await?;
    let stored = match id {
        Some(id) => Some(find(&txn, id).await?),
        None => None,
    };
    let mut row = match &stored {
        Some(stored) => stored.clone(),
        None => empty(app, draft, now)?,
    };
    apply(app, &mut row, draft, now);
    row.handle = handle(&txn, &row, draft, tries).await?;
    store::save_collection_row(&txn, row.clone(), stored.is_none()).await?;
    if let Some(stored) = stored.as_ref().filter(|_| draft.redirect_new_handle) {
        redirect(app, &txn, &stored.handle, &row.handle).await?;
    }
    metafields::set_of(app, &txn, (KIND, row.id.0), &draft.metafields).await?;
    let added = members::append(app, &txn, row.id, &draft.products).await?;
    membership::touch_products(app, &txn, &added).await?;
    let changed = Event::CollectionChanged { collection: row.id };
    app.publish(&txn, &[changed]).await?;
    let before = stored.as_ref().and_then(|stored| stored.rule_set.as_ref());
    let work = RecordedWork::Membership(row.id);
    let operation = if row.rule_set.is_some() && row.rule_set.as_ref() != before {
        Some(recorded_work::record_work(app, &txn, &work).await?)
    } else {
        None
    };
    txn.commit().await?;
    Ok(SavedCollection { row, operation })
}

async fn find(
    txn: &DatabaseTransaction,
    id: CollectionId,
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let missing = || {
        Refusal::new(
            CatalogErrorCode::NotFound,
            "collection.id",
            "The collection does not exist.",
        )
    };
    Ok(store::lock_collection(txn, id).await?.ok_or_else(missing)?)
}

fn empty(
    app: &App,
    draft: &CollectionDraft,
    now: Timestamp,
) -> Result<collection::Model, Refusal<CatalogErrorCode>> {
    if draft.title.is_none() {
        let why = "The title must not be empty.";
        return Err(Refusal::new(
            CatalogErrorCode::Blank,
            "collection.title",
            why,
        ));
    }
    let by_rules = matches!(draft.rule_set, Some(Some(_)));
    Ok(collection::Model {
        id: app.next_id(),
        handle: String::new(),
        title: String::new(),
        description_html: String::new(),
        description: String::new(),
        image: None,
        seo_title: None,
        seo_description: None,
        sort_order: if by_rules {
            CollectionSortOrder::BestSelling
        } else {
            CollectionSortOrder::Manual
        },
        rule_set: None,
        published_at: Some(now),
        publications: None,
        created_at: now,
        updated_at: now,
    })
}

/// Applies what the draft contains.
fn apply(app: &App, row: &mut collection::Model, draft: &CollectionDraft, now: Timestamp) {
    if let Some(title) = &draft.title {
        row.title.clone_from(title);
    }
    if let Some(html) = &draft.description_html {
        row.description = texts::plain_text(html);
        row.description_html.clone_from(html);
    }
    if let Some(image) = &draft.image {
        let medium = image.as_ref().map(|image| products::medium(app, image));
        row.image = medium.map(|medium| Picture(Some(medium)));
    }
    if let Some((title, description)) = &draft.seo {
        row.seo_title.clone_from(title);
        row.seo_description.clone_from(description);
    }
    row.sort_order = draft.sort_order.unwrap_or(row.sort_order);
    if let Some(rule_set) = &draft.rule_set {
        row.rule_set.clone_from(rule_set);
    }
    row.published_at = draft.published_at.unwrap_or(row.published_at);
    if let Some(publications) = &draft.publications {
        row.publications.clone_from(publications);
    }
    row.updated_at = now;
}

async fn handle(
    txn: &DatabaseTransaction,
    row: &collection::Model,
    draft: &CollectionDraft,
    tries: usize,
) -> Result<String, ChangeError<CatalogErrorCode>> {
    if draft.handle.is_none() && !row.handle.is_empty() {
        return Ok(row.handle.clone());
    }
    let wanted = draft.handle.as_deref();
    let naming = Naming {
        title: &row.title,
        kind: "collection",
        tries,
    };
    let field = "collection.handle";
    let taken = async |handles| store::taken_collection_handles(txn, handles, row.id).await;
    handles::free(taken, row.id.0, wanted, naming, field).await
}

/// Redirects the old URL of a collection to the new one, and removes any redirect from the new one.
async fn redirect(
    app: &App,
    txn: &DatabaseTransaction,
    before: &str,
    now: &str,
) -> Result<(), DbErr> {
    if before == now {
        return Ok(());
    }
    let [old, new] = [before, now].map(|handle| format!("/collections/{handle}"));
    content::delete_redirects_from(txn, [&old, &new]).await?;
    let row = url_redirect::Model {
        id: app.next_id(),
        path: old,
        target: new,
    };
    content::save_redirects(txn, vec![row], |_| true).await
}

/// Deletes a collection with its custom fields and translations. Returns the recorded work that
/// removes its products, or `None` if there is no such collection.
///
/// # Errors
///
/// When the database fails.
pub async fn delete_collection(app: &App, id: CollectionId) -> Result<Option<OperationId>, DbErr> {
    let txn = app.databases.catalog.begin().await?;
    membership::lock_rules(&txn).await?;
    if !store::delete_collection(&txn, id).await? {
        return Ok(None);
    }
    store::metafields::delete_of_owner(&txn, KIND, id.0).await?;
    store::delete_translations(&txn, id.0).await?;
    let work = RecordedWork::Membership(id);
    let operation = recorded_work::record_work(app, &txn, &work).await?;
    let gone = Event::CollectionDeleted { collection: id };
    app.publish(&txn, &[gone]).await?;
    txn.commit().await?;
    Ok(Some(operation))
}
