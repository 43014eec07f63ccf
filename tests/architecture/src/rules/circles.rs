//! `circles`: files of a crate do not import each other in a circle.
//!
//! An import of something that is handed on counts as one of the file that defines it. What a
//! resolver imports from `schema`, which joins the fields of all domains, does not count.

use super::Place;
use crate::{code::Code, references::Kind, sources::Source};
use std::collections::BTreeMap;

/// Files of object types that name each other because the schema does: an article has a blog, and a
/// blog has a connection of articles. A circle of such files alone does not count.
const JOINED: &[&str] = &[
    "crates/api/src/content/article.rs",
    "crates/api/src/content/blog.rs",
    "crates/api/src/content/lists/article.rs",
];

/// Which files a file imports, and the first line that does.
type Edges = BTreeMap<usize, usize>;

/// The places that break the rule: the files that are in a circle.
pub fn places(code: &Code) -> Vec<Place> {
    let graph = graph(code);
    let resolves = |file: &usize| is_resolver(code, &code.sources[*file]);
    let mut found = Vec::new();
    for circle in circles(&graph) {
        if circle.iter().all(|&file| is_listed(&code.sources[file])) {
            continue;
        }
        let kind = match circle.iter().all(resolves) {
            true => "resolvers",
            false => "files",
        };
        for &file in &circle {
            let within = graph[file].iter().filter(|(to, _)| circle.contains(to));
            let within: Vec<_> = within.collect();
            let names = within
                .iter()
                .map(|&(&to, _)| code.sources[to].path.as_str());
            let shown: Vec<_> = names.take(6).collect();
            let rest = match within.len() - shown.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            found.push(Place {
                path: code.sources[file].path.clone(),
                line: within.iter().map(|&(_, &line)| line).min().unwrap_or(1),
                what: format!(
                    "circle of {} {kind}: uses {}{rest}",
                    circle.len(),
                    shown.join(", ")
                ),
            });
        }
    }
    found.sort();
    found
}

/// What each file imports, the joined types left out.
fn graph(code: &Code) -> Vec<Edges> {
    let files = 0..code.sources.len();
    let mut graph: Vec<Edges> = files.map(|file| imports(code, file)).collect();
    for (file, edges) in graph.iter_mut().enumerate() {
        if is_resolver(code, &code.sources[file]) {
            edges.retain(|&to, _| !is_joined(code, &code.sources[to]));
        }
    }
    graph
}

/// Whether a file is one of [`JOINED`].
fn is_listed(source: &Source) -> bool {
    JOINED.contains(&source.path.as_str())
}

fn is_resolver(code: &Code, source: &Source) -> bool {
    code.place(source).iter().any(|name| name == "graphql")
}

fn imports(code: &Code, file: usize) -> Edges {
    let source = &code.sources[file];
    let mut edges = Edges::new();
    if source.tests {
        return edges;
    }
    for reference in code.references(source) {
        let path = &reference.path;
        let is_module = code.names_module(path);
        let names_nothing = reference.kind == Kind::Export
            || is_module && reference.kind != Kind::Glob
            || path[0] != source.module[0];
        if reference.tests || names_nothing {
            continue;
        }
        let Some(to) = code.defining_file(path) else {
            continue;
        };
        let other = &code.sources[to];
        if to == file || other.tests {
            continue;
        }
        let line = edges.entry(to).or_insert(reference.line);
        *line = (*line).min(reference.line);
    }
    edges
}

/// Whether a file holds types that several domains join.
fn is_joined(code: &Code, source: &Source) -> bool {
    let place = code.place(source);
    let mut names = place.iter().map(String::as_str);
    names.next() == Some("schema") && names.next() != Some("directives")
}

/// The strongly connected parts of a graph that have more than one file.
fn circles(graph: &[Edges]) -> Vec<Vec<usize>> {
    let mut search = Search {
        graph,
        order: vec![None; graph.len()],
        lowest: vec![0; graph.len()],
        open: Vec::new(),
        is_open: vec![false; graph.len()],
        next: 0,
        found: Vec::new(),
    };
    for file in 0..graph.len() {
        if search.order[file].is_none() {
            search.visit(file);
        }
    }
    search.found
}

/// Tarjan's algorithm.
struct Search<'a> {
    graph: &'a [Edges],
    order: Vec<Option<usize>>,
    lowest: Vec<usize>,
    open: Vec<usize>,
    is_open: Vec<bool>,
    next: usize,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn visit(&mut self, file: usize) {
        let own = self.next;
        self.next += 1;
        self.order[file] = Some(own);
        self.lowest[file] = own;
        self.open.push(file);
        self.is_open[file] = true;
        for &to in self.graph[file].keys() {
            match self.order[to] {
                None => {
                    self.visit(to);
                    self.lowest[file] = self.lowest[file].min(self.lowest[to]);
                }
                Some(order) if self.is_open[to] => {
                    self.lowest[file] = self.lowest[file].min(order);
                }
                Some(_) => {}
            }
        }
        if self.lowest[file] == own {
            let start = self.open.iter().position(|&it| it == file).unwrap();
            let part = self.open.split_off(start);
            part.iter().for_each(|&it| self.is_open[it] = false);
            if part.len() > 1 {
                self.found.push(part);
            }
        }
    }
}
