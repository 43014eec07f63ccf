//! The options of a product, and the values its variants use.

use super::{
    draft::{OptionDraft, ValueDraft, VariantDraft},
    fields::ProductDraft,
};
use crate::catalog::CatalogErrorCode;
use souk_entities::catalog::{
    product::{Media, ProductOption, ProductOptionValue, ProductOptions},
    variant::SelectedOption,
};
use souk_kernel::{app::App, refusal::Refusal};
use std::collections::{HashMap, HashSet};

/// Maximum number of options of a product.
const MOST_OPTIONS: usize = 3;
/// Name of the option of a product that has none, as storefronts expect it.
pub(crate) const NO_OPTION: &str = "Title";
/// Value of the variant of a product that has no options, as storefronts expect it.
pub(crate) const NO_VALUE: &str = "Default Title";

/// The options a product gets. Options and values keep their ids by id or name.
pub(crate) fn resolve(
    app: &App,
    stored: Option<&ProductOptions>,
    draft: &ProductDraft,
    swatch_picture: &mut dyn FnMut(&ValueDraft) -> Option<Media>,
) -> Result<ProductOptions, Refusal<CatalogErrorCode>> {
    let derived;
    let wanted = match (&draft.options, &draft.variants, stored) {
        (Some(options), _, _) => options,
        (None, Some(variants), stored) => {
            derived = derive(stored, variants);
            &derived
        }
        (None, None, Some(stored)) => return Ok(stored.clone()),
        (None, None, None) => return Ok(no_options(app)),
    };
    if wanted.len() > MOST_OPTIONS {
        let why = format!(
            "At most {MOST_OPTIONS} options are allowed; {} were given.",
            wanted.len()
        );
        return Err(refuse(CatalogErrorCode::TooMany, why));
    }
    let variants = draft.variants.as_deref().unwrap_or_default();
    let mut names = HashSet::new();
    let mut options = Vec::with_capacity(wanted.len());
    for option in wanted {
        if option.name.trim().is_empty() {
            return Err(refuse(
                CatalogErrorCode::Blank,
                "The name of an option must not be empty.",
            ));
        }
        if !names.insert(option.name.as_str()) {
            let why = format!("The option `{}` is given twice.", option.name);
            return Err(refuse(CatalogErrorCode::Duplicate, why));
        }
        let before = stored.and_then(|stored| {
            let by_id = stored.0.iter().find(|known| Some(known.id) == option.id);
            by_id.or_else(|| stored.0.iter().find(|known| known.name == option.name))
        });
        options.push(build_option(app, before, option, variants, swatch_picture)?);
    }
    if options.is_empty() {
        return Ok(match stored {
            Some(stored) if is_without_options(stored) => stored.clone(),
            _ => no_options(app),
        });
    }
    Ok(ProductOptions(options))
}

/// Whether a product has no options of its own.
pub(crate) fn is_without_options(options: &ProductOptions) -> bool {
    match options.0.as_slice() {
        [] => true,
        [only] => {
            only.name == NO_OPTION && matches!(&only.values[..], [value] if value.name == NO_VALUE)
        }
        _ => false,
    }
}

fn no_options(app: &App) -> ProductOptions {
    ProductOptions(vec![ProductOption {
        id: app.next_id(),
        name: NO_OPTION.to_owned(),
        values: vec![ProductOptionValue {
            id: app.next_id(),
            name: NO_VALUE.to_owned(),
            swatch_color: None,
            swatch_image: None,
        }],
    }])
}

fn build_option(
    app: &App,
    before: Option<&ProductOption>,
    option: &OptionDraft,
    variants: &[VariantDraft],
    swatch_picture: &mut dyn FnMut(&ValueDraft) -> Option<Media>,
) -> Result<ProductOption, Refusal<CatalogErrorCode>> {
    let mut names: HashSet<&str> = HashSet::new();
    let mut values = Vec::new();
    for value in &option.values {
        if !names.insert(&value.name) {
            let why = format!(
                "The value `{}` of the option `{}` is given twice.",
                value.name, option.name
            );
            return Err(refuse(CatalogErrorCode::Duplicate, why));
        }
        values.push(ProductOptionValue {
            swatch_image: swatch_picture(value),
            swatch_color: value.swatch_color.clone(),
            ..known_value(app, before, value)
        });
    }
    for (name, value) in variants.iter().flat_map(|variant| &variant.option_values) {
        if *name == option.name && names.insert(value) {
            let value = ValueDraft {
                id: None,
                name: value.clone(),
                swatch_color: None,
                swatch_image: None,
            };
            values.push(known_value(app, before, &value));
        }
    }
    Ok(ProductOption {
        id: before.map_or_else(|| app.next_id(), |before| before.id),
        name: option.name.clone(),
        values,
    })
}

/// The stored value with its new name, or else a new value.
fn known_value(
    app: &App,
    before: Option<&ProductOption>,
    value: &ValueDraft,
) -> ProductOptionValue {
    let known = before.and_then(|before| {
        let by_id = before
            .values
            .iter()
            .find(|known| Some(known.id) == value.id);
        by_id.or_else(|| before.values.iter().find(|known| known.name == value.name))
    });
    match known {
        Some(known) => ProductOptionValue {
            name: value.name.clone(),
            ..known.clone()
        },
        None => ProductOptionValue {
            id: app.next_id(),
            name: value.name.clone(),
            swatch_color: None,
            swatch_image: None,
        },
    }
}

/// The options that variants use, in order of appearance. Values of known options keep their order.
fn derive(stored: Option<&ProductOptions>, variants: &[VariantDraft]) -> Vec<OptionDraft> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in variants.iter().flat_map(|variant| &variant.option_values) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let used: HashSet<(&str, &str)> = variants
        .iter()
        .flat_map(|variant| &variant.option_values)
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let known = |name: &str| {
        let option = stored.and_then(|stored| stored.0.iter().find(|option| option.name == name));
        let values = option
            .map(|option| option.values.as_slice())
            .unwrap_or_default();
        values
            .iter()
            .filter(|value| used.contains(&(name, value.name.as_str())))
            .map(|value| ValueDraft {
                id: Some(value.id),
                name: value.name.clone(),
                swatch_color: value.swatch_color.clone(),
                swatch_image: None,
            })
            .collect()
    };
    names
        .into_iter()
        .map(|name| OptionDraft {
            id: None,
            name: name.to_owned(),
            values: known(name),
        })
        .collect()
}

/// The values of one variant in the order of the options.
pub(crate) fn select(
    options: &ProductOptions,
    values: &[(String, String)],
    field: &str,
) -> Result<Vec<SelectedOption>, Refusal<CatalogErrorCode>> {
    if values.is_empty() && is_without_options(options) {
        return Ok(vec![SelectedOption {
            name: NO_OPTION.to_owned(),
            value: NO_VALUE.to_owned(),
        }]);
    }
    let given: HashMap<&str, &str> = values
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    if given.len() != values.len() {
        let why = "An option is given twice.";
        return Err(Refusal::new(CatalogErrorCode::Duplicate, field, why));
    }
    let mut selected = Vec::with_capacity(options.0.len());
    for option in &options.0 {
        let Some(&value) = given.get(option.name.as_str()) else {
            let why = format!("A value for the option `{}` is missing.", option.name);
            return Err(Refusal::new(CatalogErrorCode::Blank, field, why));
        };
        selected.push(SelectedOption {
            name: option.name.clone(),
            value: value.to_owned(),
        });
    }
    if given.len() != options.0.len() {
        let why = "The product does not have one of the options.";
        return Err(Refusal::new(CatalogErrorCode::NotFound, field, why));
    }
    Ok(selected)
}

/// The values of a stored variant under the names its options have now; `None` when one is gone.
pub(crate) fn renamed(
    before: &ProductOptions,
    now: &ProductOptions,
    selected: &[SelectedOption],
) -> Option<Vec<SelectedOption>> {
    let one = |option: &ProductOption| {
        let old = before.0.iter().find(|old| old.id == option.id)?;
        let chosen = selected.iter().find(|chosen| chosen.name == old.name)?;
        let old_value = old.values.iter().find(|value| value.name == chosen.value)?;
        let value = option
            .values
            .iter()
            .find(|value| value.id == old_value.id)?;
        Some(SelectedOption {
            name: option.name.clone(),
            value: value.name.clone(),
        })
    };
    if before.0.len() != now.0.len() {
        return None;
    }
    now.0.iter().map(one).collect()
}

fn refuse(code: CatalogErrorCode, why: impl Into<String>) -> Refusal<CatalogErrorCode> {
    Refusal::new(code, "input.productOptions", why)
}
