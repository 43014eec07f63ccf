//! Which part of the code uses which: the edges of ARCHITECTURE.md, and where SQL may be written.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

use souk_architecture::{
    Code,
    sources::{root, sources},
};
use std::{collections::BTreeSet, fs};
use syn::{ItemUse, UseTree, visit::Visit};

/// Folders of the product that are no domain.
const SHARED: [&str; 11] = [
    "codes",
    "commands",
    "config",
    "database",
    "events",
    "gateway",
    "query_syntax",
    "schema",
    "startup",
    "texts",
    "zones",
];

/// Fails with every broken rule, one a line.
fn none(what: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{what}:\n  {}", broken.join("\n  "));
}

#[test]
fn domains_use_each_other_along_the_edges_only() {
    let code = Code::read();
    let edges = &code.document.edges;
    let mut broken = BTreeSet::new();
    for source in &code.sources {
        let place = code.place(source);
        let Some(domain) = place.first().filter(|name| edges.contains_key(*name)) else {
            continue;
        };
        let resolves = place.iter().any(|name| name == "graphql");
        for reference in code.references(source) {
            let path = code.canonical(&reference.path).unwrap_or_default();
            let Some(first) = path.first().filter(|&first| first != domain) else {
                continue;
            };
            let wrong = match first.as_str() {
                "gateway" => true,
                // Directives are words of the language, not types that domains join.
                "schema" => !resolves && path.get(1).is_none_or(|name| name != "directives"),
                other => edges.contains_key(other) && !code.document.allows(domain, &path),
            };
            if wrong {
                broken.insert(format!("{} uses {}", source.path, path.join("::")));
            }
        }
    }
    let broken: Vec<_> = broken.into_iter().collect();
    none("edges that ARCHITECTURE.md does not have", &broken);
}

#[test]
fn every_domain_has_its_row_and_nothing_but_commands_uses_the_gateway() {
    let code = Code::read();
    let known: BTreeSet<String> = code.document.edges.keys().cloned().collect();
    let mut folders = BTreeSet::new();
    for parts in ["src", "crates/shop/src", "crates/api/src"] {
        for entry in fs::read_dir(root().join(parts)).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !SHARED.contains(&name.as_str()) {
                folders.insert(name);
            }
        }
    }
    assert_eq!(folders, known);

    let mut broken = BTreeSet::new();
    for source in &code.sources {
        let uses_gateway = code.references(source).into_iter().any(|reference| {
            let path = code.canonical(&reference.path).unwrap_or_default();
            path.first().is_some_and(|first| first == "gateway")
        });
        let starts_it = [
            "src/gateway/",
            "src/commands/",
            "src/startup",
            "src/main.rs",
        ];
        let starts_it = starts_it.iter().any(|place| source.path.starts_with(place));
        if uses_gateway && !starts_it {
            broken.insert(source.path.clone());
        }
    }
    let broken: Vec<_> = broken.into_iter().collect();
    none("users of the gateway", &broken);
}

#[test]
fn every_table_has_one_owner() {
    let owners = Code::read().document.owners;
    let entities = sources(&["entities/src"]);
    let entities = entities
        .iter()
        .filter(|source| source.text.contains("table_name"));
    let tables = entities.map(|source| {
        let inner = source.path.trim_start_matches("entities/src/");
        inner.trim_end_matches(".rs").replace('/', "::")
    });
    let tables: BTreeSet<String> = tables.collect();
    let named: BTreeSet<String> = owners.keys().cloned().collect();
    assert_eq!(tables, named, "entities, and tables of ARCHITECTURE.md");

    let shared = owners.iter().filter(|(_, owners)| owners.len() != 1);
    let shared = shared.map(|(table, owners)| format!("{table}: {}", owners.join(", ")));
    none("tables with several owners", &shared.collect::<Vec<_>>());
}

/// Traits of SeaORM with which a statement is run, and what writes one by hand.
const STATEMENTS: [&str; 6] = [
    "ActiveModelTrait",
    "ConnectionTrait",
    "StatementBuilder",
    "StreamTrait",
    "TransactionTrait",
    "Statement",
];

/// Names that a file uses from SeaORM.
#[derive(Default)]
struct SeaOrm(BTreeSet<String>);

impl<'ast> Visit<'ast> for SeaOrm {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if let UseTree::Path(path) = &item.tree
            && path.ident == "sea_orm"
        {
            self.names(&path.tree);
        }
    }
}

impl SeaOrm {
    fn names(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.names(&path.tree),
            UseTree::Name(name) => drop(self.0.insert(name.ident.to_string())),
            UseTree::Rename(name) => drop(self.0.insert(name.ident.to_string())),
            UseTree::Glob(_) => drop(self.0.insert("*".to_owned())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.names(tree)),
        }
    }
}

#[test]
fn resolvers_run_no_statements_and_sql_is_written_in_stores() {
    let mut broken = Vec::new();
    let code = Code::read();
    for source in &code.sources {
        let place = code.place(source);
        let part = |name: &str| place.iter().any(|part| part == name);
        let mut names = SeaOrm::default();
        names.visit_file(&source.syntax);
        let resolver = part("graphql") && STATEMENTS.iter().any(|&name| names.0.contains(name));
        let by_hand = names.0.contains("Statement") && !part("store") && !part("database");
        if resolver || by_hand || names.0.contains("*") {
            broken.push(format!("{}: {:?}", source.path, names.0));
        }
    }
    none("statements outside of stores", &broken);
}
