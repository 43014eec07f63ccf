//! souk: a GraphQL commerce backend. `ARCHITECTURE.md` shows the way around.

pub mod app;
pub mod batches;
pub mod cart;
pub mod catalog;
pub mod clock;
pub mod codes;
pub mod config;
pub mod context;
pub mod database;
pub mod error;
pub mod events;
pub mod gateway;
pub mod ids;
pub mod interface;
pub mod inventory;
pub mod keys;
pub mod media;
pub mod merchant;
pub mod money;
pub mod node;
pub mod pagination;
pub mod scalars;
pub mod schema;
pub mod search;
pub mod tokens;
pub mod visibility;
