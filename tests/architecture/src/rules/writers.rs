//! `foreign_writers`: a table is written by the domain that owns it.

use super::{Place, statements::statements};
use crate::code::Code;

/// The places that break the rule.
pub fn places(code: &Code) -> Vec<Place> {
    let mut found = Vec::new();
    for source in &code.sources {
        let domain = code.domain(source);
        for statement in statements(code, source) {
            let foreign = statement.writes.iter().filter_map(|table| {
                let owner = code.document.owners.get(table)?.first()?;
                (*owner != domain).then_some((table, owner))
            });
            found.extend(foreign.map(|(table, owner)| Place {
                path: source.path.clone(),
                line: statement.line,
                what: format!("{domain} writes {table} of {owner}: {}", statement.what),
            }));
        }
    }
    found.sort();
    found
}
