//! Options of an input and their values.

use super::media::validate_medium;
use crate::catalog::{
    CatalogErrorCode, metafield_types,
    product_inputs::OptionSetInput,
    products::{
        draft::{OptionDraft, ValueDraft},
        names::ProductNames,
    },
};
use souk_kernel::validators::{self as checks, Checked, refuse, short};

/// The options of an input, by their positions.
pub(super) fn options(
    mut list: Vec<OptionSetInput>,
    names: &ProductNames,
) -> Checked<Vec<OptionDraft>, CatalogErrorCode> {
    list.sort_by_key(|option| option.position.unwrap_or(i32::MAX));
    list.into_iter().map(|it| option(it, names)).collect()
}

fn option(input: OptionSetInput, names: &ProductNames) -> Checked<OptionDraft, CatalogErrorCode> {
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
            id: value.id.map(|id| checks::id(&id, field)).transpose()?,
            name,
            swatch_color: color,
            swatch_image: swatch
                .image
                .map(|image| validate_medium(&image, names, field))
                .transpose()?,
        });
    }
    Ok(OptionDraft {
        id: input.id.map(|id| checks::id(&id, field)).transpose()?,
        name,
        values,
    })
}
