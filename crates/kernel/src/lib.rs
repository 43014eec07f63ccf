//! What every domain of souk shares: the words they speak (money, codes, ids, pages, refusals), the
//! databases, events and the process itself. It knows none of them.

pub mod app;
pub mod batches;
pub mod client_writes;
pub mod clock;
pub mod codes;
pub mod config;
pub mod crash;
pub mod data_folder;
pub mod database;
pub mod decimal;
pub mod error;
pub mod events;
pub mod ids;
pub mod jobs;
pub mod keys;
pub mod money;
pub mod node;
pub mod pagination;
pub mod public_url;
pub mod refusal;
pub mod reloaded;
pub mod request_key;
pub mod rows;
pub mod scalars;
pub mod tokens;
pub mod validators;
pub mod viewer;
