//! Validates a document against the schema, in time and memory that grow with its length only.
//!
//! async-graphql checks a fragment again wherever it is spread, and collects every error it finds. So
//! it gets the operation that was chosen with the fragments it reaches, each spread once; what is
//! spread again is checked for its place only. `__typename`, which it does not check, is checked here.

use super::{
    conflicts,
    refusal::{Code, Refusal},
    type_map::TypeMap,
    variables,
};
use async_graphql::{
    Name, Positioned, Request, Response,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
    parser::types::{
        DocumentOperations, ExecutableDocument, Field, FragmentDefinition, FragmentSpread,
        InlineFragment, OperationDefinition, Selection, SelectionSet,
    },
};
use souk_api::schema::{self, SoukSchema};
use std::{collections::HashMap, sync::Arc};

/// Directives that may be on a `__typename`. Those on inline fragments are the same and more.
const ON_TYPENAME: [&str; 2] = ["include", "skip"];

/// Validates by every rule, and executes nothing.
#[derive(Clone)]
pub(super) struct Validator(SoukSchema);

impl Validator {
    pub(super) fn new() -> Self {
        Self(schema::builder().extension(ValidateOnly).finish())
    }

    /// Checks an operation and the fragments it reaches.
    pub(super) async fn check(
        &self,
        types: &TypeMap,
        operation: &Positioned<OperationDefinition>,
        fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
    ) -> Result<(), Refusal> {
        let samples = variables::samples(types, &operation.node);
        let mut operation = operation.clone();
        let mut once = SpreadOnce {
            fragments,
            reached: HashMap::new(),
        };
        once.set(&mut operation.node.selection_set.node)?;
        conflicts::check(&operation.node.selection_set.node, &once.reached)?;
        let mut request = Request::new("").variables(samples);
        request.set_parsed_query(ExecutableDocument {
            operations: DocumentOperations::Single(operation),
            fragments: once.reached,
        });
        let verdict = self.0.execute(request).await;
        if verdict.errors.is_empty() {
            return Ok(());
        }
        Err(Refusal::of_errors(
            Code::GraphqlValidationFailed,
            verdict.errors,
        ))
    }
}

/// Rewrites selections so that each fragment is spread once.
struct SpreadOnce<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// The fragments that were spread, rewritten.
    reached: HashMap<Name, Positioned<FragmentDefinition>>,
}

impl SpreadOnce<'_> {
    fn set(&mut self, set: &mut SelectionSet) -> Result<(), Refusal> {
        for selection in &mut set.items {
            let position = selection.pos;
            match &mut selection.node {
                Selection::Field(field) if field.node.name.node == "__typename" => {
                    check_typename(field)?;
                    if !field.node.directives.is_empty() {
                        let fragment = with_directives(field);
                        selection.node =
                            Selection::InlineFragment(Positioned::new(fragment, position));
                    }
                }
                Selection::Field(field) => self.set(&mut field.node.selection_set.node)?,
                Selection::InlineFragment(fragment) => {
                    self.set(&mut fragment.node.selection_set.node)?;
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.spread(&spread.node)? {
                        selection.node =
                            Selection::InlineFragment(Positioned::new(fragment, position));
                    }
                }
            }
        }
        Ok(())
    }

    /// What stands for a fragment that is already spread elsewhere: an empty one in the same place.
    fn spread(&mut self, spread: &FragmentSpread) -> Result<Option<InlineFragment>, Refusal> {
        let name = &spread.fragment_name.node;
        let Some(fragment) = self.fragments.get(name) else {
            return Ok(None); // validation reports it as unknown
        };
        if self.reached.contains_key(name) {
            let mut again = fragment.node.selection_set.clone();
            again.node.items.clear();
            again.node.items.push(Positioned::new(
                Selection::Field(Positioned::new(typename(fragment), fragment.pos)),
                fragment.pos,
            ));
            return Ok(Some(InlineFragment {
                type_condition: Some(fragment.node.type_condition.clone()),
                directives: spread.directives.clone(),
                selection_set: again,
            }));
        }
        let mut fragment = fragment.clone();
        self.reached.insert(name.clone(), fragment.clone());
        self.set(&mut fragment.node.selection_set.node)?;
        self.reached.insert(name.clone(), fragment);
        Ok(None)
    }
}

fn typename(fragment: &Positioned<FragmentDefinition>) -> Field {
    Field {
        alias: None,
        name: Positioned::new(Name::new("__typename"), fragment.pos),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::default(),
    }
}

/// Refuses what `__typename` cannot have.
fn check_typename(field: &Positioned<Field>) -> Result<(), Refusal> {
    if let Some((name, _)) = field.node.arguments.first() {
        let why = format!("Unknown argument \"{}\" on field \"__typename\"", name.node);
        return Err(Refusal::invalid(why).at(name.pos));
    }
    let selected = &field.node.selection_set;
    if !selected.node.items.is_empty() {
        let why =
            "Field \"__typename\" must not have a selection since type \"String\" has no subfields";
        return Err(Refusal::invalid(why).at(selected.pos));
    }
    let mut directives = field.node.directives.iter();
    match directives.find(|it| !ON_TYPENAME.contains(&it.node.name.node.as_str())) {
        None => Ok(()),
        Some(directive) => {
            let name = &directive.node.name.node;
            let why = format!("Directive \"{name}\" may not be used on \"__typename\"");
            Err(Refusal::invalid(why).at(directive.pos))
        }
    }
}

/// An inline fragment with the directives of a field and the field without them.
fn with_directives(field: &mut Positioned<Field>) -> InlineFragment {
    let directives = std::mem::take(&mut field.node.directives);
    let selection = Selection::Field(field.clone());
    InlineFragment {
        type_condition: None,
        directives,
        selection_set: Positioned::new(
            SelectionSet {
                items: vec![Positioned::new(selection, field.pos)],
            },
            field.pos,
        ),
    }
}

/// An extension that makes a schema validate and execute nothing.
struct ValidateOnly;

impl ExtensionFactory for ValidateOnly {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for ValidateOnly {
    async fn execute(
        &self,
        _: &ExtensionContext<'_>,
        _: Option<&str>,
        _: NextExecute<'_>,
    ) -> Response {
        Response::default()
    }
}
