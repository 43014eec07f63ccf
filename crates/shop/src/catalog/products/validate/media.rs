//! Images, videos and 3D models of an input.

use crate::catalog::{
    CatalogErrorCode,
    input_enums::FileContentType,
    media_url,
    product_inputs::FileSetInput,
    products::{draft::MediaDraft, names::ProductNames},
};
use souk_entities::catalog::product::MediaKind;
use souk_kernel::{
    ids,
    validators::{Checked, few, filled, quoted, refuse},
};

/// The files of an input.
pub(super) fn media_list(
    files: &[FileSetInput],
    names: &ProductNames,
) -> Checked<Vec<MediaDraft>, CatalogErrorCode> {
    few(files, "input.files")?;
    let files = files.iter().enumerate();
    files
        .map(|(index, file)| validate_medium(file, names, &format!("input.files.{index}")))
        .collect()
}

/// Validates an image, video or 3D model.
pub fn validate_medium(
    file: &FileSetInput,
    names: &ProductNames,
    field: &str,
) -> Checked<MediaDraft, CatalogErrorCode> {
    let kind = match file.content_type {
        None | Some(FileContentType::Image) => MediaKind::Image,
        Some(FileContentType::Video) => MediaKind::Video,
        Some(FileContentType::ExternalVideo) => MediaKind::ExternalVideo,
        Some(FileContentType::Model3d) => MediaKind::Model3d,
        Some(FileContentType::File) => {
            let why = "Only images, videos and 3D models are allowed.";
            return refuse(CatalogErrorCode::Invalid, field, why);
        }
    };
    let source = file.original_source.clone().unwrap_or_default();
    if source.is_empty() && file.id.is_none() {
        return refuse(
            CatalogErrorCode::Blank,
            field,
            "A file must have a source or an id.",
        );
    }
    check_source(&source, names, field)?;
    let id = file.id.as_ref().and_then(|id| ids::split(id));
    Ok(MediaDraft {
        id: id.map(|(_, number)| number.into()),
        kind,
        source,
        alt: filled(file.alt.clone()),
        width: file.width.filter(|&pixels| pixels > 0),
        height: file.height.filter(|&pixels| pixels > 0),
    })
}

/// Refuses a source that is neither a URL nor a demo picture nor an upload of this shop.
fn check_source(source: &str, names: &ProductNames, field: &str) -> Checked<(), CatalogErrorCode> {
    let schemes = ["https://", "http://", "demo:"];
    if source.is_empty() || schemes.iter().any(|scheme| source.starts_with(scheme)) {
        return Ok(());
    }
    let Some(upload) = source.strip_prefix("file:") else {
        let why = format!(
            "The source {} must be an HTTP address or an upload.",
            quoted(source)
        );
        return refuse(CatalogErrorCode::Invalid, field, why);
    };
    match media_url::file_id(upload) {
        Some(id) if names.is_upload(id) => Ok(()),
        Some(_) => {
            let why = format!("The upload {} does not exist.", quoted(source));
            refuse(CatalogErrorCode::NotFound, field, why)
        }
        None => {
            let why = format!(
                "The source {} must be the `originalSource` that an upload was answered with.",
                quoted(source)
            );
            refuse(CatalogErrorCode::Invalid, field, why)
        }
    }
}
