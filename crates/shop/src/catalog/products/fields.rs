//! The fields of a product: as merchants write them, as they are checked, and as they change its row.

use super::draft::{Identity, MediaDraft, MetafieldDraft, OptionDraft, VariantDraft};
use crate::catalog::{
    input_enums::ProductStatus as StatusInput,
    product_inputs::{
        FileSetInput, MetafieldInput, OptionSetInput, ProductVariantSetInput, SeoInput,
    },
    texts,
};
use async_graphql::{ID, InputObject, MaybeUndefined};
use souk_entities::{
    Timestamp,
    catalog::product::{self, ProductStatus, Publications, Tags},
    ids::CollectionId,
};
use souk_kernel::{
    codes::CountryCode,
    refusal::{Refusal, RefusalCode},
    scalars::{DateTime, Html},
    validators::{self as checks, Checked, few, filled, given, refuse, short},
};

/// A complete product. Fields that are left out stay unchanged, or get their default on a new
/// product; a list replaces the stored one.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ProductSetInput {
    /// Category path, broadest first, such as `Home > Lighting > Lamps`.
    pub category: MaybeUndefined<String>,
    /// Manual collections that contain it, by id or handle.
    pub collections: Option<Vec<ID>>,
    /// Country where it was made; null removes it.
    pub country_of_origin: MaybeUndefined<CountryCode>,
    /// When it was created; now by default.
    pub created_at: Option<DateTime>,
    /// Description as HTML.
    pub description_html: Option<Html>,
    /// Images, videos and 3D models in order, at most 250.
    pub files: Option<Vec<FileSetInput>>,
    /// Whether it is a gift card.
    pub gift_card: Option<bool>,
    /// URL handle; derived from the title by default.
    pub handle: Option<String>,
    /// Custom fields, at most 250.
    pub metafields: Option<Vec<MetafieldInput>>,
    /// Options in order, at most 3.
    pub product_options: Option<Vec<OptionSetInput>>,
    /// Product type, in the merchant's own words.
    pub product_type: Option<String>,
    /// When it is published; null unpublishes it. An active product without a date is published
    /// immediately.
    pub published_at: MaybeUndefined<DateTime>,
    /// Whether it is sold only with a selling plan.
    pub requires_selling_plan: Option<bool>,
    /// Title and description for search engines.
    pub seo: Option<SeoInput>,
    /// Status; active by default.
    pub status: Option<StatusInput>,
    /// Tags, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name shown to buyers.
    pub title: Option<String>,
    /// Variants in order, at most 2,048.
    pub variants: Option<Vec<ProductVariantSetInput>>,
    /// Maker or seller; the shop by default.
    pub vendor: Option<String>,
}

/// A new or changed product. `None` leaves a value unchanged, or gives a new product its default.
/// Lists are complete: entries they do not contain are removed.
#[derive(Clone, Debug)]
pub struct ProductDraft {
    /// Identifies the product.
    pub identity: Identity,
    /// New handle.
    pub handle: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Description as HTML.
    pub description_html: Option<String>,
    /// Vendor.
    pub vendor: Option<String>,
    /// Product type, in the merchant's own words.
    pub product_type: Option<String>,
    /// Category path; an inner `None` removes it.
    pub category: Option<Option<String>>,
    /// Country where it was made; an inner `None` removes it.
    pub country_of_origin: Option<Option<CountryCode>>,
    /// Tags, sorted and without duplicates.
    pub tags: Option<Vec<String>>,
    /// Status.
    pub status: Option<ProductStatus>,
    /// When it is published; an inner `None` unpublishes it.
    pub published_at: Option<Option<Timestamp>>,
    /// Sales channels that show it; an inner `None` means every channel.
    pub publications: Option<Option<Publications>>,
    /// Title and description for search engines.
    pub seo: Option<(Option<String>, Option<String>)>,
    /// Whether it is a gift card.
    pub gift_card: Option<bool>,
    /// Whether it is sold only with a selling plan.
    pub requires_selling_plan: Option<bool>,
    /// When it was created, for imports.
    pub created_at: Option<Timestamp>,
    /// Options in order.
    pub options: Option<Vec<OptionDraft>>,
    /// Media in order.
    pub media: Option<Vec<MediaDraft>>,
    /// Variants in order.
    pub variants: Option<Vec<VariantDraft>>,
    /// Custom fields.
    pub metafields: Option<Vec<MetafieldDraft>>,
    /// Whether custom fields of the product that are not given are kept.
    pub keeps_metafields: bool,
    /// Manual collections that contain it.
    pub collections: Option<Vec<CollectionId>>,
}

/// Checks the fields for which the input is enough. The lists of other things are left out.
///
/// # Errors
///
/// The first error found in the fields.
pub(super) fn check(identity: Identity, input: ProductSetInput) -> Checked<ProductDraft> {
    for (value, field) in [
        (&input.title, "input.title"),
        (&input.vendor, "input.vendor"),
        (&input.product_type, "input.productType"),
    ] {
        short(value.as_deref().unwrap_or_default(), field)?;
    }
    let seo = input
        .seo
        .map(|seo| (filled(seo.title), filled(seo.description)));
    Ok(ProductDraft {
        identity,
        handle: input.handle.as_deref().map(handle).transpose()?,
        title: input.title.as_deref().map(title).transpose()?,
        description_html: input.description_html.map(|html| html.0),
        vendor: input.vendor,
        product_type: input.product_type,
        category: given(input.category).map(filled),
        country_of_origin: given(input.country_of_origin),
        tags: input.tags.map(tags).transpose()?,
        status: input.status.map(Into::into),
        published_at: given(input.published_at).map(|at| at.map(|at| at.0)),
        publications: None,
        seo,
        gift_card: input.gift_card,
        requires_selling_plan: input.requires_selling_plan,
        created_at: input.created_at.map(|at| at.0),
        options: None,
        media: None,
        variants: None,
        metafields: None,
        keeps_metafields: false,
        collections: None,
    })
}

/// Validates a handle, in the form that URLs allow.
///
/// # Errors
///
/// When it has no letter or digit, or is too long.
pub fn handle(text: &str) -> Result<String, Refusal> {
    checks::handle(text, "input.handle")
}

fn tags(list: Vec<String>) -> Checked<Vec<String>> {
    few(&list, "input.tags")?;
    let mut tags: Vec<String> = list
        .into_iter()
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.iter().try_for_each(|tag| short(tag, "input.tags"))?;
    tags.sort();
    tags.dedup();
    Ok(tags)
}

fn title(text: &str) -> Checked<String> {
    let title = text.trim();
    if title.is_empty() {
        return refuse(RefusalCode::Blank, "input.title", "a product needs a title");
    }
    Ok(title.to_owned())
}

/// Applies what the draft contains.
pub(super) fn apply(product: &mut product::Model, draft: &ProductDraft, now: Timestamp) {
    let take = |field: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            field.clone_from(value);
        }
    };
    take(&mut product.title, &draft.title);
    take(&mut product.vendor, &draft.vendor);
    take(&mut product.product_type, &draft.product_type);
    if let Some(html) = &draft.description_html {
        product.description = texts::plain(html);
        product.description_html.clone_from(html);
    }
    if let Some(category) = &draft.category {
        product.category.clone_from(category);
    }
    if let Some(country) = draft.country_of_origin {
        product.country_of_origin = country.map(|country| country.code().to_owned());
    }
    if let Some(tags) = &draft.tags {
        product.tags = Tags(tags.clone());
    }
    if let Some((title, description)) = &draft.seo {
        product.seo_title.clone_from(title);
        product.seo_description.clone_from(description);
    }
    if let Some(publications) = &draft.publications {
        product.publications.clone_from(publications);
    }
    product.status = draft.status.unwrap_or(product.status);
    product.gift_card = draft.gift_card.unwrap_or(product.gift_card);
    product.requires_selling_plan = draft
        .requires_selling_plan
        .unwrap_or(product.requires_selling_plan);
    product.created_at = draft.created_at.unwrap_or(product.created_at);
    product.published_at = match draft.published_at {
        Some(at) => at,
        // An active product without a date is published immediately.
        None if product.status == ProductStatus::Active => product.published_at.or(Some(now)),
        None => product.published_at,
    };
    product.version += 1;
    product.updated_at = now;
}
