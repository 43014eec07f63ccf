//! What the program does, one file per command.

mod import;
mod migrate;
mod reindex;
mod schema;
mod seed;
mod serve;
mod signals;
mod token;
mod worker;

use clap::{Args, Parser, Subcommand};
use souk::config::Config;
use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
};
use tracing_subscriber::EnvFilter;

/// Bytes of the stack of a thread that serves requests. Without optimisation the deepest mutations need
/// more than the usual two megabytes.
const STACK_BYTES: usize = 8 << 20;

/// A GraphQL commerce backend. Without a command it serves.
#[derive(Debug, Parser)]
#[command(name = "souk", version, about)]
struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where settings come from.
#[derive(Debug, Args)]
struct SettingsArguments {
    /// File with settings; souk.toml where there is one. Environment variables such as
    /// SOUK__SERVER__LISTEN override it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Serve demo data or generated keys beyond this machine. Anybody who reaches it may then use them.
    #[arg(long, global = true)]
    insecure_demo: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the shop (the default).
    Serve,
    /// Do the background work of the shop without serving: relay events into the search index, take
    /// up unfinished operations, remove expired carts. Stops politely on Ctrl-C or SIGTERM.
    Worker,
    Import(import::ImportArguments),
    /// Bring the databases to the newest schema.
    Migrate,
    /// Fill the search index anew. Where a server or worker runs on the same data folder it does
    /// the work, and this command waits for it.
    Reindex,
    /// Fill the shop with the demo catalogue.
    Seed,
    /// Print the schema of the API.
    Schema,
    /// Print a token for the merchant part of the API.
    Token(token::TokenArguments),
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    dispatch(arguments).unwrap_or_else(|error| {
        eprintln!("souk: {error:#}"); // one line, causes behind colons
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
        .thread_stack_size(STACK_BYTES)
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
            Command::Schema => {} // answered above: it needs no settings
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The settings of the file that was named, which must be there, or of `souk.toml`, which may be.
fn load(file: Option<&Path>) -> anyhow::Result<Config> {
    if let Some(file) = file {
        let name = file.display();
        anyhow::ensure!(file.is_file(), "--config: there is no file {name}");
    }
    Config::load(file.unwrap_or(Path::new("souk.toml")))
}

/// Logs go to standard error, so that what a command prints can be piped. `RUST_LOG` chooses them,
/// `SOUK_LOG=json` writes one JSON object a line.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if std::env::var("SOUK_LOG").is_ok_and(|format| format == "json") {
        subscriber.json().init();
    } else {
        subscriber.init();
    }
}
