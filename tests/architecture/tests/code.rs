//! Rules of CONTRIBUTING.md that all of the code keeps.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

use proc_macro2::Span;
use souk_architecture::sources::sources;
use std::fmt::Write;
use syn::{
    Attribute, ImplItemFn, ItemFn, TraitItemFn,
    spanned::Spanned,
    visit::{self, Visit},
};

const LINES_OF_A_FILE: usize = 500;
const LINES_OF_A_FUNCTION: usize = 60;

/// Where code of the project is.
const ALL: [&str; 5] = ["src", "crates", "entities", "migrations", "tests"];

/// What may be allowed in a place of the code, and why. A new entry needs a reason as good.
const ALLOWED: [(&str, &str); 7] = [
    ("missing_docs", "a field is named after the text it holds"),
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

/// Fails with every broken rule, one a line.
fn none(what: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{what}:\n  {}", broken.join("\n  "));
}

#[test]
fn files_are_short() {
    let code = sources(&ALL);
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
    for source in sources(&ALL) {
        let mut functions = LongFunctions::default();
        functions.visit_file(&source.syntax);
        let named = functions.0.iter();
        long.extend(named.map(|function| format!("{} {function}", source.path)));
    }
    none("functions of 60 lines or more", &long);
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
    for source in sources(&ALL) {
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
    for source in sources(&ALL) {
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
