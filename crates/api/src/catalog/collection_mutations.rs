//! Mutations for collections.

use crate::list::List;
use crate::{
    context::RequestContext,
    schema::Collection,
    user_errors::{CatalogUserError, outcome},
    visibility::writes_products,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::{catalog::collection, ids::CollectionId};
use souk_kernel::{
    app::App,
    error::ApiError,
    ids::Gid,
    refusal::ChangeError,
    validators::{self as checks, refuse},
    viewer::Scope,
};
use souk_shop::{
    catalog::{CatalogErrorCode, collection_inputs::CollectionInput, collections},
    operations,
};
use std::sync::Arc;

/// The collection to delete.
#[derive(InputObject, Debug)]
pub struct CollectionDeleteInput {
    /// Id of the collection.
    pub id: ID,
}

/// Payload of `collectionCreate`.
#[derive(SimpleObject)]
pub struct CollectionCreatePayload {
    /// The new collection, or null if the input was rejected.
    pub collection: Option<Collection>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Payload of `collectionUpdate`.
#[derive(SimpleObject)]
pub struct CollectionUpdatePayload {
    /// The updated collection, or null if the change was rejected.
    pub collection: Option<Collection>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Payload of `collectionDelete`.
#[derive(SimpleObject, Debug)]
pub struct CollectionDeletePayload {
    /// Id of the deleted collection, or null if nothing was deleted.
    pub deleted_collection_id: Option<ID>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Payload of `collectionAddProducts`.
#[derive(SimpleObject)]
pub struct CollectionAddProductsPayload {
    /// The updated collection, or null if the change was rejected.
    pub collection: Option<Collection>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Payload of `collectionRemoveProducts`.
#[derive(SimpleObject)]
pub struct CollectionRemoveProductsPayload {
    /// The updated collection, or null if the change was rejected.
    pub collection: Option<Collection>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Mutations for collections.
#[derive(Debug, Default)]
pub struct CollectionMutation;

/// Converts the result of a change to a payload's collection and errors.
fn answer(
    changed: Result<collection::Model, ChangeError<CatalogErrorCode>>,
) -> Result<(Option<Collection>, Vec<CatalogUserError>), ApiError> {
    outcome(changed.map(|row| Collection::new(Arc::new(row))))
}

#[Object]
impl CollectionMutation {
    /// Creates a collection, with products added manually or selected by rules.
    #[graphql(visible = "writes_products")]
    async fn collection_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collection.")] collection: CollectionInput,
    ) -> Option<Result<CollectionCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let made = answer(create(ctx.app(), collection).await);
        Some(
            made.map(|(collection, user_errors)| CollectionCreatePayload {
                collection,
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Changes a collection. New rules have taken effect when this returns.
    #[graphql(visible = "writes_products")]
    async fn collection_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the collection and the changes.")] collection: CollectionInput,
    ) -> Option<Result<CollectionUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let changed = answer(update(ctx.app(), collection).await);
        Some(
            changed.map(|(collection, user_errors)| CollectionUpdatePayload {
                collection,
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Deletes a collection. Its products are kept.
    #[graphql(visible = "writes_products")]
    async fn collection_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collection to delete.")] input: CollectionDeleteInput,
    ) -> Option<Result<CollectionDeletePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let deleted = delete(ctx.app(), &input.id).await;
        Some(
            outcome(deleted).map(|(id, user_errors)| CollectionDeletePayload {
                deleted_collection_id: id.map(|id| id.gid()),
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Adds products to the end of a manual collection. Products it already contains keep their
    /// place.
    #[graphql(visible = "writes_products")]
    async fn collection_add_products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the collection.")] id: ID,
        #[graphql(desc = "Ids of the products in order, at most 250.")] product_ids: Vec<ID>,
    ) -> Option<Result<CollectionAddProductsPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let changed = answer(add(ctx.app(), &id, &product_ids).await);
        Some(
            changed.map(|(collection, user_errors)| CollectionAddProductsPayload {
                collection,
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Removes products from a manual collection. Products it does not contain are ignored.
    #[graphql(visible = "writes_products")]
    async fn collection_remove_products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the collection.")] id: ID,
        #[graphql(desc = "Ids of the products, at most 250.")] product_ids: Vec<ID>,
    ) -> Option<Result<CollectionRemoveProductsPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let changed = answer(remove(ctx.app(), &id, &product_ids).await);
        Some(changed.map(
            |(collection, user_errors)| CollectionRemoveProductsPayload {
                collection,
                user_errors: user_errors.into(),
            },
        ))
    }
}

async fn create(
    app: &App,
    input: CollectionInput,
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    if input.id.is_some() {
        let why = "A new collection must have no id.";
        return Ok(refuse(CatalogErrorCode::Invalid, "collection.id", why)?);
    }
    let draft = collections::validate::validate(app, input).await?;
    operations::save_collection(app, None, &draft).await
}

async fn update(
    app: &App,
    input: CollectionInput,
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let Some(id) = &input.id else {
        let why = "The id of the collection must be given.";
        return Ok(refuse(CatalogErrorCode::Blank, "collection.id", why)?);
    };
    let id: CollectionId = checks::id(id, "collection.id")?;
    if input.products.is_some() {
        let why =
            "The products are changed by `collectionAddProducts` and `collectionRemoveProducts`.";
        return Ok(refuse(
            CatalogErrorCode::Invalid,
            "collection.products",
            why,
        )?);
    }
    let draft = collections::validate::validate(app, input).await?;
    operations::save_collection(app, Some(id), &draft).await
}

async fn delete(app: &App, id: &ID) -> Result<CollectionId, ChangeError<CatalogErrorCode>> {
    let id: CollectionId = checks::id(id, "input.id")?;
    if operations::delete_collection(app, id).await? {
        return Ok(id);
    }
    Ok(refuse(
        CatalogErrorCode::NotFound,
        "input.id",
        "The collection does not exist.",
    )?)
}

async fn add(
    app: &App,
    id: &ID,
    products: &[ID],
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let id: CollectionId = checks::id(id, "id")?;
    let products = collections::products(products, "productIds")?;
    collections::add_products_to_collection(app, id, &products).await
}

async fn remove(
    app: &App,
    id: &ID,
    products: &[ID],
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let id: CollectionId = checks::id(id, "id")?;
    let products = collections::products(products, "productIds")?;
    collections::remove_products(app, id, &products).await
}
