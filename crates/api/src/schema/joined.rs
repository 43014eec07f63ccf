//! Types that several domains add fields to. They hold loaded rows that the caller may see.

use crate::{
    catalog::{CollectionFields, MetafieldsOf, OptionValueFields, ProductFields, VariantFields},
    inventory::{LocationFields, OptionValueStock, ProductStock, VariantStock},
    search::CollectionListing,
};
use async_graphql::MergedObject;
use souk_entities::{
    catalog::{collection, product, variant},
    inventory::location,
};
use std::{ops::Deref, sync::Arc};

/// A product of the shop, with its variants.
#[derive(MergedObject, Clone)]
pub struct Product(ProductFields, ProductStock, MetafieldsOf);

impl Product {
    /// A product that the caller may see.
    pub fn new(row: Arc<product::Model>) -> Self {
        let stock = ProductStock {
            row: Arc::clone(&row),
        };
        let custom = MetafieldsOf::of(row.id);
        Self(ProductFields::new(row), stock, custom)
    }

    /// The same product, with tracking parameters for links in search results.
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

/// A version of a product, such as a small blue one. Variants are what is added to carts.
#[derive(MergedObject, Clone)]
pub struct ProductVariant(VariantFields, VariantStock, MetafieldsOf);

impl ProductVariant {
    /// A variant of a product that the caller may see.
    pub fn new(row: Arc<variant::Model>, product: Arc<product::Model>) -> Self {
        let stock = VariantStock {
            row: Arc::clone(&row),
            product: Arc::clone(&product),
        };
        let custom = MetafieldsOf::of(row.id);
        Self(VariantFields { row, product }, stock, custom)
    }
}

impl Deref for ProductVariant {
    type Target = VariantFields;

    fn deref(&self) -> &VariantFields {
        &self.0
    }
}

/// A value of a product option, such as red.
#[derive(MergedObject, Clone)]
pub struct ProductOptionValue(OptionValueFields, OptionValueStock);

impl ProductOptionValue {
    /// The value at index `value` of the option at index `option` of a product.
    pub fn new(product: Arc<product::Model>, option: usize, value: usize) -> Self {
        let stock = OptionValueStock {
            product: Arc::clone(&product),
            option,
            value,
        };
        let fields = OptionValueFields {
            product,
            option,
            value,
        };
        Self(fields, stock)
    }
}

impl Deref for ProductOptionValue {
    type Target = OptionValueFields;

    fn deref(&self) -> &OptionValueFields {
        &self.0
    }
}

/// A group of products, chosen by hand or by rules.
#[derive(MergedObject, Clone)]
pub struct Collection(CollectionFields, MetafieldsOf, CollectionListing);

impl Collection {
    /// A collection that the caller may see.
    pub fn new(row: Arc<collection::Model>) -> Self {
        let custom = MetafieldsOf::of(row.id);
        let products = CollectionListing::new(Arc::clone(&row));
        Self(CollectionFields::new(row), custom, products)
    }

    /// The same collection, with tracking parameters for links in search results.
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

/// A location that holds stock.
#[derive(MergedObject, Clone)]
pub struct Location(LocationFields, MetafieldsOf);

impl Location {
    /// A location that the caller may see.
    pub fn new(row: Arc<location::Model>) -> Self {
        let custom = MetafieldsOf::of(row.id);
        Self(LocationFields { row }, custom)
    }
}

impl Deref for Location {
    type Target = LocationFields;

    fn deref(&self) -> &LocationFields {
        &self.0
    }
}
