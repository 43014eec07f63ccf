//! API versions that clients may name in the request URL.

use crate::context::RequestContext;
use crate::list::List;
use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Datelike};

/// A version of the API. All versions have the schema of the newest.
#[derive(SimpleObject, Clone, Debug)]
pub struct ApiVersion {
    /// Display name.
    display_name: String,
    /// Name used in URLs, such as `2026-10`.
    handle: String,
    /// Whether the version is supported.
    supported: bool,
}

/// Number of versions supported at once: one per quarter, for a year.
const SUPPORTED: i32 = 4;

/// Queries about the API itself.
#[derive(Default)]
pub struct VersionQuery;

#[Object]
impl VersionQuery {
    /// Versions that may be named in the URL: those of the last four quarters, the next one as a
    /// release candidate, and `unstable`.
    async fn public_api_versions(&self, ctx: &Context<'_>) -> List<ApiVersion> {
        let now = DateTime::from_timestamp_millis(ctx.audience().now.0).unwrap_or_default();
        let quarter = now.year() * 4 + i32::try_from(now.month0() / 3).unwrap_or(0);
        let mut versions: Vec<_> = (quarter - SUPPORTED + 1..=quarter + 1)
            .map(|of| version(of, quarter))
            .collect();
        versions.push(ApiVersion {
            display_name: "unstable".to_owned(),
            handle: "unstable".to_owned(),
            supported: false,
        });
        versions.into()
    }
}

/// The version of a quarter, counted from the year 0, relative to the quarter `current`.
fn version(quarter: i32, current: i32) -> ApiVersion {
    let handle = format!(
        "{:04}-{:02}",
        quarter.div_euclid(4),
        quarter.rem_euclid(4) * 3 + 1
    );
    let remark = match quarter - current {
        0 => " (Latest)",
        1 => " (Release candidate)",
        _ => "",
    };
    ApiVersion {
        display_name: format!("{handle}{remark}"),
        handle,
        supported: quarter <= current,
    }
}
