//! The program's commands, one file per command.

mod import;
mod migrate;
mod output;
mod reindex;
mod schema;
mod seed;
mod serve;
mod signals;
mod token;
mod worker;

use clap::{Args, Parser, Subcommand};
use souk_kernel::config::Config;
use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
};
use tracing_subscriber::EnvFilter;

/// A GraphQL commerce backend. Without a command, it serves the shop.
#[derive(Debug, Parser)]
#[command(name = "souk", version, about)]
struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Sources of settings.
#[derive(Debug, Args)]
struct SettingsArguments {
    /// Settings file; souk.toml by default, if it exists. Environment variables such as
    /// SOUK__SERVER__LISTEN override it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Allow demo data and generated keys to be served beyond this machine. Anyone who can reach
    /// the server can then use them.
    #[arg(long, global = true)]
    insecure_demo: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the shop (the default).
    Serve,
    /// Do the shop's background work without serving requests: relay events into the search index,
    /// resume unfinished operations, delete expired carts. Stops gracefully on Ctrl-C or SIGTERM.
    Worker,
    Import(import::ImportArguments),
    /// Migrate the databases to the latest schema.
    Migrate,
    /// Rebuild the search index. If a server or worker uses the same data folder, it rebuilds the
    /// index and this command waits for it.
    Reindex,
    /// Load the demo catalogue into the shop.
    Seed,
    /// Print the GraphQL schema of the API.
    Schema,
    /// Print an access token for the merchant API.
    Token(token::TokenArguments),
}

/// Runs the command named by the arguments.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    dispatch(arguments).unwrap_or_else(|error| {
        eprintln!("souk: {error:#}"); // one line, with causes separated by colons
        ExitCode::FAILURE
    })
}

fn dispatch(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let command = arguments.command.unwrap_or(Command::Serve);
    if let Command::Schema = command {
        schema::run();
        return Ok(ExitCode::SUCCESS);
    }
    log_to_stderr();
    let config = load(arguments.settings.config.as_deref())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match command {
            Command::Import(import) => return import::run(config, &import).await,
            Command::Serve => serve::run(config, arguments.settings.insecure_demo).await?,
            Command::Worker => worker::run(config).await?,
            Command::Migrate => migrate::run(&config).await?,
            Command::Seed => seed::run(config).await?,
            Command::Reindex => reindex::run(config).await?,
            Command::Token(token) => token::run(&config, &token)?,
            Command::Schema => {} // handled above, because it needs no settings
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Loads the given settings file, which must exist, or `souk.toml`, which may.
fn load(file: Option<&Path>) -> anyhow::Result<Config> {
    if let Some(file) = file {
        let name = file.display();
        anyhow::ensure!(file.is_file(), "--config: there is no file {name}");
    }
    Config::load(file.unwrap_or(Path::new("souk.toml")))
}

/// Logs to standard error, so that a command's output can be piped. `RUST_LOG` filters the logs,
/// and `SOUK_LOG=json` writes one JSON object per line. A line that cannot be written is lost, and
/// nothing else: telling so on standard error would fail too, and panic.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    if std::env::var("SOUK_LOG").is_ok_and(|format| format == "json") {
        subscriber.json().init();
    } else {
        subscriber.init();
    }
}
