//! Liveness and readiness of the process.

use super::endpoint::Endpoint;
use axum::{Json, extract::State, http::StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_kernel::database::MOST_SKEW_MS;
use std::time::Duration;
use tokio::time::timeout;

/// How long a database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/healthz`: the process is alive. Restart it if this does not answer.
pub(super) async fn alive() -> Json<Value> {
    Json(json!({"status": "alive", "version": env!("CARGO_PKG_VERSION")}))
}

/// `/readyz`: every database answers, its clock is that of this host, and the process is not
/// stopping. Send no requests while this fails. It also names background jobs that are late, which
/// does not concern requests.
pub(super) async fn ready(State(endpoint): State<Endpoint>) -> (StatusCode, Json<Value>) {
    let app = &endpoint.app;
    let databases = app.databases.all();
    let checks = databases.iter().map(async |(name, database)| {
        let answers = timeout(PATIENCE, database.skew_ms()).await;
        (*name, answers.ok().and_then(Result::ok))
    });
    let checks = join_all(checks).await;
    let named = |is_so: fn(Option<i64>) -> bool| {
        let found = checks.iter().filter(|(_, skew_ms)| is_so(*skew_ms));
        found.map(|(name, _)| *name).collect::<Vec<_>>()
    };
    let silent = named(|skew_ms| skew_ms.is_none());
    let skewed = named(|skew_ms| skew_ms.is_some_and(|skew_ms| skew_ms.abs() > MOST_SKEW_MS));
    let stopping = app.draining.is_cancelled();
    let late = app.jobs.late();
    if silent.is_empty() && skewed.is_empty() && !stopping {
        let body = match late.is_empty() {
            true => json!({"status": "ready"}),
            false => json!({"status": "ready", "lateJobs": late}),
        };
        return (StatusCode::OK, Json(body));
    }
    let body = json!({"status": "not ready", "stopping": stopping, "silentDatabases": silent,
        "skewedDatabases": skewed, "lateJobs": late});
    (StatusCode::SERVICE_UNAVAILABLE, Json(body))
}
