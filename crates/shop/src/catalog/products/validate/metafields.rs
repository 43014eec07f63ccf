//! Custom fields of an input.

use crate::catalog::{
    CatalogErrorCode, metafield_types,
    product_inputs::MetafieldInput,
    products::{draft::MetafieldDraft, names::ProductNames},
};
use souk_kernel::{
    ids::Gid,
    validators::{Checked, MOST_TEXT, few, filled, refuse},
};

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
