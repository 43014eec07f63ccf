//! `souk import`: imports products from a file.

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use souk::startup;
use souk_kernel::config::Config;
use souk_shop::{
    import::{self, Bad, Format, Listener, Source},
    search,
};
use std::{fs, io::IsTerminal, path::PathBuf, process::ExitCode};

/// Exit code when something was left out. 1 is a failure, 2 a wrong argument.
const SOMETHING_LEFT_OUT: u8 = 3;

/// Import products from a file.
///
/// A product is identified by its handle: a second run updates the products of the first, and
/// variants keep their ids as long as their option values stay the same. Lists in the file are
/// complete: variants and images that are missing from it are removed. Custom fields that are
/// missing from a CSV file are kept.
///
/// A product that cannot be read or is invalid is left out entirely. It is reported on standard
/// error as `file:line: reason`, and the other products are imported.
///
/// The shop may be running: its server or worker updates the search index. If neither runs, the
/// import updates the index itself before it ends.
///
/// Exit codes: 0 everything was imported; 1 the import failed, and products imported until then are
/// kept; 2 wrong arguments; 3 some products were left out, the others were imported.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// File to import.
    file: PathBuf,
    /// Format of the file; by default chosen by its extension .csv, .jsonl or .ndjson.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Location that receives the stock of a CSV file; by default the first one that ships orders.
    /// A shop without locations gets one named "Main location".
    #[arg(long, value_name = "NAME")]
    location: Option<String>,
}

pub(super) async fn run(config: Config, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    let file = &arguments.file;
    let format = arguments.format.or_else(|| Format::of(file));
    let format = format.context("the name of the file tells no format: give --format")?;
    let size = fs::metadata(file).with_context(|| file.display().to_string())?;
    let source = Source {
        file: file.clone(),
        format,
        location: arguments.location.clone(),
    };
    let mut progress = Progress::new(&source, size.len());
    let app = startup::start(config).await?;
    let summary = import::run(&app, &source, &mut progress).await;
    // Once at the end: during the import each product would be indexed twice, for its texts and for
    // its stock.
    progress.bar.set_message("indexing");
    let indexed = search::drain_index(&app).await;
    progress.bar.finish_and_clear();
    startup::stop(&app).await;
    let summary = summary?;
    println!(
        "{} products are new, {} were updated, {} were left out",
        summary.created, summary.updated, summary.left_out
    );
    if indexed?.is_none() {
        println!("the running process brings the search index up to date");
    }
    Ok(match summary.left_out {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(SOMETHING_LEFT_OUT),
    })
}

/// Shows progress on a terminal, and reports what was left out on standard error.
struct Progress {
    file: String,
    bar: ProgressBar,
}

impl Progress {
    fn new(source: &Source, bytes: u64) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::new(bytes)
        } else {
            ProgressBar::hidden()
        };
        let style = ProgressStyle::with_template("{wide_bar} {percent}% {bytes_per_sec} {msg}");
        Self {
            file: source.file.display().to_string(),
            bar: bar.with_style(style.expect("the template is constant and right")),
        }
    }
}

impl Listener for Progress {
    fn read(&mut self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    fn bad(&mut self, bad: &Bad) {
        let Bad { line, reason } = bad;
        self.bar
            .suspend(|| eprintln!("{}:{line}: {reason}", self.file));
    }

    fn note(&mut self, text: &str) {
        self.bar.suspend(|| eprintln!("{}: {text}", self.file));
    }
}
