//! The merchant's part of the API.

pub mod enums;
pub mod inputs;
pub mod products;

use async_graphql::MergedObject;
use products::ProductMutation;

/// Mutations of merchants.
#[derive(MergedObject, Default)]
pub struct MerchantMutation(ProductMutation);
