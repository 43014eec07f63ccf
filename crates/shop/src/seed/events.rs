//! Events of the demo's changes.

use souk_kernel::events::Event;

/// The change of a resource of content, such as a page.
pub(crate) fn content_changed(kind: &str, id: i64) -> Event {
    Event::ContentChanged {
        resource: kind.to_owned(),
        id,
    }
}
