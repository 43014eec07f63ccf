//! Limits on the shape of a document: depth, numbers of fields, aliases, arguments and operations,
//! and fragments that are unknown, unused or contain themselves.
//!
//! They are checked before validation. Each fragment is walked through once, so that a document whose
//! fragments double at every level is measured in the time it takes to read it.

use super::refusal::Refusal;
use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
    },
};
use async_graphql_value::Value;
use souk_kernel::config::LimitsConfig;
use std::collections::HashMap;

/// Maximum nesting of selections and fragments together; every depth limit is lower.
const MOST_LEVELS: usize = 60;
/// Maximum nesting of type lists in an introspection query: common tools need three, and each
/// further one multiplies the response by the size of the schema.
const MOST_TYPE_LISTS: usize = 3;
/// Maximum number of operations in a document.
const MOST_OPERATIONS: usize = 100;
/// Maximum number of variables of an operation.
const MOST_VARIABLES: usize = 250;
/// Maximum number of arguments of a field or directive.
const MOST_ARGUMENTS: usize = 50;
/// Maximum number of directives in one place.
const MOST_DIRECTIVES: usize = 10;
/// Maximum size of all arguments with the fragments spread, in documents of the maximum size.
const MOST_DOCUMENTS: usize = 4;

/// Size of a selection with its fragments spread.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    /// Nesting of fields.
    depth: usize,
    /// Number of fields and fragments, each counted wherever it is spread.
    fields: usize,
    /// Approximate size of the arguments in bytes, counted wherever they are spread.
    arguments: usize,
    /// Nesting of type lists of the schema.
    type_lists: usize,
}

struct Measure<'a> {
    document: &'a ExecutableDocument,
    limits: &'a LimitsConfig,
    /// Fragments already measured; `None` while one is being measured.
    fragments: HashMap<&'a Name, Option<Size>>,
    aliases: usize,
}

/// Rejects documents that exceed the limits.
pub(super) fn check(document: &ExecutableDocument, limits: &LimitsConfig) -> Result<(), Refusal> {
    let mut measure = Measure {
        document,
        limits,
        fragments: HashMap::new(),
        aliases: 0,
    };
    if document.operations.iter().len() > MOST_OPERATIONS {
        return Err(Refusal::too_complex(format!(
            "the document has more than {MOST_OPERATIONS} operations"
        )));
    }
    for (_, operation) in document.operations.iter() {
        measure.operation(operation)?;
    }
    let aliases = measure.aliases;
    if aliases > limits.aliases {
        return Err(Refusal::too_complex(format!(
            "{aliases} aliases are more than {}",
            limits.aliases
        )));
    }
    for (name, fragment) in &document.fragments {
        if !measure.fragments.contains_key(name) {
            let why = format!("Fragment \"{name}\" is never used");
            return Err(Refusal::invalid(why).at(fragment.pos));
        }
    }
    Ok(())
}

impl<'a> Measure<'a> {
    fn operation(&mut self, operation: &'a Positioned<OperationDefinition>) -> Result<(), Refusal> {
        let position = operation.pos;
        let operation = &operation.node;
        if operation.variable_definitions.len() > MOST_VARIABLES {
            let why = format!("an operation has more than {MOST_VARIABLES} variables");
            return Err(Refusal::too_complex(why).at(position));
        }
        for variable in &operation.variable_definitions {
            directives_size(&variable.node.directives, self.limits)?;
            if let Some(default) = &variable.node.default_value {
                let value = default.node.clone().into_value();
                value_size(&value, default.pos, self.limits)?;
            }
        }
        directives_size(&operation.directives, self.limits)?;
        let size = self.set(&operation.selection_set, 0)?;
        if size.fields > self.limits.fields {
            return Err(Refusal::too_complex(format!(
                "with its fragments spread an operation has more than {} fields",
                self.limits.fields
            ))
            .at(position));
        }
        if size.arguments > self.limits.document_bytes.saturating_mul(MOST_DOCUMENTS) {
            let why = "with its fragments spread an operation has too many arguments";
            return Err(Refusal::too_complex(why).at(position));
        }
        Ok(())
    }

    fn set(&mut self, set: &'a Positioned<SelectionSet>, level: usize) -> Result<Size, Refusal> {
        if level > MOST_LEVELS {
            return Err(Refusal::too_complex("selections nest too deep").at(set.pos));
        }
        let mut total = Size::default();
        for selection in &set.node.items {
            let size = match &selection.node {
                Selection::Field(field) => self.field(&field.node, level)?,
                Selection::InlineFragment(fragment) => self
                    .set(&fragment.node.selection_set, level + 1)?
                    .with_one_more(directives_size(&fragment.node.directives, self.limits)?),
                Selection::FragmentSpread(spread) => self
                    .fragment(&spread.node.fragment_name, level)?
                    .with_one_more(directives_size(&spread.node.directives, self.limits)?),
            };
            total.depth = total.depth.max(size.depth);
            total.fields = total.fields.saturating_add(size.fields);
            total.arguments = total.arguments.saturating_add(size.arguments);
            total.type_lists = total.type_lists.max(size.type_lists);
        }
        if total.depth > self.limits.selection_depth {
            return Err(Refusal::too_complex(format!(
                "fields nest deeper than {}",
                self.limits.selection_depth
            ))
            .at(set.pos));
        }
        Ok(total)
    }

    fn field(&mut self, field: &'a Field, level: usize) -> Result<Size, Refusal> {
        self.aliases += usize::from(field.alias.is_some());
        let arguments = arguments_size(&field.arguments, self.limits)?;
        let directives = directives_size(&field.directives, self.limits)?;
        let below = self.set(&field.selection_set, level + 1)?;
        let name = field.name.node.as_str();
        if matches!(name, "__schema" | "__type") && below.type_lists > MOST_TYPE_LISTS {
            return Err(
                Refusal::too_complex("introspection nests lists of types too deep")
                    .at(field.name.pos),
            );
        }
        let is_type_list = matches!(
            name,
            "fields" | "interfaces" | "possibleTypes" | "inputFields"
        );
        Ok(Size {
            depth: below.depth + 1,
            type_lists: below.type_lists + usize::from(is_type_list),
            ..below.with_one_more(arguments.saturating_add(directives))
        })
    }

    fn fragment(&mut self, name: &'a Positioned<Name>, level: usize) -> Result<Size, Refusal> {
        let position = name.pos;
        let name = &name.node;
        match self.fragments.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                let why = format!("fragment \"{name}\" contains itself");
                return Err(Refusal::invalid(why).at(position));
            }
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Err(Refusal::invalid(format!("Unknown fragment: \"{name}\"")).at(position));
        };
        self.fragments.insert(name, None);
        directives_size(&fragment.node.directives, self.limits)?;
        let size = self.set(&fragment.node.selection_set, level + 1)?;
        self.fragments.insert(name, Some(size));
        Ok(size)
    }
}

impl Size {
    /// The size with one more field or fragment and its arguments.
    fn with_one_more(self, arguments: usize) -> Self {
        Self {
            fields: self.fields.saturating_add(1),
            arguments: self.arguments.saturating_add(arguments),
            ..self
        }
    }
}

fn directives_size(
    directives: &[Positioned<Directive>],
    limits: &LimitsConfig,
) -> Result<usize, Refusal> {
    if directives.len() > MOST_DIRECTIVES {
        let why = format!("more than {MOST_DIRECTIVES} directives are in one place");
        return Err(Refusal::too_complex(why).at(directives[0].pos));
    }
    let mut size = directives.len();
    for directive in directives {
        size += arguments_size(&directive.node.arguments, limits)?;
    }
    Ok(size)
}

fn arguments_size(
    arguments: &[(Positioned<Name>, Positioned<Value>)],
    limits: &LimitsConfig,
) -> Result<usize, Refusal> {
    if arguments.len() > MOST_ARGUMENTS {
        let why = format!("more than {MOST_ARGUMENTS} arguments are in one place");
        return Err(Refusal::too_complex(why).at(arguments[0].0.pos));
    }
    let mut size = 0;
    for (name, value) in arguments {
        size += name.node.len() + value_size(&value.node, value.pos, limits)?;
    }
    Ok(size)
}

/// The approximate size of a value in bytes.
fn value_size(value: &Value, position: Pos, limits: &LimitsConfig) -> Result<usize, Refusal> {
    let mut size = 1;
    match value {
        Value::List(items) => {
            if items.len() > limits.list_items {
                return Err(Refusal::too_complex(format!(
                    "a list has more than {} items",
                    limits.list_items
                ))
                .at(position));
            }
            for item in items {
                size += value_size(item, position, limits)?;
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                size += name.len() + value_size(field, position, limits)?;
            }
        }
        Value::String(text) if text.contains('\0') => {
            return Err(Refusal::bad_input("a text contains a NUL character").at(position));
        }
        Value::String(text) => size += text.len(),
        _ => {}
    }
    Ok(size)
}
