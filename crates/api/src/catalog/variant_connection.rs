//! Pages of variants, of a product or across products.

use crate::{connection, schema::ProductVariant};

connection!(
    ProductVariantConnection,
    ProductVariantEdge,
    ProductVariant,
    "variants"
);
