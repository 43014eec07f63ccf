//! Writes the shop's settings, its markets and sales channels as a whole, which no mutation does.

pub(crate) mod store;
