//! Where and when the index shows a resource.

use crate::search::engine::DocumentVisibility;
use souk_entities::{Timestamp, catalog::product::Publications};
use std::collections::BTreeMap;

/// Where and when a resource is visible, from its own date and the channels it is published to.
pub(super) fn visibility(
    published_at: Option<Timestamp>,
    publications: Option<&Publications>,
) -> DocumentVisibility {
    match (published_at, publications) {
        (None, _) => DocumentVisibility::Hidden,
        (Some(since), None) => DocumentVisibility::Everywhere(since),
        (Some(_), Some(list)) => {
            let since = list.0.iter().filter_map(|publication| {
                let since = publication.publish_at.max(published_at)?;
                Some((publication.channel, since))
            });
            DocumentVisibility::Channels(since.collect::<BTreeMap<_, _>>())
        }
    }
}
