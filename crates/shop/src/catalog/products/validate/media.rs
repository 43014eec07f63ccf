//! Images, videos and 3D models of an input.

use crate::catalog::{
    CatalogErrorCode, input_enums::FileContentType, product_inputs::FileSetInput,
    products::draft::MediaDraft,
};
use souk_entities::catalog::product::MediaKind;
use souk_kernel::{
    ids,
    validators::{Checked, few, filled, refuse},
};

/// The files of an input.
pub(super) fn media_list(files: &[FileSetInput]) -> Checked<Vec<MediaDraft>, CatalogErrorCode> {
    few(files, "input.files")?;
    let files = files.iter().enumerate();
    files
        .map(|(index, file)| validate_medium(file, &format!("input.files.{index}")))
        .collect()
}

/// Validates an image, video or 3D model.
pub fn validate_medium(file: &FileSetInput, field: &str) -> Checked<MediaDraft, CatalogErrorCode> {
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
    let schemes = ["https://", "http://", "demo:", "file:"];
    if !source.is_empty() && !schemes.iter().any(|scheme| source.starts_with(scheme)) {
        return refuse(
            CatalogErrorCode::Invalid,
            field,
            "The source must be an HTTP address.",
        );
    }
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
