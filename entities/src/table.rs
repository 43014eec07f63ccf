//! What all tables share: the code that `#[derive(Table)]` would else write for every column.

use sea_orm::{
    ActiveValue, ColumnFromStrErr, ColumnTrait, DbErr, Iden, IdenStatic, Iterable,
    PrimaryKeyToColumn, RelationDef, RelationTrait, Value,
    sea_query::{ValueType, ValueTypeErr},
};
use std::{borrow::Cow, fmt, iter, mem, slice};

/// A column of a row to write, whatever its type.
pub trait Cell {
    /// The value, which the cell then no longer has.
    fn take(&mut self) -> ActiveValue<Value>;
    /// A copy of the value.
    fn get(&self) -> ActiveValue<Value>;
    /// Changes the value.
    ///
    /// # Errors
    ///
    /// When the value is of another type.
    fn try_set(&mut self, value: Value) -> Result<(), DbErr>;
    /// Changes the value, unless it is the same.
    fn set_if_not_equals(&mut self, value: Value);
    /// Forgets the value.
    fn not_set(&mut self);
    /// Whether there is no value.
    fn is_not_set(&self) -> bool;
    /// Has the value written even if it is not changed.
    fn reset(&mut self);
}

impl<V: Into<Value> + ValueType + Clone + PartialEq> Cell for ActiveValue<V> {
    fn take(&mut self) -> ActiveValue<Value> {
        mem::take(self).into_wrapped_value()
    }

    fn get(&self) -> ActiveValue<Value> {
        self.clone().into_wrapped_value()
    }

    fn try_set(&mut self, value: Value) -> Result<(), DbErr> {
        *self = Self::Set(read(value)?);
        Ok(())
    }

    fn set_if_not_equals(&mut self, value: Value) {
        Self::set_if_not_equals(self, value.unwrap());
    }

    fn not_set(&mut self) {
        *self = Self::NotSet;
    }

    fn is_not_set(&self) -> bool {
        Self::is_not_set(self)
    }

    fn reset(&mut self) {
        Self::reset(self);
    }
}

/// A row to write.
pub trait Row {
    /// The columns of its table.
    type Column: ColumnTrait;

    /// What it says of a column.
    fn cell(&self, column: Self::Column) -> &dyn Cell;
    /// What it says of a column, to change it.
    fn cell_mut(&mut self, column: Self::Column) -> &mut dyn Cell;
}

/// SeaORM's traits for an `ActiveModel` that is a [`Row`], given one where no column is set.
macro_rules! active_model {
    ($empty:expr) => {
        impl std::fmt::Debug for ActiveModel {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::table::show(self, f)
            }
        }

        impl Default for ActiveModel {
            fn default() -> Self {
                <Self as sea_orm::ActiveModelBehavior>::new()
            }
        }

        impl sea_orm::ActiveModelTrait for ActiveModel {
            type Entity = Entity;

            fn take(&mut self, column: Column) -> sea_orm::ActiveValue<sea_orm::Value> {
                crate::table::Row::cell_mut(self, column).take()
            }

            fn get(&self, column: Column) -> sea_orm::ActiveValue<sea_orm::Value> {
                crate::table::Row::cell(self, column).get()
            }

            fn set_if_not_equals(&mut self, column: Column, value: sea_orm::Value) {
                crate::table::Row::cell_mut(self, column).set_if_not_equals(value);
            }

            fn try_set(
                &mut self,
                column: Column,
                value: sea_orm::Value,
            ) -> Result<(), sea_orm::DbErr> {
                crate::table::Row::cell_mut(self, column).try_set(value)
            }

            fn not_set(&mut self, column: Column) {
                crate::table::Row::cell_mut(self, column).not_set();
            }

            fn is_not_set(&self, column: Column) -> bool {
                crate::table::Row::cell(self, column).is_not_set()
            }

            fn reset(&mut self, column: Column) {
                crate::table::Row::cell_mut(self, column).reset();
            }

            fn default() -> Self {
                $empty
            }

            // No column has a value of its own; SeaORM would invent some.
            fn default_values() -> Self {
                <Self as sea_orm::ActiveModelTrait>::default()
            }
        }
    };
}
pub(crate) use active_model;

/// Writes a row as `derive(Debug)` would, but with the values that the database gets.
pub(crate) fn show<R: Row>(row: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct("ActiveModel");
    for column in R::Column::iter() {
        shown.field(column.as_str(), &row.cell(column).get());
    }
    shown.finish()
}

/// The column of this name.
pub(crate) fn column<C: ColumnTrait>(name: &str) -> Result<C, ColumnFromStrErr> {
    C::iter()
        .find(|column| column.as_str() == name)
        .ok_or_else(|| ColumnFromStrErr(name.to_owned()))
}

/// Puts a value of the database into a field.
pub(crate) fn put<V: ValueType>(field: &mut V, value: Value) -> Result<(), DbErr> {
    *field = read(value)?;
    Ok(())
}

fn read<V: ValueType>(value: Value) -> Result<V, DbErr> {
    V::try_from(value).map_err(|refused: ValueTypeErr| DbErr::Type(refused.to_string()))
}

/// Columns of which some are the primary key.
pub trait Keyed: ColumnTrait {
    /// The primary key, in order.
    const KEY: &'static [Self];
}

/// A column of the primary key.
#[derive(Clone, Copy, Debug)]
pub struct Key<C>(C);

impl<C: Keyed> Iterable for Key<C> {
    type Iterator = iter::Map<iter::Copied<slice::Iter<'static, C>>, fn(C) -> Self>;

    fn iter() -> Self::Iterator {
        C::KEY.iter().copied().map(Self)
    }
}

impl<C: Keyed> IdenStatic for Key<C> {
    fn as_str(&self) -> &'static str {
        self.0.as_str()
    }
}

impl<C: Keyed> Iden for Key<C> {
    fn quoted(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.as_str())
    }

    fn unquoted(&self) -> &str {
        self.as_str()
    }
}

impl<C: Keyed> PrimaryKeyToColumn for Key<C> {
    type Column = C;

    fn into_column(self) -> C {
        self.0
    }

    fn from_column(column: C) -> Option<Self> {
        let mut key = C::KEY.iter();
        key.any(|part| part.as_str() == column.as_str())
            .then_some(Self(column))
    }
}

/// Tables name no relations: what belongs together is loaded in batches.
#[derive(Clone, Copy, Debug)]
pub enum NoRelation {}

impl Iterable for NoRelation {
    type Iterator = iter::Empty<Self>;

    fn iter() -> Self::Iterator {
        iter::empty()
    }
}

impl RelationTrait for NoRelation {
    fn def(&self) -> RelationDef {
        match *self {}
    }
}
