//! The GraphQL endpoint: one request in, one response out.

use super::{
    answer,
    client::{self, Peer},
    documents::{Documents, Key, Merged, Prepared, TYPES},
    heavy::Heavy,
    in_context,
    refusal::{self, Code, Refusal},
    request::{GraphqlRequest, Parameters},
    tally::{Counted, Patience, Stop, Tally},
    variables, viewer,
};
use async_graphql::{
    Request, Response, ValidationMode, Variables,
    parser::types::{DocumentOperations, ExecutableDocument},
};
use axum::{
    Extension,
    body::Bytes,
    extract::{
        Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT, CONTENT_TYPE},
    },
    response::{IntoResponse, Response as HttpResponse},
};
use souk_api::schema::{self, SoukSchema};
use souk_entities::ids::ChannelId;
use souk_kernel::{
    app::App,
    batches::{self, BatchSpawner, Batches},
    config::LimitsConfig,
    viewer::{Client, Viewer},
};
use souk_shop::{
    catalog::CatalogLoaders,
    content::ContentLoaders,
    inventory::InventoryLoaders,
    market::{AudienceRequest, Directory},
    orders::OrderLoaders,
};
use std::{
    collections::HashMap,
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const GRAPHQL_JSON: HeaderValue =
    HeaderValue::from_static("application/graphql-response+json; charset=utf-8");

/// Maximum number of mutations in one operation of a buyer.
const MOST_MUTATIONS: usize = 10;

/// State of the endpoint.
#[derive(Clone)]
pub struct Endpoint {
    /// The application.
    pub app: Arc<App>,
    /// Executes validated documents.
    schema: SoukSchema,
    /// The same, and counts what it resolves.
    counted_schema: SoukSchema,
    heavy: Heavy,
    documents: Documents,
}

/// Answers `POST /graphql`.
pub(super) async fn post(
    State(endpoint): State<Endpoint>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> HttpResponse {
    let request = match body {
        Ok(body) => GraphqlRequest::from_body(&headers, &body),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Refusal::new(Code::PayloadTooLarge, "the body is too large"))
        }
        Err(_) => Err(Refusal::new(Code::BadRequest, "the body could not be read")),
    };
    let outcome = match request {
        Ok(request) => {
            let client = client::client_of(&endpoint.app, &headers, peer);
            endpoint
                .answer(request, &headers, client, Method::Post)
                .await
        }
        Err(refusal) => Err(refusal),
    };
    write(outcome, &headers)
}

/// Answers `GET /graphql?query=…`, for queries only.
pub(super) async fn answer_get(
    State(endpoint): State<Endpoint>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> HttpResponse {
    let request = match parameters {
        Ok(Query(parameters)) => GraphqlRequest::from_parameters(parameters),
        Err(_) => Err(Refusal::new(
            Code::BadRequest,
            "the parameters could not be read",
        )),
    };
    let outcome = match request {
        Ok(request) => {
            let client = client::client_of(&endpoint.app, &headers, peer);
            endpoint
                .answer(request, &headers, client, Method::Get)
                .await
        }
        Err(refusal) => Err(refusal),
    };
    write(outcome, &headers)
}

/// HTTP method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Get,
    Post,
}

impl Endpoint {
    /// Creates the endpoint for the shop's schema.
    pub fn new(app: Arc<App>) -> Self {
        Self {
            schema: schema::builder()
                .validation_mode(ValidationMode::Fast)
                .finish(),
            counted_schema: schema::builder()
                .validation_mode(ValidationMode::Fast)
                .extension(Counted)
                .finish(),
            heavy: Heavy::new(),
            documents: Documents::new(&app.config.limits),
            app,
        }
    }

    /// The answer to a request, as JSON.
    async fn answer(
        &self,
        mut request: GraphqlRequest,
        headers: &HeaderMap,
        client: Client,
        method: Method,
    ) -> Result<Vec<u8>, Refusal> {
        let app = &self.app;
        let limits = &app.config.limits;
        let deadline = Instant::now() + Duration::from_secs(limits.request_timeout_s);
        let viewer = viewer::viewer_of(app, headers)?;
        let operation = request.operation();
        let key = Key::new(&viewer, request.query, operation);
        let prepared = self.prepare(key, &client).await?;
        if method == Method::Get && !prepared.is_query {
            return Err(Refusal::new(
                Code::MethodNotAllowed,
                "only queries may come by GET",
            ));
        }
        let variables = completed(&prepared, request.variables, &viewer, limits)?;
        let merged = prepared.merged(limits, &variables)?;
        let cost = merged.plan.check(&variables, limits.cost)?;
        if !prepared.is_query && !viewer.is_merchant() {
            check_mutations(&merged)?;
        }
        let wish = match &prepared.in_context {
            Some(directive) => in_context::read_context(&directive.node, &variables)?,
            None => AudienceRequest::default(),
        };
        let directory = Directory::current(app);
        let channel = directory.channel_of(viewer::channel_token(headers));
        let audience = directory.audience(wish, channel, app.clock.now());

        let (spawner, batches) = batches::channel();
        let request = with_loaders(executable(&merged, variables), app, channel, &spawner)
            .data(Arc::clone(app))
            .data(directory)
            .data(audience)
            .data(viewer)
            .data(client.clone());
        let is_mutation = merged.is_mutation;
        let light = u64::try_from(limits.light_cost).unwrap_or(u64::MAX);
        let endpoint = self.clone();
        let run = async move {
            if cost.total() <= light {
                return endpoint.run_light(request, batches).await;
            }
            endpoint
                .run_heavy(request, batches, &client, deadline, is_mutation)
                .await
        };
        if merged.has_key || merged.is_mutation {
            to_the_end(app, run).await
        } else {
            run.await
        }
    }

    /// Prepares a document: a long one in the client's turn, because parsing and validating it
    /// occupies a core.
    async fn prepare(&self, key: Key, client: &Client) -> Result<Arc<Prepared>, Refusal> {
        if let Some(prepared) = self.documents.known(&key) {
            return Ok(prepared);
        }
        if key.is_short() {
            return self.documents.prepare(&self.app.config.limits, key).await;
        }
        let endpoint = self.clone();
        let prepare = async move {
            let limits = &endpoint.app.config.limits;
            endpoint.documents.prepare(limits, key).await
        };
        self.heavy.run(client, prepare).await?
    }

    async fn run_light(&self, request: Request, batches: Batches) -> Result<Vec<u8>, Refusal> {
        let response = batches.drive(client::charged(&self.schema, request)).await;
        finished(response, &self.app.config.limits)
    }

    /// Runs a request whose answer may be large: in the client's turn, and counted.
    async fn run_heavy(
        &self,
        request: Request,
        batches: Batches,
        client: &Client,
        deadline: Instant,
        is_mutation: bool,
    ) -> Result<Vec<u8>, Refusal> {
        let gone = CancellationToken::new();
        let _guard = gone.clone().drop_guard(); // cancels it when nobody waits any more
        let limits = &self.app.config.limits;
        let patience = (!is_mutation).then_some(Patience { deadline, gone });
        let tally = Arc::new(Tally::new(limits, patience));
        let request = request.data(Arc::clone(&tally));
        let endpoint = self.clone();
        let run = async move {
            let run = batches.drive(client::charged(&endpoint.counted_schema, request));
            let limits = &endpoint.app.config.limits;
            match tally.execute(run).await {
                Ok(response) => finished(response, limits),
                Err(stop) => Err(stopped(stop, limits)),
            }
        };
        self.heavy.run(client, run).await?
    }
}

/// The variables of a request, checked and with their defaults.
fn completed(
    prepared: &Prepared,
    sent: Variables,
    viewer: &Viewer,
    limits: &LimitsConfig,
) -> Result<Variables, Refusal> {
    let most = match viewer.is_merchant() {
        true => limits.merchant_list_items,
        false => limits.list_items,
    };
    variables::complete(&TYPES, prepared.operation(), sent, most)
}

/// A request that executes a merged operation.
fn executable(merged: &Merged, variables: Variables) -> Request {
    let mut operation = merged.operation.clone();
    variables::drop_absent(&mut operation.node, &variables);
    let mut request = Request::new("").variables(variables);
    request.set_parsed_query(ExecutableDocument {
        operations: DocumentOperations::Single(operation),
        fragments: HashMap::new(),
    });
    request
}

/// Refuses an operation of a buyer with too many mutations.
fn check_mutations(merged: &Merged) -> Result<(), Refusal> {
    if merged.operation.node.selection_set.node.items.len() > MOST_MUTATIONS {
        return Err(Refusal::too_complex(format!(
            "an operation of a buyer has at most {MOST_MUTATIONS} mutations"
        )));
    }
    Ok(())
}

/// The JSON of a response. Errors without a code are those of arguments: our own have one.
fn finished(mut response: Response, limits: &LimitsConfig) -> Result<Vec<u8>, Refusal> {
    refusal::bound(&mut response.errors, Code::BadUserInput);
    answer::to_json(&response, limits.answer_bytes)
}

fn stopped(stop: Stop, limits: &LimitsConfig) -> Refusal {
    match stop {
        Stop::Fields => Refusal::new(
            Code::MaxCostExceeded,
            format!(
                "the answer has more than {} fields: ask for less at once",
                limits.answer_fields
            ),
        ),
        Stop::Bytes => answer::too_large(limits.answer_bytes),
        Stop::Time => Refusal::new(Code::Timeout, "the request took too long"),
    }
}

/// Runs a request to completion even if the client disconnects: a mutation, which is not to stop
/// between two of its steps, and whatever has an idempotency key, because the client may repeat it
/// and the response is then ready.
async fn to_the_end(
    app: &App,
    run: impl Future<Output = Result<Vec<u8>, Refusal>> + Send + 'static,
) -> Result<Vec<u8>, Refusal> {
    let limit = Duration::from_secs(app.config.limits.request_timeout_s);
    match app.tasks.spawn(timeout(limit, run)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_elapsed)) => Err(Refusal::new(Code::Timeout, "the request took too long")),
        Err(_panic) => Err(Refusal::internal("a request panicked")),
    }
}

/// Attaches the loaders of one request, one line per domain.
fn with_loaders(
    request: Request,
    app: &App,
    channel: ChannelId,
    spawner: &BatchSpawner,
) -> Request {
    request
        .data(CatalogLoaders::new(app, spawner))
        .data(ContentLoaders::new(app, spawner))
        .data(InventoryLoaders::new(app, channel, spawner))
        .data(OrderLoaders::new(app, spawner))
}

fn write(outcome: Result<Vec<u8>, Refusal>, headers: &HeaderMap) -> HttpResponse {
    let strict = wants_graphql_json(headers);
    let (status, json) = match outcome {
        Ok(json) => (StatusCode::OK, json),
        Err(refusal) => (refusal.status(strict), refusal.to_json()),
    };
    let content_type = if strict { GRAPHQL_JSON } else { JSON };
    (status, [(CONTENT_TYPE, content_type)], json).into_response()
}

/// Whether the client accepts the media type whose status codes show how a request went.
fn wants_graphql_json(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("application/graphql-response+json"))
}
