//! Error codes of changes to stock and locations.

use souk_kernel::resource_codes;

/// Message for an inventory item that does not exist.
pub(crate) const NO_ITEM: &str = "The inventory item does not exist.";
/// Message for a location that does not exist.
pub(crate) const NO_LOCATION: &str = "The location does not exist.";

resource_codes! {
    /// Error codes of changes to stock and locations.
    InventoryErrorCode {
        /// The current quantity differs from the one the caller expects.
        ChangeFromQuantityStale,
        /// The idempotency key was used for another request.
        IdempotencyKeyParameterMismatch,
    }
}
