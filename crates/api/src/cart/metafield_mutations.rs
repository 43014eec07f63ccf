//! Mutations of a cart's custom fields.

use super::{
    cart_object::Cart,
    ids::token,
    metafield_inputs::{CartMetafieldDeleteInput, CartMetafieldsSetInput},
    metafields::{metafield_named, shown_metafield},
};
use crate::list::List;
use crate::{
    catalog::{Metafield, MetafieldsSetUserError},
    context::RequestContext,
    schema::references::MetafieldParentResource,
};
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use souk_entities::ids::MetafieldId;
use souk_kernel::{error::ApiError, ids::Gid};
use souk_shop::{
    cart::{
        codes::CartErrorCode,
        metafields::{self, Wrong},
        refusal::CartError,
    },
    catalog::MetafieldsSetUserErrorCode,
};

/// Payload of `cartMetafieldsSet`.
#[derive(Clone, SimpleObject)]
pub struct CartMetafieldsSetPayload {
    /// The fields after the change, in the order of the input, or null if the input was rejected.
    metafields: Option<List<Metafield>>,
    /// Errors in the input; empty on success.
    user_errors: List<MetafieldsSetUserError>,
}

/// Payload of `cartMetafieldDelete`.
#[derive(Clone, SimpleObject)]
pub struct CartMetafieldDeletePayload {
    /// Global id of the deleted field, or null if the input was rejected.
    deleted_id: Option<ID>,
    /// Errors in the input; empty on success.
    user_errors: List<MetafieldDeleteUserError>,
}

/// Error codes for the deletion of a custom field.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetafieldDeleteErrorCode {
    /// The caller may not do this.
    AppNotAuthorized,
    /// The cart does not exist or has expired.
    InvalidOwner,
    /// There is no such field.
    MetafieldDoesNotExist,
}

/// Why a custom field was not deleted.
#[derive(Clone, Debug, SimpleObject)]
pub struct MetafieldDeleteUserError {
    /// Error code.
    code: Option<MetafieldDeleteErrorCode>,
    /// Path of the input at fault.
    field: Option<Vec<String>>,
    /// Error message.
    message: String,
}

/// Mutations of a cart's custom fields.
#[derive(Default)]
pub struct CartMetafieldMutation;

#[Object]
impl CartMetafieldMutation {
    /// Deletes a custom field of a cart.
    async fn cart_metafield_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The field and its cart.")] input: CartMetafieldDeleteInput,
    ) -> Option<Result<CartMetafieldDeletePayload, ApiError>> {
        Some(Box::pin(delete(ctx, &input)).await)
    }

    /// Sets custom fields of one cart: all of them, or none if one is rejected. An existing field
    /// is replaced. An order inherits the fields of its cart.
    async fn cart_metafields_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fields, at most 25, all of the same cart.")] metafields: Vec<
            CartMetafieldsSetInput,
        >,
    ) -> Option<Result<CartMetafieldsSetPayload, ApiError>> {
        Some(match Box::pin(set(ctx, metafields)).await {
            Ok(fields) => Ok(CartMetafieldsSetPayload {
                metafields: Some(fields.into()),
                user_errors: Vec::new().into(),
            }),
            Err(SetError::Refused(user_errors)) => Ok(CartMetafieldsSetPayload {
                metafields: None,
                user_errors: user_errors.into(),
            }),
            Err(SetError::Failed(error)) => Err(error),
        })
    }
}

/// Why no field was set.
enum SetError {
    Refused(Vec<MetafieldsSetUserError>),
    Failed(ApiError),
}

impl From<CartError> for SetError {
    fn from(error: CartError) -> Self {
        let refusals = match error {
            CartError::Refused(refusals) => refusals,
            CartError::Failed(error) => return Self::Failed(error),
        };
        let errors = refusals.into_iter().map(|refusal| match refusal.code {
            CartErrorCode::InvalidMetafields => wrong(
                MetafieldsSetUserErrorCode::LessThanOrEqualTo,
                None,
                &refusal.message,
            ),
            CartErrorCode::CartTooLarge => {
                wrong(MetafieldsSetUserErrorCode::TooLong, None, &refusal.message)
            }
            _ => wrong(
                MetafieldsSetUserErrorCode::InvalidOwner,
                Some((0, "ownerId")),
                &refusal.message,
            ),
        });
        Self::Refused(errors.collect())
    }
}

fn wrong(
    code: MetafieldsSetUserErrorCode,
    at: Option<(usize, &str)>,
    message: &str,
) -> MetafieldsSetUserError {
    let mut field = vec!["metafields".to_owned()];
    if let Some((place, input)) = at {
        field.extend([place.to_string(), input.to_owned()]);
    }
    MetafieldsSetUserError {
        code: Some(code),
        element_index: at.and_then(|(place, _)| place.try_into().ok()),
        field: Some(field),
        message: message.to_owned(),
    }
}

impl From<Wrong> for MetafieldsSetUserError {
    fn from(wrong: Wrong) -> Self {
        let place = wrong.place.to_string();
        Self {
            code: Some(wrong.code),
            element_index: wrong.place.try_into().ok(),
            field: Some(vec!["metafields".to_owned(), place, wrong.input.to_owned()]),
            message: wrong.message,
        }
    }
}

async fn set(
    ctx: &Context<'_>,
    inputs: Vec<CartMetafieldsSetInput>,
) -> Result<Vec<Metafield>, SetError> {
    let refuse = |code, at, message: &str| Err(SetError::Refused(vec![wrong(code, at, message)]));
    if inputs.len() > metafields::MOST_AT_ONCE {
        let code = MetafieldsSetUserErrorCode::LessThanOrEqualTo;
        return refuse(code, None, "At most 25 custom fields are set at once.");
    }
    let Some(owner) = inputs.first().map(|first| first.owner_id.clone()) else {
        return Ok(Vec::new());
    };
    if let Some(place) = inputs.iter().position(|input| input.owner_id != owner) {
        let code = MetafieldsSetUserErrorCode::InvalidOwner;
        let why = "All fields of a call are of one cart.";
        return refuse(code, Some((place, "ownerId")), why);
    }
    let new = CartMetafieldsSetInput::read(inputs);
    metafields::check(&new).map_err(|found| {
        let errors = found.into_iter().map(MetafieldsSetUserError::from);
        SetError::Refused(errors.collect())
    })?;
    let token = token(ctx, &owner)?;
    let changed = metafields::set(ctx.app(), ctx.audience(), &token, &new).await?;
    let cart = Cart::new(changed.cart);
    let stored = &cart.view().row.metafields.0;
    let fields = new.iter().filter_map(|field| {
        let stored = metafield_named(stored, Some(&field.namespace), &field.key)?;
        Some(shown_metafield(
            stored,
            MetafieldParentResource::Cart(cart.clone()),
        ))
    });
    Ok(fields.collect())
}

async fn delete(
    ctx: &Context<'_>,
    input: &CartMetafieldDeleteInput,
) -> Result<CartMetafieldDeletePayload, ApiError> {
    let name = metafields::name(&input.key);
    let deleted = match token(ctx, &input.owner_id) {
        Ok(token) => metafields::delete(ctx.app(), ctx.audience(), &token, name).await,
        Err(error) => Err(error),
    };
    let (code, field, message) = match deleted {
        Ok(Some(id)) => {
            return Ok(CartMetafieldDeletePayload {
                deleted_id: Some(MetafieldId(id).gid()),
                user_errors: Vec::new().into(),
            });
        }
        Ok(None) => (
            MetafieldDeleteErrorCode::MetafieldDoesNotExist,
            "key",
            "The cart has no such custom field.",
        ),
        Err(CartError::Refused(_)) => (
            MetafieldDeleteErrorCode::InvalidOwner,
            "ownerId",
            "The cart does not exist or has expired.",
        ),
        Err(CartError::Failed(error)) => return Err(error),
    };
    Ok(CartMetafieldDeletePayload {
        deleted_id: None,
        user_errors: vec![MetafieldDeleteUserError {
            code: Some(code),
            field: Some(vec!["input".to_owned(), field.to_owned()]),
            message: message.to_owned(),
        }]
        .into(),
    })
}
