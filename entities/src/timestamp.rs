use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z. A number sorts and compares alike on SQLite
/// and PostgreSQL, where date types do not.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    DeriveValueType,
)]
#[serde(transparent)]
pub struct Timestamp(
    /// Milliseconds since the epoch.
    pub i64,
);
