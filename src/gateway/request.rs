//! Requests as clients send them: a document, an operation name and variables.

use super::refusal::{Code, Refusal};
use async_graphql::Variables;
use axum::http::{HeaderMap, header::CONTENT_TYPE};
use serde::{Deserialize, de::IgnoredAny};

/// A GraphQL request.
#[derive(Debug, Deserialize)]
pub(super) struct GraphqlRequest {
    /// The document.
    pub(super) query: String,
    /// Name of the operation to run.
    #[serde(default, rename = "operationName")]
    operation_name: Option<String>,
    /// Values of its variables.
    #[serde(default)]
    pub(super) variables: Variables,
    #[serde(default, rename = "extensions")]
    _extensions: IgnoredAny,
}

impl GraphqlRequest {
    /// Parses the body of a POST request: JSON, or the bare document as `application/graphql`.
    pub(super) fn from_body(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        // Browsers send a body without a media type to other sites, and do not ask them before.
        let content_type = headers.get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or("").trim();
        if essence.eq_ignore_ascii_case("application/graphql") {
            let query = std::str::from_utf8(body)
                .map_err(|_| Refusal::new(Code::BadRequest, "the document is not UTF-8"))?;
            return Ok(Self::of_document(query.to_owned()));
        }
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::new(
                Code::UnsupportedMediaType,
                "send application/json",
            ));
        }
        if body.trim_ascii_start().starts_with(b"[") {
            return Err(Refusal::new(
                Code::BadRequest,
                "send one request, not a list of them",
            ));
        }
        serde_json::from_slice(body).map_err(|error| {
            let why = format!("the body is no GraphQL request: {error}");
            Refusal::new(Code::BadRequest, why)
        })
    }

    /// Parses the parameters of a GET request.
    pub(super) fn from_parameters(parameters: Parameters) -> Result<Self, Refusal> {
        let Some(query) = parameters.query else {
            let why = "send a GraphQL request by POST; a browser finds /playground";
            return Err(Refusal::new(Code::BadRequest, why));
        };
        let variables = match parameters.variables.as_deref() {
            None | Some("") => Variables::default(),
            Some(json) => serde_json::from_str(json).map_err(|error| {
                Refusal::new(
                    Code::BadRequest,
                    format!("variables are no JSON object: {error}"),
                )
            })?,
        };
        Ok(Self {
            operation_name: parameters.operation_name,
            variables,
            ..Self::of_document(query)
        })
    }

    /// Name of the operation to run; an empty name counts as none.
    pub(super) fn operation(&mut self) -> Option<String> {
        self.operation_name.take().filter(|name| !name.is_empty())
    }

    fn of_document(query: String) -> Self {
        Self {
            query,
            operation_name: None,
            variables: Variables::default(),
            _extensions: IgnoredAny,
        }
    }
}

/// Parameters of a GET request.
#[derive(Debug, Deserialize)]
pub(super) struct Parameters {
    query: Option<String>,
    #[serde(rename = "operationName")]
    operation_name: Option<String>,
    variables: Option<String>,
}
