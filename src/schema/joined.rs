//! Types that several domains add fields to. They hold loaded rows that the caller may see.

use crate::catalog::{
    content::graphql::metafields_of::MetafieldsOf,
    graphql::{CollectionFields, OptionValueFields, ProductFields, VariantFields},
};
use async_graphql::MergedObject;
use souk_entities::catalog::{collection, product, variant};
use std::{ops::Deref, sync::Arc};

/// Something sold, with its variants.
#[derive(MergedObject, Clone)]
pub struct Product(ProductFields, MetafieldsOf);

impl Product {
    /// A product that the caller may see.
    pub fn new(row: Arc<product::Model>) -> Self {
        let custom = MetafieldsOf::of(row.id);
        Self(ProductFields::new(row), custom)
    }

    /// The same product, with what a search adds to links to it.
    pub fn tracked(mut self, parameters: impl Into<Arc<str>>) -> Self {
        self.0.tracking = Some(parameters.into());
        self
    }
}

impl Deref for Product {
    type Target = ProductFields;

    fn deref(&self) -> &ProductFields {
        &self.0
    }
}

/// One version of a product, such as its small blue one: what is put into a cart.
#[derive(MergedObject, Clone)]
pub struct ProductVariant(VariantFields, MetafieldsOf);

impl ProductVariant {
    /// A variant of a product that the caller may see.
    pub fn new(row: Arc<variant::Model>, product: Arc<product::Model>) -> Self {
        let custom = MetafieldsOf::of(row.id);
        Self(VariantFields { row, product }, custom)
    }
}

impl Deref for ProductVariant {
    type Target = VariantFields;

    fn deref(&self) -> &VariantFields {
        &self.0
    }
}

/// A value of a product's option, such as red.
#[derive(MergedObject, Clone)]
pub struct ProductOptionValue(OptionValueFields);

impl ProductOptionValue {
    /// The value at place `value` of the option at place `option` of a product.
    pub fn new(product: Arc<product::Model>, option: usize, value: usize) -> Self {
        Self(OptionValueFields {
            product,
            option,
            value,
        })
    }
}

impl Deref for ProductOptionValue {
    type Target = OptionValueFields;

    fn deref(&self) -> &OptionValueFields {
        &self.0
    }
}

/// Products that belong together, chosen by hand or by rules.
#[derive(MergedObject, Clone)]
pub struct Collection(CollectionFields, MetafieldsOf);

impl Collection {
    /// A collection that the caller may see.
    pub fn new(row: Arc<collection::Model>) -> Self {
        let custom = MetafieldsOf::of(row.id);
        Self(CollectionFields::new(row), custom)
    }

    /// The same collection, with what a search adds to links to it.
    pub fn tracked(mut self, parameters: impl Into<Arc<str>>) -> Self {
        self.0.tracking = Some(parameters.into());
        self
    }
}

impl Deref for Collection {
    type Target = CollectionFields;

    fn deref(&self) -> &CollectionFields {
        &self.0
    }
}
