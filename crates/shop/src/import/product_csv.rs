//! Reads the product CSV. Rows with the same handle are consecutive: the first one describes the
//! product, and each has a variant, a picture or both.

use super::{
    cells::{truth, unreadable},
    columns::{self, Column, Columns, OPTIONS},
    entries::{Bad, Entries, Entry, bad},
};
use crate::catalog::{
    FileSetInput, InventoryItemInput, InventoryItemMeasurementInput, InventoryPolicy,
    MetafieldInput, OptionSetInput, ProductNames, ProductSetInput, ProductSetInventoryInput,
    ProductVariantSetInput, VariantOptionValueInput, WeightInput, WeightUnit,
};
use async_graphql::{ID, MaybeUndefined};
use csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};
use souk_kernel::scalars::Decimal;
use std::fs::File;

/// Maximum number of rows of a product, which is more than its variants and pictures need.
const MOST_ROWS: usize = 5_000;
/// Option name and value of a product without options.
const NO_OPTION: (&str, &str) = ("Title", "Default Title");

/// The products of a file.
pub(crate) struct Rows {
    reader: Reader<File>,
    columns: Columns,
    width: usize,
    /// The first row of the next product.
    ahead: Option<Row>,
    /// Id of the location that stock goes to.
    pub(crate) location: Option<String>,
}

struct Row {
    line: u64,
    cells: StringRecord,
    fault: Option<String>,
}

impl Rows {
    /// Reads the header.
    pub(crate) fn open(file: File) -> anyhow::Result<Self> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
        let header = reader.headers()?.clone();
        let mut rows = Self {
            columns: Columns::of(&header)?,
            width: header.len(),
            reader,
            ahead: None,
            location: None,
        };
        rows.ahead = rows.read()?;
        Ok(rows)
    }

    /// The columns that are not read, in a sentence.
    pub(crate) fn skipped(&self) -> Option<String> {
        let skipped = self.columns.skipped.join(", ");
        (!skipped.is_empty()).then(|| format!("These columns are not read: {skipped}."))
    }

    /// Whether the file has a column with the stock of each variant.
    pub(crate) fn has_stock(&self) -> bool {
        self.columns.has(Column::Quantity)
    }

    fn read(&mut self) -> anyhow::Result<Option<Row>> {
        let mut bytes = ByteRecord::new();
        if !self.reader.read_byte_record(&mut bytes)? {
            return Ok(None);
        }
        let line = bytes.position().map_or(0, csv::Position::line);
        let (cells, mut fault) = match StringRecord::from_byte_record(bytes) {
            Ok(cells) => (cells, None),
            Err(error) => {
                let cells = StringRecord::from_byte_record_lossy(error.into_byte_record());
                (cells, Some("The row is not UTF-8.".to_owned()))
            }
        };
        if cells.len() != self.width {
            let (has, wanted) = (cells.len(), self.width);
            fault = Some(format!(
                "The row has {has} fields, but the header has {wanted}."
            ));
        }
        Ok(Some(Row { line, cells, fault }))
    }

    fn handle<'a>(&self, row: &'a Row) -> &'a str {
        let handle = self.columns.cell(&row.cells, Column::Handle);
        handle.unwrap_or_default()
    }
}

impl Entries for Rows {
    fn next(&mut self) -> anyhow::Result<Option<Entry>> {
        let Some(first) = self.ahead.take() else {
            return Ok(None);
        };
        let handle = self.handle(&first).to_owned();
        if handle.is_empty() {
            self.ahead = self.read()?;
            return Ok(Some(Entry {
                line: first.line,
                faults: vec![bad(first.line, "The column Handle must not be empty.")],
                ..Entry::default()
            }));
        }
        let mut rows = vec![first];
        let mut too_many = None;
        loop {
            self.ahead = self.read()?;
            match &self.ahead {
                Some(row) if self.handle(row) == handle => {}
                Some(_) | None => break,
            }
            let Some(row) = self.ahead.take() else { break };
            if rows.len() < MOST_ROWS {
                rows.push(row);
            } else {
                too_many.get_or_insert(row.line);
            }
        }
        let mut reading = Reading {
            columns: &self.columns,
            location: self.location.as_deref(),
            line: rows[0].line,
            faults: Vec::new(),
        };
        if let Some(line) = too_many {
            let why = format!("A product must have at most {MOST_ROWS} rows.");
            reading.faults.push(bad(line, why));
        }
        Ok(Some(reading.product(handle, &rows)))
    }

    fn position(&self) -> u64 {
        self.reader.position().byte()
    }
}

/// Reads the rows of one product.
struct Reading<'a> {
    columns: &'a Columns,
    location: Option<&'a str>,
    line: u64,
    faults: Vec<Bad>,
}

impl Reading<'_> {
    fn fault(&mut self, why: impl Into<String>) {
        self.faults.push(bad(self.line, why));
    }

    fn product(mut self, handle: String, rows: &[Row]) -> Entry {
        for row in rows {
            let fault = row.fault.iter().map(|why| bad(row.line, why));
            self.faults.extend(fault);
        }
        let mut input = self.of_product(handle, &rows[0]);
        let variants: Vec<&Row> = rows
            .iter()
            .filter(|row| columns::is_variant(self.columns, &row.cells))
            .collect();
        if !variants.is_empty() {
            let options = self.options(&variants);
            let read = variants.iter().map(|row| self.variant(row, &options));
            input.variants = Some(read.collect());
            input.product_options = Some(options.into_iter().map(|(_, option)| option).collect());
        }
        if self.columns.has(Column::ImageSrc) {
            input.files = Some(self.pictures(rows));
        }
        Entry {
            line: rows[0].line,
            variant_lines: variants.iter().map(|row| row.line).collect(),
            input,
            faults: self.faults,
            from_cells: true,
        }
    }

    fn of_product(&mut self, handle: String, row: &Row) -> ProductSetInput {
        let columns = self.columns;
        self.line = row.line;
        let row = &row.cells;
        let fields = columns.fields.iter().filter_map(|column| {
            Some(MetafieldInput {
                namespace: Some(column.namespace.clone()),
                key: Some(column.key.clone()),
                kind: None,
                value: Some(column.filled(row)?.to_owned()),
            })
        });
        let mut input = ProductSetInput {
            handle: Some(handle),
            metafields: Some(fields.collect()),
            ..ProductSetInput::default()
        };
        for (column, cell) in columns.of_product(row) {
            if let Err(why) = column.set(&mut input, cell) {
                self.fault(why);
            }
        }
        input
    }

    /// The options of a product with the columns of their values. An option's name may be in any
    /// row.
    fn options(&self, rows: &[&Row]) -> Vec<(Column, OptionSetInput)> {
        let found = |column| {
            let mut rows = rows.iter();
            rows.find_map(|row| self.columns.filled(&row.cells, column))
        };
        let mut options = Vec::new();
        for (name, value) in OPTIONS {
            let Some(name) = found(name) else { continue };
            if (name, found(value)) == (NO_OPTION.0, Some(NO_OPTION.1)) {
                continue;
            }
            let option = OptionSetInput {
                name: Some(name.to_owned()),
                ..OptionSetInput::default()
            };
            options.push((value, option));
        }
        options
    }

    fn variant(
        &mut self,
        row: &Row,
        options: &[(Column, OptionSetInput)],
    ) -> ProductVariantSetInput {
        let columns = self.columns;
        self.line = row.line;
        let row = &row.cells;
        let text = |column| columns.cell(row, column).map(str::to_owned);
        let amount = |column| {
            columns
                .filled(row, column)
                .map(|text| Decimal(text.to_owned()))
        };
        let values = options.iter().filter_map(|(column, option)| {
            Some(VariantOptionValueInput {
                name: Some(columns.filled(row, *column)?.to_owned()),
                option_name: option.name.clone(),
            })
        });
        let barcode = columns.cell(row, Column::Barcode);
        // Spreadsheets prefix long numbers with a quote to keep them as text.
        let barcode = barcode.map(|code| code.trim_start_matches('\'').to_owned());
        let tracked = columns.cell(row, Column::Tracker).map(|by| !by.is_empty());
        let item = InventoryItemInput {
            cost: amount(Column::Cost),
            measurement: self.weight(row),
            requires_shipping: self.parsed(row, Column::RequiresShipping, "TRUE or FALSE", truth),
            tracked,
            ..InventoryItemInput::default()
        };
        ProductVariantSetInput {
            option_values: Some(values.collect()),
            sku: text(Column::Sku),
            barcode,
            price: amount(Column::Price),
            compare_at_price: match (
                columns.has(Column::CompareAtPrice),
                amount(Column::CompareAtPrice),
            ) {
                (false, _) => MaybeUndefined::Undefined,
                (true, None) => MaybeUndefined::Null,
                (true, Some(before)) => MaybeUndefined::Value(before),
            },
            taxable: self.parsed(row, Column::Taxable, "TRUE or FALSE", truth),
            tax_code: text(Column::TaxCode),
            file: columns.filled(row, Column::VariantImage).map(picture),
            inventory_policy: self.parsed(row, Column::Policy, "deny or continue", policy),
            inventory_quantities: self.stock(row, tracked),
            inventory_item: Some(item),
            ..ProductVariantSetInput::default()
        }
    }

    fn weight(&mut self, row: &StringRecord) -> Option<InventoryItemMeasurementInput> {
        let unit = self.parsed(row, Column::WeightUnit, "g, kg, oz or lb", weight_unit);
        let grams = self.parsed(row, Column::Grams, "a number", |text| {
            text.parse::<f64>().ok().filter(|grams| grams.is_finite())
        })?;
        let (unit, of_unit) = unit.unwrap_or((WeightUnit::Grams, 1.0));
        let value = grams / of_unit;
        let weight = Some(WeightInput { unit, value });
        Some(InventoryItemMeasurementInput { weight })
    }

    /// Stock of a variant, unless it is not tracked.
    fn stock(
        &mut self,
        row: &StringRecord,
        tracked: Option<bool>,
    ) -> Option<Vec<ProductSetInventoryInput>> {
        let whole = |text: &str| text.parse::<i32>().ok();
        let quantity = self.parsed(row, Column::Quantity, "a whole number", whole)?;
        let location = self.location.filter(|_| tracked != Some(false))?;
        Some(vec![ProductSetInventoryInput {
            location_id: ID(location.to_owned()),
            name: "available".to_owned(),
            quantity,
        }])
    }

    /// The pictures of all rows in order, without duplicates.
    fn pictures(&mut self, rows: &[Row]) -> Vec<FileSetInput> {
        let mut pictures: Vec<(i32, FileSetInput)> = Vec::new();
        for row in rows {
            self.line = row.line;
            let Some(source) = self.columns.filled(&row.cells, Column::ImageSrc) else {
                continue;
            };
            let mut known = pictures.iter();
            if known.any(|(_, it)| it.original_source.as_deref() == Some(source)) {
                continue;
            }
            let whole = |text: &str| text.parse::<i32>().ok();
            let place = self.parsed(&row.cells, Column::ImagePosition, "a whole number", whole);
            let alt = self.columns.filled(&row.cells, Column::ImageAlt);
            let picture = FileSetInput {
                alt: alt.map(str::to_owned),
                ..picture(source)
            };
            pictures.push((place.unwrap_or(i32::MAX), picture));
        }
        pictures.sort_by_key(|(place, _)| *place);
        pictures.into_iter().map(|(_, picture)| picture).collect()
    }

    /// The parsed cell, unless it is empty; adds a fault if it cannot be parsed.
    fn parsed<T>(
        &mut self,
        row: &StringRecord,
        column: Column,
        what: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.columns.filled(row, column)?;
        let parsed = parse(cell);
        if parsed.is_none() {
            self.fault(unreadable(column, what, cell));
        }
        parsed
    }
}

fn picture(source: &str) -> FileSetInput {
    FileSetInput {
        original_source: Some(source.to_owned()),
        ..FileSetInput::default()
    }
}

fn policy(text: &str) -> Option<InventoryPolicy> {
    match text.to_lowercase().as_str() {
        "deny" => Some(InventoryPolicy::Deny),
        "continue" => Some(InventoryPolicy::Continue),
        _ => None,
    }
}

/// A unit of weight, with its grams per unit.
fn weight_unit(text: &str) -> Option<(WeightUnit, f64)> {
    match text.to_lowercase().as_str() {
        "g" => Some((WeightUnit::Grams, 1.0)),
        "kg" => Some((WeightUnit::Kilograms, 1_000.0)),
        "oz" => Some((WeightUnit::Ounces, 28.349_523_125)),
        "lb" => Some((WeightUnit::Pounds, 453.592_37)),
        _ => None,
    }
}

/// Determines the types of custom fields from their definitions, or text without one, and converts
/// their cells to the format of the type.
pub(crate) fn find_types(input: &mut ProductSetInput, names: &ProductNames) {
    for field in input.metafields.iter_mut().flatten() {
        let (Some(namespace), Some(key)) = (&field.namespace, &field.key) else {
            continue;
        };
        let value = field.value.take().unwrap_or_default();
        let definition = names.definition("Product", namespace, key);
        let kind = match definition {
            Some(definition) => definition.kind.clone(),
            None if value.contains('\n') => "multi_line_text_field".to_owned(),
            None => "single_line_text_field".to_owned(),
        };
        field.value = Some(match kind.as_str() {
            "boolean" => value.to_lowercase(),
            kind if kind.starts_with("list.") && !value.starts_with('[') => {
                let parts: Vec<&str> = value.split(';').map(str::trim).collect();
                serde_json::json!(parts).to_string()
            }
            _ => value,
        });
        field.kind = Some(kind);
    }
}
