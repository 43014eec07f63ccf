//! One field of a model: what its type and attributes say about its column.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Error, GenericArgument, Ident, LitBool, LitStr, PathArguments, Type};

pub(crate) struct Field<'a> {
    /// Its name, which is also the name of the column.
    pub(crate) ident: &'a Ident,
    /// The variant of `Column`.
    pub(crate) variant: Ident,
    pub(crate) ty: &'a Type,
    /// The type without `Option`.
    pub(crate) inner: &'a Type,
    pub(crate) primary_key: bool,
    pub(crate) nullable: bool,
    pub(crate) unique: bool,
    pub(crate) indexed: bool,
    /// A type of `ColumnType` to use instead of the one that belongs to the Rust type.
    pub(crate) column_type: Option<Ident>,
}

impl<'a> Field<'a> {
    pub(crate) fn read(field: &'a syn::Field) -> syn::Result<Self> {
        let Some(ident) = &field.ident else {
            return Err(Error::new_spanned(field, "needs a name"));
        };
        let inner = inside_option(&field.ty);
        let mut read = Self {
            ident,
            variant: variant(ident),
            ty: &field.ty,
            inner: inner.unwrap_or(&field.ty),
            primary_key: false,
            nullable: inner.is_some(),
            unique: false,
            indexed: false,
            column_type: None,
        };
        for attribute in &field.attrs {
            if attribute.path().is_ident("sea_orm") {
                attribute.parse_nested_meta(|meta| read.attribute(&meta))?;
            }
        }
        Ok(read)
    }

    fn attribute(&mut self, meta: &syn::meta::ParseNestedMeta<'_>) -> syn::Result<()> {
        let Some(name) = meta.path.get_ident() else {
            return Err(meta.error("`Table` does not know this attribute"));
        };
        match name.to_string().as_str() {
            "primary_key" => self.primary_key = true,
            "nullable" => self.nullable = true,
            "unique" => self.unique = true,
            "indexed" => self.indexed = true,
            "auto_increment" => {
                let counts: LitBool = meta.value()?.parse()?;
                if counts.value {
                    return Err(Error::new(counts.span, "souk makes its own ids"));
                }
            }
            "column_type" => {
                let named: LitStr = meta.value()?.parse()?;
                if !matches!(named.value().as_str(), "Text" | "JsonBinary") {
                    return Err(Error::new(named.span(), "`Text` or `JsonBinary`"));
                }
                self.column_type = Some(named.parse()?);
            }
            _ => return Err(meta.error("`Table` does not know this attribute")),
        }
        Ok(())
    }

    /// SeaORM's wrapper of the column that takes only values of the right kind; `None` where there is none.
    pub(crate) fn wrapper(&self) -> Option<TokenStream> {
        let kind = match &self.column_type {
            Some(named) => named.to_string(),
            None => last_segment(self.inner)?.ident.to_string(),
        };
        let wrapper = match (kind.as_str(), self.nullable) {
            ("JsonBinary", _) => quote!(JsonColumn),
            ("bool", _) => quote!(BoolColumn),
            ("String" | "Text", false) => quote!(StringColumn),
            ("String" | "Text", true) => quote!(StringColumnNullable),
            ("i32" | "i64", false) => quote!(NumericColumn),
            ("i32" | "i64", true) => quote!(NumericColumnNullable),
            _ => return None,
        };
        Some(quote!(sea_orm::#wrapper))
    }
}

/// `price_list_id` as `PriceListId`.
fn variant(ident: &Ident) -> Ident {
    let mut camel = String::new();
    for word in ident.to_string().split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    format_ident!("{camel}", span = ident.span())
}

fn inside_option(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}
