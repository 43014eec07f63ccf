//! Runs an import: reads the products of a file and saves them in batches.

use super::{
    columns,
    entries::{Bad, Entries, Entry, bad},
    jsonl, location, product_csv,
};
use crate::{
    catalog::{
        self, CatalogErrorCode, ProductDraft, ProductIdentity, ProductNames, ProductSetInput,
    },
    operations,
};
use anyhow::Context;
use souk_kernel::{app::App, refusal::Refusal};
use std::{
    collections::HashMap,
    fs::File,
    path::{Path, PathBuf},
};

/// Maximum number of products saved in one transaction.
const BATCH: usize = 500;
/// Maximum number of their variants, unless a single product has more.
const BATCH_VARIANTS: usize = 2_000;

/// File format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A product CSV as exported by merchants, with a row for each variant and picture.
    Csv,
    /// JSON lines with one input of `productSet` each.
    Jsonl,
}

impl Format {
    /// The format that the file extension indicates.
    pub fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }
}

/// A file to import.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file.
    pub file: PathBuf,
    /// Format of the file.
    pub format: Format,
    /// Name of the location for stock that names none; by default the first one that fulfills
    /// online orders.
    pub location: Option<String>,
}

/// Receives the progress of an import.
pub trait Listener: Send {
    /// Reports how many bytes of the file have been read.
    fn read(&mut self, bytes: u64);
    /// Reports something that was skipped.
    fn bad(&mut self, bad: &Bad);
    /// Reports a note about something that was not skipped.
    fn note(&mut self, text: &str);
}

/// Result of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Number of products created.
    pub created: u64,
    /// Number of products updated.
    pub updated: u64,
    /// Number of products skipped.
    pub left_out: u64,
}

/// Imports the products of a file.
///
/// # Errors
///
/// When the file as a whole cannot be read, there is no location for its stock, or a database
/// fails. What has been saved by then is kept.
pub async fn run(
    app: &App,
    source: &Source,
    listener: &mut dyn Listener,
) -> anyhow::Result<Summary> {
    let place = || source.file.display().to_string();
    let mut entries = open(app, source, listener).await.with_context(place)?;
    let mut import = Import {
        app,
        listener,
        seen: HashMap::new(),
        summary: Summary::default(),
    };
    let (mut batch, mut variants) = (Vec::new(), 0);
    while let Some(entry) = entries.next().with_context(place)? {
        import.listener.read(entries.position());
        let Some(product) = import.accept(entry) else {
            continue;
        };
        let more = product.input.variants.as_ref().map_or(1, Vec::len);
        if batch.len() == BATCH || (variants + more > BATCH_VARIANTS && !batch.is_empty()) {
            import.save(std::mem::take(&mut batch)).await?;
            variants = 0;
        }
        variants += more;
        batch.push(product);
    }
    import.save(batch).await?;
    Ok(import.summary)
}

async fn open(
    app: &App,
    source: &Source,
    listener: &mut dyn Listener,
) -> anyhow::Result<Box<dyn Entries>> {
    let file = File::open(&source.file)?;
    Ok(match source.format {
        Format::Csv => {
            let mut entries = product_csv::Rows::open(file)?;
            if let Some(skipped) = entries.skipped() {
                listener.note(&skipped);
            }
            if entries.has_stock() {
                entries.location = Some(location::of_stock(app, source.location.as_deref()).await?);
            }
            Box::new(entries)
        }
        Format::Jsonl => Box::new(jsonl::Lines::open(file)),
    })
}

/// A product with a valid handle.
struct Product {
    handle: String,
    line: u64,
    variant_lines: Vec<u64>,
    input: ProductSetInput,
    from_cells: bool,
}

impl Product {
    /// The line that a refusal refers to.
    fn line_of(&self, refusal: &Refusal<CatalogErrorCode>) -> u64 {
        let index = match refusal.field.as_slice() {
            [input, variants, index, ..] if input == "input" && variants == "variants" => {
                index.parse::<usize>().ok()
            }
            _ => None,
        };
        let line = index.and_then(|index| self.variant_lines.get(index));
        line.copied().unwrap_or(self.line)
    }
}

struct Import<'a> {
    app: &'a App,
    listener: &'a mut dyn Listener,
    /// Line of each product so far, by handle.
    seen: HashMap<String, u64>,
    summary: Summary,
}

impl Import<'_> {
    /// The product of an entry, unless it has faults or is a duplicate.
    fn accept(&mut self, entry: Entry) -> Option<Product> {
        let name = entry.input.handle.as_ref().or(entry.input.title.as_ref());
        let name = name.map(String::as_str).unwrap_or_default();
        let handle = catalog::validate_handle(name);
        if !entry.faults.is_empty() {
            let shown = handle.as_deref().unwrap_or(name);
            self.leave_out(shown, entry.faults);
            return None;
        }
        let line = entry.line;
        let handle = match handle {
            Ok(handle) => handle,
            Err(refusal) => {
                self.leave_out(name, vec![bad(line, refusal.message)]);
                return None;
            }
        };
        if let Some(first) = self.seen.insert(handle.clone(), line) {
            let why = format!("The product is at line {first} already, and that line counts.");
            self.leave_out(&handle, vec![bad(line, why)]);
            self.seen.insert(handle, first);
            return None;
        }
        Some(Product {
            handle,
            line,
            variant_lines: entry.variant_lines,
            input: entry.input,
            from_cells: entry.from_cells,
        })
    }

    async fn save(&mut self, products: Vec<Product>) -> anyhow::Result<()> {
        let inputs = products.iter().map(|product| &product.input);
        let names = ProductNames::load(self.app, inputs).await?;
        let (mut drafts, mut kept) = (Vec::new(), Vec::new());
        for mut product in products {
            match draft(&mut product, &names) {
                Ok(draft) => {
                    drafts.push(draft);
                    kept.push(product);
                }
                Err(refusal) => self.refuse(&product, &refusal),
            }
        }
        let outcomes = operations::save_products(self.app, &drafts).await?;
        for (product, outcome) in kept.iter().zip(outcomes) {
            match outcome {
                Ok(saved) if saved.is_new => self.summary.created += 1,
                Ok(_) => self.summary.updated += 1,
                Err(refusal) => self.refuse(product, &refusal),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, product: &Product, refusal: &Refusal<CatalogErrorCode>) {
        let column = columns::of_input(&refusal.field).filter(|_| product.from_cells);
        let reason = match column {
            Some(column) => format!("The column {column} is not valid. {}", refusal.message),
            None => match refusal.field.join(".").trim_start_matches("input.") {
                "" | "input" => refusal.message.clone(),
                field => format!("The field {field} is not valid. {}", refusal.message),
            },
        };
        let bad = bad(product.line_of(refusal), reason);
        self.leave_out(&product.handle, vec![bad]);
    }

    fn leave_out(&mut self, product: &str, faults: Vec<Bad>) {
        self.summary.left_out += 1;
        for Bad { line, reason } in faults {
            let reason = match product {
                "" => reason,
                product => format!("{reason} The product {product} is left out."),
            };
            self.listener.bad(&Bad { line, reason });
        }
    }
}

fn draft(
    product: &mut Product,
    names: &ProductNames,
) -> Result<ProductDraft, Refusal<CatalogErrorCode>> {
    let mut input = std::mem::take(&mut product.input);
    if product.from_cells {
        product_csv::find_types(&mut input, names);
    }
    let identity = ProductIdentity::Handle(product.handle.clone());
    let mut draft = catalog::validate_product(identity, input, names)?;
    draft.keeps_metafields = product.from_cells;
    Ok(draft)
}
