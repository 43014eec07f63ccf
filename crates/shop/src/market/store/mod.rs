//! SQL queries for the shop, its markets and its sales channels, and nothing else.

mod channels;
mod markets;
mod shop;

pub(crate) use channels::*;
pub(crate) use markets::*;
pub(crate) use shop::*;
