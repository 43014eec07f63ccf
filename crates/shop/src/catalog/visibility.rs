//! Visibility: a product or collection that is hidden from a caller does not exist for them in any
//! query.

use crate::market::Audience;
use souk_entities::{
    Timestamp,
    catalog::{
        collection,
        product::{self, ProductStatus, Publications},
    },
    ids::ChannelId,
};
use souk_kernel::viewer::{Scope, Viewer};

/// Whether the caller may see this product. Merchants with `read_products` also see drafts.
pub fn sees_product(audience: &Audience, viewer: &Viewer, row: &product::Model) -> bool {
    is_on_sale(row, audience.channel, audience.now) || viewer.may(Scope::ReadProducts)
}

/// Whether the caller may see this collection. Merchants with `read_products` see all of them.
pub fn sees_collection(audience: &Audience, viewer: &Viewer, row: &collection::Model) -> bool {
    let publications = row.publications.as_ref();
    is_published(
        row.published_at,
        publications,
        audience.channel,
        audience.now,
    ) || viewer.may(Scope::ReadProducts)
}

/// Whether buyers in `channel` see this product at the instant `now`.
pub fn is_on_sale(row: &product::Model, channel: ChannelId, now: Timestamp) -> bool {
    row.status == ProductStatus::Active
        && is_published(row.published_at, row.publications.as_ref(), channel, now)
}

/// Whether a resource is published to `channel` at the instant `now`. One without a list of
/// channels is published to all of them.
pub fn is_published(
    published_at: Option<Timestamp>,
    publications: Option<&Publications>,
    channel: ChannelId,
    now: Timestamp,
) -> bool {
    let since = match publications {
        None => published_at,
        Some(list) => list
            .0
            .iter()
            .find(|publication| publication.channel == channel)
            .and_then(|publication| publication.publish_at.max(published_at)),
    };
    published_at.is_some() && since.is_some_and(|since| since <= now)
}
