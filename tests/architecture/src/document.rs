//! The tables of ARCHITECTURE.md.

use crate::sources::text;
use std::collections::{BTreeMap, BTreeSet};

/// What ARCHITECTURE.md says about domains.
pub struct Document {
    /// Which domains, or parts of them, a domain may use.
    pub edges: BTreeMap<String, BTreeSet<String>>,
    /// The domains that own each table, such as `catalog::product`: one each, if all is well.
    pub owners: BTreeMap<String, Vec<String>>,
}

impl Document {
    /// Reads the page.
    pub fn read() -> Self {
        Self::of(&text("ARCHITECTURE.md"))
    }

    /// What this page says.
    pub fn of(page: &str) -> Self {
        let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (domain, tables) in rows(page, "| domain | tables |") {
            for table in tables {
                owners.entry(table).or_default().push(domain.clone());
            }
        }
        let edges = rows(page, "| domain | may use |");
        let edges = edges.map(|(domain, used)| (domain, used.into_iter().collect()));
        Self {
            edges: edges.collect(),
            owners,
        }
    }

    /// The domain of a path without a crate, and how many of its names are the domain's own.
    pub fn domain(&self, path: &[String]) -> Option<(String, usize)> {
        let first = path.first()?;
        let known = self.edges.contains_key(first);
        known.then(|| (first.clone(), 1))
    }

    /// Whether the edges let `domain` use `path`: a domain, or only a part of one if the table names
    /// a part, such as `search::engine`.
    pub fn allows(&self, domain: &str, path: &[String]) -> bool {
        let full = path.join("::");
        let within = |edge: &String| full == *edge || full.starts_with(&format!("{edge}::"));
        let used = self.edges.get(domain);
        used.is_some_and(|used| used.iter().any(within))
    }
}

/// The rows of a table with two columns, the second of them a list.
fn rows<'a>(page: &'a str, head: &str) -> impl Iterator<Item = (String, Vec<String>)> + 'a {
    let (_, table) = page
        .split_once(head)
        .unwrap_or_else(|| panic!("ARCHITECTURE.md has no table {head}"));
    let rows = table.lines().skip(2);
    rows.take_while(|row| row.starts_with('|')).map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let domain = cells.next().unwrap().to_owned();
        let listed = cells.next().unwrap().split(',');
        let listed = listed.map(|entry| entry.trim().trim_matches('`').to_owned());
        (domain, listed.collect())
    })
}
