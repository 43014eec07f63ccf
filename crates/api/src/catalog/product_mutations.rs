//! Mutations for products.

use crate::list::List;
use crate::{
    context::RequestContext,
    schema::Product,
    user_errors::{CatalogUserError, outcome},
    visibility::writes_products,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::ProductId;
use souk_kernel::{
    app::App,
    error::ApiError,
    ids::Gid,
    refusal::{ChangeError, Refusal},
    validators,
    viewer::Scope,
};
use souk_shop::{
    catalog::{
        CatalogErrorCode,
        product_inputs::{ProductSetIdentifiers, ProductSetInput},
        products::{self, draft::ProductIdentity, names::ProductNames},
    },
    operations,
};

/// Payload of `productSet`.
#[derive(SimpleObject)]
#[graphql(name = "ProductSetPayload")]
pub struct ProductSetPayload {
    /// The created or updated product, or null if the input was rejected.
    pub product: Option<Product>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// The product to delete.
#[derive(InputObject, Debug)]
pub struct ProductDeleteInput {
    /// Id of the product.
    pub id: ID,
}

/// Payload of `productDelete`.
#[derive(SimpleObject, Debug)]
pub struct ProductDeletePayload {
    /// Id of the deleted product, or null if nothing was deleted.
    pub deleted_product_id: Option<ID>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Mutations for products.
#[derive(Debug, Default)]
pub struct ProductMutation;

#[Object]
impl ProductMutation {
    /// Creates or updates a whole product with its options, variants, stock, media and custom
    /// fields. Fields that are left out stay unchanged; a list replaces the stored one.
    #[graphql(visible = "writes_products")]
    async fn product_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product.")] input: ProductSetInput,
        #[graphql(desc = "The product to update; by default a new one is created.")]
        identifier: Option<ProductSetIdentifiers>,
    ) -> Option<Result<ProductSetPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let payload =
            outcome(set(ctx.app(), identifier, input).await).map(|(product, user_errors)| {
                ProductSetPayload {
                    product,
                    user_errors: user_errors.into(),
                }
            });
        Some(payload)
    }

    /// Deletes a product with its variants, their stock and everything else that belongs to it.
    #[graphql(visible = "writes_products")]
    async fn product_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product to delete.")] input: ProductDeleteInput,
    ) -> Option<Result<ProductDeletePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let id = match ProductId::parse(&input.id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        Some(match operations::delete_product(ctx.app(), id).await {
            Ok(true) => Ok(ProductDeletePayload {
                deleted_product_id: Some(id.gid()),
                user_errors: Vec::new().into(),
            }),
            Ok(false) => {
                let why = "The product does not exist.";
                let refusal = Refusal::new(CatalogErrorCode::NotFound, "input.id", why);
                Ok(ProductDeletePayload {
                    deleted_product_id: None,
                    user_errors: vec![refusal.into()].into(),
                })
            }
            Err(error) => Err(error.into()),
        })
    }
}

async fn set(
    app: &App,
    identifier: Option<ProductSetIdentifiers>,
    input: ProductSetInput,
) -> Result<Product, ChangeError<CatalogErrorCode>> {
    let identity = identity(identifier)?;
    let names = ProductNames::load(app, [&input]).await?;
    let draft = products::validate::validate_product(identity, input, &names)?;
    let mut outcomes = operations::save_products(app, &[draft]).await?;
    let saved = outcomes.pop().expect("one answer for one draft")?;
    Ok(Product::new(saved.product))
}

fn identity(
    identifier: Option<ProductSetIdentifiers>,
) -> Result<ProductIdentity, Refusal<CatalogErrorCode>> {
    let Some(identifier) = identifier else {
        return Ok(ProductIdentity::New);
    };
    match (identifier.id, identifier.handle) {
        (Some(id), None) => Ok(ProductIdentity::Id(validators::id(&id, "identifier.id")?)),
        (None, Some(handle)) => products::validate_handle(&handle).map(ProductIdentity::Handle),
        (Some(_), Some(_)) | (None, None) => {
            let why = "Either an id or a handle must be given.";
            Err(Refusal::new(CatalogErrorCode::Invalid, "identifier", why))
        }
    }
}
