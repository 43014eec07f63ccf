//! Why a request was not executed: the errors of its response, which has no `data`.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
use axum::http::StatusCode;
use serde::Serialize;
use uuid::Uuid;

/// Maximum number of errors in an answer.
const MOST_ERRORS: usize = 10;
/// Maximum length of a message in bytes; longer ones are cut.
const MOST_MESSAGE: usize = 500;

/// A request that was not executed. Its response has `errors` and no `data`.
#[derive(Debug)]
pub(super) struct Refusal {
    code: Code,
    errors: Vec<ServerError>,
}

/// Codes of refused requests, as in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Code {
    /// The body is not a valid request.
    BadRequest,
    /// Only queries may be sent by GET.
    MethodNotAllowed,
    /// The body is larger than allowed.
    PayloadTooLarge,
    /// The media type of the body is not supported.
    UnsupportedMediaType,
    /// The access token in the headers is not valid.
    Unauthenticated,
    /// The document is not valid GraphQL.
    GraphqlParseFailed,
    /// The document does not match the schema.
    GraphqlValidationFailed,
    /// The document has no operation with the given name, or several and no name was given.
    OperationResolutionFailure,
    /// A variable or argument is invalid.
    BadUserInput,
    /// The document is too long, too deep, or has too many fields or aliases.
    DocumentTooComplex,
    /// The estimated response is too large.
    MaxCostExceeded,
    /// The client has too many large requests at once.
    Throttled,
    /// The request took too long.
    Timeout,
    /// An internal error.
    InternalServerError,
}

impl Code {
    /// The status for clients that understand `application/graphql-response+json`.
    fn strict_status(self) -> StatusCode {
        match self {
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Throttled => StatusCode::TOO_MANY_REQUESTS,
            Self::Timeout => StatusCode::SERVICE_UNAVAILABLE,
            Self::InternalServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::BadRequest
            | Self::GraphqlParseFailed
            | Self::GraphqlValidationFailed
            | Self::OperationResolutionFailure
            | Self::BadUserInput
            | Self::DocumentTooComplex
            | Self::MaxCostExceeded => StatusCode::BAD_REQUEST,
        }
    }

    /// Whether the request was recognised as GraphQL. Clients that only know `application/json`
    /// then get status 200, because they take any other status for a transport failure.
    fn is_graphql(self) -> bool {
        matches!(
            self,
            Self::GraphqlParseFailed
                | Self::GraphqlValidationFailed
                | Self::OperationResolutionFailure
                | Self::BadUserInput
                | Self::DocumentTooComplex
                | Self::MaxCostExceeded
        )
    }
}

impl Refusal {
    /// A refusal with one error.
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self::of_errors(code, vec![ServerError::new(message.into(), None)])
    }

    /// Refusal because the document does not match the schema.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::GraphqlValidationFailed, message)
    }

    /// Refusal because a variable or argument is invalid.
    pub(super) fn bad_input(message: impl Into<String>) -> Self {
        Self::new(Code::BadUserInput, message)
    }

    /// Refusal because the document exceeds a limit.
    pub(super) fn too_complex(message: impl Into<String>) -> Self {
        Self::new(Code::DocumentTooComplex, message)
    }

    /// A refusal with several errors of the same code.
    pub(super) fn of_errors(code: Code, mut errors: Vec<ServerError>) -> Self {
        bound(&mut errors, code);
        Self { code, errors }
    }

    /// An internal error: logged once, here; the client gets a reference to quote.
    pub(super) fn internal(what: &str) -> Self {
        let reference = Uuid::now_v7();
        tracing::error!(%reference, what, "request failed");
        Self::new(
            Code::InternalServerError,
            format!("internal error, reference {reference}"),
        )
    }

    /// Sets the position in the document.
    #[must_use]
    pub(super) fn at(mut self, position: Pos) -> Self {
        for error in &mut self.errors {
            error.locations = vec![position];
        }
        self
    }

    /// HTTP status of the response; `strict` clients understand
    /// `application/graphql-response+json`.
    pub(super) fn status(&self, strict: bool) -> StatusCode {
        if self.code.is_graphql() && !strict {
            StatusCode::OK
        } else {
            self.code.strict_status()
        }
    }

    /// The response body: `{"errors": […]}` and nothing else.
    pub(super) fn to_json(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Answer<'a> {
            errors: &'a [ServerError],
        }
        let answer = Answer {
            errors: &self.errors,
        };
        serde_json::to_vec(&answer).expect("errors are plain values")
    }
}

/// Keeps the first errors of an answer, cuts long messages, and sets the code of errors that have
/// none.
pub(super) fn bound(errors: &mut Vec<ServerError>, code: Code) {
    errors.truncate(MOST_ERRORS);
    for error in errors {
        if error.message.len() > MOST_MESSAGE {
            let end = error.message.floor_char_boundary(MOST_MESSAGE);
            error.message.truncate(end);
            error.message.push('…');
        }
        let extensions = error
            .extensions
            .get_or_insert_with(ErrorExtensionValues::default);
        if extensions.get("code").is_none() {
            extensions.set("code", <&str>::from(code));
        }
    }
}
