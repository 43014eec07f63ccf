//! Mutations for custom fields and their definitions.

use super::{metafield::Metafield, metafield_errors::MetafieldsSetUserError};
use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{CatalogUserError, outcome},
    visibility::writes_products,
};
use async_graphql::{Context, Description, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use souk_entities::catalog::metafield_definition;
use souk_kernel::{
    app::App,
    error::ApiError,
    ids::{self, Gid},
    refusal::{ChangeError, Refusal},
    validators::{few_of, not_an_id, refuse},
    viewer::Scope,
};
use souk_shop::{
    catalog::{
        CatalogErrorCode,
        metafield_definition_inputs::{MetafieldDefinitionInput, MetafieldStorefrontAccess},
        metafield_definitions,
        metafield_errors::MetafieldsSetUserErrorCode,
        metafields::{self, ExpectedMetafield, FieldChange},
        product_inputs::MetafieldInput,
        products::{self, names::ProductNames},
        store::metafields::LoadedMetafield,
    },
    operations,
};
use std::{collections::HashSet, sync::Arc};

impl From<Refusal<CatalogErrorCode>> for MetafieldsSetUserError {
    fn from(refusal: Refusal<CatalogErrorCode>) -> Self {
        use MetafieldsSetUserErrorCode as Code;
        let code = match refusal.code {
            CatalogErrorCode::Blank => Code::Blank,
            CatalogErrorCode::Duplicate => Code::Duplicate,
            CatalogErrorCode::InvalidType => Code::InvalidType,
            CatalogErrorCode::InvalidValue => Code::InvalidValue,
            CatalogErrorCode::NotFound => Code::NotFound,
            CatalogErrorCode::StaleObject => Code::StaleObject,
            CatalogErrorCode::TooLong => Code::TooLong,
            CatalogErrorCode::TooMany => Code::TooMany,
            _ => Code::Invalid,
        };
        let place = refusal.place().and_then(|place| place.try_into().ok());
        Self {
            code: Some(code),
            element_index: place,
            field: (!refusal.field.is_empty()).then_some(refusal.field),
            message: refusal.message,
        }
    }
}

/// A custom field of a resource.
#[derive(InputObject, Clone, Debug)]
pub struct MetafieldsSetInput {
    /// The `compareDigest` the caller last read, or null if the field must not exist yet. If the
    /// stored field differs, the change is rejected. If left out, the field is overwritten without
    /// a check.
    pub compare_digest: MaybeUndefined<String>,
    /// Key within the namespace.
    pub key: String,
    /// Namespace; `custom` by default.
    pub namespace: Option<String>,
    /// Id of the resource: an article, blog, collection, location, market, page, product, variant
    /// or the shop.
    pub owner_id: ID,
    /// Type, such as `single_line_text_field`; the type of the definition by default.
    #[graphql(name = "type")]
    pub kind: Option<String>,
    /// Value in the format of the type.
    pub value: String,
}

/// Definition of a custom field.
#[derive(Clone, Debug, Description)]
pub struct MetafieldDefinition(metafield_definition::Model);

/// A validation rule for values.
#[derive(SimpleObject, Clone, Debug)]
pub struct MetafieldDefinitionValidation {
    /// Name of the rule.
    name: String,
    /// The limit, or a JSON list of texts.
    value: String,
}

/// Type of a custom field.
#[derive(SimpleObject, Clone, Debug)]
pub struct MetafieldDefinitionType {
    /// Name, such as `single_line_text_field`.
    name: String,
}

/// Who may read a custom field.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct MetafieldAccess {
    /// Access for buyers.
    storefront: MetafieldStorefrontAccess,
}

#[Object(use_type_description)]
impl MetafieldDefinition {
    /// Who may read it.
    async fn access(&self) -> MetafieldAccess {
        let storefront = if self.0.storefront_visible {
            MetafieldStorefrontAccess::PublicRead
        } else {
            MetafieldStorefrontAccess::None
        };
        MetafieldAccess { storefront }
    }

    /// Description for merchants.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Whether listings offer it as a filter.
    async fn filterable(&self) -> bool {
        self.0.filterable
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Key within the namespace.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Display name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Namespace.
    async fn namespace(&self) -> &str {
        &self.0.namespace
    }

    /// Type of its values.
    #[graphql(name = "type")]
    async fn kind(&self) -> MetafieldDefinitionType {
        MetafieldDefinitionType {
            name: self.0.kind.clone(),
        }
    }

    /// Validation rules for values.
    async fn validations(&self) -> List<MetafieldDefinitionValidation> {
        let rules = self.0.validations.0.iter();
        rules
            .map(|rule| MetafieldDefinitionValidation {
                name: rule.name.clone(),
                value: rule.value.clone(),
            })
            .collect()
    }
}

/// Payload of `metafieldsSet`.
#[derive(SimpleObject)]
pub struct MetafieldsSetPayload {
    /// The custom fields in the order of the input, or null if none was set.
    pub metafields: Option<List<Metafield>>,
    /// Errors in the input; empty on success.
    pub user_errors: List<MetafieldsSetUserError>,
}

/// Payload of `metafieldDefinitionCreate`.
#[derive(SimpleObject)]
pub struct MetafieldDefinitionCreatePayload {
    /// The new definition, or null if the input was rejected.
    pub created_definition: Option<MetafieldDefinition>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Mutations for custom fields and their definitions.
#[derive(Debug, Default)]
pub struct MetafieldMutation;

#[Object]
impl MetafieldMutation {
    /// Sets custom fields of any resources. If one is rejected, none is set.
    #[graphql(visible = "writes_products")]
    async fn metafields_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The custom fields, at most 25.")] metafields: Vec<MetafieldsSetInput>,
    ) -> Option<Result<MetafieldsSetPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        Some(
            outcome(set(ctx.app(), metafields).await).map(|(fields, user_errors)| {
                MetafieldsSetPayload {
                    metafields: fields.map(Into::into),
                    user_errors: user_errors.into(),
                }
            }),
        )
    }

    /// Defines a custom field: its type, its rules and who may read it.
    #[graphql(visible = "writes_products")]
    async fn metafield_definition_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The definition.")] definition: MetafieldDefinitionInput,
    ) -> Option<Result<MetafieldDefinitionCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        Some(
            outcome(define(ctx.app(), definition).await).map(|(definition, user_errors)| {
                MetafieldDefinitionCreatePayload {
                    created_definition: definition,
                    user_errors: user_errors.into(),
                }
            }),
        )
    }
}

async fn define(
    app: &App,
    input: MetafieldDefinitionInput,
) -> Result<MetafieldDefinition, ChangeError<CatalogErrorCode>> {
    let draft = metafield_definitions::validate(input)?;
    let row = metafield_definitions::create(app, draft).await?;
    Ok(MetafieldDefinition(row))
}

async fn set(
    app: &App,
    inputs: Vec<MetafieldsSetInput>,
) -> Result<Vec<Metafield>, ChangeError<CatalogErrorCode>> {
    few_of(&inputs, metafields::MOST_AT_ONCE, "fields", "metafields")?;
    let named = inputs.iter().map(field_of).collect();
    let names = ProductNames::of_metafields(app, named).await?;
    let mut seen = HashSet::new();
    let mut changes = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.iter().enumerate() {
        let change = change(input, &names, &format!("metafields.{place}"))?;
        let field = &change.field;
        if !seen.insert((change.owner, field.namespace.clone(), field.key.clone())) {
            let why = "The field is given twice.";
            return Ok(refuse(
                CatalogErrorCode::Duplicate,
                &format!("metafields.{place}"),
                why,
            )?);
        }
        changes.push(change);
    }
    let rows = operations::set_metafields(app, &changes).await?;
    let loaded = rows.into_iter().map(|row| {
        let definition = names.definition(&row.owner_type, &row.namespace, &row.key);
        Metafield::new(Arc::new(LoadedMetafield {
            storefront_visible: definition.map(|definition| definition.storefront_visible),
            description: definition.and_then(|definition| definition.description.clone()),
            row,
        }))
    });
    Ok(loaded.collect())
}

fn field_of(input: &MetafieldsSetInput) -> MetafieldInput {
    MetafieldInput {
        key: Some(input.key.clone()),
        namespace: input.namespace.clone(),
        kind: input.kind.clone(),
        value: Some(input.value.clone()),
    }
}

fn change(
    input: &MetafieldsSetInput,
    names: &ProductNames,
    field: &str,
) -> Result<FieldChange, ChangeError<CatalogErrorCode>> {
    let parsed = ids::split(&input.owner_id);
    let owner = parsed.and_then(|(kind, id)| Some((metafields::owner_kind(kind)?, id)));
    let Some(owner) = owner else {
        let why = not_an_id(&input.owner_id, "resource with custom fields");
        return Ok(refuse(
            CatalogErrorCode::Invalid,
            &format!("{field}.ownerId"),
            why,
        )?);
    };
    Ok(FieldChange {
        owner,
        field: products::validate::validate_metafield(field_of(input), names, owner.0, field)?,
        expected: match &input.compare_digest {
            MaybeUndefined::Undefined => ExpectedMetafield::Anything,
            MaybeUndefined::Null => ExpectedMetafield::Nothing,
            MaybeUndefined::Value(digest) => ExpectedMetafield::Digest(digest.clone()),
        },
    })
}
