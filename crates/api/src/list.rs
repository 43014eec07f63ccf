//! Lists of the API, whose items all resolve along one path.

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field,
    registry::Registry,
};
use futures_util::future::{BoxFuture, try_join_all};
use std::borrow::Cow;

/// A list of the API.
///
/// It answers as a `Vec` does. The library's own list makes a join of futures for every type of
/// element, a sixth of the code of this crate; here each item is a boxed future, and one function
/// joins them whatever they resolve.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl<T: OutputType> OutputType for List<T> {
    fn type_name() -> Cow<'static, str> {
        <Vec<T> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<T> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<T> as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let items = self.0.iter().enumerate();
        let resolved = items.map(|(index, item)| resolve_item(ctx, field, index, item));
        join(resolved.collect()).await
    }
}

fn resolve_item<'a, T: OutputType>(
    ctx: &'a ContextSelectionSet<'a>,
    field: &'a Positioned<Field>,
    index: usize,
    item: &'a T,
) -> BoxFuture<'a, ServerResult<Value>> {
    Box::pin(async move {
        let ctx = ctx.with_index(index);
        let resolved = item.resolve(&ctx, field).await;
        resolved.map_err(|error| ctx.set_error_path(error))
    })
}

async fn join(items: Vec<BoxFuture<'_, ServerResult<Value>>>) -> ServerResult<Value> {
    Ok(Value::List(try_join_all(items).await?))
}
