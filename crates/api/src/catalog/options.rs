//! Product options and their values.

use super::{media::Media, texts};
use crate::list::List;
use crate::schema::ProductOptionValue;
use async_graphql::{Context, Description, ID, InputObject, Object, SimpleObject};
use souk_entities::catalog::{product, variant};
use souk_kernel::{error::ApiError, ids::Gid, scalars::Color};
use souk_shop::catalog::shown;
use std::{borrow::Cow, sync::Arc};

/// A property in which the variants of a product differ.
#[derive(Clone, Description)]
pub struct ProductOption {
    product: Arc<product::Model>,
    place: usize,
}

impl ProductOption {
    /// The options of a product, in order.
    pub fn all(product: &Arc<product::Model>) -> impl Iterator<Item = Self> {
        (0..product.options.0.len()).map(|place| Self {
            product: Arc::clone(product),
            place,
        })
    }

    fn own(&self) -> &product::ProductOption {
        &self.product.options.0[self.place]
    }
}

#[Object(use_type_description)]
impl ProductOption {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.own().id.gid()
    }

    /// Name, such as `Color`.
    async fn name(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        let option = self.own();
        texts::read_text(ctx, self.product.id.0, option.id.0, "name", &option.name).await
    }

    /// Values in the merchant's order.
    #[graphql(complexity = "10 * child_complexity + 1")]
    fn option_values(&self) -> List<ProductOptionValue> {
        (0..self.own().values.len())
            .map(|value| {
                let product = Arc::clone(&self.product);
                ProductOptionValue::new(product, self.place, value)
            })
            .collect()
    }

    /// Names of the values in the merchant's order.
    #[graphql(deprecation = "Use `optionValues`.")]
    async fn values(&self, ctx: &Context<'_>) -> Result<Vec<String>, ApiError> {
        let texts = texts::texts_of(ctx, self.product.id.0).await?;
        let name = |value: &product::ProductOptionValue| {
            let translated = texts
                .as_ref()
                .and_then(|texts| texts.get(value.id.0, "name"));
            translated.unwrap_or(&value.name).to_owned()
        };
        Ok(self.own().values.iter().map(name).collect())
    }
}

/// Fields of an option value that the catalogue owns.
#[derive(Clone, Description)]
pub struct OptionValueFields {
    /// The product.
    pub product: Arc<product::Model>,
    /// Index of the option within the product.
    pub option: usize,
    /// Index of the value within the option.
    pub value: usize,
}

impl OptionValueFields {
    /// The stored value.
    pub fn own(&self) -> &product::ProductOptionValue {
        &self.product.options.0[self.option].values[self.value]
    }
}

#[Object(use_type_description)]
impl OptionValueFields {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.own().id.gid()
    }

    /// Name, such as `Red`.
    async fn name(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        let value = self.own();
        texts::read_text(ctx, self.product.id.0, value.id.0, "name", &value.name).await
    }

    /// Colour or image that represents the value; null if the merchant has set neither.
    fn swatch(&self) -> Option<ProductOptionValueSwatch> {
        let value = self.own();
        let any = value.swatch_color.is_some() || value.swatch_image.is_some();
        any.then(|| ProductOptionValueSwatch {
            color: value.swatch_color.clone().map(Color),
            image: value.swatch_image.as_ref().map(Media::new),
        })
    }
}

/// A colour or image that represents an option value.
#[derive(Clone, SimpleObject)]
pub struct ProductOptionValueSwatch {
    /// Colour.
    color: Option<Color>,
    /// Image.
    image: Option<Media>,
}

/// The value that a variant has for one option.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct SelectedOption {
    /// Name of the option.
    pub name: String,
    /// Name of the value.
    pub value: String,
}

/// An option and the value chosen for it.
#[derive(Clone, Debug, PartialEq, Eq, InputObject)]
pub struct SelectedOptionInput {
    /// Name of the option.
    pub name: String,
    /// Name of the value.
    pub value: String,
}

/// The option values of a variant, in the language of the request and the order of the options.
pub(super) async fn selected(
    ctx: &Context<'_>,
    product: &product::Model,
    row: &variant::Model,
) -> Result<Vec<SelectedOption>, ApiError> {
    let texts = texts::texts_of(ctx, product.id.0).await?;
    let options = shown::shown_options(texts.as_deref(), product, row).into_iter();
    Ok(options
        .map(|(name, value)| SelectedOption { name, value })
        .collect())
}

/// Title of a variant in the language of the request.
pub(super) async fn title<'a>(
    ctx: &Context<'_>,
    product: &product::Model,
    row: &'a variant::Model,
) -> Result<Cow<'a, str>, ApiError> {
    let texts = texts::texts_of(ctx, product.id.0).await?;
    Ok(shown::shown_variant_title(texts.as_deref(), product, row))
}
