//! Saves translations.

use super::resources::{self, Changed, Resource};
use crate::{catalog, content::ContentErrorCode, market::Directory};
use async_graphql::InputObject;
use souk_entities::catalog::translation;
use souk_kernel::{
    app::App,
    codes::LanguageCode,
    refusal::{ChangeError, Refusal},
    validators::{Checked, few_of, quoted, refuse},
};
use std::collections::HashSet;

/// Maximum number of texts that one call writes.
const MOST_AT_ONCE: usize = 100;
/// Maximum size of a text in bytes.
const MOST_BYTES: usize = 100_000;

/// A translation of one text.
#[derive(InputObject, Clone, Debug)]
pub struct TranslationInput {
    /// Which text: `title`, `body_html`, `meta_title`, `meta_description` and so on; `name` for an
    /// option or value; `value` for a custom field; the field key for a metaobject.
    pub key: String,
    /// The language, such as `de` or `pt-BR`.
    pub locale: String,
    /// SHA-256 digest of the original text in hexadecimal. If the original has changed since, the
    /// translation is rejected.
    pub translatable_content_digest: Option<String>,
    /// The translated text.
    pub value: String,
}

/// Saves translations of a resource: all or none. Existing ones are replaced.
///
/// # Errors
///
/// When the resource has no such text, a translation is invalid, the original has changed, or the
/// database fails.
pub async fn register(
    app: &App,
    (kind, id): (&str, i64),
    inputs: Vec<TranslationInput>,
) -> Result<Vec<translation::Model>, ChangeError<ContentErrorCode>> {
    few_of(&inputs, MOST_AT_ONCE, "translations", "translations")?;
    let txn = app.databases.catalog.begin().await?;
    let Some(resource) = resources::find(&txn, kind, id).await? else {
        let why = "The resource does not exist, or has no texts to translate.";
        return Ok(refuse(ContentErrorCode::NotFound, "resourceId", why)?);
    };
    let own_language = Directory::current(app).language;
    let mut seen = HashSet::new();
    let mut written = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.into_iter().enumerate() {
        let field = format!("translations.{place}");
        let locale = check(&input, &resource, own_language, &field)?;
        if !seen.insert((locale.clone(), input.key.clone())) {
            let why = "The translation is given twice.";
            return Err(Refusal::new(ContentErrorCode::Duplicate, &field, why).into());
        }
        written.push(translation::Model {
            resource_type: kind.to_owned(),
            resource_id: id,
            locale,
            key: input.key,
            root_id: resource.root,
            value: input.value,
            updated_at: app.clock.now(),
        });
    }
    catalog::upsert_translations(&txn, written.clone()).await?;
    match &resource.changed {
        Changed::Product(product) => catalog::touch_products(app, &txn, &[*product]).await?,
        Changed::Other(event) => app.publish(&txn, std::slice::from_ref(event)).await?,
    }
    txn.commit().await?;
    Ok(written)
}

/// Validates a translation, and returns its language in the form it is stored in.
fn check(
    input: &TranslationInput,
    resource: &Resource,
    own_language: LanguageCode,
    field: &str,
) -> Checked<String, ContentErrorCode> {
    let at = |name: &str| format!("{field}.{name}");
    let Some(language) = LanguageCode::from_locale(&input.locale) else {
        let why = format!("{} is not a language.", quoted(&input.locale));
        return refuse(ContentErrorCode::Invalid, &at("locale"), why);
    };
    if language == own_language {
        let why = "The locale must not be the language of the original.";
        return refuse(ContentErrorCode::Invalid, &at("locale"), why);
    }
    let Some(original) = resource.text(&input.key) else {
        let why = format!("The resource has no text {}.", quoted(&input.key));
        return refuse(ContentErrorCode::NotFound, &at("key"), why);
    };
    if let Some(digest) = &input.translatable_content_digest
        && *digest != catalog::text_digest(&original.value)
    {
        let why = "The original has changed since it was read.";
        let field = at("translatableContentDigest");
        return refuse(ContentErrorCode::StaleObject, &field, why);
    }
    if input.value.trim().is_empty() {
        return refuse(
            ContentErrorCode::Blank,
            &at("value"),
            "The value must not be empty.",
        );
    }
    if input.value.len() > MOST_BYTES {
        let why = format!("The value must have at most {MOST_BYTES} bytes.");
        return refuse(ContentErrorCode::TooLong, &at("value"), why);
    }
    if let Some(kind) = &original.kind {
        catalog::check_metafield_value(kind, &input.value, None)
            .map_err(|unfit| unfit.refusal(&at("value")))?;
    }
    Ok(language.locale())
}
