//! Global ids of volume prices. A price list has one per variant and minimum quantity.

use async_graphql::ID;
use souk_entities::ids::VariantId;
use souk_kernel::ids;

const KIND: &str = "QuantityPriceBreak";

/// Global id of a volume price.
pub fn gid(variant: VariantId, minimum: i32) -> ID {
    let ID(id) = ids::gid(KIND, variant.0);
    ID(format!("{id}?minimumQuantity={minimum}"))
}

/// The variant and minimum quantity in the global id of a volume price; `None` for any other id.
pub fn parse(id: &ID) -> Option<(VariantId, i32)> {
    let (kind, variant) = ids::split(id)?;
    let (_, minimum) = id.split_once("?minimumQuantity=")?;
    let minimum = minimum.parse().ok()?;
    (kind == KIND).then_some((VariantId(variant), minimum))
}
