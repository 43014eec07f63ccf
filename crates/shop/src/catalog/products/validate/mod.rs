//! Turns an input into a draft, with all checks that do not need the stored product.

mod media;
mod metafields;
mod options;
pub mod variants;

pub use media::validate_medium;
pub use metafields::{validate_metafield, validate_metafields};
pub use variants::validate_variant;

use super::{
    draft::ProductIdentity,
    fields::{self, ProductDraft},
    names::ProductNames,
};
use crate::catalog::{CatalogErrorCode, product_inputs::ProductSetInput};
use async_graphql::ID;
use media::media_list;
use options::options;
use souk_kernel::{
    refusal::Refusal,
    validators::{self as checks, Checked, few, refuse},
};
use variants::variants;

/// Validates an input for the product given by `identity`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate_product(
    identity: ProductIdentity,
    mut input: ProductSetInput,
    names: &ProductNames,
) -> Result<ProductDraft, Refusal<CatalogErrorCode>> {
    let option_list = input.product_options.take();
    let files = input.files.take();
    let variant_list = input.variants.take();
    let metafield_list = input.metafields.take();
    let collection_list = input.collections.take();
    let fields = fields::check(identity, input)?;
    Ok(ProductDraft {
        options: option_list.map(|list| options(list, names)).transpose()?,
        media: files.map(|files| media_list(&files, names)).transpose()?,
        variants: variant_list.map(|list| variants(list, names)).transpose()?,
        metafields: metafield_list
            .map(|list| validate_metafields(list, names, "Product", "input.metafields"))
            .transpose()?,
        collections: collection_list
            .map(|list| collections(&list, names))
            .transpose()?,
        ..fields
    })
}

fn collections(
    list: &[ID],
    names: &ProductNames,
) -> Checked<Vec<souk_entities::ids::CollectionId>, CatalogErrorCode> {
    let field = "input.collections";
    few(list, field)?;
    let mut ids = Vec::with_capacity(list.len());
    for name in list {
        match names.collection(name) {
            Some((id, true)) => ids.push(id),
            Some((_, false)) => {
                let why = format!(
                    "The collection {} chooses its products by rules.",
                    checks::quoted(&name.0)
                );
                return refuse(CatalogErrorCode::Invalid, field, why);
            }
            None => {
                let why = format!("The collection {} does not exist.", checks::quoted(&name.0));
                return refuse(CatalogErrorCode::NotFound, field, why);
            }
        }
    }
    Ok(ids)
}
