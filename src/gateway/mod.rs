//! The HTTP server: from the socket to the resolver, one file per concern.

mod activity;
mod answer;
mod checkout;
mod client;
mod cost;
mod documents;
pub mod endpoint;
mod guard;
mod health;
mod heavy;
mod in_context;
mod media;
mod merge;
mod pages;
mod payments;
mod prescan;
mod refusal;
mod request;
pub mod router;
pub mod server;
mod shape;
mod tally;
pub mod tls;
mod type_map;
mod validation;
mod variables;
mod viewer;
