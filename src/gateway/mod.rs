//! From the socket to the resolver, one file per concern.

pub mod endpoint;
pub mod router;
