//! Merchant-defined records.

use super::{ContentContext, addresses};
use crate::list::List;
use crate::{
    catalog,
    connections::list_cost,
    context::RequestContext,
    schema::references::{
        MetafieldReference, MetafieldReferenceConnection, reference_of, references_of,
    },
};
use async_graphql::{Context, Description, ID, InputObject, Object, SimpleObject};
use souk_entities::{
    catalog::{metaobject, metaobject_definition},
    ids::MetaobjectId,
};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    scalars::{DateTime, Url},
    viewer::Scope,
};
use souk_shop::content::store;
use std::{borrow::Cow, sync::Arc};

/// A merchant-defined record, such as a designer or a size chart.
#[derive(Clone, Description)]
pub struct Metaobject {
    row: Arc<metaobject::Model>,
    definition: Arc<metaobject_definition::Model>,
}

impl Metaobject {
    /// Wraps a record that the caller is known to be allowed to see, with its type.
    pub fn new(row: Arc<metaobject::Model>, definition: Arc<metaobject_definition::Model>) -> Self {
        Self { row, definition }
    }

    /// Database row.
    pub fn row(&self) -> &metaobject::Model {
        &self.row
    }

    /// URL of the record's page; `None` if its type has no pages.
    pub fn address(&self, ctx: &Context<'_>) -> Option<Url> {
        let path = self
            .definition
            .online_store_path
            .as_deref()?
            .trim_matches('/');
        Some(addresses::online_store_url_of(
            ctx,
            &format!("/pages/{path}/{}", self.row.handle),
        ))
    }

    fn field_named(&self, key: &str) -> Option<MetaobjectField> {
        let position = self
            .row
            .fields
            .0
            .iter()
            .position(|field| field.key == key)?;
        Some(self.field_at(position))
    }

    fn field_at(&self, position: usize) -> MetaobjectField {
        MetaobjectField {
            row: Arc::clone(&self.row),
            own: self.row.fields.0[position].clone(),
        }
    }

    /// A pseudo-field with a text for search engines, which is not a field of the type.
    fn seo_field(&self, key: &str, value: Option<&String>) -> Option<MetaobjectField> {
        let own = metaobject::MetaobjectField {
            key: key.to_owned(),
            kind: "single_line_text_field".to_owned(),
            value: Some(value?.clone()),
        };
        let row = Arc::clone(&self.row);
        Some(MetaobjectField { row, own })
    }
}

#[Object(use_type_description)]
impl Metaobject {
    /// Returns the field with this key, or null if the type has none.
    async fn field(
        &self,
        #[graphql(desc = "Key of the field.")] key: String,
    ) -> Option<MetaobjectField> {
        self.field_named(&key)
    }

    /// All fields, in the order of the type's definition.
    async fn fields(&self) -> List<MetaobjectField> {
        let fields = 0..self.row.fields.0.len();
        fields.map(|position| self.field_at(position)).collect()
    }

    /// Handle, unique within its type.
    async fn handle(&self) -> &str {
        &self.row.handle
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// URL in the online store; null if its type has no pages.
    async fn online_store_url(&self, ctx: &Context<'_>) -> Option<Url> {
        self.address(ctx)
    }

    /// Title and description for search engines; null if its type has no pages.
    async fn seo(&self) -> Option<MetaobjectSeo> {
        self.definition.online_store_path.as_ref()?;
        let row = &self.row;
        Some(MetaobjectSeo {
            description: self.seo_field("meta_description", row.seo_description.as_ref()),
            title: self.seo_field("meta_title", row.seo_title.as_ref()),
        })
    }

    /// Name of its type.
    #[graphql(name = "type")]
    async fn kind(&self) -> &str {
        &self.row.kind
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// Title and description of a merchant-defined record for search engines.
#[derive(SimpleObject, Clone)]
#[graphql(name = "MetaobjectSEO")]
pub struct MetaobjectSeo {
    /// Description.
    description: Option<MetaobjectField>,
    /// Title.
    title: Option<MetaobjectField>,
}

/// One value of a merchant-defined record.
#[derive(Clone, Description)]
pub struct MetaobjectField {
    row: Arc<metaobject::Model>,
    own: metaobject::MetaobjectField,
}

#[Object(use_type_description)]
impl MetaobjectField {
    /// Key, unique within the record.
    async fn key(&self) -> &str {
        &self.own.key
    }

    /// The referenced resource; null for other types and for resources that the caller may not see.
    async fn reference(&self, ctx: &Context<'_>) -> Option<Result<MetafieldReference, ApiError>> {
        let value = self.own.value.as_deref()?;
        reference_of(ctx, &self.own.kind, value).await.transpose()
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
        let value = self.own.value.as_deref()?;
        let page = (first, after, last, before);
        let found = references_of(ctx, &self.own.kind, value, page).await;
        found.transpose()
    }

    /// Type of the value, such as `single_line_text_field`.
    #[graphql(name = "type")]
    async fn kind(&self) -> &str {
        &self.own.kind
    }

    /// The value as text, in the format of its type.
    async fn value(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let (id, own) = (self.row.id.number(), self.own.value.as_deref());
        let text = catalog::optional_text(ctx, id, id, &self.own.key, own).await;
        text.map(|text| text.map(Cow::into_owned)).transpose()
    }
}

/// Identifies a merchant-defined record by type and handle.
#[derive(InputObject, Clone, Debug)]
pub struct MetaobjectHandleInput {
    /// Handle of the record.
    handle: String,
    /// Name of its type.
    #[graphql(name = "type")]
    kind: String,
}

/// Queries for merchant-defined records.
#[derive(Default)]
pub struct MetaobjectQuery;

#[Object]
impl MetaobjectQuery {
    /// Returns a record by id, or by type and handle; null if there is none that the caller may
    /// see.
    async fn metaobject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Type and handle of the record.")] handle: Option<MetaobjectHandleInput>,
        #[graphql(desc = "Id of the record.")] id: Option<ID>,
    ) -> Option<Result<Metaobject, ApiError>> {
        let found = match (id, handle) {
            (Some(id), _) => by_gid(ctx, &id).await,
            (None, Some(named)) => by_handle(ctx, &named).await,
            (None, None) => Err(ApiError::BadInput("give a handle or an id".to_owned())),
        };
        found.transpose()
    }
}

/// The record with this id, if the caller may see records of its type.
///
/// # Errors
///
/// When the database fails.
pub async fn metaobject_by_id(
    ctx: &Context<'_>,
    id: MetaobjectId,
) -> Result<Option<Metaobject>, ApiError> {
    let Some(row) = ctx.content().metaobjects.load_one(id).await? else {
        return Ok(None);
    };
    seen(ctx, row).await
}

async fn by_gid(ctx: &Context<'_>, id: &ID) -> Result<Option<Metaobject>, ApiError> {
    metaobject_by_id(ctx, MetaobjectId::parse(id)?).await
}

async fn by_handle(
    ctx: &Context<'_>,
    named: &MetaobjectHandleInput,
) -> Result<Option<Metaobject>, ApiError> {
    let db = ctx.app().databases.catalog.reader();
    let row = store::metaobjects::metaobject_by_handle(db, &named.kind, &named.handle).await?;
    match row {
        Some(row) => seen(ctx, Arc::new(row)).await,
        None => Ok(None),
    }
}

/// The record with its type, if buyers may read records of the type or the caller is a merchant.
async fn seen(
    ctx: &Context<'_>,
    row: Arc<metaobject::Model>,
) -> Result<Option<Metaobject>, ApiError> {
    let definition = definition_of(ctx, &row.kind).await?;
    Ok(definition.map(|definition| Metaobject::new(row, definition)))
}

/// The type with this name, if the caller may see its records.
pub(super) async fn definition_of(
    ctx: &Context<'_>,
    kind: &str,
) -> Result<Option<Arc<metaobject_definition::Model>>, ApiError> {
    let definitions = &ctx.content().metaobject_definitions;
    let found = definitions.load_one(kind.to_owned()).await?;
    let viewer = ctx.viewer();
    let merchant = viewer.may(Scope::ReadProducts) || viewer.may(Scope::WriteContent);
    Ok(found.filter(|definition| definition.storefront_visible || merchant))
}
