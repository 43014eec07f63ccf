//! `#[derive(Table)]`: a SeaORM entity from its `Model`, with less code than SeaORM's own derive.
//!
//! It reads the attributes of `DeriveEntityModel` that souk's tables use, and refuses the others. What it
//! writes uses `crate::table`, which does once what SeaORM's derive repeats for every column.

mod field;
mod write;

use field::Field;
use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, Fields, LitStr, parse_macro_input};

/// Makes `Entity`, `Column`, `COLUMN`, `PrimaryKey` and `ActiveModel` beside the struct `Model`.
///
/// The struct says `#[sea_orm(table_name = "…")]`. A field may say `primary_key` with
/// `auto_increment = false`, `unique`, `indexed`, `nullable` (which an `Option` is by itself), and
/// `column_type = "Text"` or `"JsonBinary"`.
#[proc_macro_derive(Table, attributes(sea_orm))]
pub fn table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    if input.ident != "Model" {
        return Err(Error::new_spanned(&input.ident, "call it `Model`"));
    }
    let name = table_name(input)?;
    let fields = fields(input)?;
    if !fields.iter().any(|field| field.primary_key) {
        return Err(Error::new_spanned(&input.ident, "needs a primary key"));
    }
    Ok(write::table(&name, &fields))
}

fn table_name(input: &DeriveInput) -> syn::Result<LitStr> {
    let mut name = None;
    for attribute in &input.attrs {
        if attribute.path().is_ident("sea_orm") {
            attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("table_name") {
                    return Err(meta.error("`Table` knows only `table_name` here"));
                }
                name = Some(meta.value()?.parse()?);
                Ok(())
            })?;
        }
    }
    name.ok_or_else(|| Error::new_spanned(&input.ident, "needs `#[sea_orm(table_name = \"…\")]`"))
}

fn fields(input: &DeriveInput) -> syn::Result<Vec<Field<'_>>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields.named.iter().map(Field::read).collect(),
            _ => Err(Error::new_spanned(&input.ident, "needs named fields")),
        },
        _ => Err(Error::new_spanned(&input.ident, "must be a struct")),
    }
}
