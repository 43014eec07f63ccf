//! Finds the statements that a file runs, and the tables that they write.

use crate::{
    code::Code,
    sources::{Source, is_test},
};
use proc_macro2::Span;
use std::collections::{BTreeSet, HashMap, HashSet};
use syn::{
    Attribute, Expr, ExprCall, ExprMethodCall, ExprPath, GenericArgument, ImplItemFn, ItemFn,
    ItemMod, Local, Macro, Pat, PathArguments, Token, Type,
    parse::Parser,
    punctuated::Punctuated,
    spanned::Spanned,
    visit::{self, Visit},
};

/// Methods that run a statement, whatever they are given.
const RUNNERS: [&str; 9] = [
    "exec",
    "exec_with_returning",
    "exec_without_returning",
    "execute",
    "execute_raw",
    "execute_unprepared",
    "query_all",
    "query_one",
    "query_one_raw",
];

/// Methods that run a statement when they are given a connection and nothing else.
const RUNNERS_ON: [&str; 8] = [
    "all", "count", "delete", "insert", "one", "save", "stream", "update",
];

/// What connections and transactions are called.
const CONNECTIONS: [&str; 10] = [
    "catalog",
    "conn",
    "connection",
    "db",
    "inventory",
    "ledger",
    "orders",
    "transaction",
    "tx",
    "txn",
];

/// How functions that write rows begin.
const WRITES: [&str; 6] = ["delete", "insert", "remove", "save", "update", "upsert"];

/// Methods of a query builder that are given the table to write.
const TABLES: [&str; 3] = ["from_table", "into_table", "table"];

/// A statement, or a part of one.
pub struct Statement {
    /// Where it begins.
    pub line: usize,
    /// Where it begins, with the column.
    begins: (usize, usize),
    /// What it calls.
    pub what: String,
    /// Whether it is run, or made to be; otherwise it only names a table to write.
    pub runs: bool,
    /// Tables that it writes, such as `catalog::product`.
    pub writes: Vec<String>,
}

/// The statements of a file, those of tests left out.
pub fn statements(code: &Code, source: &Source) -> Vec<Statement> {
    let names_tables = ["sea_orm", "souk_entities"];
    let names_tables = names_tables.iter().any(|name| source.text.contains(name));
    if source.tests || !names_tables {
        return Vec::new();
    }
    let mut finder = Finder {
        code,
        source,
        models: BTreeSet::new(),
        begun: HashSet::new(),
        held: HashMap::new(),
        found: Vec::new(),
    };
    finder.visit_file(&source.syntax);
    for statement in &mut finder.found {
        statement.runs &= !finder.begun.contains(&statement.begins);
    }
    finder.found
}

/// The table of a path such as `souk_entities::catalog::product::Entity::find`.
fn table(path: &[String]) -> Option<String> {
    let (first, rest) = path.split_first()?;
    let is_table = |name: &String| name.starts_with(char::is_uppercase);
    let end = rest.iter().position(is_table)?;
    (first == "souk_entities" && end > 0).then(|| rest[..end].join("::"))
}

struct Finder<'a> {
    code: &'a Code,
    source: &'a Source,
    /// Tables whose rows the function names.
    models: BTreeSet<String>,
    /// Where statements begin that were found by how they end.
    begun: HashSet<(usize, usize)>,
    /// Where the statement begins that a variable of the function holds.
    held: HashMap<String, (usize, usize)>,
    found: Vec<Statement>,
}

fn place(span: Span) -> (usize, usize) {
    (span.start().line, span.start().column)
}

/// The call that a chain of methods begins with.
fn root(expr: &Expr) -> &Expr {
    match expr {
        Expr::MethodCall(call) => root(&call.receiver),
        Expr::Await(inner) => root(&inner.base),
        Expr::Try(inner) => root(&inner.expr),
        Expr::Paren(inner) => root(&inner.expr),
        Expr::Reference(inner) => root(&inner.expr),
        other => other,
    }
}

fn is_connection(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(inner) => is_connection(&inner.expr),
        Expr::Unary(inner) => is_connection(&inner.expr),
        Expr::Path(path) => {
            let name = path.path.get_ident();
            name.is_some_and(|name| CONNECTIONS.iter().any(|known| name == known))
        }
        Expr::MethodCall(call) => {
            call.args.is_empty() && (call.method == "reader" || call.method == "writer")
        }
        Expr::Field(field) => {
            let syn::Member::Named(name) = &field.member else {
                return false;
            };
            CONNECTIONS.iter().any(|known| name == known)
        }
        _ => false,
    }
}

fn writes(name: &str) -> bool {
    WRITES.iter().any(|start| name.starts_with(start))
}

impl Finder<'_> {
    fn note(&mut self, at: Span, what: String, runs: bool, writes: Vec<String>) {
        self.found.push(Statement {
            line: at.start().line,
            begins: place(at),
            what,
            runs,
            writes,
        });
    }

    /// Tables of the entities that a path is given in `<…>`.
    fn tables_given(&self, path: &syn::Path) -> Vec<String> {
        let Some(PathArguments::AngleBracketed(given)) =
            path.segments.last().map(|last| &last.arguments)
        else {
            return Vec::new();
        };
        let types = given.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(Type::Path(path)) => Some(&path.path),
            _ => None,
        });
        let full = types.map(|path| self.code.absolute(self.source, path));
        let entities = full.filter(|path| path.last().is_some_and(|name| name == "Entity"));
        entities.filter_map(|path| table(&path)).collect()
    }

    fn call(&mut self, function: &ExprPath, at: Span) {
        let path = &function.path;
        let full = self.code.absolute(self.source, path);
        let [.., owner, name] = full.as_slice() else {
            return;
        };
        let shown = || {
            let names = path.segments.iter().map(|name| name.ident.to_string());
            names.collect::<Vec<_>>().join("::")
        };
        let of_rows = self
            .code
            .canonical(&full)
            .is_some_and(|full| full[0] == "rows");
        let begins = ["find", "insert", "update", "delete"];
        let begins = begins.iter().any(|start| name.starts_with(start));
        // `E::find()` of a function for any table.
        let is_entity =
            owner == "Entity" || owner.len() == 1 && owner.chars().all(char::is_uppercase);
        let given = self.tables_given(path);
        if is_entity && begins {
            let written = table(&full).filter(|_| writes(name));
            self.note(at, shown(), true, written.into_iter().collect());
        } else if of_rows && (begins || name == "upsert") {
            let given = if writes(name) { given } else { Vec::new() };
            self.note(at, shown(), true, given);
        } else if owner == "Statement" && name.starts_with("from") {
            self.note(at, shown(), true, Vec::new());
        } else if (writes(name) || name.starts_with("write")) && !given.is_empty() {
            self.note(at, shown(), false, given);
        }
    }

    /// Where a statement begins: at the call that a chain of methods begins with, maybe in the line
    /// that gave it to a variable.
    fn begin(&self, chain: &Expr) -> (usize, usize) {
        let first = root(chain);
        let held = match first {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        };
        let held = held.and_then(|name| self.held.get(&name.to_string()));
        held.copied().unwrap_or_else(|| place(first.span()))
    }

    fn function(&mut self, read: impl FnOnce(&mut Self), models: BTreeSet<String>) {
        let models = std::mem::replace(&mut self.models, models);
        let held = std::mem::take(&mut self.held);
        read(self);
        self.models = models;
        self.held = held;
    }
}

/// Tables whose rows a function names.
struct Models<'a> {
    code: &'a Code,
    source: &'a Source,
    found: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Models<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let full = self.code.absolute(self.source, path);
        let is_row = full
            .iter()
            .any(|name| name == "Model" || name == "ActiveModel");
        self.found.extend(table(&full).filter(|_| is_row));
        visit::visit_path(self, path);
    }
}

fn without_tests(attributes: &[Attribute], read: impl FnOnce()) {
    if !is_test(attributes) {
        read();
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        without_tests(&module.attrs, || visit::visit_item_mod(self, module));
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        let mut models = Models {
            code: self.code,
            source: self.source,
            found: BTreeSet::new(),
        };
        models.visit_item_fn(function);
        let read = |finder: &mut Self| visit::visit_item_fn(finder, function);
        without_tests(&function.attrs, || self.function(read, models.found));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        let mut models = Models {
            code: self.code,
            source: self.source,
            found: BTreeSet::new(),
        };
        models.visit_impl_item_fn(function);
        let read = |finder: &mut Self| visit::visit_impl_item_fn(finder, function);
        self.function(read, models.found);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        let pattern = match &local.pat {
            Pat::Type(typed) => &*typed.pat,
            other => other,
        };
        if let (Pat::Ident(name), Some(init)) = (pattern, &local.init) {
            let begin = self.begin(&init.expr);
            self.held.insert(name.ident.to_string(), begin);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        let on_connection = call.args.len() == 1 && is_connection(&call.args[0]);
        let needs_connection = RUNNERS_ON.contains(&name.as_str());
        if TABLES.contains(&name.as_str())
            && let [Expr::Path(path)] = call.args.iter().collect::<Vec<_>>().as_slice()
        {
            let written = table(&self.code.absolute(self.source, &path.path));
            let written: Vec<_> = written.into_iter().collect();
            self.note(call.method.span(), format!(".{name}(…)"), false, written);
        }
        let runs = RUNNERS.contains(&name.as_str()) && self.source.text.contains("sea_orm");
        if runs || needs_connection && on_connection {
            let begin = self.begin(&call.receiver);
            self.begun.insert(begin);
            let models = self.models.iter().cloned();
            let written = match needs_connection && writes(&name) {
                true => models.collect(),
                false => Vec::new(),
            };
            self.note(call.method.span(), format!(".{name}(…)"), true, written);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(function) = &*call.func {
            self.call(function, call.span());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        let values = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(values) = values.parse2(item.tokens.clone()) {
            values.iter().for_each(|value| self.visit_expr(value));
        }
    }
}
