//! Stories told through the public API. They run on SQLite, and on PostgreSQL where
//! `SOUK_TEST_POSTGRES` holds the address of a server whose user may create schemas.

#![allow(unreachable_pub)] // nothing outside this binary uses it
#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once
#![allow(dead_code)] // builders offer what stories may need

mod bad_input;
mod builders;

mod buyer_details;
mod buyer_writes;
mod callers;
mod cart;
mod cart_addresses;
mod cart_metafields;
mod checkout;
mod collections;
mod concurrency;
mod content;
mod delivery;
mod delivery_options;
mod discounts;
mod first_start;
mod gift_cards;
mod guards;
mod harness;
mod idempotency;
mod import;
mod limits;
mod lost_commits;
mod media;
mod merchant;
mod merging;
mod orders;
mod overload;
mod payments;
mod pickup;
mod prices;
mod prior_price;
mod processes;
mod product_origin;
mod product_page;
mod product_set;
mod reservations;
mod search;
mod seed;
mod selling_plans;
mod server;
mod taxes;
mod variations;
mod volume_prices;
