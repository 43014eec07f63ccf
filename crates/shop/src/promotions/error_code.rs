//! Error codes of changes to discounts.

use souk_kernel::resource_codes;

resource_codes! {
    /// Error codes of changes to discounts and their codes.
    DiscountErrorCode {
    }
}
