//! What every implementation of a port must do, told as stories.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

mod payments;
mod search;
mod tax;
