//! Changing collections.

use crate::catalog::{
    input_enums::{CollectionRuleColumn, CollectionRuleRelation, CollectionSortOrder},
    product_inputs::{ImageInput, MetafieldInput, PublicationInput, SeoInput},
};
use crate::{
    app::App,
    catalog::collections,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    operations,
    refusal::{ChangeError, Refusal, RefusalCode, outcome, user_errors},
    scalars::{DateTime, Html},
    schema::Collection,
    validators::{self as checks, refuse},
    visibility::writes_products,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use souk_entities::{catalog::collection, ids::CollectionId};
use std::sync::Arc;

user_errors!(
    CollectionCreateUserError,
    CollectionCreateUserErrorCode,
    "collectionCreate"
);
user_errors!(
    CollectionUpdateUserError,
    CollectionUpdateUserErrorCode,
    "collectionUpdate"
);
user_errors!(
    CollectionDeleteUserError,
    CollectionDeleteUserErrorCode,
    "collectionDelete"
);
user_errors!(
    CollectionAddProductsUserError,
    CollectionAddProductsUserErrorCode,
    "collectionAddProducts"
);
user_errors!(
    CollectionRemoveProductsUserError,
    CollectionRemoveProductsUserErrorCode,
    "collectionRemoveProducts"
);

/// A collection. What is left out stays as it is, or gets its default on a new collection.
#[derive(InputObject, Clone, Debug, Default)]
pub struct CollectionInput {
    /// Description with markup.
    pub description_html: Option<Html>,
    /// Name in addresses; made from the title where a new collection has none.
    pub handle: Option<String>,
    /// Which collection; only for a change, and needed there.
    pub id: Option<ID>,
    /// Picture; null removes it.
    pub image: MaybeUndefined<ImageInput>,
    /// Custom fields to set, at most 250; others stay.
    pub metafields: Option<Vec<MetafieldInput>>,
    /// Products of a new collection, chosen by hand, in their order, at most 250.
    pub products: Option<Vec<ID>>,
    /// The channels that show it; null is every channel, and so it is on a new collection.
    pub publications: MaybeUndefined<Vec<PublicationInput>>,
    /// When it is published; null unpublishes it. A new collection is published at once.
    pub published_at: MaybeUndefined<DateTime>,
    /// Whether its old address leads to the new one when its handle changes.
    pub redirect_new_handle: Option<bool>,
    /// Rules that choose its products; null leaves those it has to the merchant's hand.
    pub rule_set: MaybeUndefined<CollectionRuleSetInput>,
    /// What search engines show.
    pub seo: Option<SeoInput>,
    /// Order of its products where a client asks for none; as placed, or best selling first where
    /// rules choose them.
    pub sort_order: Option<CollectionSortOrder>,
    /// Name shown to buyers; a new collection needs one.
    pub title: Option<String>,
}

/// Rules that choose products.
#[derive(InputObject, Clone, Debug, Default)]
pub struct CollectionRuleSetInput {
    /// Whether one rule that holds is enough; otherwise all must hold.
    pub applied_disjunctively: bool,
    /// The rules, at most 60.
    pub rules: Vec<CollectionRuleInput>,
}

/// One rule, such as vendor equals Acme.
#[derive(InputObject, Clone, Debug)]
pub struct CollectionRuleInput {
    /// What is looked at.
    pub column: CollectionRuleColumn,
    /// What it is compared with; ignored where the rule asks whether there is a value.
    pub condition: String,
    /// For rules on a custom field: its definition.
    pub condition_object_id: Option<ID>,
    /// How it is compared.
    pub relation: CollectionRuleRelation,
}

/// Which collection is deleted.
#[derive(InputObject, Debug)]
pub struct CollectionDeleteInput {
    /// Its id.
    pub id: ID,
}

/// What became of `collectionCreate`.
#[derive(SimpleObject)]
pub struct CollectionCreatePayload {
    /// The collection; null where it was refused.
    pub collection: Option<Collection>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<CollectionCreateUserError>,
}

/// What became of `collectionUpdate`.
#[derive(SimpleObject)]
pub struct CollectionUpdatePayload {
    /// The collection as it is now; null where the change was refused.
    pub collection: Option<Collection>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<CollectionUpdateUserError>,
}

/// What became of `collectionDelete`.
#[derive(SimpleObject, Debug)]
pub struct CollectionDeletePayload {
    /// Id of the collection that is gone; null where nothing was deleted.
    pub deleted_collection_id: Option<ID>,
    /// Why nothing was deleted; empty where it was.
    pub user_errors: Vec<CollectionDeleteUserError>,
}

/// What became of `collectionAddProducts`.
#[derive(SimpleObject)]
pub struct CollectionAddProductsPayload {
    /// The collection; null where the change was refused.
    pub collection: Option<Collection>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<CollectionAddProductsUserError>,
}

/// What became of `collectionRemoveProducts`.
#[derive(SimpleObject)]
pub struct CollectionRemoveProductsPayload {
    /// The collection; null where the change was refused.
    pub collection: Option<Collection>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<CollectionRemoveProductsUserError>,
}

/// Mutations of collections.
#[derive(Debug, Default)]
pub struct CollectionMutation;

/// What a change answers: the collection, or why there is none.
fn answer<E: From<Refusal>>(
    changed: Result<collection::Model, ChangeError>,
) -> Result<(Option<Collection>, Vec<E>), ApiError> {
    outcome(changed.map(|row| Collection::new(Arc::new(row))))
}

#[Object]
impl CollectionMutation {
    /// Makes a collection, with products chosen by hand or by rules.
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
                user_errors,
            }),
        )
    }

    /// Changes a collection. New rules have chosen its products when this answers.
    #[graphql(visible = "writes_products")]
    async fn collection_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other, and the id.")] collection: CollectionInput,
    ) -> Option<Result<CollectionUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let changed = answer(update(ctx.app(), collection).await);
        Some(
            changed.map(|(collection, user_errors)| CollectionUpdatePayload {
                collection,
                user_errors,
            }),
        )
    }

    /// Deletes a collection; its products leave it and stay.
    #[graphql(visible = "writes_products")]
    async fn collection_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which collection.")] input: CollectionDeleteInput,
    ) -> Option<Result<CollectionDeletePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let deleted = delete(ctx.app(), &input.id).await;
        Some(
            outcome(deleted).map(|(id, user_errors)| CollectionDeletePayload {
                deleted_collection_id: id.map(|id| id.gid()),
                user_errors,
            }),
        )
    }

    /// Adds products at the end of a collection whose products are chosen by hand. Those it holds
    /// already stay where they are.
    #[graphql(visible = "writes_products")]
    async fn collection_add_products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which collection.")] id: ID,
        #[graphql(desc = "The products in their order, at most 250.")] product_ids: Vec<ID>,
    ) -> Option<Result<CollectionAddProductsPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let changed = answer(add(ctx.app(), &id, &product_ids).await);
        Some(
            changed.map(|(collection, user_errors)| CollectionAddProductsPayload {
                collection,
                user_errors,
            }),
        )
    }

    /// Takes products out of a collection whose products are chosen by hand. Those it does not hold
    /// are passed over.
    #[graphql(visible = "writes_products")]
    async fn collection_remove_products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which collection.")] id: ID,
        #[graphql(desc = "The products, at most 250.")] product_ids: Vec<ID>,
    ) -> Option<Result<CollectionRemoveProductsPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let changed = answer(remove(ctx.app(), &id, &product_ids).await);
        Some(changed.map(
            |(collection, user_errors)| CollectionRemoveProductsPayload {
                collection,
                user_errors,
            },
        ))
    }
}

async fn create(app: &App, input: CollectionInput) -> Result<collection::Model, ChangeError> {
    if input.id.is_some() {
        let why = "a new collection has no id yet";
        return Ok(refuse(RefusalCode::Invalid, "collection.id", why)?);
    }
    let draft = collections::validate(app, input).await?;
    operations::collections::save(app, None, &draft).await
}

async fn update(app: &App, input: CollectionInput) -> Result<collection::Model, ChangeError> {
    let Some(id) = &input.id else {
        let why = "the id of the collection is missing";
        return Ok(refuse(RefusalCode::Blank, "collection.id", why)?);
    };
    let id: CollectionId = checks::id(id, "collection.id")?;
    if input.products.is_some() {
        let why = "a change of products is made by collectionAddProducts";
        return Ok(refuse(RefusalCode::Invalid, "collection.products", why)?);
    }
    let draft = collections::validate(app, input).await?;
    operations::collections::save(app, Some(id), &draft).await
}

async fn delete(app: &App, id: &ID) -> Result<CollectionId, ChangeError> {
    let id: CollectionId = checks::id(id, "input.id")?;
    if operations::collections::delete(app, id).await? {
        return Ok(id);
    }
    Ok(refuse(
        RefusalCode::NotFound,
        "input.id",
        "collection not found",
    )?)
}

async fn add(app: &App, id: &ID, products: &[ID]) -> Result<collection::Model, ChangeError> {
    let id: CollectionId = checks::id(id, "id")?;
    let products = collections::products(products, "productIds")?;
    collections::add_products(app, id, &products).await
}

async fn remove(app: &App, id: &ID, products: &[ID]) -> Result<collection::Model, ChangeError> {
    let id: CollectionId = checks::id(id, "id")?;
    let products = collections::products(products, "productIds")?;
    collections::remove_products(app, id, &products).await
}
