//! Lists of the API, resolved through one path.
//!
//! The library's own `Vec` joins the futures of its items in code that is compiled anew for every type of item and
//! every resolver. Here each item's future goes to the heap, and one function joins them whatever they resolve.
//! Decision 11 has the figures.

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field,
    registry::Registry,
};
use futures_util::future::{BoxFuture, try_join_all};
use std::{
    borrow::Cow,
    ops::{Deref, DerefMut},
};

/// A list of objects or values, whose items are resolved side by side.
#[derive(Clone, Debug)]
pub struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> Deref for List<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T: OutputType> OutputType for List<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Owned(format!("[{}]", T::qualified_type_name()))
    }

    fn qualified_type_name() -> String {
        format!("[{}]!", T::qualified_type_name())
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry);
        Self::qualified_type_name()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let items = self.0.iter().enumerate();
        join(
            items
                .map(|(index, item)| resolve_item(item, ctx.with_index(index), field))
                .collect(),
        )
        .await
    }
}

/// Resolves one item of a list; an error carries the path to the item.
fn resolve_item<'a, T: OutputType>(
    item: &'a T,
    at: ContextSelectionSet<'a>,
    field: &'a Positioned<Field>,
) -> BoxFuture<'a, ServerResult<Value>> {
    Box::pin(async move {
        let resolved = item.resolve(&at, field).await;
        resolved.map_err(|error| at.set_error_path(error))
    })
}

/// Waits for the items of any list.
async fn join(items: Vec<BoxFuture<'_, ServerResult<Value>>>) -> ServerResult<Value> {
    Ok(Value::List(try_join_all(items).await?))
}
