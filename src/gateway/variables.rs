//! The variables of a request: checked before execution, and dropped if they have no value.

use super::{
    refusal::Refusal,
    type_map::{TypeInfo, TypeMap, named},
};
use async_graphql::{
    Name, Positioned, Variables,
    indexmap::IndexMap,
    parser::types::{BaseType, Directive, OperationDefinition, Selection, SelectionSet, Type},
};
use async_graphql_value::{ConstValue, Value};
use std::collections::HashSet;

/// Maximum length of a value that is repeated in a message, in bytes. Names of enum values are shorter.
const MOST_TOLD: usize = 64;

/// Checks the variables against the operation's declarations and fills in defaults. Variables that
/// the operation does not declare are dropped.
pub(super) fn complete(
    types: &TypeMap,
    operation: &OperationDefinition,
    mut sent: Variables,
    most_items: usize,
) -> Result<Variables, Refusal> {
    let checker = Checker { types, most_items };
    let mut complete = Variables::default();
    for definition in &operation.variable_definitions {
        let variable = &definition.node;
        let name = &variable.name.node;
        let value = match sent.remove(name) {
            Some(value) => {
                checker
                    .value(&variable.var_type.node, &value, &mut name.to_string())
                    .map_err(|why| {
                        Refusal::bad_input(format!("variable ${why}")).at(definition.pos)
                    })?;
                value
            }
            None => match &variable.default_value {
                Some(default) => default.node.clone(),
                None if variable.var_type.node.nullable => continue,
                None => {
                    return Err(Refusal::bad_input(format!(
                        "variable ${name} of type {} was not given",
                        variable.var_type.node
                    ))
                    .at(definition.pos));
                }
            },
        };
        complete.insert(name.clone(), value);
    }
    Ok(complete)
}

struct Checker<'a> {
    types: &'a TypeMap,
    most_items: usize,
}

impl Checker<'_> {
    /// Checks one value. `path` is its path, such as `lines[2].quantity`, with which the error
    /// message starts.
    fn value(&self, ty: &Type, value: &ConstValue, path: &mut String) -> Result<(), String> {
        if *value == ConstValue::Null {
            return if ty.nullable {
                Ok(())
            } else {
                Err(format!("{path} must not be null"))
            };
        }
        if let ConstValue::String(text) = value
            && text.contains('\0')
        {
            return Err(format!("{path} contains a NUL character"));
        }
        match &ty.base {
            BaseType::Named(name) => self.named(name, value, path),
            BaseType::List(item) => self.list(item, value, path),
        }
    }

    fn list(&self, item: &Type, value: &ConstValue, path: &mut String) -> Result<(), String> {
        let ConstValue::List(items) = value else {
            return self.value(item, value, path); // a single value is coerced to a list of one
        };
        if items.len() > self.most_items {
            return Err(format!("{path} has more than {} items", self.most_items));
        }
        let length = path.len();
        for (index, value) in items.iter().enumerate() {
            path.push_str(&format!("[{index}]"));
            self.value(item, value, path)?;
            path.truncate(length);
        }
        Ok(())
    }

    fn named(&self, name: &Name, value: &ConstValue, path: &mut String) -> Result<(), String> {
        let fits = match (name.as_str(), value) {
            ("Int", ConstValue::Number(number)) => number
                .as_i64()
                .is_some_and(|number| i32::try_from(number).is_ok()),
            ("Float", ConstValue::Number(_))
            | ("String", ConstValue::String(_))
            | ("Boolean", ConstValue::Boolean(_))
            | ("ID", ConstValue::String(_)) => true,
            ("ID", ConstValue::Number(number)) => number.is_i64(),
            ("Int" | "Float" | "String" | "Boolean" | "ID", _) => false,
            _ => match (self.types.get(name), value) {
                (Some(TypeInfo::Enum(values)), ConstValue::String(text)) => {
                    values.contains(text.as_str())
                }
                (Some(TypeInfo::Enum(values)), ConstValue::Enum(value)) => values.contains(value),
                (Some(TypeInfo::Input(_)), ConstValue::Object(fields)) => {
                    return self.input(name, fields, path);
                }
                // The scalar parses the value itself when the field is resolved.
                (Some(TypeInfo::Scalar), value) if has_nul(value) => {
                    return Err(format!("{path} contains a NUL character"));
                }
                (Some(TypeInfo::Scalar), _) => true,
                _ => false,
            },
        };
        match (self.types.get(name), value) {
            _ if fits => Ok(()),
            (Some(TypeInfo::Enum(_)), ConstValue::String(text)) if text.len() <= MOST_TOLD => {
                Err(format!("{path} is no {name}: {text:?}"))
            }
            _ => Err(format!("{path} is no {name}")),
        }
    }

    fn input(
        &self,
        name: &Name,
        given: &IndexMap<Name, ConstValue>,
        path: &mut String,
    ) -> Result<(), String> {
        let Some(TypeInfo::Input(fields)) = self.types.get(name) else {
            return Err(format!("{path} is no {name}"));
        };
        let length = path.len();
        for (field, value) in given {
            let Some(known) = fields.get(field) else {
                return Err(format!(
                    "{path}: {name} has no field {field:?}",
                    field = field.as_str()
                ));
            };
            path.push('.');
            path.push_str(field);
            self.value(&known.ty, value, path)?;
            path.truncate(length);
        }
        for (field, known) in fields {
            if !known.ty.nullable && !known.has_default && !given.contains_key(field) {
                return Err(format!("{path}.{field} is missing"));
            }
        }
        Ok(())
    }
}

/// Whether a text within a value contains the NUL character, which PostgreSQL cannot store.
fn has_nul(value: &ConstValue) -> bool {
    match value {
        ConstValue::String(text) => text.contains('\0'),
        ConstValue::List(items) => items.iter().any(has_nul),
        ConstValue::Object(fields) => fields
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// Values that are valid for every declared variable. Validation uses them, so that its result for
/// a document is the same whatever a request sends, and holds for later requests.
pub(super) fn samples(types: &TypeMap, operation: &OperationDefinition) -> Variables {
    let mut samples = Variables::default();
    for definition in &operation.variable_definitions {
        let ty = &definition.node.var_type.node;
        if let Some(sample) = sample(types, ty) {
            samples.insert(definition.node.name.node.clone(), sample);
        }
    }
    samples
}

fn sample(types: &TypeMap, ty: &Type) -> Option<ConstValue> {
    if matches!(ty.base, BaseType::List(_)) {
        return Some(ConstValue::List(Vec::new()));
    }
    Some(match named(ty).as_str() {
        "Int" | "Float" => ConstValue::from(1),
        "Boolean" => ConstValue::from(false),
        "String" | "ID" => ConstValue::from(""),
        name => match types.get(name)? {
            TypeInfo::Scalar => ConstValue::from(""),
            TypeInfo::Enum(values) => ConstValue::Enum(values.iter().next()?.clone()),
            TypeInfo::Input(fields) => {
                let mut object = IndexMap::new();
                for (name, field) in fields {
                    if !field.ty.nullable && !field.has_default {
                        object.insert(name.clone(), sample(types, &field.ty)?);
                    }
                }
                ConstValue::Object(object)
            }
            TypeInfo::Output(_) => return None,
        },
    })
}

/// Drops the declared variables that have no value, and every argument set to one of them, so that
/// the argument's own default applies. The operation has no fragment spreads.
///
/// async-graphql treats such a variable as `null`, which would lose the default.
pub(super) fn drop_absent(operation: &mut OperationDefinition, variables: &Variables) {
    let absent: HashSet<_> = operation
        .variable_definitions
        .iter()
        .map(|definition| &definition.node.name.node)
        .filter(|name| !variables.contains_key(*name))
        .cloned()
        .collect();
    if absent.is_empty() {
        return;
    }
    let dropper = Dropper { absent };
    operation
        .variable_definitions
        .retain(|definition| !dropper.absent.contains(&definition.node.name.node));
    dropper.directives(&mut operation.directives);
    dropper.set(&mut operation.selection_set.node);
}

struct Dropper {
    absent: HashSet<Name>,
}

impl Dropper {
    fn set(&self, set: &mut SelectionSet) {
        for selection in &mut set.items {
            match &mut selection.node {
                Selection::Field(field) => {
                    self.arguments(&mut field.node.arguments);
                    self.directives(&mut field.node.directives);
                    self.set(&mut field.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => self.directives(&mut spread.node.directives),
                Selection::InlineFragment(fragment) => {
                    self.directives(&mut fragment.node.directives);
                    self.set(&mut fragment.node.selection_set.node);
                }
            }
        }
    }

    fn directives(&self, directives: &mut [Positioned<Directive>]) {
        for directive in directives {
            self.arguments(&mut directive.node.arguments);
        }
    }

    fn arguments(&self, arguments: &mut Vec<(Positioned<Name>, Positioned<Value>)>) {
        arguments.retain_mut(|(_, value)| self.keeps(&mut value.node));
    }

    /// Whether a value is kept; absent variables are dropped inside of it, and become null in a
    /// list.
    fn keeps(&self, value: &mut Value) -> bool {
        match value {
            Value::Variable(name) => return !self.absent.contains(name),
            Value::Object(fields) => fields.retain(|_, field| self.keeps(field)),
            Value::List(items) => {
                for item in items {
                    if !self.keeps(item) {
                        *item = Value::Null;
                    }
                }
            }
            _ => {}
        }
        true
    }
}
