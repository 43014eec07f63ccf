//! Creates and changes pages.

use super::{
    page_inputs::{PageCreateInput, PageUpdateInput},
    store,
};
use crate::{
    catalog,
    content::ContentErrorCode,
    handles::{self, Naming},
};
use sea_orm::DatabaseTransaction;
use souk_entities::{Timestamp, catalog::page, ids::PageId};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    rows,
    validators::{self as checks, filled, refuse},
};

/// A new or changed page. `None` leaves a value unchanged, or gives a new page its default.
#[derive(Clone, Debug, Default)]
pub struct PageDraft {
    /// URL handle; for a new page, derived from the title by default.
    pub handle: Option<String>,
    /// Title; required for a new page.
    pub title: Option<String>,
    /// Content as HTML.
    pub body: Option<String>,
    /// Title and description for search engines.
    pub seo: Option<(Option<String>, Option<String>)>,
    /// When it is published.
    pub publish: Publish,
    /// When it was created; now by default.
    pub created_at: Option<Timestamp>,
}

/// When a page is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Publish {
    /// Unchanged; a new page is published immediately.
    #[default]
    Keep,
    /// Immediately, unless it is already published.
    Now,
    /// At this time.
    At(Timestamp),
    /// Not at all.
    Never,
}

impl Publish {
    fn at(self, before: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Keep => before,
            Self::Now => Some(before.filter(|before| *before <= now).unwrap_or(now)),
            Self::At(instant) => Some(instant),
            Self::Never => None,
        }
    }
}

/// Validates an input of `pageCreate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_new(input: PageCreateInput) -> Result<PageDraft, Refusal<ContentErrorCode>> {
    let title = checks::title(&input.title, "page.title")?;
    validate(PageUpdateInput {
        body: input.body,
        handle: input.handle,
        is_published: input.is_published,
        publish_date: input.publish_date,
        seo: input.seo,
        title: Some(title),
    })
}

/// Validates an input of `pageUpdate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate(input: PageUpdateInput) -> Result<PageDraft, Refusal<ContentErrorCode>> {
    let title = input.title.as_deref();
    let handle = input.handle.as_deref();
    let publish = match (input.is_published, input.publish_date) {
        (None, None) => Publish::Keep,
        (Some(true), None) => Publish::Now,
        (None | Some(true), Some(date)) => Publish::At(date.0),
        (Some(false), None) => Publish::Never,
        (Some(false), Some(_)) => {
            let why = "A page that is not published must have no publish date.";
            return refuse(ContentErrorCode::Invalid, "page.publishDate", why);
        }
    };
    Ok(PageDraft {
        handle: handle
            .map(|handle| checks::handle(handle, "page.handle"))
            .transpose()?,
        title: title
            .map(|title| checks::title(title, "page.title"))
            .transpose()?,
        body: input.body.map(|body| body.0),
        seo: input
            .seo
            .map(|seo| (filled(seo.title), filled(seo.description))),
        publish,
        created_at: None,
    })
}

/// Creates a page, or changes the one with this id.
///
/// # Errors
///
/// When there is no page with the id, another page has the handle, or the database fails.
pub async fn save(
    app: &App,
    id: Option<PageId>,
    draft: &PageDraft,
) -> Result<page::Model, ChangeError<ContentErrorCode>> {
    let mut tries = 0;
    loop {
        tries += 1;
        let txn = app.databases.catalog.begin().await?;
        match write_named(app, &txn, id, draft, tries).await {
            Err(ChangeError::Database(error))
                if rows::is_taken(&error) && tries < handles::TRIES => {}
            Err(error) => return Err(error),
            Ok(row) => {
                txn.commit().await?;
                return Ok(row);
            }
        }
    }
}

/// Creates or changes a page within the caller's transaction.
pub(crate) async fn write_page(
    app: &App,
    txn: &DatabaseTransaction,
    id: Option<PageId>,
    draft: &PageDraft,
) -> Result<page::Model, ChangeError<ContentErrorCode>> {
    write_named(app, txn, id, draft, 1).await
}

async fn write_named(
    app: &App,
    txn: &DatabaseTransaction,
    id: Option<PageId>,
    draft: &PageDraft,
    tries: usize,
) -> Result<page::Model, ChangeError<ContentErrorCode>> {
    let now = app.clock.now();
    let mut row = match id {
        Some(id) => stored(txn, id).await?,
        None => empty(app, draft, now),
    };
    if let Some(title) = &draft.title {
        row.title.clone_from(title);
    }
    row.handle = handle(txn, &row, draft, tries).await?;
    if let Some(body) = &draft.body {
        row.body_text = catalog::plain_text(body);
        row.body.clone_from(body);
    }
    if let Some((title, description)) = &draft.seo {
        row.seo_title.clone_from(title);
        row.seo_description.clone_from(description);
    }
    row.published_at = draft.publish.at(row.published_at, now);
    row.updated_at = now;
    store::save_page_row(txn, row.clone(), id.is_none()).await?;
    let changed = Event::ContentChanged {
        resource: "Page".to_owned(),
        id: row.id.0,
    };
    app.publish(txn, &[changed]).await?;
    Ok(row)
}

async fn stored(
    txn: &DatabaseTransaction,
    id: PageId,
) -> Result<page::Model, ChangeError<ContentErrorCode>> {
    let row = store::lock_row::<page::Entity, _>(txn, id).await?;
    let missing = || Refusal::new(ContentErrorCode::NotFound, "id", "The page does not exist.");
    Ok(row.ok_or_else(missing)?)
}

fn empty(app: &App, draft: &PageDraft, now: Timestamp) -> page::Model {
    let made = draft.created_at.unwrap_or(now);
    page::Model {
        id: app.next_id(),
        handle: String::new(),
        title: String::new(),
        body: String::new(),
        body_text: String::new(),
        seo_title: None,
        seo_description: None,
        published_at: Some(made),
        created_at: made,
        updated_at: now,
    }
}

/// The handle of the page, which must be free.
async fn handle(
    txn: &DatabaseTransaction,
    row: &page::Model,
    draft: &PageDraft,
    tries: usize,
) -> Result<String, ChangeError<ContentErrorCode>> {
    if draft.handle.is_none() && !row.handle.is_empty() {
        return Ok(row.handle.clone());
    }
    let naming = Naming {
        title: &row.title,
        kind: "page",
        tries,
    };
    let wanted = draft.handle.as_deref();
    let taken = async |handles| store::taken_page_handles(txn, handles, row.id).await;
    handles::free(taken, row.id.0, wanted, naming, "page.handle").await
}
