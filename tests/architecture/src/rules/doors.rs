//! `behind_doors`: a domain uses of another what its `mod.rs` exports.

use super::Place;
use crate::{code::Code, sources::Source};
use std::collections::BTreeMap;

/// The places that break the rule: each file counts once for what it names behind a door.
pub fn places(code: &Code) -> Vec<Place> {
    let sources = code.sources.iter().filter(|source| !source.tests);
    let mut found: Vec<_> = sources.flat_map(|source| of(code, source)).collect();
    found.sort();
    found
}

fn of(code: &Code, source: &Source) -> Vec<Place> {
    let place = code.place(source);
    let Some((domain, _)) = code.document.domain(&place) else {
        return Vec::new();
    };
    // What is named, and the first line that does; `true` for a module that is only imported.
    let mut named: BTreeMap<Vec<String>, (usize, bool)> = BTreeMap::new();
    for reference in code.references(source) {
        let mut modules = code.modules_in(&reference.path);
        if modules == reference.path.len() && !code.names_module(&reference.path) {
            modules -= 1;
        }
        let Some(target) = code.canonical(&reference.path) else {
            continue;
        };
        let Some((other, door)) = code.document.domain(&target) else {
            continue;
        };
        // Resolvers of a domain have a door of their own: its folder in the crate of the API.
        let resolves = target.get(door).is_some_and(|name| name == "graphql");
        let door = door + usize::from(resolves);
        // `souk_api` and a crate of its own are one name shorter or longer here than in the code.
        let through = target.len() - (reference.path.len() - modules);
        if reference.tests || other == domain || through <= door {
            continue;
        }
        let is_module = through == target.len();
        let item: Vec<_> = target.into_iter().take(through + 1).collect();
        let known = named.entry(item).or_insert((reference.line, is_module));
        known.0 = known.0.min(reference.line);
    }
    let used = |module: &[String]| {
        let mut names = named.keys();
        names.any(|name| name.len() > module.len() && name.starts_with(module))
    };
    let counted = named
        .iter()
        .filter(|(name, (_, is_module))| !(*is_module && used(name)));
    counted
        .map(|(name, (line, _))| Place {
            path: source.path.clone(),
            line: *line,
            what: format!("{domain} names {}", name.join("::")),
        })
        .collect()
}
