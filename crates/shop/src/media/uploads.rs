//! Uploaded files: their bytes are stored in the data folder, named by id; a row describes each
//! file.

use super::{
    disk,
    renderer::Renderer,
    sizes::Rendition,
    transform::{self, RenderError},
};
use crate::{catalog::Transform, content};
use bytes::Bytes;
use souk_entities::{catalog::media_file, ids::FileId};
use souk_kernel::{app::App, data_folder};
use std::{
    fs::File,
    io::{self, ErrorKind},
};
use tokio::task::spawn_blocking;

/// Why an upload failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum UploadError {
    /// Only pictures are accepted: anything else could be run by a browser that opens it.
    #[error("The file must be a JPEG, PNG, GIF or WebP picture.")]
    NoPicture,
    /// The beginning is that of a picture, and the rest is not.
    #[error("The picture cannot be decoded; the file may be damaged.")]
    Damaged,
    /// It could not be transformed.
    #[error(
        "The picture has {} × {} pixels, which is {} in all; at most {most} are allowed.",
        size.0, size.1, u64::from(size.0) * u64::from(size.1)
    )]
    TooManyPixels {
        /// Width and height.
        size: (u32, u32),
        /// The setting `media.max_upload_pixels`.
        most: u32,
    },
    /// Too many other pictures are being decoded.
    #[error("Too many pictures are being decoded; try again soon.")]
    Busy,
    /// A server error.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<RenderError> for UploadError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Busy => Self::Busy,
            RenderError::Unfit(_) => Self::Damaged,
            RenderError::Internal(error) => Self::Internal(error.into()),
        }
    }
}

/// Stores a picture. Its format is determined from its bytes, not from its name. It is decoded
/// first, so that each that is stored can be transformed.
pub(super) async fn keep(app: &App, name: &str, bytes: &Bytes) -> Result<FileId, UploadError> {
    let format = image::guess_format(bytes).map_err(|_| UploadError::NoPicture)?;
    let size = transform::measure(bytes).ok_or(UploadError::NoPicture)?;
    let most = app.config.media.max_upload_pixels;
    if transform::is_too_large(size, most) {
        return Err(UploadError::TooManyPixels { size, most });
    }
    app.part::<Renderer>().check(bytes.clone()).await?;
    let id: FileId = app.next_id();
    let side = |pixels| i32::try_from(pixels).ok();
    let row = media_file::Model {
        id,
        source: None,
        mime_type: format.to_mime_type().to_owned(),
        original_name: name.chars().take(255).collect(),
        byte_size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        width: side(size.0),
        height: side(size.1),
        alt: None,
        created_at: app.clock.now(),
    };
    // Bytes first: a row never refers to a file that is missing.
    let folder = data_folder::subfolder(&app.config.data_dir, "media")?;
    disk::write_whole(&folder, &id.0.to_string(), bytes)
        .await
        .map_err(anyhow::Error::from)?;
    let catalog = app.databases.catalog.writer();
    content::insert_file(catalog, row)
        .await
        .map_err(anyhow::Error::from)?;
    Ok(id)
}

/// A picture that is ready to be sent.
pub(super) struct Picture {
    pub(super) file: File,
    pub(super) byte_size: u64,
    pub(super) media_type: String,
}

impl Picture {
    fn of(file: File, media_type: String) -> io::Result<Self> {
        Ok(Self {
            byte_size: file.metadata()?.len(),
            file,
            media_type,
        })
    }
}

/// An upload, transformed as requested; `None` if there is no such file.
pub(super) async fn open_upload(
    app: &App,
    id: FileId,
    wanted: Transform,
) -> Result<Option<Picture>, OpenError> {
    let found = content::file_by_id(app.databases.catalog.reader(), id).await;
    let Some(row) = found.map_err(anyhow::Error::from)? else {
        return Ok(None);
    };
    let original = app.config.data_dir.join("media").join(id.0.to_string());
    if let Some(wanted) = rendition(&row, wanted) {
        let renderer = app.part::<Renderer>();
        match renderer.rendition(original.clone(), id, wanted).await {
            Ok(file) => {
                let media_type = wanted.format.map(|format| format.media_type().to_owned());
                let media_type = media_type.unwrap_or(row.mime_type);
                return Ok(Some(Picture::of(file, media_type)?));
            }
            Err(RenderError::Busy) => return Err(OpenError::Busy),
            // Stored before uploads were checked: better too large than no picture.
            Err(RenderError::Unfit(why)) => tracing::debug!(id = id.0, why, "sent as it is"),
            Err(RenderError::Internal(error)) if error.kind() == ErrorKind::NotFound => {}
            Err(RenderError::Internal(error)) => return Err(anyhow::Error::from(error).into()),
        }
    }
    let opened = spawn_blocking(move || disk::open_regular(&original)).await;
    match opened.map_err(io::Error::other)? {
        Ok(file) => Ok(Some(Picture::of(file, row.mime_type)?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Why an upload could not be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    /// As many transformations as may wait are waiting already.
    #[error("too many pictures are being transformed")]
    Busy,
    /// A server error.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Internal(error.into())
    }
}

fn rendition(row: &media_file::Model, wanted: Transform) -> Option<Rendition> {
    let width = row.width.and_then(|side| u32::try_from(side).ok())?;
    let height = row.height.and_then(|side| u32::try_from(side).ok())?;
    Rendition::of(wanted, (width, height))
}
