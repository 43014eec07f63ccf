//! Handles: parts of URLs, unique among the resources of a kind.

use sea_orm::DbErr;
use souk_kernel::{
    refusal::{ChangeError, Refusal, ResourceCode},
    validators as checks,
};

/// How many attempts are made to write a resource while other writers take its handle.
pub(crate) const TRIES: usize = 3;

/// How a resource without a handle from the merchant is named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming<'a> {
    /// Title that the handle is derived from.
    pub(crate) title: &'a str,
    /// Handle to use if the title has no letter or digit.
    pub(crate) kind: &'a str,
    /// Number of the attempt. The last one uses a handle that includes the id, which nobody else
    /// can have.
    pub(crate) tries: usize,
}

/// The handle derived from a title, or `kind` if the title has no letter or digit.
pub(crate) fn of_title(title: &str, kind: &str) -> String {
    let handle = Some(slug::slugify(title)).filter(|handle| !handle.is_empty());
    handle.unwrap_or_else(|| kind.to_owned())
}

/// The message for a handle that another resource of the kind has.
pub(crate) fn already_used(kind: &str, handle: &str) -> String {
    format!("A {kind} with the handle `{handle}` already exists.")
}

/// A free handle for the resource with id `own`: `wanted`, or one derived from its title. `taken`
/// reads which of some handles other resources of the kind have.
///
/// # Errors
///
/// When another resource has `wanted`, which is a refusal at `field`, or the database fails.
pub(crate) async fn free<C: ResourceCode>(
    taken: impl AsyncFnOnce(Vec<String>) -> Result<Vec<String>, DbErr>,
    own: i64,
    wanted: Option<&str>,
    naming: Naming<'_>,
    field: &str,
) -> Result<String, ChangeError<C>> {
    let of_title = of_title(naming.title, naming.kind);
    let unique = format!("{of_title}-{own}");
    let candidates: Vec<String> = match wanted {
        Some(wanted) => vec![wanted.to_owned()],
        None if naming.tries >= TRIES => return Ok(unique),
        None => checks::numbered(of_title).collect(),
    };
    let taken = taken(candidates.clone()).await?;
    let mut candidates = candidates.into_iter();
    match (candidates.find(|handle| !taken.contains(handle)), wanted) {
        (Some(handle), _) => Ok(handle),
        (None, None) => Ok(unique),
        (None, Some(wanted)) => {
            Err(Refusal::new(C::TAKEN, field, already_used(naming.kind, wanted)).into())
        }
    }
}
