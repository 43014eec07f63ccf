//! Error codes of changes to delivery zones.

use souk_kernel::resource_codes;

resource_codes! {
    /// Error codes of changes to delivery zones.
    DeliveryErrorCode {
    }
}
