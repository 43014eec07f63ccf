//! Documents sent by clients: measured, parsed and validated once, then cached.
//!
//! The cache key is the text, the chosen operation and the caller's scopes: a document validated
//! for staff never runs for anyone else.

use super::{
    cost::Plan,
    in_context, prescan,
    refusal::{Code, Refusal},
    shape,
    type_map::TypeMap,
    variables,
};
use async_graphql::{
    Positioned, Request, Response, ServerError,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
    parser::{
        parse_query,
        types::{
            Directive, DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
            Selection, SelectionSet,
        },
    },
};
use moka::sync::Cache;
use souk_api::schema::{self, SoukSchema};
use souk_kernel::{
    config::LimitsConfig,
    viewer::{Scope, Viewer},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

/// Bytes of a document that count as one cache entry; longer documents count several times.
const BYTES_PER_ENTRY: usize = 4_096;

/// The types of the schema. Parsing it takes a few milliseconds, so it is done once.
pub(super) static TYPES: LazyLock<TypeMap> =
    LazyLock::new(|| TypeMap::of_sdl(&schema::build().sdl()));

/// Prepares documents and caches them.
#[derive(Clone)]
pub(super) struct Documents {
    /// Validates by every rule, and executes nothing.
    validator: SoukSchema,
    kept: Cache<Key, Arc<Prepared>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    document: String,
    operation: Option<String>,
    scopes: BTreeSet<Scope>,
}

/// A valid document with one operation, ready to run.
pub(super) struct Prepared {
    /// The chosen operation and its fragments.
    pub(super) document: ExecutableDocument,
    /// Its cost.
    pub(super) plan: Plan,
    /// The operation's `@inContext` directive.
    pub(super) in_context: Option<Positioned<Directive>>,
    /// Whether the operation is a query.
    pub(super) is_query: bool,
    /// Whether one of its fields has an idempotency key.
    pub(super) has_key: bool,
}

impl Prepared {
    /// The operation.
    pub(super) fn operation(&self) -> &OperationDefinition {
        let (_, operation) = self.document.operations.iter().next().expect("it has one");
        &operation.node
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
            validator: schema::builder().extension(ValidateOnly).finish(),
            kept,
        }
    }

    /// Returns the document, prepared for this caller.
    pub(super) async fn prepare(
        &self,
        limits: &LimitsConfig,
        viewer: &Viewer,
        document: String,
        operation: Option<String>,
    ) -> Result<Arc<Prepared>, Refusal> {
        let key = Key {
            document,
            operation,
            scopes: viewer.scopes.iter().copied().collect(),
        };
        if let Some(prepared) = self.kept.get(&key) {
            return Ok(prepared);
        }
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
        let (name, chosen) = choose(&document, operation)?;
        self.validate(&document, name.as_deref(), &chosen.node)
            .await?;
        in_context::check_arguments(&chosen.node)?;
        let root = match chosen.node.ty {
            OperationType::Query => "QueryRoot",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => {
                return Err(Refusal::invalid("this server has no subscriptions").at(chosen.pos));
            }
        };
        Ok(Prepared {
            plan: Plan::compile(&TYPES, &document, &chosen.node, root),
            in_context: in_context::find(&chosen.node),
            is_query: chosen.node.ty == OperationType::Query,
            has_key: has_key(&document, &chosen.node.selection_set.node),
            document: ExecutableDocument {
                operations: DocumentOperations::Single(chosen),
                fragments: document.fragments,
            },
        })
    }

    async fn validate(
        &self,
        document: &ExecutableDocument,
        name: Option<&str>,
        operation: &OperationDefinition,
    ) -> Result<(), Refusal> {
        let mut request = Request::new("").variables(variables::samples(&TYPES, operation));
        request.operation_name = name.map(str::to_owned);
        request.set_parsed_query(document.clone());
        let verdict = self.validator.execute(request).await;
        if verdict.errors.is_empty() {
            return Ok(());
        }
        Err(Refusal::of_errors(
            Code::GraphqlValidationFailed,
            verdict.errors,
        ))
    }
}

/// The operation to run, and its name if the document names it.
fn choose(
    document: &ExecutableDocument,
    wanted: Option<&str>,
) -> Result<(Option<String>, Positioned<OperationDefinition>), Refusal> {
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
        (Some((name, operation)), _) => Ok((name.map(ToString::to_string), operation.clone())),
        (None, Some(wanted)) => refuse(format!("the document has no operation {wanted:?}")),
        (None, None) => refuse("the document has no operation".to_owned()),
    }
}

/// Whether a field selected by the operation, directly or through a fragment, is `@idempotent`.
fn has_key(document: &ExecutableDocument, set: &SelectionSet) -> bool {
    set.items.iter().any(|selection| match &selection.node {
        Selection::Field(field) => {
            let mut directives = field.node.directives.iter();
            directives.any(|directive| directive.node.name.node == "idempotent")
        }
        Selection::InlineFragment(fragment) => has_key(document, &fragment.node.selection_set.node),
        Selection::FragmentSpread(spread) => document
            .fragments
            .get(&spread.node.fragment_name.node)
            .is_some_and(|fragment| has_key(document, &fragment.node.selection_set.node)),
    })
}

/// The operations of a document.
pub(super) fn operations_mut(
    document: &mut ExecutableDocument,
) -> Vec<&mut Positioned<OperationDefinition>> {
    match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(operations) => operations.values_mut().collect(),
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
