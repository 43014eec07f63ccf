//! The facts about the schema that limits and variables need, parsed once from its text.

use async_graphql::{
    Name,
    parser::{
        parse_schema,
        types::{
            BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
            TypeSystemDefinition,
        },
    },
};
use async_graphql_value::ConstValue;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// The types of a schema by name.
#[derive(Debug)]
pub(super) struct TypeMap {
    types: HashMap<Name, TypeInfo>,
}

/// What is known about a type.
#[derive(Debug)]
pub(super) enum TypeInfo {
    /// A scalar type.
    Scalar,
    /// An enum type with its values.
    Enum(HashSet<Name>),
    /// An input object type with its fields.
    Input(HashMap<Name, InputField>),
    /// An object, interface or union type.
    Output(OutputType),
}

/// A field of an input object.
#[derive(Debug)]
pub(super) struct InputField {
    pub(super) ty: Type,
    pub(super) has_default: bool,
}

/// An object, interface or union.
#[derive(Debug)]
pub(super) struct OutputType {
    pub(super) kind: OutputKind,
    /// The object types its values may have: itself, if it is one.
    pub(super) possible: Arc<BTreeSet<Name>>,
    /// Whether its objects have an identity: loading one may cost a lookup. Values such as an
    /// amount of money have none.
    pub(super) entity: bool,
    pub(super) fields: HashMap<Name, FieldInfo>,
}

/// What an output type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutputKind {
    Object,
    Interface,
    Union,
}

/// A field of an object or interface.
#[derive(Debug)]
pub(super) struct FieldInfo {
    /// Name of the type, without its list wrappers.
    pub(super) type_name: Name,
    /// Whether it returns a list.
    pub(super) list: bool,
    /// The default page size, if the field takes `first` or `last`.
    pub(super) page: Option<Option<i64>>,
}

impl TypeMap {
    /// Parses the text of a schema.
    pub(super) fn of_sdl(sdl: &str) -> Self {
        let document = parse_schema(sdl).expect("the schema's own text is well-formed");
        let mut implementing = HashMap::<Name, BTreeSet<Name>>::new();
        for definition in &document.definitions {
            if let TypeSystemDefinition::Type(ty) = definition
                && let TypeKind::Object(object) = &ty.node.kind
            {
                for interface in &object.implements {
                    let objects = implementing.entry(interface.node.clone()).or_default();
                    objects.insert(ty.node.name.node.clone());
                }
            }
        }
        let types = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(ty) => {
                    let name = ty.node.name.node.clone();
                    Some((name, info(ty.node, &mut implementing)))
                }
                TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
            })
            .collect();
        Self { types }
    }

    /// A type by its name; built-in scalars are not included.
    pub(super) fn get(&self, name: &str) -> Option<&TypeInfo> {
        self.types.get(name)
    }

    /// The fields of an object or interface.
    pub(super) fn output(&self, name: &str) -> Option<&OutputType> {
        match self.types.get(name) {
            Some(TypeInfo::Output(output)) => Some(output),
            _ => None,
        }
    }
}

fn info(definition: TypeDefinition, implementing: &mut HashMap<Name, BTreeSet<Name>>) -> TypeInfo {
    let name = definition.name.node;
    let fields = |fields: Vec<async_graphql::Positioned<FieldDefinition>>| {
        fields
            .into_iter()
            .map(|field| (field.node.name.node.clone(), field_info(&field.node)))
            .collect()
    };
    match definition.kind {
        TypeKind::Scalar => TypeInfo::Scalar,
        TypeKind::Enum(values) => TypeInfo::Enum(
            values
                .values
                .into_iter()
                .map(|value| value.node.value.node)
                .collect(),
        ),
        TypeKind::InputObject(input) => TypeInfo::Input(
            input
                .fields
                .into_iter()
                .map(|field| (field.node.name.node.clone(), input_field(field.node)))
                .collect(),
        ),
        TypeKind::Object(object) => TypeInfo::Output(OutputType {
            kind: OutputKind::Object,
            possible: Arc::new(BTreeSet::from([name])),
            entity: object.implements.iter().any(|name| name.node == "Node"),
            fields: fields(object.fields),
        }),
        TypeKind::Interface(interface) => TypeInfo::Output(OutputType {
            kind: OutputKind::Interface,
            possible: Arc::new(implementing.remove(&name).unwrap_or_default()),
            entity: true,
            fields: fields(interface.fields),
        }),
        TypeKind::Union(union) => TypeInfo::Output(OutputType {
            kind: OutputKind::Union,
            possible: Arc::new(union.members.into_iter().map(|name| name.node).collect()),
            entity: true,
            fields: HashMap::new(),
        }),
    }
}

fn input_field(definition: InputValueDefinition) -> InputField {
    InputField {
        ty: definition.ty.node,
        has_default: definition.default_value.is_some(),
    }
}

fn field_info(field: &FieldDefinition) -> FieldInfo {
    let page_argument = |name: &str| {
        field
            .arguments
            .iter()
            .find(|argument| argument.node.name.node == name)
    };
    let page = page_argument("first")
        .or_else(|| page_argument("last"))
        .map(|argument| {
            let default = argument.node.default_value.as_ref();
            default.and_then(|value| match &value.node {
                ConstValue::Number(number) => number.as_i64(),
                _ => None,
            })
        });
    FieldInfo {
        type_name: named(&field.ty.node).clone(),
        list: matches!(field.ty.node.base, BaseType::List(_)),
        page,
    }
}

/// The name of a type, without its list wrappers.
pub(super) fn named(ty: &Type) -> &Name {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(item),
    }
}
