//! Parts of the roots whose resolvers run in futures on the heap.

use async_graphql::{
    Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
    parser::types::Field, registry::Registry, resolver_utils::ContainerType,
};
use futures_util::future::BoxFuture;
use std::borrow::Cow;

/// A part of a root. It answers as the part itself does, but each of its fields is resolved in a
/// future on the heap: without it the root's own future would have room for the resolvers of every
/// part, which outgrows the stack of a thread in builds without optimisation.
#[derive(Debug, Default)]
pub struct Boxed<T>(T);

impl<T: ObjectType> ContainerType for Boxed<T> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let resolved: BoxFuture<'_, ServerResult<Option<Value>>> =
            Box::pin(self.0.resolve_field(ctx));
        resolved.await
    }
}

impl<T: ObjectType> OutputType for Boxed<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}

impl<T: ObjectType> ObjectType for Boxed<T> {}
