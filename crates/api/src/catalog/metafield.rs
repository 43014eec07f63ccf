//! Custom fields: data that merchants attach to a resource beyond its own fields.

use super::texts;
use crate::{
    connections::list_cost,
    content::ContentContext,
    context::RequestContext,
    schema::references::{
        MetafieldParentResource, MetafieldReference, MetafieldReferenceConnection, parent_of,
        reference_of, references_of,
    },
    visibility::reads_products,
};
use async_graphql::{Context, Description, ID, InputObject, Object};
use souk_entities::{catalog::metafield, ids::MetafieldId};
use souk_kernel::{error::ApiError, ids::Gid, scalars::DateTime, viewer::Scope};
use souk_shop::catalog::{self, store::metafields::LoadedMetafield};
use std::sync::Arc;

/// Identifies a custom field of a resource.
#[derive(InputObject, Clone, Debug)]
pub struct HasMetafieldsIdentifier {
    /// Key of the field within its namespace.
    pub key: String,
    /// Namespace of the field; `custom` if omitted.
    pub namespace: Option<String>,
}

/// Whether the caller may read this field: its definition makes it visible to buyers, or the caller
/// is a merchant.
pub(super) fn visible(ctx: &Context<'_>, found: &LoadedMetafield) -> bool {
    let viewer = ctx.viewer();
    found.storefront_visible == Some(true)
        || viewer.may(Scope::ReadProducts)
        || viewer.may(Scope::WriteContent)
}

/// A custom field of a resource.
#[derive(Clone, Description)]
pub struct Metafield(Arc<LoadedMetafield>, Option<Box<MetafieldParentResource>>);

impl Metafield {
    /// Wraps a field that the caller is known to be allowed to see.
    pub fn new(found: Arc<LoadedMetafield>) -> Self {
        Self(found, None)
    }

    /// Wraps a field that another domain stores on the row of `parent`. It has no definition, and its
    /// value is never translated.
    pub fn with_parent(row: metafield::Model, parent: MetafieldParentResource) -> Self {
        let found = LoadedMetafield {
            row,
            storefront_visible: Some(true),
            description: None,
        };
        Self(Arc::new(found), Some(Box::new(parent)))
    }

    async fn text(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        let row = &self.0.row;
        if self.1.is_some() {
            return Ok(row.value.clone());
        }
        let id = row.id.number();
        let own = texts::read_text(ctx, row.owner_id, id, "value", &row.value).await?;
        Ok(own.into_owned())
    }
}

#[Object(use_type_description)]
impl Metafield {
    /// Digest to pass to `metafieldsSet`, which then fails if the field changed in the meantime.
    #[graphql(visible = "reads_products")]
    async fn compare_digest(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let allowed = ctx.viewer().require(Scope::ReadProducts);
        Some(allowed.map(|()| catalog::texts::text_digest(&self.0.row.value)))
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.row.created_at)
    }

    /// Description from the field's definition.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.row.id.gid()
    }

    /// Key within the namespace.
    async fn key(&self) -> &str {
        &self.0.row.key
    }

    /// Namespace that groups fields.
    async fn namespace(&self) -> &str {
        &self.0.row.namespace
    }

    /// Resource that the field belongs to.
    async fn parent_resource(
        &self,
        ctx: &Context<'_>,
    ) -> Result<MetafieldParentResource, ApiError> {
        if let Some(parent) = &self.1 {
            return Ok(MetafieldParentResource::clone(parent));
        }
        let row = &self.0.row;
        parent_of(ctx, &row.owner_type, row.owner_id).await
    }

    /// The referenced resource; null for other types and for resources that the caller may not see.
    async fn reference(&self, ctx: &Context<'_>) -> Option<Result<MetafieldReference, ApiError>> {
        let row = &self.0.row;
        reference_of(ctx, &row.kind, &row.value).await.transpose()
    }

    /// The resources in a list of references, without those the caller may not see; null for other
    /// types.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn references(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Option<Result<MetafieldReferenceConnection, ApiError>> {
        let row = &self.0.row;
        let page = (first, after, last, before);
        let found = references_of(ctx, &row.kind, &row.value, page).await;
        found.transpose()
    }

    /// Type of the value, such as `single_line_text_field` or `list.product_reference`.
    #[graphql(name = "type")]
    async fn kind(&self) -> &str {
        &self.0.row.kind
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.row.updated_at)
    }

    /// The value as text, in the format of its type.
    async fn value(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        self.text(ctx).await
    }
}

/// The custom field with this id, if the caller may read it.
///
/// # Errors
///
/// When the database fails.
pub async fn metafield_by_id(
    ctx: &Context<'_>,
    id: MetafieldId,
) -> Result<Option<Metafield>, ApiError> {
    let found = ctx.content().metafields_by_id.load_one(id).await?;
    Ok(found
        .filter(|found| visible(ctx, found))
        .map(Metafield::new))
}
