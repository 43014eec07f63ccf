//! Writing texts in other languages.

use super::shop::Translation;
use crate::{
    app::App,
    content::translations,
    context::{RequestContext, Scope},
    error::ApiError,
    ids,
    refusal::{ChangeError, RefusalCode, outcome, user_errors},
    validators::refuse,
    visibility::writes_translations,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

user_errors!(
    TranslationsRegisterUserError,
    TranslationsRegisterUserErrorCode,
    "translationsRegister"
);

/// A text in another language.
#[derive(InputObject, Clone, Debug)]
pub struct TranslationInput {
    /// Which text: `title`, `body_html`, `meta_title`, `meta_description` and so on; `name` of an
    /// option or value; `value` of a custom field; the key of a record's field.
    pub key: String,
    /// The language, such as `de` or `pt-BR`.
    pub locale: String,
    /// SHA-256 of the original in hexadecimal digits, to be refused where it changed meanwhile.
    pub translatable_content_digest: Option<String>,
    /// The text.
    pub value: String,
}

/// What became of `translationsRegister`.
#[derive(SimpleObject)]
pub struct TranslationsRegisterPayload {
    /// The texts, in the order of the input; null where none was written.
    pub translations: Option<Vec<Translation>>,
    /// Why none was written; empty where all were.
    pub user_errors: Vec<TranslationsRegisterUserError>,
}

/// Mutations of translations.
#[derive(Debug, Default)]
pub struct TranslationMutation;

#[Object]
impl TranslationMutation {
    /// Writes texts of a resource in other languages: all of them, or none where one is refused. A
    /// text that is there already is replaced.
    #[graphql(visible = "writes_translations")]
    async fn translations_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The resource: a product, option, value, collection, page, blog, article, menu, \
                    entry of a menu, policy, record, custom field, selling plan or the shop."
        )]
        resource_id: ID,
        #[graphql(desc = "The texts, at most 100.")] translations: Vec<TranslationInput>,
    ) -> Option<Result<TranslationsRegisterPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteTranslations) {
            return Some(Err(error));
        }
        Some(
            outcome(register(ctx.app(), &resource_id, translations).await).map(
                |(texts, user_errors)| TranslationsRegisterPayload {
                    translations: texts,
                    user_errors,
                },
            ),
        )
    }
}

async fn register(
    app: &App,
    id: &ID,
    inputs: Vec<TranslationInput>,
) -> Result<Vec<Translation>, ChangeError> {
    let Some(resource) = ids::split(id) else {
        let why = "the id of no resource";
        return Ok(refuse(RefusalCode::Invalid, "resourceId", why)?);
    };
    let rows = translations::register(app, resource, inputs).await?;
    Ok(rows.into_iter().map(Translation::from).collect())
}
