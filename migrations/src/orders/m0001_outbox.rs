//! First tables of the `orders` database.

use crate::{create, steps::Steps};

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [crate::outbox::outbox()]);
    create::indexes(
        steps,
        &[create::NewIndex {
            name: "outbox_by_shard",
            table: "outbox",
            columns: &["shard", "id"],
            unique: false,
        }],
    )
}
