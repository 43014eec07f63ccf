//! Turns an input into a draft, with all checks that do not need the stored product.

pub mod variants;

use super::{
    draft::{MediaDraft, MetafieldDraft, OptionDraft, ProductIdentity, ValueDraft},
    fields::{self, ProductDraft},
    names::ProductNames,
};
use crate::catalog::{
    CatalogErrorCode,
    input_enums::FileContentType,
    metafield_types,
    product_inputs::{FileSetInput, MetafieldInput, OptionSetInput, ProductSetInput},
};
use async_graphql::ID;
use souk_entities::catalog::product::MediaKind;
use souk_kernel::{
    ids::Gid,
    refusal::Refusal,
    validators::{self as checks, Checked, MOST_TEXT, few, filled, refuse, short},
};

pub use super::validate::variants::validate_variant;
use variants::variants;

/// Validates an input for the product given by `identity`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_product(
    identity: ProductIdentity,
    mut input: ProductSetInput,
    names: &ProductNames,
) -> Result<ProductDraft, Refusal<CatalogErrorCode>> {
    let option_list = input.product_options.take();
    let files = input.files.take();
    let variant_list = input.variants.take();
    let metafield_list = input.metafields.take();
    let collection_list = input.collections.take();
    let fields = fields::check(identity, input)?;
    Ok(ProductDraft {
        options: option_list.map(options).transpose()?,
        media: files.map(|files| media_list(&files)).transpose()?,
        variants: variant_list.map(|list| variants(list, names)).transpose()?,
        metafields: metafield_list
            .map(|list| validate_metafields(list, names, "Product", "input.metafields"))
            .transpose()?,
        collections: collection_list
            .map(|list| collections(&list, names))
            .transpose()?,
        ..fields
    })
}

fn options(mut list: Vec<OptionSetInput>) -> Checked<Vec<OptionDraft>, CatalogErrorCode> {
    list.sort_by_key(|option| option.position.unwrap_or(i32::MAX));
    list.into_iter().map(option).collect()
}

fn option(input: OptionSetInput) -> Checked<OptionDraft, CatalogErrorCode> {
    let field = "input.productOptions";
    let name = input.name.unwrap_or_default().trim().to_owned();
    short(&name, field)?;
    let mut values = Vec::new();
    for value in input.values.unwrap_or_default() {
        let name = value.name.unwrap_or_default().trim().to_owned();
        short(&name, field)?;
        if name.is_empty() {
            return refuse(
                CatalogErrorCode::Blank,
                field,
                "The name of an option value must not be empty.",
            );
        }
        let swatch = value.swatch.unwrap_or_default();
        let color = swatch.color.map(|color| color.0.to_lowercase());
        if color
            .as_deref()
            .is_some_and(|color| !metafield_types::is_color(color))
        {
            return refuse(
                CatalogErrorCode::Invalid,
                field,
                "The color must have the form #rrggbb.",
            );
        }
        values.push(ValueDraft {
            id: parse_id(value.id.as_ref(), field)?,
            name,
            swatch_color: color,
            swatch_image: swatch
                .image
                .map(|image| validate_medium(&image, field))
                .transpose()?,
        });
    }
    Ok(OptionDraft {
        id: parse_id(input.id.as_ref(), field)?,
        name,
        values,
    })
}

fn parse_id<I: Gid>(id: Option<&ID>, field: &str) -> Checked<Option<I>, CatalogErrorCode> {
    id.map(|id| checks::id(id, field)).transpose()
}

fn media_list(files: &[FileSetInput]) -> Checked<Vec<MediaDraft>, CatalogErrorCode> {
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
    let id = file.id.as_ref().and_then(|id| souk_kernel::ids::split(id));
    Ok(MediaDraft {
        id: id.map(|(_, number)| number.into()),
        kind,
        source,
        alt: filled(file.alt.clone()),
        width: file.width.filter(|&pixels| pixels > 0),
        height: file.height.filter(|&pixels| pixels > 0),
    })
}

fn collections(
    list: &[ID],
    names: &ProductNames,
) -> Checked<Vec<souk_entities::ids::CollectionId>, CatalogErrorCode> {
    let field = "input.collections";
    few(list, field)?;
    let mut ids = Vec::with_capacity(list.len());
    for name in list {
        match names.collection(name) {
            Some((id, true)) => ids.push(id),
            Some((_, false)) => {
                let why = format!(
                    "The collection {} chooses its products by rules.",
                    checks::quoted(&name.0)
                );
                return refuse(CatalogErrorCode::Invalid, field, why);
            }
            None => {
                let why = format!("The collection {} does not exist.", checks::quoted(&name.0));
                return refuse(CatalogErrorCode::NotFound, field, why);
            }
        }
    }
    Ok(ids)
}

/// Validates the custom fields of an owner.
pub fn validate_metafields(
    list: Vec<MetafieldInput>,
    names: &ProductNames,
    owner_type: &str,
    field: &str,
) -> Checked<Vec<MetafieldDraft>, CatalogErrorCode> {
    few(&list, field)?;
    let mut fields: Vec<MetafieldDraft> = Vec::with_capacity(list.len());
    for (index, input) in list.into_iter().enumerate() {
        let field = format!("{field}.{index}");
        let draft = validate_metafield(input, names, owner_type, &field)?;
        let place =
            |other: &MetafieldDraft| other.namespace == draft.namespace && other.key == draft.key;
        if fields.iter().any(place) {
            return refuse(
                CatalogErrorCode::Duplicate,
                &field,
                "The field is given twice.",
            );
        }
        fields.push(draft);
    }
    Ok(fields)
}

/// Validates a custom field.
pub fn validate_metafield(
    input: MetafieldInput,
    names: &ProductNames,
    owner_type: &str,
    field: &str,
) -> Checked<MetafieldDraft, CatalogErrorCode> {
    let namespace = filled(input.namespace).unwrap_or_else(|| "custom".to_owned());
    let Some(key) = filled(input.key) else {
        return refuse(CatalogErrorCode::Blank, field, "The key must not be empty.");
    };
    if namespace.len() > MOST_TEXT || key.len() > 64 {
        return refuse(
            CatalogErrorCode::TooLong,
            field,
            "The namespace must have at most 255 characters and the key at most 64.",
        );
    }
    let definition = names.definition(owner_type, &namespace, &key);
    let kind = input
        .kind
        .or_else(|| definition.map(|definition| definition.kind.clone()));
    let Some(kind) = kind else {
        return refuse(
            CatalogErrorCode::InvalidType,
            field,
            "The type must be given, as the field has no definition.",
        );
    };
    let mut value = input.value.unwrap_or_default();
    if kind.ends_with("metaobject_reference")
        && let Some(id) = names.metaobject(&value)
    {
        value = id.gid().to_string();
    }
    metafield_types::check_metafield_value(&kind, &value, definition)
        .map_err(|unfit| unfit.refusal(field))?;
    Ok(MetafieldDraft {
        namespace,
        key,
        kind,
        value,
    })
}
