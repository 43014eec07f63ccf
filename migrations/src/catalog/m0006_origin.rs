//! The country where a product was made.

use crate::{columns::*, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let origin = text_null("country_of_origin");
    let product = Table::alter().table("product").add_column(origin).take();
    steps.add(product);
}
