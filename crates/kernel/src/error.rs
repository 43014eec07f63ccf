//! The error that reaches clients.

use crate::money::MoneyError;
use async_graphql::ErrorExtensions;
use sea_orm::DbErr;
use std::sync::Arc;
use uuid::Uuid;

/// Why a resolver failed.
///
/// Deliberately not `Display`: async-graphql sends the text of any displayable error to the client,
/// and a stray `?` on a database error would publish its SQL.
#[derive(Clone, Debug)]
pub enum ApiError {
    /// The requested object does not exist.
    NotFound(&'static str),
    /// An argument that no client should send: a malformed id, a cursor of another list.
    BadInput(String),
    /// The idempotency key was used for a different request.
    KeyReused,
    /// The same request, by its idempotency key, is in progress; it may be repeated shortly.
    StillRunning,
    /// The request with this idempotency key was done, and its answer is too large to be stored.
    AnswerTooLarge,
    /// The client has stored as much as it may in a minute.
    Throttled,
    /// The caller is anonymous, and the field requires a known caller.
    SignInRequired,
    /// The caller is known but lacks permission.
    Forbidden,
    /// An internal error. Logged once, here; the client gets a reference to quote.
    Internal(Arc<anyhow::Error>),
}

impl ApiError {
    /// An internal error with its cause.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        Self::Internal(Arc::new(cause.into()))
    }
}

impl From<DbErr> for ApiError {
    fn from(error: DbErr) -> Self {
        Self::internal(error)
    }
}

impl From<Arc<DbErr>> for ApiError {
    fn from(error: Arc<DbErr>) -> Self {
        Self::internal(DbErr::clone(&error))
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(Arc::new(error))
    }
}

impl From<MoneyError> for ApiError {
    fn from(error: MoneyError) -> Self {
        Self::internal(error)
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        let (code, message) = match error {
            ApiError::NotFound(what) => ("NOT_FOUND", format!("{what} not found")),
            ApiError::BadInput(why) => ("BAD_USER_INPUT", why),
            ApiError::KeyReused => (
                "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
                "the key was used for another request".to_owned(),
            ),
            ApiError::StillRunning => (
                "IDEMPOTENCY_CONCURRENT_REQUEST",
                "the same request is being worked on: send it again in a moment".to_owned(),
            ),
            ApiError::AnswerTooLarge => (
                "IDEMPOTENCY_ANSWER_TOO_LARGE",
                "the request was done, and its answer is too large to be repeated: query what it \
                 changed"
                    .to_owned(),
            ),
            ApiError::Throttled => (
                "THROTTLED",
                "too much was stored from this address in the last minute: try again in a minute"
                    .to_owned(),
            ),
            ApiError::SignInRequired => ("UNAUTHENTICATED", "sign in first".to_owned()),
            ApiError::Forbidden => ("ACCESS_DENIED", "not allowed".to_owned()),
            ApiError::Internal(cause) => {
                let reference = Uuid::now_v7();
                tracing::error!(%reference, error = ?cause, "request failed");
                (
                    "INTERNAL_SERVER_ERROR",
                    format!("internal error, reference {reference}"),
                )
            }
        };
        Self::new(message).extend_with(|_, extensions| extensions.set("code", code))
    }
}
