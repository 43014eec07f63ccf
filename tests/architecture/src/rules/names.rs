//! Names of types, functions and files.

use super::Place;
use crate::{
    code::{Code, name_of},
    sources::{Source, is_test},
};
use std::collections::BTreeMap;
use syn::{
    Item, ItemFn, ItemMod, Visibility,
    visit::{self, Visit},
};

/// Names of functions that say nothing without the module they are in.
const FUNCTIONS: [&str; 10] = [
    "all", "get", "give", "make", "of", "one", "read", "take", "them", "these",
];

/// Names of files that say nothing.
const FILES: [&str; 10] = [
    "book",
    "considered",
    "finish",
    "kept",
    "needs",
    "reads",
    "reported",
    "settling",
    "usable",
    "whole",
];

/// Public types and free functions of a file, those of tests left out.
#[derive(Default)]
struct Named {
    types: Vec<(String, usize)>,
    functions: Vec<(String, usize)>,
}

impl Named {
    fn of(source: &Source) -> Self {
        let mut named = Self::default();
        if !source.tests {
            named.visit_file(&source.syntax);
        }
        named
    }
}

/// Who sees a type, and where its name stands.
fn visible(item: &Item) -> Option<(&Visibility, usize)> {
    let (visibility, name) = match item {
        Item::Enum(item) => (&item.vis, &item.ident),
        Item::Struct(item) => (&item.vis, &item.ident),
        Item::Trait(item) => (&item.vis, &item.ident),
        Item::Type(item) => (&item.vis, &item.ident),
        Item::Union(item) => (&item.vis, &item.ident),
        _ => return None,
    };
    Some((visibility, name.span().start().line))
}

impl<'ast> Visit<'ast> for Named {
    fn visit_item(&mut self, item: &'ast Item) {
        if let Some((visibility, line)) = visible(item)
            && let Some(name) = name_of(item)
        {
            let public = match visibility {
                Visibility::Public(_) => true,
                Visibility::Restricted(within) => within.path.is_ident("crate"),
                Visibility::Inherited => false,
            };
            if public {
                self.types.push((name, line));
            }
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        let name = &function.sig.ident;
        if !is_test(&function.attrs) {
            self.functions
                .push((name.to_string(), name.span().start().line));
            visit::visit_item_fn(self, function);
        }
    }
}

/// Types that have the name of another one: every one after the first.
pub fn twin_types(code: &Code) -> Vec<Place> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    for source in &code.sources {
        for (name, line) in Named::of(source).types {
            let here = format!("{}:{line}", source.path);
            match first.get(&name) {
                Some(other) => found.push(Place {
                    path: source.path.clone(),
                    line,
                    what: format!("{name} is also at {other}"),
                }),
                None => drop(first.insert(name, here)),
            }
        }
    }
    found.sort();
    found
}

/// Free functions with a vague name.
pub fn vague_functions(code: &Code) -> Vec<Place> {
    let mut found = Vec::new();
    for source in &code.sources {
        let functions = Named::of(source).functions.into_iter();
        let vague = functions.filter(|(name, _)| FUNCTIONS.contains(&name.as_str()));
        found.extend(vague.map(|(name, line)| Place {
            path: source.path.clone(),
            line,
            what: format!("fn {name}"),
        }));
    }
    found.sort();
    found
}

/// Files with a vague name.
pub fn vague_files(code: &Code) -> Vec<Place> {
    let vague = code.sources.iter().filter(|source| {
        let name = source.module.last();
        name.is_some_and(|name| FILES.contains(&name.as_str()))
    });
    let places = vague.map(|source| Place {
        path: source.path.clone(),
        line: 1,
        what: "says nothing of what it holds".to_owned(),
    });
    places.collect()
}
