//! `souk token`: prints an access token for the merchant API.

use clap::Args;
use souk_kernel::{clock::Clock, config::Config, tokens::Tokens, viewer::Scope};
use std::time::Duration;
use strum::IntoEnumIterator;

const SECONDS_PER_DAY: u64 = 86_400;

/// The token's scopes and lifetime.
#[derive(Debug, Args)]
pub(super) struct TokenArguments {
    /// Comma-separated scopes, such as `write_products,write_inventory`. All scopes by default.
    #[arg(long, value_delimiter = ',', value_name = "SCOPES")]
    scopes: Vec<Scope>,
    /// Days until the token expires.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_650))]
    days: u64,
}

pub(super) fn run(config: &Config, arguments: &TokenArguments) -> anyhow::Result<()> {
    let tokens = Tokens::open(config)?;
    let scopes = if arguments.scopes.is_empty() {
        Scope::iter().collect()
    } else {
        arguments.scopes.clone()
    };
    let lifetime = Duration::from_secs(arguments.days * SECONDS_PER_DAY);
    println!("{}", tokens.sign(&Clock::default(), scopes, lifetime)?);
    Ok(())
}
