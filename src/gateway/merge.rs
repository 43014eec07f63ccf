//! Merges the selections of an operation, so that each response key of an object is resolved once.
//!
//! GraphQL collects what is selected under one response key, through all fragments, before it
//! resolves the field. async-graphql resolves the field once for each time it is selected, which
//! repeats the work of a query and the effect of a mutation. So a document is rewritten before it is
//! executed: it has no fragment spreads, no `@skip` and no `@include`, and no object gets a key twice.
//!
//! Where the type of an object is known, its fragments dissolve. On an interface or a union a field
//! stays within a type condition if objects of some types get it and others do not; if a key has
//! other selections for some of the types, it is selected apart for each of them.

use super::{
    conflicts::{Arguments, agree, conflict, same_arguments},
    refusal::Refusal,
    type_map::{OutputKind, TypeMap},
};
use async_graphql::{
    Name, Pos, Positioned, Variables,
    indexmap::IndexMap,
    parser::types::{
        Directive, Field, FragmentDefinition, InlineFragment, Selection, SelectionSet,
        TypeCondition,
    },
};
use async_graphql_value::{ConstValue, Value};
use souk_kernel::config::LimitsConfig;
use std::{
    cell::Cell,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Maximum number of fields of a merged operation for each field that a document may have: what is
/// selected on an interface may be written once for each of its types.
const GROWTH: usize = 2;
/// Maximum number of selections that are looked at for each field that a document may have.
const LOOKS: usize = 20;
/// Maximum size of the arguments of a merged operation, in documents.
const ARGUMENTS: usize = 10;

/// Whether `@skip` and `@include` count.
#[derive(Clone, Copy)]
pub(super) enum Conditions<'a> {
    /// Every selection is kept. Selections that differ are refused whatever the variables are.
    Ignored,
    /// Only what these variables include is kept.
    Decided(&'a Variables),
}

/// Merges the selections of operations of one document.
pub(super) struct Merger<'a> {
    types: &'a TypeMap,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    conditions: Conditions<'a>,
    /// How many fields the result may still get.
    left: Cell<usize>,
    /// How many selections may still be looked at: what is merged for several types is looked at for
    /// each of them.
    looks: Cell<usize>,
    /// How many bytes of arguments the result may still get.
    bytes: Cell<usize>,
}

/// Names of object types; `None` is an object that the type map does not know, one of introspection.
type Types = Option<Arc<BTreeSet<Name>>>;

/// The objects of a selection set.
struct Parent {
    types: Types,
    /// Whether a field can only be selected within a type condition.
    is_union: bool,
}

/// The objects that a selection applies to.
#[derive(Clone)]
struct Scope {
    types: Types,
    /// The type condition that says so, unless these are all objects of the selection set.
    condition: Option<Name>,
}

/// A field where it is selected.
struct Selected<'a> {
    on: Scope,
    field: &'a Positioned<Field>,
}

impl<'a> Merger<'a> {
    /// Merges within what the limits allow a document, and a little more.
    pub(super) fn new(
        types: &'a TypeMap,
        fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
        conditions: Conditions<'a>,
        limits: &LimitsConfig,
    ) -> Self {
        Self {
            types,
            fragments,
            conditions,
            left: Cell::new(limits.fields.saturating_mul(GROWTH)),
            looks: Cell::new(limits.fields.saturating_mul(LOOKS)),
            bytes: Cell::new(limits.document_bytes.saturating_mul(ARGUMENTS)),
        }
    }

    /// Merges the selections of an operation whose root type is `root`.
    ///
    /// Refuses two selections of one response key that are different fields or have different
    /// arguments, and operations that become too large.
    pub(super) fn merge(&self, root: &str, set: &SelectionSet) -> Result<SelectionSet, Refusal> {
        let parent = Parent {
            types: self.possible(root),
            is_union: false,
        };
        self.merge_sets(&parent, &[set])
    }

    fn merge_sets(&self, parent: &Parent, sets: &[&SelectionSet]) -> Result<SelectionSet, Refusal> {
        let everything = Scope {
            types: parent.types.clone(),
            condition: None,
        };
        let mut found = Vec::new();
        for set in sets {
            self.collect(parent, &everything, set, &mut found)?;
        }
        let mut by_key = IndexMap::<&Name, Vec<Selected<'_>>>::new();
        for selected in found {
            let key = &selected.field.node.response_key().node;
            by_key.entry(key).or_default().push(selected);
        }
        let mut merged = Vec::new();
        for selected in by_key.values() {
            self.merge_key(parent, selected, &mut merged)?;
        }
        Ok(written(parent, merged))
    }

    /// Finds the fields of a set and of the fragments within it, in order.
    fn collect<'s>(
        &self,
        parent: &Parent,
        on: &Scope,
        set: &'s SelectionSet,
        found: &mut Vec<Selected<'s>>,
    ) -> Result<(), Refusal>
    where
        'a: 's,
    {
        for selection in &set.items {
            spend(&self.looks, 1, selection.pos)?;
            if !self.includes(selection.node.directives()) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => found.push(Selected {
                    on: on.clone(),
                    field,
                }),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let condition = condition.map(|condition| &condition.node);
                    let set = &fragment.node.selection_set.node;
                    self.collect_fragment(parent, on, condition, set, found)?;
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) else {
                        continue; // validation has refused it
                    };
                    let condition = Some(&fragment.node.type_condition.node);
                    let set = &fragment.node.selection_set.node;
                    self.collect_fragment(parent, on, condition, set, found)?;
                }
            }
        }
        Ok(())
    }

    fn collect_fragment<'s>(
        &self,
        parent: &Parent,
        on: &Scope,
        condition: Option<&TypeCondition>,
        set: &'s SelectionSet,
        found: &mut Vec<Selected<'s>>,
    ) -> Result<(), Refusal>
    where
        'a: 's,
    {
        let Some(condition) = condition.map(|condition| &condition.on.node) else {
            return self.collect(parent, on, set, found);
        };
        let (Some(all), Some(types), Some(possible)) =
            (&parent.types, &on.types, self.possible(condition))
        else {
            return self.collect(parent, on, set, found);
        };
        let narrowed: BTreeSet<_> = types.intersection(&possible).cloned().collect();
        if narrowed.is_empty() {
            return Ok(());
        }
        // async-graphql applies the condition of a union only to what is declared as that union.
        let output = self.types.output(condition);
        let says_so = output.is_some_and(|output| output.kind != OutputKind::Union)
            && all.intersection(&possible).eq(&narrowed);
        let on = if narrowed == **types && (on.condition.is_some() || !says_so) {
            on.clone()
        } else {
            Scope {
                types: Some(Arc::new(narrowed)),
                condition: says_so.then(|| condition.clone()),
            }
        };
        self.collect(parent, &on, set, found)
    }

    /// Merges all selections of one response key.
    fn merge_key(
        &self,
        parent: &Parent,
        selected: &[Selected<'_>],
        merged: &mut Vec<(Scope, Positioned<Field>)>,
    ) -> Result<(), Refusal> {
        for (scope, fields) in apart(selected) {
            let direct = scope.types == parent.types
                && (!parent.is_union || fields[0].node.name.node == "__typename");
            match &scope.types {
                Some(types) if !direct && scope.condition.is_none() => {
                    for name in types.iter() {
                        let scope = Scope {
                            types: Some(Arc::new(BTreeSet::from([name.clone()]))),
                            condition: Some(name.clone()),
                        };
                        let field = self.merge_fields(&scope.types, &fields)?;
                        merged.push((scope, field));
                    }
                }
                types => {
                    let field = self.merge_fields(types, &fields)?;
                    let condition = if direct { None } else { scope.condition };
                    merged.push((
                        Scope {
                            types: scope.types,
                            condition,
                        },
                        field,
                    ));
                }
            }
        }
        Ok(())
    }

    /// Merges selections of one response key that apply to the same objects.
    fn merge_fields(
        &self,
        parents: &Types,
        fields: &[&Positioned<Field>],
    ) -> Result<Positioned<Field>, Refusal> {
        let (first, others) = (fields[0], &fields[1..]);
        spend(&self.left, 1, first.pos)?;
        spend(&self.bytes, size_of(&first.node.arguments), first.pos)?;
        let mut directives: Vec<Positioned<Directive>> = Vec::new();
        for field in fields {
            agree(first, field)?;
            add_directives(&mut directives, field)?;
        }
        let set = &first.node.selection_set;
        let node = if set.node.items.is_empty() && others.is_empty() {
            SelectionSet::default()
        } else {
            let sets: Vec<_> = fields
                .iter()
                .map(|field| &field.node.selection_set.node)
                .filter(|set| !set.items.is_empty())
                .collect();
            self.merge_sets(&self.below(parents, &first.node.name.node), &sets)?
        };
        let field = Field {
            alias: first.node.alias.clone(),
            name: first.node.name.clone(),
            arguments: first.node.arguments.clone(),
            directives,
            selection_set: Positioned::new(node, set.pos),
        };
        Ok(Positioned::new(field, first.pos))
    }

    /// The objects that a field of these types has.
    fn below(&self, parents: &Types, field: &Name) -> Parent {
        let mut names = BTreeSet::new();
        for parent in parents.iter().flat_map(|types| types.iter()) {
            let output = self.types.output(parent);
            names.extend(output.and_then(|it| Some(&it.fields.get(field)?.type_name)));
        }
        let outputs = names.iter().map(|name| self.types.output(name));
        let Some(outputs) = outputs.collect::<Option<Vec<_>>>() else {
            return Parent {
                types: None,
                is_union: false,
            };
        };
        let types = match outputs.as_slice() {
            [] => None,
            [output] => Some(Arc::clone(&output.possible)),
            several => {
                let possible = several.iter().flat_map(|output| output.possible.iter());
                Some(Arc::new(possible.cloned().collect()))
            }
        };
        Parent {
            types,
            is_union: outputs.iter().any(|it| it.kind == OutputKind::Union),
        }
    }

    fn possible(&self, name: &str) -> Types {
        let output = self.types.output(name);
        output.map(|output| Arc::clone(&output.possible))
    }

    fn includes(&self, directives: &[Positioned<Directive>]) -> bool {
        let Conditions::Decided(variables) = self.conditions else {
            return true;
        };
        directives.iter().all(|directive| {
            let Some(includes) = condition_of(&directive.node) else {
                return true;
            };
            let value = directive.node.get_argument("if").map(|value| &value.node);
            let value = match value {
                Some(Value::Boolean(value)) => Some(*value),
                Some(Value::Variable(name)) => match variables.get(name) {
                    Some(ConstValue::Boolean(value)) => Some(*value),
                    _ => None,
                },
                _ => None,
            };
            value.unwrap_or_default() == includes
        })
    }
}

/// Takes from what merging may still cost.
fn spend(left: &Cell<usize>, cost: usize, position: Pos) -> Result<(), Refusal> {
    let Some(rest) = left.get().checked_sub(cost) else {
        let why = "the operation becomes too large when its selections are merged";
        return Err(Refusal::too_complex(why).at(position));
    };
    left.set(rest);
    Ok(())
}

/// Size of arguments as they are written, in bytes.
fn size_of(arguments: &Arguments) -> usize {
    let sizes = arguments
        .iter()
        .map(|(name, value)| name.node.len() + value.node.to_string().len());
    sizes.sum()
}

/// What the argument of `@include` or `@skip` must be for the selection to be kept.
pub(super) fn condition_of(directive: &Directive) -> Option<bool> {
    match directive.name.node.as_str() {
        "include" => Some(true),
        "skip" => Some(false),
        _ => None,
    }
}

/// Splits the selections of a key by the objects they apply to: every object is in one of the parts
/// at most, with all its selections.
fn apart<'a>(selected: &[Selected<'a>]) -> Vec<(Scope, Vec<&'a Positioned<Field>>)> {
    let first = &selected[0].on;
    if selected.iter().all(|it| it.on.types == first.types) {
        let fields = selected.iter().map(|it| it.field).collect();
        return vec![(first.clone(), fields)];
    }
    // A plain value is the same wherever it is selected.
    let is_plain = |it: &Selected<'_>| it.field.node.selection_set.node.items.is_empty();
    if selected.iter().all(is_plain)
        && let Some(widest) = selected.iter().find(|it| covers(&it.on, selected))
    {
        let fields = selected.iter().map(|it| it.field).collect();
        return vec![(widest.on.clone(), fields)];
    }
    let names: BTreeSet<&Name> = selected
        .iter()
        .flat_map(|it| it.on.types.iter().flat_map(|types| types.iter()))
        .collect();
    let mut parts = IndexMap::<Vec<usize>, BTreeSet<Name>>::new();
    for name in names {
        let applies = |it: &Selected<'_>| it.on.types.as_ref().is_some_and(|on| on.contains(name));
        let indexes = selected.iter().enumerate();
        let indexes = indexes
            .filter(|(_, it)| applies(it))
            .map(|(index, _)| index);
        parts
            .entry(indexes.collect())
            .or_default()
            .insert(name.clone());
    }
    let part = |(indexes, names): (Vec<usize>, BTreeSet<Name>)| {
        let same = selected
            .iter()
            .find(|it| it.on.types.as_deref() == Some(&names));
        let scope = match same {
            Some(same) => same.on.clone(),
            None => Scope {
                types: Some(Arc::new(names)),
                condition: None,
            },
        };
        let fields = indexes.into_iter().map(|index| selected[index].field);
        (scope, fields.collect())
    };
    parts.into_iter().map(part).collect()
}

/// Whether a scope holds all objects that the selections apply to.
fn covers(scope: &Scope, selected: &[Selected<'_>]) -> bool {
    selected
        .iter()
        .all(|it| match (&scope.types, &it.on.types) {
            (Some(wide), Some(narrow)) => narrow.is_subset(wide),
            _ => scope.types == it.on.types,
        })
}

/// Writes merged fields as a selection set, with type conditions where they need one.
fn written(parent: &Parent, merged: Vec<(Scope, Positioned<Field>)>) -> SelectionSet {
    let mut items = Vec::<Positioned<Selection>>::new();
    for (scope, field) in merged {
        let position = field.pos;
        let selection = Positioned::new(Selection::Field(field), position);
        let Some(condition) = scope.condition.filter(|_| parent.types.is_some()) else {
            items.push(selection);
            continue;
        };
        if let Some(last) = items.last_mut()
            && let Selection::InlineFragment(fragment) = &mut last.node
            && let Some(it) = &fragment.node.type_condition
            && it.node.on.node == condition
        {
            fragment.node.selection_set.node.items.push(selection);
            continue;
        }
        let on = Positioned::new(condition, position);
        let set = SelectionSet {
            items: vec![selection],
        };
        let fragment = InlineFragment {
            type_condition: Some(Positioned::new(TypeCondition { on }, position)),
            directives: Vec::new(),
            selection_set: Positioned::new(set, position),
        };
        let fragment = Selection::InlineFragment(Positioned::new(fragment, position));
        items.push(Positioned::new(fragment, position));
    }
    SelectionSet { items }
}

/// Adds the directives that a field has beyond those that decided whether it is included.
fn add_directives(
    directives: &mut Vec<Positioned<Directive>>,
    field: &Positioned<Field>,
) -> Result<(), Refusal> {
    for directive in &field.node.directives {
        if condition_of(&directive.node).is_some() {
            continue;
        }
        let name = &directive.node.name.node;
        match directives.iter().find(|it| it.node.name.node == *name) {
            None => directives.push(directive.clone()),
            Some(it) if same_arguments(&it.node.arguments, &directive.node.arguments) => {}
            Some(_) => {
                let why = format!("their directives @{name} differ");
                return Err(conflict(field, field, &why));
            }
        }
    }
    Ok(())
}
