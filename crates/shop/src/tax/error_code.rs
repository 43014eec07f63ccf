//! Error codes of changes to tax zones.

use souk_kernel::resource_codes;

resource_codes! {
    /// Error codes of changes to tax zones.
    TaxErrorCode {
    }
}
