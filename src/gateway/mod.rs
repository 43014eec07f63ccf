//! From the socket to the resolver, one file per concern.

mod cost;
mod documents;
pub mod endpoint;
mod guard;
mod in_context;
mod prescan;
mod refusal;
mod request;
pub mod router;
mod shape;
mod type_map;
mod variables;
mod viewer;
