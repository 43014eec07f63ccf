//! The columns of the product CSV.

use super::product_columns::ProductColumn;
use csv::StringRecord;
use strum::{Display, EnumCount, EnumString};

/// Columns that are read beside those of the product. Names are case-insensitive.
#[derive(Clone, Copy, Debug, Display, PartialEq, Eq, EnumCount, EnumString)]
#[strum(ascii_case_insensitive)]
pub(crate) enum Column {
    #[strum(serialize = "Handle", serialize = "URL handle")]
    Handle,
    #[strum(serialize = "Option1 Name")]
    Option1Name,
    #[strum(serialize = "Option1 Value")]
    Option1Value,
    #[strum(serialize = "Option2 Name")]
    Option2Name,
    #[strum(serialize = "Option2 Value")]
    Option2Value,
    #[strum(serialize = "Option3 Name")]
    Option3Name,
    #[strum(serialize = "Option3 Value")]
    Option3Value,
    #[strum(serialize = "Variant SKU")]
    Sku,
    #[strum(serialize = "Variant Grams")]
    Grams,
    #[strum(serialize = "Variant Weight Unit")]
    WeightUnit,
    #[strum(serialize = "Variant Inventory Tracker")]
    Tracker,
    #[strum(serialize = "Variant Inventory Qty")]
    Quantity,
    #[strum(serialize = "Variant Inventory Policy")]
    Policy,
    #[strum(serialize = "Variant Price")]
    Price,
    #[strum(serialize = "Variant Compare At Price")]
    CompareAtPrice,
    #[strum(serialize = "Variant Requires Shipping")]
    RequiresShipping,
    #[strum(serialize = "Variant Taxable")]
    Taxable,
    #[strum(serialize = "Variant Tax Code")]
    TaxCode,
    #[strum(serialize = "Variant Barcode")]
    Barcode,
    #[strum(serialize = "Variant Image")]
    VariantImage,
    #[strum(serialize = "Cost per item")]
    Cost,
    #[strum(serialize = "Image Src")]
    ImageSrc,
    #[strum(serialize = "Image Position")]
    ImagePosition,
    #[strum(serialize = "Image Alt Text")]
    ImageAlt,
}

/// Columns without a counterpart in this shop. They are ignored without a note.
const IGNORED: &[&str] = &["Variant Fulfillment Service"];

/// A column with a custom field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldColumn {
    pub(crate) namespace: String,
    pub(crate) key: String,
    place: usize,
}

/// The position of each column in a file.
#[derive(Debug)]
pub(crate) struct Columns {
    places: [Option<usize>; Column::COUNT],
    of_product: Vec<(usize, &'static ProductColumn)>,
    pub(crate) fields: Vec<FieldColumn>,
    /// Names of columns that are not read.
    pub(crate) skipped: Vec<String>,
}

impl Columns {
    /// Finds the columns of a header.
    ///
    /// # Errors
    ///
    /// When there is none for handles, or one is there twice.
    pub(crate) fn of(header: &StringRecord) -> anyhow::Result<Self> {
        let mut columns = Self {
            places: [None; Column::COUNT],
            of_product: Vec::new(),
            fields: Vec::new(),
            skipped: Vec::new(),
        };
        for (place, name) in header.iter().enumerate() {
            let name = name.trim();
            if let Ok(column) = name.parse::<Column>() {
                let known = columns.places[column as usize].replace(place);
                anyhow::ensure!(known.is_none(), "The header has the column {name} twice.");
            } else if let Some(column) = ProductColumn::named(name) {
                let mut known = columns.of_product.iter();
                let twice = known.any(|(_, known)| known.names == column.names);
                anyhow::ensure!(!twice, "The header has the column {name} twice.");
                columns.of_product.push((place, column));
            } else if let Some(field) = field_column(name, place) {
                columns.fields.push(field);
            } else if !name.is_empty() && !IGNORED.contains(&name) {
                columns.skipped.push(name.to_owned());
            }
        }
        anyhow::ensure!(
            columns.has(Column::Handle),
            "The header has no column Handle, so this is not a product CSV."
        );
        Ok(columns)
    }

    /// The columns of the product that the file has, with their cells in a row.
    pub(crate) fn of_product<'a>(
        &'a self,
        row: &'a StringRecord,
    ) -> impl Iterator<Item = (&'static ProductColumn, &'a str)> {
        let columns = self.of_product.iter();
        columns.map(|&(place, column)| (column, row.get(place).unwrap_or_default().trim()))
    }

    pub(crate) fn has(&self, column: Column) -> bool {
        self.places[column as usize].is_some()
    }

    /// The cell of a row without surrounding space; `None` if the file has no such column, and
    /// empty if the row is short.
    pub(crate) fn cell<'a>(&self, row: &'a StringRecord, column: Column) -> Option<&'a str> {
        let place = self.places[column as usize]?;
        Some(row.get(place).unwrap_or_default().trim())
    }

    /// The cell of a row; `None` if it is empty.
    pub(crate) fn filled<'a>(&self, row: &'a StringRecord, column: Column) -> Option<&'a str> {
        self.cell(row, column).filter(|cell| !cell.is_empty())
    }
}

impl FieldColumn {
    /// The value in a row; `None` if it is empty.
    pub(crate) fn filled<'a>(&self, row: &'a StringRecord) -> Option<&'a str> {
        let cell = row.get(self.place).unwrap_or_default().trim();
        Some(cell).filter(|cell| !cell.is_empty())
    }
}

/// Parses a header such as `Material (product.metafields.custom.material)`. Fields in the namespace
/// `shopify` are skipped: they refer to metaobjects that the file does not contain.
fn field_column(name: &str, place: usize) -> Option<FieldColumn> {
    let (_, rest) = name.split_once("(product.metafields.")?;
    let (namespace, key) = rest.strip_suffix(')')?.split_once('.')?;
    (namespace != "shopify").then(|| FieldColumn {
        namespace: namespace.to_owned(),
        key: key.to_owned(),
        place,
    })
}

/// The column that an input is read from.
pub(crate) fn of_input(field: &[String]) -> Option<&'static str> {
    let last = field
        .iter()
        .rev()
        .find(|part| part.parse::<u32>().is_err())?;
    Some(match last.as_str() {
        "price" => "Variant Price",
        "compareAtPrice" => "Variant Compare At Price",
        "cost" => "Cost per item",
        "inventoryQuantities" => "Variant Inventory Qty",
        "handle" => "Handle",
        "files" => "Image Src",
        "productOptions" => "Option Names",
        "variants" => "Variant",
        "metafields" => "Custom field",
        other => return ProductColumn::of_input(other).map(|column| column.names[0]),
    })
}

/// Columns of the names and values of the three options.
pub(crate) const OPTIONS: [(Column, Column); 3] = [
    (Column::Option1Name, Column::Option1Value),
    (Column::Option2Name, Column::Option2Value),
    (Column::Option3Name, Column::Option3Value),
];

/// Whether a row holds a variant, and not only a picture.
pub(crate) fn is_variant(columns: &Columns, row: &StringRecord) -> bool {
    let told = [Column::Option1Value, Column::Sku, Column::Price];
    told.iter()
        .any(|&column| columns.filled(row, column).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Column, Columns};
    use csv::StringRecord;

    #[test]
    fn columns_are_found_by_name_and_others_are_told() {
        let header = StringRecord::from(vec![
            "handle",
            " Variant Price ",
            "Material (product.metafields.custom.material)",
            "Color (product.metafields.shopify.color-pattern)",
            "Google Shopping / MPN",
            "Variant Fulfillment Service",
        ]);
        let columns = Columns::of(&header).unwrap();
        let row = StringRecord::from(vec!["mug", " 9.00", "Clay"]);
        assert_eq!(columns.cell(&row, Column::Price), Some("9.00"));
        assert_eq!(columns.cell(&row, Column::Sku), None);
        assert_eq!(columns.fields[0].filled(&row), Some("Clay"));
        assert_eq!(columns.fields.len(), 1);
        let skipped = [
            "Color (product.metafields.shopify.color-pattern)",
            "Google Shopping / MPN",
        ];
        assert_eq!(columns.skipped, skipped);
    }

    #[test]
    fn a_file_without_handles_or_with_a_column_twice_is_refused() {
        for header in [vec!["Title"], vec!["Handle", "Title", "title"]] {
            assert!(Columns::of(&StringRecord::from(header)).is_err());
        }
    }
}
