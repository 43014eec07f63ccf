//! Files that custom fields refer to.

use super::ContentContext;
use crate::{catalog::MediaImage, context::RequestContext};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::{
    catalog::{
        media_file,
        product::{Media, MediaKind},
    },
    ids::{FileId, MediaId},
};
use souk_kernel::{error::ApiError, ids::Gid, scalars::Url};
use souk_shop::catalog::{self, Transform};
use std::sync::Arc;

/// A file that is not an image.
#[derive(Clone, Description)]
pub struct GenericFile(Arc<media_file::Model>);

#[Object(use_type_description)]
impl GenericFile {
    /// Alternative text.
    async fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Media type, such as `application/pdf`.
    async fn mime_type(&self) -> Option<&str> {
        Some(&self.0.mime_type)
    }

    /// Size in bytes; null above 2 GB.
    async fn original_file_size(&self) -> Option<i32> {
        i32::try_from(self.0.byte_size).ok()
    }

    /// URL of the file.
    async fn url(&self, ctx: &Context<'_>) -> Option<Url> {
        let source = source_of(&self.0);
        Some(Url(catalog::media_address(
            ctx.app(),
            &source,
            Transform::default(),
        )))
    }
}

/// A file as the API returns it.
pub enum File {
    /// An image.
    Picture(MediaImage),
    /// Any other file.
    Other(GenericFile),
}

/// The file with this id.
///
/// # Errors
///
/// When the database fails.
pub async fn file_by_id(ctx: &Context<'_>, id: FileId) -> Result<Option<File>, ApiError> {
    let row = ctx.content().files.load_one(id).await?;
    Ok(row.map(|row| {
        if row.mime_type.starts_with("image/") {
            File::Picture(MediaImage::new(&picture(&row)))
        } else {
            File::Other(GenericFile(row))
        }
    }))
}

fn source_of(row: &media_file::Model) -> String {
    let own = || format!("file:{}", row.id.0);
    row.source.clone().unwrap_or_else(own)
}

fn picture(row: &media_file::Model) -> Media {
    Media {
        id: MediaId(row.id.0),
        kind: MediaKind::Image,
        source: source_of(row),
        alt: row.alt.clone(),
        width: row.width,
        height: row.height,
        preview: None,
    }
}
