//! Rules that the code does not keep everywhere yet: each counts the places that break it.

pub mod circles;
pub mod doors;
pub mod names;
pub mod resolvers;
pub mod statements;
pub mod stores;
pub mod writers;

use crate::code::Code;
use std::fmt::{self, Display, Formatter};

/// A place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, from the top folder.
    pub path: String,
    /// The line.
    pub line: usize,
    /// What is there.
    pub what: String,
}

impl Display for Place {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A rule whose broken places are counted.
pub struct Rule {
    /// Its name in `limits.toml`.
    pub name: &'static str,
    /// What it counts.
    pub says: &'static str,
    /// Finds the places.
    pub places: fn(&Code) -> Vec<Place>,
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        name: "sql_outside_stores",
        says: "statements outside of `store/` and `store.rs`",
        places: stores::places,
    },
    Rule {
        name: "foreign_writers",
        says: "writes of a table that another domain owns",
        places: writers::places,
    },
    Rule {
        name: "behind_doors",
        says: "uses of another domain that name a module of it, not what its `mod.rs` exports",
        places: doors::places,
    },
    Rule {
        name: "rules_naming_resolvers",
        says: "rules that name a resolver of `souk_api`, or what resolvers are made of",
        places: resolvers::places,
    },
    Rule {
        name: "circles",
        says: "files that import each other in a circle",
        places: circles::places,
    },
    Rule {
        name: "twin_type_names",
        says: "public types whose name another public type has",
        places: names::twin_types,
    },
    Rule {
        name: "vague_functions",
        says: "free functions whose name says nothing",
        places: names::vague_functions,
    },
    Rule {
        name: "vague_files",
        says: "files whose name says nothing",
        places: names::vague_files,
    },
];
