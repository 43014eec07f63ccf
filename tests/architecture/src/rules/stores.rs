//! `sql_outside_stores`: SQL lives in `store/` and `store.rs`.

use super::{Place, statements::statements};
use crate::code::Code;

/// Modules that run statements and are no store, and why.
const EXCEPTIONS: [(&str, &str); 4] = [
    ("database", "opens the databases and their transactions"),
    ("rows", "writes many rows of any table"),
    ("events", "the outbox, and the relay that empties it"),
    ("outbox", "the outbox, and the relay that empties it"),
];

/// The places that break the rule.
pub fn places(code: &Code) -> Vec<Place> {
    let mut found = Vec::new();
    for source in &code.sources {
        let place = code.place(source);
        let first = place.first().map_or("", String::as_str);
        let excepted = EXCEPTIONS.iter().any(|(name, _)| *name == first);
        if excepted || place.iter().any(|name| name == "store") {
            continue;
        }
        let run = statements(code, source);
        found.extend(run.into_iter().filter(|it| it.runs).map(|statement| Place {
            path: source.path.clone(),
            line: statement.line,
            what: statement.what,
        }));
    }
    found.sort();
    found
}
