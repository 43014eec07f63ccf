//! Refuses selections of one response key that differ.
//!
//! The check before validation stops at the first. async-graphql reports each of them with each of its
//! arguments, once for every fragment that they are nested in.

use super::refusal::{Code, Refusal};
use async_graphql::{
    Name, Positioned, ServerError,
    parser::types::{Field, FragmentDefinition, Selection, SelectionSet},
};
use async_graphql_value::Value;
use std::collections::{HashMap, HashSet};

/// The first field of each response key, by the type that it is selected on.
type Fields<'a> = HashMap<(Option<&'a Name>, &'a Name), &'a Positioned<Field>>;

/// Refuses an operation with fields of one type and response key that differ, in its own selections
/// or in those of the fragments.
pub(super) fn check(
    operation: &SelectionSet,
    fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
) -> Result<(), Refusal> {
    check_set(operation, fragments)?;
    let mut fragments_of = fragments.values();
    fragments_of.try_for_each(|it| check_set(&it.node.selection_set.node, fragments))
}

/// Checks a selection set and all that are nested in it.
fn check_set(
    set: &SelectionSet,
    fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
) -> Result<(), Refusal> {
    gather(
        set,
        None,
        fragments,
        &mut Fields::new(),
        &mut HashSet::new(),
    )?;
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => check_set(&field.node.selection_set.node, fragments)?,
            Selection::InlineFragment(fragment) => {
                check_set(&fragment.node.selection_set.node, fragments)?;
            }
            Selection::FragmentSpread(_) => {} // its fragment is checked by itself
        }
    }
    Ok(())
}

/// Adds the fields of a selection set and of the fragments within it.
fn gather<'a>(
    set: &'a SelectionSet,
    on: Option<&'a Name>,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    found: &mut Fields<'a>,
    spread: &mut HashSet<&'a Name>,
) -> Result<(), Refusal> {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => {
                let key = (on, &field.node.response_key().node);
                match found.get(&key) {
                    Some(first) => agree(first, field)?,
                    None => {
                        found.insert(key, field);
                    }
                }
            }
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                let on = condition.map(|it| &it.node.on.node).or(on);
                gather(
                    &fragment.node.selection_set.node,
                    on,
                    fragments,
                    found,
                    spread,
                )?;
            }
            Selection::FragmentSpread(it) => {
                let name = &it.node.fragment_name.node;
                let fragment = fragments.get(name).filter(|_| spread.insert(name));
                if let Some(fragment) = fragment {
                    let on = Some(&fragment.node.type_condition.node.on.node);
                    gather(
                        &fragment.node.selection_set.node,
                        on,
                        fragments,
                        found,
                        spread,
                    )?;
                }
            }
        }
    }
    Ok(())
}

/// Refuses two selections of a response key that are not the same field with the same arguments.
pub(super) fn agree(first: &Positioned<Field>, other: &Positioned<Field>) -> Result<(), Refusal> {
    if first.node.name.node != other.node.name.node {
        let why = format!(
            "\"{}\" and \"{}\" are different fields",
            first.node.name.node, other.node.name.node
        );
        return Err(conflict(first, other, &why));
    }
    if !same_arguments(&first.node.arguments, &other.node.arguments) {
        return Err(conflict(first, other, "they have differing arguments"));
    }
    Ok(())
}

/// Arguments of a field or directive.
pub(super) type Arguments = [(Positioned<Name>, Positioned<Value>)];

/// Whether these are the same arguments, in any order.
pub(super) fn same_arguments(some: &Arguments, others: &Arguments) -> bool {
    some.len() == others.len()
        && some.iter().all(|(name, value)| {
            let mut others = others.iter();
            others.any(|(other, given)| other.node == name.node && given.node == value.node)
        })
}

/// The refusal of two selections of one response key.
pub(super) fn conflict(first: &Positioned<Field>, other: &Positioned<Field>, why: &str) -> Refusal {
    let key = &first.node.response_key().node;
    let message = format!(
        "Fields \"{key}\" conflict because {why}. Use different aliases on the fields to fetch both if this was \
         intentional."
    );
    let mut error = ServerError::new(message, Some(first.pos));
    error.locations.push(other.pos);
    Refusal::of_errors(Code::GraphqlValidationFailed, vec![error])
}
