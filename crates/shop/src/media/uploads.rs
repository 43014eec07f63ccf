//! Uploaded files: their bytes are stored in the data folder, named by id; a row describes each
//! file.

use super::transform;
use crate::{catalog::Transform, content};
use souk_entities::{catalog::media_file, ids::FileId};
use souk_kernel::app::App;
use std::{io, path::PathBuf};
use tokio::{fs, task::spawn_blocking};

/// Maximum number of files in the cache of transformed pictures.
const MOST_CHANGED: usize = 20_000;

/// Why an upload failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum UploadError {
    /// Only pictures are accepted: anything else could be run by a browser that opens it.
    #[error("the file is no JPEG, PNG, GIF or WebP picture")]
    NoPicture,
    /// A server error.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Stores a picture. Its format is determined from its bytes, not from its name.
pub(super) async fn keep(app: &App, name: &str, bytes: &[u8]) -> Result<FileId, UploadError> {
    let format = image::guess_format(bytes).map_err(|_| UploadError::NoPicture)?;
    let (width, height) = transform::measure(bytes).ok_or(UploadError::NoPicture)?;
    let id: FileId = app.next_id();
    let side = |pixels| i32::try_from(pixels).ok();
    let row = media_file::Model {
        id,
        source: None,
        mime_type: format.to_mime_type().to_owned(),
        original_name: name.chars().take(255).collect(),
        byte_size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        width: side(width),
        height: side(height),
        alt: None,
        created_at: app.clock.now(),
    };
    // Bytes first: a row never refers to a file that is missing.
    write(folder(app), &id.0.to_string(), bytes)
        .await
        .map_err(anyhow::Error::from)?;
    let catalog = app.databases.catalog.writer();
    content::insert_file(catalog, row)
        .await
        .map_err(anyhow::Error::from)?;
    Ok(id)
}

/// Bytes and media type of a file, transformed as requested; `None` if there is no such file.
pub(super) async fn read_upload(
    app: &App,
    id: FileId,
    wanted: Transform,
) -> anyhow::Result<Option<(Vec<u8>, String)>> {
    let Some(row) = content::file_by_id(app.databases.catalog.reader(), id).await? else {
        return Ok(None);
    };
    let original = folder(app).join(id.0.to_string());
    if wanted == Transform::default() {
        return Ok(Some((fs::read(original).await?, row.mime_type)));
    }
    let changed = folder(app).join("changed");
    let name = format!(
        "{}-{:?}-{:?}-{:?}-{:?}",
        id.0, wanted.width, wanted.height, wanted.crop, wanted.format
    )
    .replace(['(', ')'], "_");
    if let Ok(bytes) = fs::read(changed.join(&name)).await {
        let media_type = image::guess_format(&bytes)
            .map_or(row.mime_type, |format| format.to_mime_type().to_owned());
        return Ok(Some((bytes, media_type)));
    }
    let bytes = fs::read(original).await?;
    let (bytes, media_type) = spawn_blocking(move || transform::apply(&bytes, wanted)).await??;
    let entries = spawn_blocking({
        let changed = changed.clone();
        move || std::fs::read_dir(changed).map_or(0, Iterator::count)
    });
    if entries.await? < MOST_CHANGED {
        write(changed, &name, &bytes).await?;
    }
    Ok(Some((bytes, media_type.to_owned())))
}

fn folder(app: &App) -> PathBuf {
    app.config.data_dir.join("media")
}

/// Writes to a temporary file and renames it, so that nobody reads a partial file.
async fn write(folder: PathBuf, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(&folder).await?;
    let unfinished = folder.join(format!("{name}.{}.part", uuid::Uuid::new_v4().simple()));
    fs::write(&unfinished, bytes).await?;
    fs::rename(unfinished, folder.join(name)).await
}
