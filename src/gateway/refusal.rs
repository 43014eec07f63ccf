//! Why a request was not run: the error that answers it instead of `data`.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
use axum::http::StatusCode;
use serde::Serialize;
use uuid::Uuid;

/// A request that was not run. Its answer has `errors` and no `data`.
#[derive(Debug)]
pub(super) struct Refusal {
    code: Code,
    errors: Vec<ServerError>,
}

/// Codes of refusals, as in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Code {
    /// The body is no request.
    BadRequest,
    /// Only queries may come by GET.
    MethodNotAllowed,
    /// The body is larger than the server reads.
    PayloadTooLarge,
    /// The body is of a type the server does not read.
    UnsupportedMediaType,
    /// The token in the headers is not valid here.
    Unauthenticated,
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// The document has no operation of that name, or several and none was named.
    OperationResolutionFailure,
    /// A variable or argument is wrong.
    BadUserInput,
    /// The document is too long, too deep, or has too many fields or aliases.
    DocumentTooComplex,
    /// The answer could be too large.
    MaxCostExceeded,
    /// It took too long.
    Timeout,
    /// Our fault.
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

    /// Whether a GraphQL request was understood as one. Then clients that only know
    /// `application/json` get status 200: they take any other for a broken connection.
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

    /// The document does not fit the schema.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::GraphqlValidationFailed, message)
    }

    /// A variable or argument is wrong.
    pub(super) fn bad_input(message: impl Into<String>) -> Self {
        Self::new(Code::BadUserInput, message)
    }

    /// The document is beyond a limit.
    pub(super) fn too_complex(message: impl Into<String>) -> Self {
        Self::new(Code::DocumentTooComplex, message)
    }

    /// The same code for several errors.
    pub(super) fn of_errors(code: Code, mut errors: Vec<ServerError>) -> Self {
        for error in &mut errors {
            set_code(error, code.into());
        }
        Self { code, errors }
    }

    /// An error of ours: logged once, here; the client gets a reference to quote.
    pub(super) fn internal(what: &str) -> Self {
        let reference = Uuid::now_v7();
        tracing::error!(%reference, what, "request failed");
        Self::new(
            Code::InternalServerError,
            format!("internal error, reference {reference}"),
        )
    }

    /// Says where in the document the fault is.
    #[must_use]
    pub(super) fn at(mut self, position: Pos) -> Self {
        for error in &mut self.errors {
            error.locations = vec![position];
        }
        self
    }

    /// Status of the answer; `strict` clients understand `application/graphql-response+json`.
    pub(super) fn status(&self, strict: bool) -> StatusCode {
        if self.code.is_graphql() && !strict {
            StatusCode::OK
        } else {
            self.code.strict_status()
        }
    }

    /// The answer: `{"errors": […]}` and nothing else.
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

/// Gives an error a code, unless it has one.
pub(super) fn set_code(error: &mut ServerError, code: &str) {
    let extensions = error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default);
    if extensions.get("code").is_none() {
        extensions.set("code", code);
    }
}
