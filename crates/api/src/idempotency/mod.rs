//! `@idempotent(key:)` on mutations.

mod request;

use crate::{
    context::RequestContext,
    directives::{declare_idempotent, idempotency_key},
};
use async_graphql::{
    Context, ContextDirective, CustomDirective, CustomDirectiveFactory, Error, ServerError,
    ServerResult, Value,
    extensions::ResolveFut,
    parser::types::{Directive, OperationType},
    registry::Registry,
};
use serde::{Deserialize, Serialize};
use souk_kernel::error::ApiError;
use souk_shop::idempotency::{self, Claim, Known};
use std::{borrow::Cow, sync::PoisonError};

/// Mutations that record their key in the transaction that begins their work, and so recognise it
/// even after a crash: their resolvers read the key themselves.
const RECORDED: [&str; 7] = [
    "fulfillmentCreate",
    "inventoryAdjustQuantities",
    "inventoryMoveQuantities",
    "inventorySetQuantities",
    "orderCapture",
    "refundCreate",
    "transactionVoid",
];

/// Payload fields that are returned once and stored nowhere: a repeated request is answered without
/// them.
const SECRETS: [&str; 1] = ["giftCardCode"];

/// Shortest key, in bytes, if nothing but the key identifies the caller: nobody may get an answer
/// by guessing.
const UNGUESSABLE: usize = 16;

/// `@idempotent` on root fields of mutations; on any other field it has no effect.
pub struct Idempotent;

impl CustomDirectiveFactory for Idempotent {
    fn name(&self) -> Cow<'static, str> {
        "idempotent".into()
    }

    fn register(&self, registry: &mut Registry) {
        declare_idempotent(registry);
    }

    fn create(
        &self,
        _: &ContextDirective<'_>,
        _: &Directive,
    ) -> ServerResult<Box<dyn CustomDirective>> {
        Ok(Box::new(Once))
    }
}

/// Runs a field once for each key.
struct Once;

#[async_trait::async_trait]
impl CustomDirective for Once {
    async fn resolve_field(
        &self,
        ctx: &Context<'_>,
        resolve: ResolveFut<'_>,
    ) -> ServerResult<Option<Value>> {
        if !applies(ctx) {
            return resolve.await;
        }
        match begin(ctx).await {
            Ok(Known::New(claim)) => run(ctx, &claim, resolve).await,
            Ok(Known::Answered(answer)) => Ok(repeat(ctx, &answer)),
            Ok(Known::Done) => Ok(refuse(ctx, ApiError::AnswerTooLarge)),
            Ok(Known::Running) => Ok(refuse(ctx, ApiError::StillRunning)),
            Ok(Known::Other) => Ok(refuse(ctx, ApiError::KeyReused)),
            Err(error) => Ok(refuse(ctx, error)),
        }
    }
}

/// Whether the directive takes effect. A caller who may not call the mutation is left to its guard,
/// before any statement.
fn applies(ctx: &Context<'_>) -> bool {
    let name = ctx.field().name();
    let is_root = ctx.path_node.is_some_and(|node| node.parent.is_none());
    let registry = &ctx.schema_env.registry;
    let root = registry.mutation_type.as_ref();
    let field = root
        .and_then(|root| registry.types.get(root))
        .and_then(|root| root.field_by_name(name));
    is_root
        && ctx.query_env.operation.node.ty == OperationType::Mutation
        && !RECORDED.contains(&name)
        && field.is_some_and(|field| field.visible.is_none_or(|visible| visible(ctx)))
}

async fn begin(ctx: &Context<'_>) -> Result<Known, ApiError> {
    let missing = || ApiError::BadInput("the key is missing".to_owned());
    let key = idempotency_key(ctx)?.ok_or_else(missing)?;
    let request =
        request::request_of(ctx, &key).map_err(|error| ApiError::BadInput(error.message))?;
    if request.is_nobodys && key.len() < UNGUESSABLE {
        let why = format!("here a key has at least {UNGUESSABLE} bytes, such as a random UUID");
        return Err(ApiError::BadInput(why));
    }
    idempotency::begin(ctx.app(), request).await
}

/// Runs the mutation and stores its answer. If the mutation itself failed, it may be tried again;
/// if it succeeded and only its answer has errors, these are part of the answer.
async fn run(
    ctx: &Context<'_>,
    claim: &Claim,
    resolve: ResolveFut<'_>,
) -> ServerResult<Option<Value>> {
    let before = errors(ctx, 0).len();
    let outcome = resolve.await;
    let errors = errors(ctx, before);
    let failed = errors.iter().any(|error| error.path.len() <= 1);
    match &outcome {
        Ok(value) if !failed => {
            let value = without_secrets(ctx, value.clone().unwrap_or_default());
            let answer = serde_json::to_string(&Answer { value, errors });
            let answer = answer.expect("answers are plain values");
            idempotency::finish(ctx.app(), claim, answer).await;
        }
        _ => idempotency::release(ctx.app(), claim).await,
    }
    outcome
}

/// The part of an answer that is stored.
fn without_secrets(ctx: &Context<'_>, mut answer: Value) -> Value {
    if let Value::Object(payload) = &mut answer {
        let selected = ctx.field();
        let secret = selected
            .selection_set()
            .filter(|it| SECRETS.contains(&it.name()));
        for field in secret {
            if let Some(value) = payload.get_mut(field.alias().unwrap_or(field.name())) {
                *value = Value::Null;
            }
        }
    }
    answer
}

/// The answer of a mutation.
#[derive(Serialize, Deserialize)]
struct Answer {
    value: Value,
    errors: Vec<ServerError>,
}

/// Errors of the operation so far, without the first `from`.
fn errors(ctx: &Context<'_>, from: usize) -> Vec<ServerError> {
    let errors = ctx.query_env.errors.lock();
    errors.unwrap_or_else(PoisonError::into_inner)[from..].to_vec()
}

/// Repeats a stored answer.
fn repeat(ctx: &Context<'_>, answer: &str) -> Option<Value> {
    match serde_json::from_str::<Answer>(answer) {
        Ok(answer) => {
            for error in answer.errors {
                ctx.add_error(error);
            }
            Some(answer.value)
        }
        Err(error) => refuse(ctx, ApiError::internal(error)),
    }
}

/// Answers with an error and null.
fn refuse(ctx: &Context<'_>, error: ApiError) -> Option<Value> {
    let error = Error::from(error).into_server_error(ctx.item.pos);
    ctx.add_error(ctx.set_error_path(error));
    None
}
