//! How much a cart may hold. Buyers write into carts without signing in, so what one of them stores has
//! a bound.

use super::codes::CartErrorCode;
use serde::Serialize;
use souk_entities::cart::cart;
use souk_kernel::refusal::Refusal;

/// Most bytes of everything in a cart besides the merchandise and quantities of its lines.
pub(super) const MOST_BYTES: usize = 65_536;
/// Bytes of a line in the database besides its attributes, rounded up.
const LINE_BYTES: usize = 128;

/// Bytes that a cart takes in the database.
pub(super) fn stored_bytes(row: &cart::Model) -> usize {
    text_bytes(row) + row.lines.0.len() * LINE_BYTES
}

/// Refuses a change that makes a cart larger than it may be. The refusal names the part that grew most,
/// by the argument that sets it. A cart that is too large already may become smaller.
pub(super) fn check(
    before: &cart::Model,
    after: &cart::Model,
) -> Result<(), Refusal<CartErrorCode>> {
    let bytes = text_bytes(after);
    if bytes <= MOST_BYTES || bytes <= text_bytes(before) {
        return Ok(());
    }
    let grown = parts(after).into_iter().zip(parts(before));
    let grown = grown.map(|((name, after), (_, before))| (after.saturating_sub(before), name));
    let (_, name) = grown.max_by_key(|(by, _)| *by).unwrap_or_default();
    let message = format!(
        "A cart holds at most {MOST_BYTES} bytes of attributes, note, buyer, codes, addresses, payment \
         and custom fields together; this one would hold {bytes}."
    );
    Err(Refusal::of_path(
        CartErrorCode::CartTooLarge,
        &[name],
        message,
    ))
}

fn text_bytes(row: &cart::Model) -> usize {
    parts(row).iter().map(|(_, bytes)| bytes).sum()
}

/// The parts of a cart whose size buyers choose, by the arguments that set them, with their bytes.
fn parts(row: &cart::Model) -> [(&'static str, usize); 10] {
    let of_lines = row.lines.0.iter().map(|line| &line.attributes);
    let of_lines = of_lines.filter(|attributes| !attributes.is_empty());
    [
        ("lines", of_lines.map(bytes).sum()),
        ("attributes", bytes(&row.attributes)),
        ("note", row.note.as_ref().map_or(0, String::len)),
        ("buyerIdentity", bytes(&row.buyer)),
        ("discountCodes", bytes(&row.discount_codes)),
        ("addresses", bytes(&row.addresses)),
        ("billingAddress", bytes(&row.billing_address)),
        ("payment", bytes(&row.payment)),
        ("selectedDeliveryOptions", bytes(&row.delivery_options)),
        ("metafields", bytes(&row.metafields)),
    ]
}

/// Bytes of a value as it is stored.
fn bytes(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(0, |json| json.len())
}
