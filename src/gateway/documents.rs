//! Documents sent by clients: measured, parsed and validated once, then cached.
//!
//! The cache key is the text, the chosen operation and the caller's scopes: a document validated
//! for staff never runs for anyone else.

use super::{
    cost::Plan,
    in_context,
    merge::{Conditions, Merger, condition_of},
    prescan,
    refusal::{Code, Refusal},
    shape,
    type_map::TypeMap,
    validation::Validator,
};
use async_graphql::{
    Name, Positioned, ServerError, Variables,
    parser::{
        parse_query,
        types::{
            Directive, ExecutableDocument, FragmentDefinition, OperationDefinition, OperationType,
            Selection, SelectionSet,
        },
    },
};
use async_graphql_value::Value;
use moka::sync::Cache;
use souk_api::schema;
use souk_kernel::{
    config::LimitsConfig,
    viewer::{Scope, Viewer},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

/// Bytes of a document that count as one cache entry; longer documents count several times.
const BYTES_PER_ENTRY: usize = 4_096;

/// Maximum length of a document that is short, in bytes.
const SHORT: usize = 2_048;

/// The types of the schema. Parsing it takes a few milliseconds, so it is done once.
pub(super) static TYPES: LazyLock<TypeMap> =
    LazyLock::new(|| TypeMap::of_sdl(&schema::build().sdl()));

/// Prepares documents and caches them.
#[derive(Clone)]
pub(super) struct Documents {
    validator: Validator,
    kept: Cache<Key, Arc<Prepared>>,
}

/// A document for a caller, and the operation that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    document: String,
    operation: Option<String>,
    scopes: BTreeSet<Scope>,
}

impl Key {
    pub(super) fn new(viewer: &Viewer, document: String, operation: Option<String>) -> Self {
        Self {
            document,
            operation,
            scopes: viewer.scopes.iter().copied().collect(),
        }
    }

    /// Whether preparing the document takes so little time that nobody notices.
    pub(super) fn is_short(&self) -> bool {
        self.document.len() <= SHORT
    }
}

/// A valid document and the operation that was chosen.
pub(super) struct Prepared {
    operation: Positioned<OperationDefinition>,
    fragments: HashMap<Name, Positioned<FragmentDefinition>>,
    /// The operation ready to run, if it is the same whatever the variables are.
    merged: Option<Arc<Merged>>,
    /// The operation's `@inContext` directive.
    pub(super) in_context: Option<Positioned<Directive>>,
    /// Whether the operation is a query.
    pub(super) is_query: bool,
}

/// An operation ready to run: it has no fragment spreads, and no response key twice.
pub(super) struct Merged {
    pub(super) operation: Positioned<OperationDefinition>,
    /// Its cost.
    pub(super) plan: Plan,
    /// Whether one of its fields has an idempotency key.
    pub(super) has_key: bool,
    /// Whether it is a mutation.
    pub(super) is_mutation: bool,
}

impl Prepared {
    /// The operation as it was sent.
    pub(super) fn operation(&self) -> &OperationDefinition {
        &self.operation.node
    }

    /// The operation as it runs with these variables.
    pub(super) fn merged(
        &self,
        limits: &LimitsConfig,
        variables: &Variables,
    ) -> Result<Arc<Merged>, Refusal> {
        match &self.merged {
            Some(merged) => Ok(Arc::clone(merged)),
            None => self.merge(limits, variables).map(Arc::new),
        }
    }

    fn merge(&self, limits: &LimitsConfig, variables: &Variables) -> Result<Merged, Refusal> {
        let conditions = Conditions::Decided(variables);
        let set = self.selections(limits, conditions)?;
        let mut operation = self.operation.clone();
        operation.node.selection_set.node = set;
        Ok(Merged {
            plan: Plan::compile(&TYPES, &operation.node, self.root()),
            has_key: has_key(&operation.node.selection_set.node),
            is_mutation: operation.node.ty == OperationType::Mutation,
            operation,
        })
    }

    fn selections(
        &self,
        limits: &LimitsConfig,
        conditions: Conditions<'_>,
    ) -> Result<SelectionSet, Refusal> {
        let merger = Merger::new(&TYPES, &self.fragments, conditions, limits);
        merger.merge(self.root(), &self.operation.node.selection_set.node)
    }

    fn root(&self) -> &'static str {
        if self.is_query {
            "QueryRoot"
        } else {
            "Mutation"
        }
    }
}

impl Documents {
    pub(super) fn new(limits: &LimitsConfig) -> Self {
        let kept = Cache::builder()
            .max_capacity(limits.cached_documents)
            .weigher(|key: &Key, _| {
                u32::try_from(key.document.len() / BYTES_PER_ENTRY + 1).unwrap_or(u32::MAX)
            })
            .build();
        Self {
            validator: Validator::new(),
            kept,
        }
    }

    /// The document, if it is prepared already.
    pub(super) fn known(&self, key: &Key) -> Option<Arc<Prepared>> {
        self.kept.get(key)
    }

    /// Prepares a document, and keeps it.
    pub(super) async fn prepare(
        &self,
        limits: &LimitsConfig,
        key: Key,
    ) -> Result<Arc<Prepared>, Refusal> {
        let prepared = self
            .make(limits, &key.document, key.operation.as_deref())
            .await?;
        let prepared = Arc::new(prepared);
        self.kept.insert(key, Arc::clone(&prepared));
        Ok(prepared)
    }

    async fn make(
        &self,
        limits: &LimitsConfig,
        text: &str,
        operation: Option<&str>,
    ) -> Result<Prepared, Refusal> {
        prescan::check(text, limits)?;
        let document = parse_query(text).map_err(|error| {
            let error = ServerError::from(error);
            let first_line = error.message.lines().last().unwrap_or_default().trim();
            let message = first_line.trim_start_matches("= ").to_owned();
            let error = ServerError { message, ..error };
            Refusal::of_errors(Code::GraphqlParseFailed, vec![error])
        })?;
        shape::check(&document, limits)?;
        let chosen = choose(&document, operation)?;
        self.validator
            .check(&TYPES, &chosen, &document.fragments)
            .await?;
        in_context::check_arguments(&chosen.node)?;
        if chosen.node.ty == OperationType::Subscription {
            return Err(Refusal::invalid("this server has no subscriptions").at(chosen.pos));
        }
        let mut prepared = Prepared {
            in_context: in_context::find(&chosen.node),
            is_query: chosen.node.ty == OperationType::Query,
            merged: None,
            operation: chosen,
            fragments: document.fragments,
        };
        prepared.selections(limits, Conditions::Ignored)?;
        let mut sets = vec![&prepared.operation.node.selection_set.node];
        let fragments = prepared.fragments.values();
        sets.extend(fragments.map(|fragment| &fragment.node.selection_set.node));
        if !sets.into_iter().any(depends_on_variables) {
            let merged = prepared.merge(limits, &Variables::default())?;
            prepared.merged = Some(Arc::new(merged));
        }
        Ok(prepared)
    }
}

/// The operation to run.
fn choose(
    document: &ExecutableDocument,
    wanted: Option<&str>,
) -> Result<Positioned<OperationDefinition>, Refusal> {
    let refuse = |why: String| Err(Refusal::new(Code::OperationResolutionFailure, why));
    let mut operations = document.operations.iter();
    let found = match wanted {
        Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name == wanted)),
        None if document.operations.iter().count() > 1 => {
            return refuse("the document has several operations: name one".to_owned());
        }
        None => operations.next(),
    };
    match (found, wanted) {
        (Some((_, operation)), _) => Ok(operation.clone()),
        (None, Some(wanted)) => refuse(format!("the document has no operation {wanted:?}")),
        (None, None) => refuse("the document has no operation".to_owned()),
    }
}

/// Whether a field of a merged operation is `@idempotent`.
fn has_key(root: &SelectionSet) -> bool {
    root.items.iter().any(|selection| {
        let mut directives = selection.node.directives().iter();
        directives.any(|directive| directive.node.name.node == "idempotent")
    })
}

/// Whether a variable decides what is included.
fn depends_on_variables(set: &SelectionSet) -> bool {
    set.items.iter().any(|selection| {
        let mut directives = selection.node.directives().iter();
        let depends = |directive: &Positioned<Directive>| {
            let value = directive.node.get_argument("if").map(|value| &value.node);
            condition_of(&directive.node).is_some() && matches!(value, Some(Value::Variable(_)))
        };
        directives.any(depends)
            || match &selection.node {
                Selection::Field(field) => depends_on_variables(&field.node.selection_set.node),
                Selection::InlineFragment(fragment) => {
                    depends_on_variables(&fragment.node.selection_set.node)
                }
                Selection::FragmentSpread(_) => false,
            }
    })
}
