//! Documents of the index, read from the databases in batches.

mod content;
mod products;
mod translations;
mod visibility;

pub(super) use translations::locales;

use super::engine::{Document, DocumentKind};
use souk_kernel::app::App;

/// Reads the documents with these ids. Resources that no longer exist are left out.
pub(super) async fn load_documents(
    app: &App,
    kind: DocumentKind,
    ids: &[i64],
) -> anyhow::Result<Vec<Document>> {
    match kind {
        DocumentKind::Product => products::load_products(app, ids).await,
        DocumentKind::Collection => content::collections(app, ids).await,
        DocumentKind::Page => content::pages(app, ids).await,
        DocumentKind::Article => content::articles(app, ids).await,
    }
}
