//! GraphQL interfaces over objects that are merged from several domains.

/// Declares an interface with its objects and their common fields. Fields are described as in the
/// object after `like`, and each object resolves them itself.
///
/// async-graphql's derive macro calls a method of the object for every field, which merged objects
/// do not have.
#[macro_export]
macro_rules! interface {
    (
        $(#[doc = $doc:literal])+
        $name:ident, like $model:ty: [$($field:literal),+],
        $($(#[doc = $about:literal])+ $variant:ident($object:ty),)+
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone)]
        pub enum $name {
            $($(#[doc = $about])+ $variant($object),)+
        }

        impl async_graphql::InterfaceType for $name {}

        impl async_graphql::resolver_utils::ContainerType for $name {
            async fn resolve_field(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> async_graphql::ServerResult<Option<async_graphql::Value>> {
                match self {
                    $(Self::$variant(object) => object.resolve_field(ctx).await,)+
                }
            }

            fn collect_all_fields<'a>(
                &'a self,
                ctx: &async_graphql::ContextSelectionSet<'a>,
                fields: &mut async_graphql::resolver_utils::Fields<'a>,
            ) -> async_graphql::ServerResult<()> {
                match self {
                    $(Self::$variant(object) => object.collect_all_fields(ctx, fields),)+
                }
            }
        }

        impl async_graphql::OutputType for $name {
            fn type_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn introspection_type_name(&self) -> std::borrow::Cow<'static, str> {
                match self {
                    $(Self::$variant(_) => <$object as async_graphql::OutputType>::type_name(),)+
                }
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                registry.create_output_type::<Self, _>(
                    async_graphql::registry::MetaTypeId::Interface,
                    |registry| {
                        let mut possible_types = async_graphql::indexmap::IndexSet::new();
                        $(
                            <$object as async_graphql::OutputType>::create_type_info(registry);
                            let object = <$object as async_graphql::OutputType>::type_name();
                            registry.add_implements(&object, stringify!($name));
                            possible_types.insert(object.into_owned());
                        )+
                        $crate::interface::meta_type::<Self, $model>(
                            registry,
                            concat!($($doc),+).trim(),
                            &[$($field),+],
                            possible_types,
                        )
                    },
                )
            }

            async fn resolve(
                &self,
                ctx: &async_graphql::ContextSelectionSet<'_>,
                _: &async_graphql::Positioned<async_graphql::parser::types::Field>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                async_graphql::resolver_utils::resolve_container(ctx, self).await
            }
        }
    };
}

use async_graphql::{
    InterfaceType, OutputType,
    indexmap::IndexSet,
    registry::{MetaType, Registry},
};

/// Introspection data of an interface: the named fields, as `M` describes them.
#[doc(hidden)]
pub fn meta_type<I: InterfaceType, M: OutputType>(
    registry: &mut Registry,
    description: &str,
    names: &[&str],
    possible_types: IndexSet<String>,
) -> MetaType {
    let model = registry.create_fake_output_type::<M>();
    let fields = names.iter().map(|name| {
        let field = model.field_by_name(name).cloned();
        let field = field.expect("the object an interface is described by has its fields");
        ((*name).to_owned(), field)
    });
    MetaType::Interface {
        name: I::type_name().into_owned(),
        description: Some(description.to_owned()),
        fields: fields.collect(),
        possible_types,
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(std::any::type_name::<I>()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}
