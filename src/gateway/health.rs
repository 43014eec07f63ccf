//! Liveness and readiness of the process.

use super::endpoint::Endpoint;
use axum::{Json, extract::State, http::StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// How long a database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/healthz`: the process is alive. Restart it if this does not answer.
pub(super) async fn alive() -> Json<Value> {
    Json(json!({"status": "alive", "version": env!("CARGO_PKG_VERSION")}))
}

/// `/readyz`: every database answers and the process is not stopping. Send no requests while this
/// fails.
pub(super) async fn ready(State(endpoint): State<Endpoint>) -> (StatusCode, Json<Value>) {
    let app = &endpoint.app;
    let databases = app.databases.all();
    let checks = databases.iter().map(async |(name, database)| {
        let answers = timeout(PATIENCE, database.reader().ping()).await;
        (*name, matches!(answers, Ok(Ok(()))))
    });
    let checks = join_all(checks).await;
    let silent: Vec<&str> = checks
        .iter()
        .filter(|(_, answers)| !answers)
        .map(|(name, _)| *name)
        .collect();
    let stopping = app.draining.is_cancelled();
    if silent.is_empty() && !stopping {
        (StatusCode::OK, Json(json!({"status": "ready"})))
    } else {
        let body = json!({"status": "not ready", "stopping": stopping, "silentDatabases": silent});
        (StatusCode::SERVICE_UNAVAILABLE, Json(body))
    }
}
