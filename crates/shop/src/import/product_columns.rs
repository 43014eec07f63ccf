//! The columns of the product CSV that describe the product itself: one table, in which each column
//! defines how its cell sets the input.

use super::cells::{truth, unreadable};
use crate::catalog::{ProductSetInput, ProductStatus};
use async_graphql::MaybeUndefined;
use souk_kernel::{codes::CountryCode, scalars::Html};

/// A column of the product.
#[derive(Debug)]
pub(crate) struct ProductColumn {
    /// Its names in headers, of which messages use the first. Case is ignored.
    pub(crate) names: &'static [&'static str],
    /// The field of the input that it sets.
    pub(crate) input: &'static str,
    /// Sets the input to what a cell holds, which may be nothing.
    set: fn(&mut ProductSetInput, &str) -> Fits,
}

/// Whether a cell could be read, or what its column must hold.
type Fits = Result<(), &'static str>;

const fn column(
    names: &'static [&'static str],
    input: &'static str,
    set: fn(&mut ProductSetInput, &str) -> Fits,
) -> ProductColumn {
    ProductColumn { names, input, set }
}

/// Every column of the product. Cells that must not be empty leave the input alone if they are.
pub(crate) const PRODUCT_COLUMNS: &[ProductColumn] = &[
    column(&["Title"], "title", |input, cell| {
        input.title = filled(cell);
        Ok(())
    }),
    column(
        &["Body (HTML)", "Description"],
        "descriptionHtml",
        |input, cell| {
            input.description_html = Some(Html(cell.to_owned()));
            Ok(())
        },
    ),
    column(&["Vendor"], "vendor", |input, cell| {
        input.vendor = filled(cell);
        Ok(())
    }),
    column(
        &["Product Category", "Product Category (Name)"],
        "category",
        |input, cell| {
            input.category = or_null(filled(cell));
            Ok(())
        },
    ),
    column(&["Country of origin"], "countryOfOrigin", |input, cell| {
        input.country_of_origin = or_null(parsed(cell, CountryCode::find, "a country")?);
        Ok(())
    }),
    column(&["Type"], "productType", |input, cell| {
        input.product_type = Some(cell.to_owned());
        Ok(())
    }),
    column(&["Tags"], "tags", |input, cell| {
        input.tags = Some(cell.split(',').map(str::to_owned).collect());
        Ok(())
    }),
    column(&["Published"], "publishedAt", |input, cell| {
        if parsed(cell, truth, "TRUE or FALSE")? == Some(false) {
            input.published_at = MaybeUndefined::Null;
        }
        Ok(())
    }),
    column(&["Gift Card"], "giftCard", |input, cell| {
        input.gift_card = parsed(cell, truth, "TRUE or FALSE")?;
        Ok(())
    }),
    column(&["SEO Title"], "seo", |input, cell| {
        input.seo.get_or_insert_default().title = filled(cell);
        Ok(())
    }),
    column(&["SEO Description"], "seo", |input, cell| {
        input.seo.get_or_insert_default().description = filled(cell);
        Ok(())
    }),
    column(&["Status"], "status", |input, cell| {
        input.status = parsed(cell, status, "active, draft or archived")?;
        Ok(())
    }),
];

impl ProductColumn {
    /// The column with this name in a header.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        let mut columns = PRODUCT_COLUMNS.iter();
        columns.find(|column| {
            let mut names = column.names.iter();
            names.any(|known| known.eq_ignore_ascii_case(name))
        })
    }

    /// The column that sets a field of the input.
    pub(crate) fn of_input(field: &str) -> Option<&'static Self> {
        PRODUCT_COLUMNS.iter().find(|column| column.input == field)
    }

    /// Sets the input to what the cell holds.
    ///
    /// # Errors
    ///
    /// A sentence that names the column and the cell, when the cell cannot be read.
    pub(crate) fn set(&self, input: &mut ProductSetInput, cell: &str) -> Result<(), String> {
        (self.set)(input, cell).map_err(|what| unreadable(self.names[0], what, cell))
    }
}

fn filled(cell: &str) -> Option<String> {
    Some(cell.to_owned()).filter(|cell| !cell.is_empty())
}

/// An empty cell removes the value.
fn or_null<T>(value: Option<T>) -> MaybeUndefined<T> {
    value.map_or(MaybeUndefined::Null, MaybeUndefined::Value)
}

/// The parsed cell, unless it is empty.
fn parsed<T>(
    cell: &str,
    parse: fn(&str) -> Option<T>,
    what: &'static str,
) -> Result<Option<T>, &'static str> {
    match cell {
        "" => Ok(None),
        cell => parse(cell).map(Some).ok_or(what),
    }
}

fn status(text: &str) -> Option<ProductStatus> {
    match text.to_lowercase().as_str() {
        "active" => Some(ProductStatus::Active),
        "draft" => Some(ProductStatus::Draft),
        "archived" => Some(ProductStatus::Archived),
        _ => None,
    }
}
