//! `rules_naming_resolvers`: rules know nothing of GraphQL but scalars and the shape of inputs.

use super::Place;
use crate::code::Code;
use std::collections::BTreeMap;

/// What resolvers are made of. Inputs, enums, ids and loaders are words that rules may use.
const MADE_OF: [&str; 9] = [
    "*",
    "ComplexObject",
    "Context",
    "Interface",
    "MergedObject",
    "Object",
    "Schema",
    "SimpleObject",
    "Union",
];

/// A path up to the type in it: its variants and functions do not count on their own.
fn item(path: &[String]) -> &[String] {
    let is_type = |name: &String| name.starts_with(char::is_uppercase);
    let end = path.iter().position(is_type);
    &path[..end.map_or(path.len(), |end| end + 1)]
}

/// The places that break the rule: each file counts once for each name.
pub fn places(code: &Code) -> Vec<Place> {
    let mut found = Vec::new();
    for source in &code.sources {
        let place = code.place(source);
        let first = place.first().map_or("", String::as_str);
        let resolves =
            matches!(first, "schema" | "gateway") || place.iter().any(|it| it == "graphql");
        if source.tests || resolves || source.module[0] == "souk_api" {
            continue;
        }
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        for reference in code.references(source).iter().filter(|it| !it.tests) {
            let path = &reference.path;
            let canonical = code.canonical(path).unwrap_or_default();
            let name = match path[0].as_str() {
                "async_graphql" => path.get(1).map_or("*", String::as_str),
                _ if canonical.iter().any(|name| name == "graphql") => "graphql",
                _ => continue,
            };
            if name == "graphql" || MADE_OF.contains(&name) {
                let shown = match name {
                    "graphql" => item(&canonical).join("::"),
                    _ => format!("async_graphql::{name}"),
                };
                let line = named.entry(shown).or_insert(reference.line);
                *line = (*line).min(reference.line);
            }
        }
        found.extend(named.into_iter().map(|(name, line)| Place {
            path: source.path.clone(),
            line,
            what: format!("names {name}"),
        }));
    }
    found.sort();
    found
}
