//! Rules of ARCHITECTURE.md and CONTRIBUTING.md, read from the code itself.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

use proc_macro2::{Span, TokenStream, TokenTree};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::Path,
};
use syn::{
    Attribute, ImplItemFn, ItemFn, ItemMod, ItemUse, Macro, TraitItemFn, UseTree,
    spanned::Spanned,
    visit::{self, Visit},
};

const LINES_OF_A_FILE: usize = 500;
const LINES_OF_A_FUNCTION: usize = 60;

/// What may be allowed in a place of the code, and why. A new entry needs a reason as good.
const ALLOWED: [(&str, &str); 6] = [
    (
        "clippy::too_many_arguments",
        "a field has as many arguments as the reference gives it",
    ),
    (
        "clippy::unnecessary_wraps",
        "the reference has the field nullable",
    ),
    (
        "clippy::cast_precision_loss",
        "weights, contents and percentages are no money",
    ),
    (
        "clippy::cast_possible_truncation",
        "weights and contents whose range was checked",
    ),
    ("clippy::unwrap_used", "tests stop at once"),
    (
        "unreachable_pub dead_code",
        "builders offer what stories may need",
    ),
];

/// One file of the code.
struct Source {
    /// From the top folder, with slashes.
    path: String,
    text: String,
    syntax: syn::File,
}

impl Source {
    /// Path of its module: `src/cart/graphql/cost.rs` is `cart`, `graphql`, `cost`.
    fn module(&self) -> Vec<String> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let path = path.trim_end_matches("/mod");
        path.split('/')
            .filter(|&name| !matches!(name, "lib" | "main"))
            .map(str::to_owned)
            .collect()
    }
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        collect(Path::new(folder), &mut found);
    }
    assert!(!found.is_empty(), "there is no code in {folders:?}");
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push(Source {
                path: path.to_str().unwrap().replace('\\', "/"),
                syntax: syn::parse_file(&text).unwrap(),
                text,
            });
        }
    }
}

/// Fails with every broken rule, one a line.
fn none(what: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{what}:\n  {}", broken.join("\n  "));
}

#[test]
fn files_are_short() {
    let code = sources(&["src", "entities", "migrations", "tests"]);
    let long = code.iter().filter_map(|source| {
        let lines = source.text.lines().count();
        (lines >= LINES_OF_A_FILE).then(|| format!("{}: {lines}", source.path))
    });
    none("files of 500 lines or more", &long.collect::<Vec<_>>());
}

/// Whether a function is one `match` with an arm for each name and nothing to follow in them: the
/// compiler keeps such a table complete, and nobody reads it from top to bottom.
fn is_table(block: &syn::Block) -> bool {
    let [syn::Stmt::Expr(syn::Expr::Match(table), None)] = block.stmts.as_slice() else {
        return false;
    };
    let is_entry = |arm: &syn::Arm| !matches!(*arm.body, syn::Expr::Block(_) | syn::Expr::Match(_));
    table.arms.iter().all(is_entry)
}

/// Names of functions that are too long, with their lines.
#[derive(Default)]
struct LongFunctions(Vec<String>);

impl LongFunctions {
    fn check(&mut self, name: &syn::Ident, signature: Span, block: &syn::Block) {
        if is_table(block) {
            return;
        }
        let last = block.brace_token.span.close().end().line;
        let lines = last - signature.start().line + 1;
        if lines >= LINES_OF_A_FUNCTION {
            self.0.push(format!("{name}: {lines}"));
        }
    }
}

impl<'ast> Visit<'ast> for LongFunctions {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.check(&function.sig.ident, function.sig.span(), &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.check(&function.sig.ident, function.sig.span(), &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(block) = &function.default {
            self.check(&function.sig.ident, function.sig.span(), block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for source in sources(&["src", "entities", "migrations", "tests"]) {
        let mut functions = LongFunctions::default();
        functions.visit_file(&source.syntax);
        let named = functions.0.iter();
        long.extend(named.map(|function| format!("{} {function}", source.path)));
    }
    none("functions of 60 lines or more", &long);
}

/// Paths in the crate that a file names, in full: `crate::` and `super::` are resolved.
struct Paths {
    /// The module that is being read.
    module: Vec<String>,
    found: BTreeSet<Vec<String>>,
}

impl Paths {
    fn of(source: &Source) -> BTreeSet<Vec<String>> {
        let mut paths = Self {
            module: source.module(),
            found: BTreeSet::new(),
        };
        paths.visit_file(&source.syntax);
        paths.found
    }

    /// Notes a path, where it leads into the crate.
    fn note(&mut self, path: &[String]) {
        let mut module = self.module.clone();
        let mut rest = path;
        match rest.first().map(String::as_str) {
            Some("crate") => module.clear(),
            Some("super") => {
                while rest.get(1).is_some_and(|name| name == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
                module.pop();
            }
            _ => return,
        }
        let names = rest[1..].iter().filter(|&name| name != "self");
        module.extend(names.cloned());
        self.found.insert(module);
    }

    fn note_tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.note_tree(&with(&path.ident), &path.tree),
            UseTree::Name(name) => self.note(&with(&name.ident)),
            UseTree::Rename(name) => self.note(&with(&name.ident)),
            UseTree::Glob(_) => self.note(before),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.note_tree(before, tree);
                }
            }
        }
    }

    /// Macros are tokens: paths in them are runs of names with `::` between.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Ident(name) => path.push(name.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == ':' => continue,
                other => {
                    self.note(&std::mem::take(&mut path));
                    if let TokenTree::Group(group) = other {
                        self.note_tokens(group.stream());
                    }
                }
            }
        }
        self.note(&path);
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter();
        let names: Vec<_> = names.map(|segment| segment.ident.to_string()).collect();
        self.note(&names);
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.note_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

/// The table of edges in ARCHITECTURE.md: which domains a domain may use.
fn edges() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let (_, table) = text.split_once("| domain | may use |").unwrap();
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let domain = cells.next().unwrap().to_owned();
        let used = cells.next().unwrap().split(", ");
        (domain, used.map(str::to_owned).collect())
    })
    .collect()
}

/// Whether the table lets `domain` use `path`: a domain, or only a part of one such as
/// `search::query_syntax`.
fn allowed(used: &BTreeSet<String>, path: &[String]) -> bool {
    let full = path.join("::");
    let within = |edge: &String| full == *edge || full.starts_with(&format!("{edge}::"));
    used.iter().any(within)
}

#[test]
fn domains_use_each_other_along_the_edges_only() {
    let edges = edges();
    let is_domain = |name: &str| edges.contains_key(name);
    let mut broken = Vec::new();
    for source in sources(&["src"]) {
        let module = source.module();
        let Some((domain, rest)) = module.split_first() else {
            continue;
        };
        let Some(used) = edges.get(domain) else {
            continue;
        };
        let resolves = rest.iter().any(|name| name == "graphql");
        for path in Paths::of(&source) {
            let Some(first) = path.first().filter(|&first| first != domain) else {
                continue;
            };
            let wrong = match first.as_str() {
                "gateway" => true,
                // Directives are words of the language, not types that domains join.
                "schema" => !resolves && path.get(1).is_none_or(|name| name != "directives"),
                other => is_domain(other) && !allowed(used, &path),
            };
            if wrong {
                broken.push(format!("{} uses {}", source.path, path.join("::")));
            }
        }
    }
    none("edges that ARCHITECTURE.md does not have", &broken);
}

#[test]
fn every_domain_has_its_row_and_nothing_but_commands_uses_the_gateway() {
    let known: BTreeSet<String> = edges().into_keys().collect();
    let shared = [
        "codes", "commands", "config", "events", "gateway", "schema", "texts",
    ];
    let folders = fs::read_dir("src").unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (path.is_dir() && !shared.contains(&name.as_str())).then_some(name)
    });
    assert_eq!(folders.collect::<BTreeSet<_>>(), known);

    let mut broken = Vec::new();
    for source in sources(&["src"]) {
        let outside = !source.path.starts_with("src/gateway/");
        let paths = Paths::of(&source);
        if outside
            && paths
                .iter()
                .any(|path| path.first().is_some_and(|first| first == "gateway"))
        {
            broken.push(source.path);
        }
    }
    none("users of the gateway", &broken);
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
    for source in sources(&["src"]) {
        let module = source.module();
        let part = |name: &str| module.iter().any(|part| part == name);
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

/// Lints that a file allows.
#[derive(Default)]
struct Allows(Vec<String>);

impl<'ast> Visit<'ast> for Allows {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let path = attribute.path();
        let expects = path.is_ident("expect");
        if !(path.is_ident("allow") || expects) {
            return;
        }
        let lints = attribute
            .parse_args_with(
                syn::punctuated::Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated,
            )
            .unwrap();
        let names = lints.iter().map(|lint| {
            let names = lint.path().segments.iter();
            let names: Vec<_> = names.map(|name| name.ident.to_string()).collect();
            names.join("::")
        });
        let names: Vec<_> = names.collect();
        // An expectation that says why goes when it is no longer needed: the compiler asks for it.
        if !(expects && names.iter().any(|name| name == "reason")) {
            self.0.extend(names);
        }
    }
}

#[test]
fn few_lints_are_allowed_anywhere() {
    let mut broken = String::new();
    for source in sources(&["src", "entities", "migrations", "tests"]) {
        let mut allows = Allows::default();
        allows.visit_file(&source.syntax);
        for lint in allows.0 {
            let known = ALLOWED
                .iter()
                .any(|(names, _)| names.split(' ').any(|name| name == lint));
            let tests_only = matches!(
                lint.as_str(),
                "clippy::unwrap_used" | "unreachable_pub" | "dead_code"
            );
            if !known || (tests_only && !source.path.starts_with("tests/")) {
                writeln!(broken, "  {} allows {lint}", source.path).unwrap();
            }
        }
    }
    assert!(broken.is_empty(), "lints that no list names:\n{broken}");
}

#[test]
fn no_code_is_commented_out() {
    let mut broken = Vec::new();
    for source in sources(&["src", "entities", "migrations", "tests"]) {
        for (number, line) in source.text.lines().enumerate() {
            let Some(comment) = line.trim_start().strip_prefix("//") else {
                continue;
            };
            // Documentation may show code; words that end like a statement are code that sleeps.
            let sleeps = comment.starts_with(' ')
                && (comment.ends_with(';') || comment.ends_with("{") || comment.trim() == "}");
            if sleeps {
                broken.push(format!("{}:{}: {line}", source.path, number + 1));
            }
        }
    }
    none("code in comments", &broken);
}
