//! Limits on the shape of a document: depth, numbers of fields and aliases, and fragment cycles.
//!
//! They are checked before validation, which walks through a fragment again wherever it is spread.
//! Here each fragment is walked through once, so that a document whose fragments double at every
//! level is measured in the time it takes to read it.

use super::refusal::Refusal;
use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, ExecutableDocument, Field, Selection, SelectionSet},
};
use async_graphql_value::Value;
use souk_kernel::config::LimitsConfig;
use std::collections::HashMap;

/// Maximum nesting of selections and fragments together; every depth limit is lower.
const MOST_LEVELS: usize = 60;
/// Maximum nesting of type lists in an introspection query: common tools need three, and each
/// further one multiplies the response by the size of the schema.
const MOST_TYPE_LISTS: usize = 3;

/// Size of a selection with its fragments spread.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    /// Nesting of fields.
    depth: usize,
    /// Number of fields, each counted wherever it is spread.
    fields: usize,
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
    let mut fields = 0_usize;
    for (_, operation) in document.operations.iter() {
        measure.directives(&operation.node.directives)?;
        let size = measure.set(&operation.node.selection_set, 0)?;
        fields = fields.saturating_add(size.fields);
    }
    for name in document.fragments.keys() {
        measure.fragment(name, 0)?;
    }
    let aliases = measure.aliases;
    if aliases > limits.aliases {
        return Err(Refusal::too_complex(format!(
            "{aliases} aliases are more than {}",
            limits.aliases
        )));
    }
    if fields > limits.fields {
        return Err(Refusal::too_complex(format!(
            "with its fragments spread the document has more than {} fields",
            limits.fields
        )));
    }
    Ok(())
}

impl<'a> Measure<'a> {
    fn set(&mut self, set: &'a Positioned<SelectionSet>, level: usize) -> Result<Size, Refusal> {
        if level > MOST_LEVELS {
            return Err(Refusal::too_complex("selections nest too deep").at(set.pos));
        }
        let mut total = Size::default();
        for selection in &set.node.items {
            let size = match &selection.node {
                Selection::Field(field) => self.field(&field.node, level)?,
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.node.directives)?;
                    self.set(&fragment.node.selection_set, level + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.node.directives)?;
                    self.fragment(&spread.node.fragment_name.node, level)?
                }
            };
            total.depth = total.depth.max(size.depth);
            total.fields = total.fields.saturating_add(size.fields);
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
        self.directives(&field.directives)?;
        for (_, value) in &field.arguments {
            self.value(value)?;
        }
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
            fields: below.fields.saturating_add(1),
            type_lists: below.type_lists + usize::from(is_type_list),
        })
    }

    fn fragment(&mut self, name: &'a Name, level: usize) -> Result<Size, Refusal> {
        match self.fragments.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                return Err(Refusal::invalid(format!(
                    "fragment \"{name}\" contains itself"
                )));
            }
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Size::default()); // validation reports it as unknown
        };
        self.fragments.insert(name, None);
        self.directives(&fragment.node.directives)?;
        let size = self.set(&fragment.node.selection_set, level + 1)?;
        self.fragments.insert(name, Some(size));
        Ok(size)
    }

    fn directives(&self, directives: &[Positioned<Directive>]) -> Result<(), Refusal> {
        for directive in directives {
            for (_, value) in &directive.node.arguments {
                self.value(value)?;
            }
        }
        Ok(())
    }

    fn value(&self, value: &Positioned<Value>) -> Result<(), Refusal> {
        if has_longer_list(&value.node, self.limits.list_items) {
            return Err(Refusal::too_complex(format!(
                "a list has more than {} items",
                self.limits.list_items
            ))
            .at(value.pos));
        }
        Ok(())
    }
}

fn has_longer_list(value: &Value, most: usize) -> bool {
    match value {
        Value::List(items) => {
            items.len() > most || items.iter().any(|item| has_longer_list(item, most))
        }
        Value::Object(fields) => fields.values().any(|field| has_longer_list(field, most)),
        _ => false,
    }
}
