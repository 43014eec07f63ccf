//! `souk import`: products from a file.

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use souk::{
    app::App,
    config::Config,
    import::{self, Bad, Format, Listener, Source},
    search,
};
use std::{fs, io::IsTerminal, path::PathBuf, process::ExitCode};

/// Says that something was left out. 1 is a failure, 2 a wrong argument.
const SOMETHING_LEFT_OUT: u8 = 3;

/// Bring products from a file into the shop.
///
/// A product is found by its handle: a second run updates what the first one made, and variants
/// keep their ids as long as they keep their option values. Lists that a file gives are whole:
/// variants and pictures it lacks are removed. Custom fields that a CSV lacks stay.
///
/// A product that cannot be read or is refused is left out whole. It is reported on standard error
/// as `file:line: reason`, and the others go in.
///
/// The shop may be open meanwhile: the running server or worker brings its index up to date.
/// Without one the import does that itself before it ends.
///
/// Exit codes: 0 all went in; 1 the import failed, and what went in before stays; 2 wrong
/// arguments; 3 something was left out, the rest went in.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// The file.
    file: PathBuf,
    /// What it looks like inside; told by the ending .csv, .jsonl or .ndjson where absent.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Location that stock of a CSV goes to; where absent the first one that sends orders. A shop
    /// without locations gets one named "Main location".
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
    let app = App::start(config).await?;
    let summary = import::run(&app, &source, &mut progress).await;
    // Once at the end: on the way each product would be indexed for its texts and for its stock.
    progress.bar.set_message("indexing");
    let indexed = search::drain(&app).await;
    progress.bar.finish_and_clear();
    app.stop().await;
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

/// Shows on a terminal how far the import is, and on standard error what it left out.
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
