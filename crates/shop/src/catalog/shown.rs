//! What is shown of a variant: its titles in a language, and its picture.

use super::texts::Translations;
use souk_entities::catalog::{
    product::{self, Media, MediaKind},
    variant,
};
use std::borrow::Cow;

/// Title of a product, translated if `texts` contains a translation.
pub fn shown_title<'a>(texts: Option<&'a Translations>, product: &'a product::Model) -> &'a str {
    let translated = texts.and_then(|texts| texts.get(product.id.0, "title"));
    translated.unwrap_or(&product.title)
}

/// Name and value of each option of a variant, translated if `texts` contains translations.
pub fn shown_options(
    texts: Option<&Translations>,
    product: &product::Model,
    row: &variant::Model,
) -> Vec<(String, String)> {
    let chosen = row.selected_options.0.iter();
    chosen
        .map(|chosen| {
            let options = &product.options.0;
            let option = options.iter().find(|option| option.name == chosen.name);
            let mut values = option.iter().flat_map(|option| &option.values);
            let value = values.find(|value| value.name == chosen.value);
            let shown = |resource: Option<i64>, own: &str| {
                let translated = texts.zip(resource);
                let translated = translated.and_then(|(texts, id)| texts.get(id, "name"));
                translated.unwrap_or(own).to_owned()
            };
            let name = shown(option.map(|option| option.id.0), &chosen.name);
            (name, shown(value.map(|value| value.id.0), &chosen.value))
        })
        .collect()
}

/// Title of a variant: its option values, translated if `texts` contains translations.
pub fn shown_variant_title<'a>(
    texts: Option<&Translations>,
    product: &product::Model,
    row: &'a variant::Model,
) -> Cow<'a, str> {
    if texts.is_none() || row.selected_options.0.is_empty() {
        return Cow::Borrowed(&row.title);
    }
    let options = shown_options(texts, product, row);
    let values: Vec<&str> = options.iter().map(|(_, value)| &**value).collect();
    Cow::Owned(values.join(" / "))
}

/// Picture of a variant: its own, or the first one of the product. A video is represented by its
/// preview image.
pub fn shown_picture<'a>(product: &'a product::Model, row: &variant::Model) -> Option<&'a Media> {
    let media = &product.media.0;
    let own = row
        .media_id
        .and_then(|id| media.iter().find(|it| it.id == id));
    let medium = own.or_else(|| media.iter().find(|it| it.kind == MediaKind::Image))?;
    Some(medium.preview.as_deref().unwrap_or(medium))
}
