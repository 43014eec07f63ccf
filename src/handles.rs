//! Handles: names in addresses, unique among the resources of a kind.

use super::refusal::{ChangeError, Refusal, RefusalCode};
use crate::validators as checks;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// Times a new resource is written again when another writer took its handle meanwhile.
pub(crate) const TRIES: usize = 3;

/// What a resource is called when its merchant gives no handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming<'a> {
    /// Title it is made from.
    pub(crate) title: &'a str,
    /// Handle of a title without a letter or digit.
    pub(crate) kind: &'a str,
    /// Times it was tried before: the last try takes a handle that nobody else can have.
    pub(crate) tries: usize,
}

/// The handle made of a title; `kind` where the title has neither letter nor digit.
pub(crate) fn of_title(title: &str, kind: &str) -> String {
    let handle = Some(slug::slugify(title)).filter(|handle| !handle.is_empty());
    handle.unwrap_or_else(|| kind.to_owned())
}

/// A free handle for the resource with the number `own`: `wanted`, or one made from its title.
///
/// # Errors
///
/// When `wanted` belongs to another resource, or the database fails. The refusal is at `field`.
pub(crate) async fn free<E: EntityTrait>(
    db: &impl ConnectionTrait,
    (handle, id): (E::Column, E::Column),
    own: i64,
    wanted: Option<&str>,
    naming: Naming<'_>,
    field: &str,
) -> Result<String, ChangeError> {
    let of_title = of_title(naming.title, naming.kind);
    let unique = format!("{of_title}-{own}");
    let candidates: Vec<String> = match wanted {
        Some(wanted) => vec![wanted.to_owned()],
        None if naming.tries >= TRIES => return Ok(unique),
        None => checks::numbered(of_title).collect(),
    };
    let taken: Vec<String> = E::find()
        .select_only()
        .column(handle)
        .filter(handle.is_in(candidates.iter().cloned()))
        .filter(id.ne(own))
        .into_tuple()
        .all(db)
        .await?;
    let mut candidates = candidates.into_iter();
    match (candidates.find(|handle| !taken.contains(handle)), wanted) {
        (Some(handle), _) => Ok(handle),
        (None, None) => Ok(unique),
        (None, Some(wanted)) => {
            let why = format!("handle {wanted} belongs to another {}", naming.kind);
            Err(Refusal::new(RefusalCode::Taken, field, why).into())
        }
    }
}
