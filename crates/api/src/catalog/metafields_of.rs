//! The fields through which any resource exposes its custom fields.

use super::metafield::{HasMetafieldsIdentifier, Metafield, visible};
use crate::content::ContentContext;
use crate::list::List;
use async_graphql::{
    Context, ContextSelectionSet, InputType, Object, ObjectType, OutputType, Positioned,
    ServerResult, Value,
    indexmap::IndexMap,
    parser::types::Field,
    registry::{MetaField, MetaInputValue, MetaType, MetaTypeId, ObjectBuilder, Registry},
    resolver_utils::{ContainerType, resolve_container},
};
use futures_util::future::try_join_all;
use souk_kernel::{error::ApiError, ids::Gid};
use souk_shop::catalog::{MetafieldKey, metafield_types::DEFAULT_NAMESPACE};
use std::borrow::Cow;

/// The fields `metafield` and `metafields` of any resource. A type includes them with one line,
/// either flattened into an object or as a member of a merged one.
#[derive(Clone, Copy, Debug)]
pub struct MetafieldsOf {
    owner_type: &'static str,
    owner_id: i64,
}

impl MetafieldsOf {
    /// Custom fields of the resource with this id.
    pub fn of<I: Gid>(id: I) -> Self {
        Self::named(I::KIND, id.number())
    }

    /// Custom fields of a resource without an id type: its type as in a gid, and its number.
    pub fn named(owner_type: &'static str, owner_id: i64) -> Self {
        Self {
            owner_type,
            owner_id,
        }
    }

    async fn find(
        self,
        ctx: &Context<'_>,
        namespace: Option<String>,
        key: String,
    ) -> Result<Option<Metafield>, ApiError> {
        let key = MetafieldKey {
            owner_type: self.owner_type,
            owner_id: self.owner_id,
            namespace: namespace.unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()),
            key,
        };
        let found = ctx.content().metafields.load_one(key).await?;
        Ok(found
            .filter(|found| visible(ctx, found))
            .map(Metafield::new))
    }
}

/// Resolves the fields. It is never registered: [`MetafieldsOf`] describes the fields.
struct Resolvers(MetafieldsOf);

#[Object]
impl Resolvers {
    async fn metafield(
        &self,
        ctx: &Context<'_>,
        key: String,
        namespace: Option<String>,
    ) -> Option<Result<Metafield, ApiError>> {
        self.0.find(ctx, namespace, key).await.transpose()
    }

    async fn metafields(
        &self,
        ctx: &Context<'_>,
        #[graphql(validator(max_items = 250))] identifiers: Vec<HasMetafieldsIdentifier>,
    ) -> Result<List<Option<Metafield>>, ApiError> {
        let named = identifiers.into_iter();
        try_join_all(named.map(|name| self.0.find(ctx, name.namespace, name.key)))
            .await
            .map(Into::into)
    }
}

impl ContainerType for MetafieldsOf {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        Resolvers(*self).resolve_field(ctx).await
    }
}

impl ObjectType for MetafieldsOf {}

impl OutputType for MetafieldsOf {
    fn type_name() -> Cow<'static, str> {
        "MetafieldsOf".into()
    }

    /// References the types of the fields without registering them; the schema registers
    /// [`Metafield`] itself. Custom fields refer back to the types that have them, so the macros
    /// would otherwise find these fields only partly built.
    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, meta_type)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

fn meta_type(registry: &mut Registry) -> MetaType {
    let mut one = MetaField::new("metafield", "Metafield");
    one.description = Some(
        "Returns a custom field, or null if the resource has none with this key that the caller may \
         read. Buyers may read fields whose definition makes them visible in the storefront, but \
         not fields without a definition."
            .to_owned(),
    );
    let key = <String as InputType>::create_type_info(registry);
    let namespace = <Option<String> as InputType>::create_type_info(registry);
    argument(
        &mut one,
        "key",
        key,
        "Key of the field within its namespace.",
    );
    argument(
        &mut one,
        "namespace",
        namespace,
        "Namespace of the field; `custom` if omitted.",
    );

    let mut several = MetaField::new("metafields", "[Metafield]!");
    several.description = Some(
        "Returns custom fields in the order of the identifiers, with null for each that does not \
         exist or that the caller may not read."
            .to_owned(),
    );
    several.compute_complexity = Some(|_, _, _, child| Ok(child.saturating_mul(25)));
    let identifiers = <Vec<HasMetafieldsIdentifier> as InputType>::create_type_info(registry);
    argument(
        &mut several,
        "identifiers",
        identifiers,
        "Identifiers of the fields, at most 250.",
    );
    let fields = [one, several].map(|field| (field.name.clone(), field));
    ObjectBuilder::new("MetafieldsOf", IndexMap::from_iter(fields)).build()
}

fn argument(field: &mut MetaField, name: &str, ty: String, description: &str) {
    let mut argument = MetaInputValue::new(name.to_owned(), ty);
    argument.description = Some(description.to_owned());
    field.args.insert(name.to_owned(), argument);
}
