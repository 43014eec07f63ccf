//! souk: a GraphQL commerce backend. `ARCHITECTURE.md` is the guide to the code.

pub mod gateway;
pub mod startup;
