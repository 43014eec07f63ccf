//! Mutations for translations.

use super::shop::Translation;
use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{ContentUserError, outcome},
    visibility::writes_translations,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_kernel::{
    app::App,
    error::ApiError,
    ids,
    refusal::ChangeError,
    validators::{not_an_id, refuse},
    viewer::Scope,
};
use souk_shop::content::{
    ContentErrorCode,
    translations::{self, TranslationInput},
};

/// Payload of `translationsRegister`.
#[derive(SimpleObject)]
pub struct TranslationsRegisterPayload {
    /// The translations in the order of the input, or null if nothing was saved.
    pub translations: Option<List<Translation>>,
    /// Errors in the input; empty on success.
    pub user_errors: List<ContentUserError>,
}

/// Mutations for translations.
#[derive(Debug, Default)]
pub struct TranslationMutation;

#[Object]
impl TranslationMutation {
    /// Saves translations of a resource, replacing existing ones. If one is rejected, none is
    /// saved.
    #[graphql(visible = "writes_translations")]
    async fn translations_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Id of the resource: a product, option, option value, collection, page, blog, \
                    article, menu, menu item, policy, metaobject, custom field, selling plan or \
                    the shop."
        )]
        resource_id: ID,
        #[graphql(desc = "The translations, at most 100.")] translations: Vec<TranslationInput>,
    ) -> Option<Result<TranslationsRegisterPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteTranslations) {
            return Some(Err(error));
        }
        Some(
            outcome(register(ctx.app(), &resource_id, translations).await).map(
                |(texts, user_errors)| TranslationsRegisterPayload {
                    translations: texts.map(Into::into),
                    user_errors: user_errors.into(),
                },
            ),
        )
    }
}

async fn register(
    app: &App,
    id: &ID,
    inputs: Vec<TranslationInput>,
) -> Result<Vec<Translation>, ChangeError<ContentErrorCode>> {
    let Some(resource) = ids::split(id) else {
        let why = not_an_id(id, "resource");
        return Ok(refuse(ContentErrorCode::Invalid, "resourceId", why)?);
    };
    let rows = translations::register(app, resource, inputs).await?;
    Ok(rows.into_iter().map(Translation::from).collect())
}
