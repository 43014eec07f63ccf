//! The code of a table, from its fields.

use crate::field::Field;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, LitStr, Type};

pub(crate) fn table(name: &LitStr, fields: &[Field<'_>]) -> TokenStream {
    [
        entity(name),
        column(fields),
        column_trait(fields),
        typed_columns(fields),
        primary_key(fields),
        model(fields),
        active_model(fields),
        conversions(fields),
    ]
    .into_iter()
    .collect()
}

fn entity(name: &LitStr) -> TokenStream {
    quote! {
        /// The table.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Entity;

        impl sea_orm::EntityName for Entity {
            fn table_name(&self) -> &'static str {
                #name
            }
        }

        impl sea_orm::IdenStatic for Entity {
            fn as_str(&self) -> &'static str {
                #name
            }
        }

        impl sea_orm::Iden for Entity {
            fn unquoted(&self) -> &str {
                #name
            }
        }

        impl sea_orm::EntityTrait for Entity {
            type Model = Model;
            type ModelEx = Model;
            type ActiveModel = ActiveModel;
            type ActiveModelEx = ActiveModel;
            type Column = Column;
            type Relation = crate::table::NoRelation;
            type PrimaryKey = PrimaryKey;
        }
    }
}

fn column(fields: &[Field<'_>]) -> TokenStream {
    let variants = variants(fields);
    let names = names(fields);
    let count = fields.len();
    quote! {
        /// The columns.
        #[derive(Clone, Copy, Debug)]
        pub enum Column { #(#[doc = #names] #variants,)* }

        impl sea_orm::Iterable for Column {
            type Iterator = std::iter::Copied<std::slice::Iter<'static, Self>>;

            fn iter() -> Self::Iterator {
                const ALL: [Column; #count] = [#(Column::#variants,)*];
                ALL.iter().copied()
            }
        }

        impl sea_orm::IdenStatic for Column {
            fn as_str(&self) -> &'static str {
                const NAMES: [&str; #count] = [#(#names,)*];
                NAMES[*self as usize]
            }
        }

        impl sea_orm::Iden for Column {
            fn quoted(&self) -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(sea_orm::IdenStatic::as_str(self))
            }

            fn unquoted(&self) -> &str {
                sea_orm::IdenStatic::as_str(self)
            }
        }

        impl std::str::FromStr for Column {
            type Err = sea_orm::ColumnFromStrErr;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                crate::table::column(name)
            }
        }
    }
}

fn column_trait(fields: &[Field<'_>]) -> TokenStream {
    let variants = variants(fields);
    let definitions = fields.iter().map(definition);
    quote! {
        impl sea_orm::ColumnTrait for Column {
            type EntityName = Entity;

            fn def(&self) -> sea_orm::ColumnDef {
                match self { #(Self::#variants => #definitions,)* }
            }

            // No column is of a type that the database itself names, so nothing is ever cast.
            fn select_as(&self, expr: sea_orm::sea_query::Expr) -> sea_orm::sea_query::Expr {
                expr
            }

            fn save_as(&self, value: sea_orm::sea_query::Expr) -> sea_orm::sea_query::Expr {
                value
            }
        }
    }
}

fn definition(field: &Field<'_>) -> TokenStream {
    let inner = field.inner;
    let ty = match &field.column_type {
        Some(named) => quote!(sea_orm::ColumnType::#named),
        None => quote!(<#inner as sea_orm::sea_query::ValueType>::column_type()),
    };
    let nullable = field.nullable.then(|| quote!(.nullable()));
    let indexed = field.indexed.then(|| quote!(.indexed()));
    let unique = field.unique.then(|| quote!(.unique()));
    quote!(sea_orm::ColumnTypeTrait::def(#ty) #nullable #indexed #unique)
}

fn typed_columns(fields: &[Field<'_>]) -> TokenStream {
    let idents = idents(fields);
    let names = names(fields);
    let types = fields.iter().map(|field| match field.wrapper() {
        Some(wrapper) => quote!(#wrapper<Entity>),
        None => quote!(Column),
    });
    let values = fields.iter().map(|field| {
        let variant = &field.variant;
        match field.wrapper() {
            Some(wrapper) => quote!(#wrapper(Column::#variant)),
            None => quote!(Column::#variant),
        }
    });
    quote! {
        /// The columns by name, each of the kind of its values.
        pub struct TypedColumn { #(#[doc = #names] pub #idents: #types,)* }

        /// The columns by name, each of the kind of its values.
        pub const COLUMN: TypedColumn = TypedColumn { #(#idents: #values,)* };
    }
}

fn primary_key(fields: &[Field<'_>]) -> TokenStream {
    let keys: Vec<_> = fields.iter().filter(|field| field.primary_key).collect();
    let variants = keys.iter().map(|field| &field.variant);
    let types: Vec<&Type> = keys.iter().map(|field| field.ty).collect();
    let value = match types.as_slice() {
        [one] => quote!(#one),
        several => quote!((#(#several,)*)),
    };
    quote! {
        /// The columns of the primary key.
        pub type PrimaryKey = crate::table::Key<Column>;

        impl crate::table::Keyed for Column {
            const KEY: &'static [Self] = &[#(Self::#variants,)*];
        }

        impl sea_orm::PrimaryKeyTrait for PrimaryKey {
            type ValueType = #value;

            fn auto_increment() -> bool {
                false
            }
        }
    }
}

fn model(fields: &[Field<'_>]) -> TokenStream {
    let variants = variants(fields);
    let idents = idents(fields);
    let types: Vec<&Type> = fields.iter().map(|field| field.ty).collect();
    let names = names(fields);
    quote! {
        impl sea_orm::FromQueryResult for Model {
            fn from_query_result(
                row: &sea_orm::QueryResult,
                prefix: &str,
            ) -> Result<Self, sea_orm::DbErr> {
                Ok(Self { #(#idents: row.try_get(prefix, #names)?,)* })
            }
        }

        impl sea_orm::ModelTrait for Model {
            type Entity = Entity;

            fn get(&self, column: Column) -> sea_orm::Value {
                match column { #(Column::#variants => self.#idents.clone().into(),)* }
            }

            fn get_value_type(column: Column) -> sea_orm::sea_query::ArrayType {
                match column {
                    #(Column::#variants => <#types as sea_orm::sea_query::ValueType>::array_type(),)*
                }
            }

            fn try_set(
                &mut self,
                column: Column,
                value: sea_orm::Value,
            ) -> Result<(), sea_orm::DbErr> {
                match column {
                    #(Column::#variants => crate::table::put(&mut self.#idents, value),)*
                }
            }
        }
    }
}

fn active_model(fields: &[Field<'_>]) -> TokenStream {
    let variants = variants(fields);
    let idents = idents(fields);
    let names = names(fields);
    let types: Vec<&Type> = fields.iter().map(|field| field.ty).collect();
    quote! {
        /// A row to write: the columns that are set.
        #[derive(Clone)]
        pub struct ActiveModel { #(#[doc = #names] pub #idents: sea_orm::ActiveValue<#types>,)* }

        impl crate::table::Row for ActiveModel {
            type Column = Column;

            fn cell(&self, column: Column) -> &dyn crate::table::Cell {
                match column { #(Column::#variants => &self.#idents,)* }
            }

            fn cell_mut(&mut self, column: Column) -> &mut dyn crate::table::Cell {
                match column { #(Column::#variants => &mut self.#idents,)* }
            }
        }

        crate::table::active_model! {
            Self { #(#idents: sea_orm::ActiveValue::NotSet,)* }
        }
    }
}

fn conversions(fields: &[Field<'_>]) -> TokenStream {
    let idents = idents(fields);
    quote! {
        impl From<Model> for ActiveModel {
            fn from(model: Model) -> Self {
                Self { #(#idents: sea_orm::ActiveValue::Unchanged(model.#idents),)* }
            }
        }

        impl sea_orm::IntoActiveModel<ActiveModel> for Model {
            fn into_active_model(self) -> ActiveModel {
                self.into()
            }
        }
    }
}

fn names(fields: &[Field<'_>]) -> Vec<String> {
    let names = fields.iter().map(|field| field.ident.to_string());
    names.collect()
}

fn variants<'a>(fields: &'a [Field<'_>]) -> Vec<&'a Ident> {
    fields.iter().map(|field| &field.variant).collect()
}

fn idents<'a>(fields: &[Field<'a>]) -> Vec<&'a Ident> {
    fields.iter().map(|field| field.ident).collect()
}
