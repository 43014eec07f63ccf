//! Definitions of custom fields for each kind of resource.

use super::{
    metafield_definition_inputs::{MetafieldDefinitionInput, MetafieldDefinitionValidationInput},
    metafield_types, metafields, store,
};
use crate::catalog::CatalogErrorCode;
use sea_orm::ConnectionTrait;
use souk_entities::catalog::metafield_definition::{self, Validation, Validations};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, few, filled, refuse},
};

/// Maximum number of definitions for one kind of resource.
const MOST: u64 = 250;
/// Maximum number of characters of a key.
const MOST_KEY: usize = 64;

/// Message for a field that already has a definition.
const DEFINED: &str = "A definition with this namespace and key already exists.";

/// A new definition.
#[derive(Clone, Debug)]
pub struct DefinitionDraft {
    /// Kind of the owners, as in their global ids.
    pub owner_type: &'static str,
    /// Namespace.
    pub namespace: String,
    /// Key.
    pub key: String,
    /// Type.
    pub kind: String,
    /// Display name.
    pub name: String,
    /// Description for merchants.
    pub description: Option<String>,
    /// Validation rules for values.
    pub validations: Vec<Validation>,
    /// Whether buyers may read it.
    pub storefront_visible: bool,
    /// Whether listings offer it as a filter.
    pub filterable: bool,
}

/// Validates an input of `metafieldDefinitionCreate`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate(
    input: MetafieldDefinitionInput,
) -> Result<DefinitionDraft, Refusal<CatalogErrorCode>> {
    let owner_type = metafields::owner_kind(input.owner_type.kind())
        .expect("every kind of the enum carries custom fields");
    let kind = input.kind.trim().to_owned();
    if !metafield_types::is_known(&kind) {
        let why = format!("{} is not a type of custom fields.", checks::quoted(&kind));
        return refuse(CatalogErrorCode::InvalidType, "definition.type", why);
    }
    let access = input.access.unwrap_or_default();
    let storefront_visible = access.storefront.is_some_and(|access| access.is_public());
    let filterable = input.filterable.unwrap_or(false);
    if filterable && !storefront_visible {
        let why = "Only a field that buyers may read can be a filter.";
        return refuse(CatalogErrorCode::Invalid, "definition.filterable", why);
    }
    if filterable && !matches!(owner_type, "Product" | "ProductVariant") {
        let why = "Only fields of products and variants can be filters.";
        return refuse(CatalogErrorCode::Invalid, "definition.filterable", why);
    }
    let namespace = input.namespace.unwrap_or_else(|| "custom".to_owned());
    Ok(DefinitionDraft {
        owner_type,
        namespace: name_part(&namespace, checks::MOST_TEXT, "definition.namespace")?,
        key: name_part(&input.key, MOST_KEY, "definition.key")?,
        name: checks::title(&input.name, "definition.name")?,
        description: filled(input.description),
        validations: validations(&kind, input.validations.unwrap_or_default())?,
        kind,
        storefront_visible,
        filterable,
    })
}

/// Checks a namespace or key, which has only letters, digits, hyphens and underscores.
fn name_part(text: &str, most: usize, field: &str) -> Checked<String, CatalogErrorCode> {
    let text = text.trim();
    checks::not_blank(text, field)?;
    checks::at_most(text, most, field)?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if !text.chars().all(plain) {
        let name = checks::named(field);
        let why = format!("{name} must have only letters, digits, hyphens and underscores.");
        return refuse(CatalogErrorCode::Invalid, field, why);
    }
    Ok(text.to_owned())
}

/// Validates the rules for values.
fn validations(
    kind: &str,
    list: Vec<MetafieldDefinitionValidationInput>,
) -> Checked<Vec<Validation>, CatalogErrorCode> {
    let field = "definition.validations";
    few(&list, field)?;
    let mut rules: Vec<Validation> = Vec::with_capacity(list.len());
    for (place, rule) in list.into_iter().enumerate() {
        let field = format!("{field}.{place}");
        if rules.iter().any(|other| other.name == rule.name) {
            return refuse(
                CatalogErrorCode::Duplicate,
                &field,
                "The rule is given twice.",
            );
        }
        metafield_types::check_rule(kind, &rule.name, &rule.value)
            .or_else(|why| refuse(CatalogErrorCode::Invalid, &field, why))?;
        rules.push(Validation {
            name: rule.name,
            value: rule.value,
        });
    }
    Ok(rules)
}

/// Defines a custom field. If buyers may read it, this includes values stored before.
///
/// # Errors
///
/// When the field is already defined, stored fields have a different type, there are too many
/// definitions, or the database fails.
pub async fn create(
    app: &App,
    draft: DefinitionDraft,
) -> Result<metafield_definition::Model, ChangeError<CatalogErrorCode>> {
    let now = app.clock.now();
    let row = metafield_definition::Model {
        id: app.next_id(),
        owner_type: draft.owner_type.to_owned(),
        namespace: draft.namespace,
        key: draft.key,
        kind: draft.kind,
        name: draft.name,
        description: draft.description,
        validations: Validations(draft.validations),
        storefront_visible: draft.storefront_visible,
        filterable: draft.filterable,
        created_at: now,
        updated_at: now,
    };
    let txn = app.databases.catalog.begin().await?;
    refuse_twin(&txn, &row).await?;
    let (field, why) = ("definition.key", DEFINED);
    store::insert_metafield_definitions(&txn, vec![row.clone()])
        .await
        .map_err(|error| ChangeError::taken(error, field, why))?;
    let what = "metafield_definition".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok(row)
}

async fn refuse_twin(
    db: &impl ConnectionTrait,
    row: &metafield_definition::Model,
) -> Result<(), ChangeError<CatalogErrorCode>> {
    if store::count_metafield_definitions(db, &row.owner_type).await? >= MOST {
        let why = format!("At most {MOST} definitions are allowed for each kind of resource.");
        return Ok(refuse(CatalogErrorCode::TooMany, "definition", why)?);
    }
    if store::is_metafield_defined(db, &row.owner_type, &row.namespace, &row.key).await? {
        return Ok(refuse(CatalogErrorCode::Taken, "definition.key", DEFINED)?);
    }
    if store::metafields::has_other_type(db, row).await? {
        let why = "Fields with another type are already stored.";
        return Ok(refuse(
            CatalogErrorCode::InvalidType,
            "definition.type",
            why,
        )?);
    }
    Ok(())
}
