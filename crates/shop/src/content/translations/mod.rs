//! Translations of texts.

mod register;
mod resources;

pub use register::{TranslationInput, register};
pub use resources::ACCOUNT_TEXTS;
