//! What a file names: paths in full, with `crate`, `super`, `use` imports and aliases resolved.

use crate::sources::is_test;
use proc_macro2::{Spacing, Span, TokenStream, TokenTree};
use std::collections::HashMap;
use syn::{
    Attribute, Expr, ItemFn, ItemMod, ItemUse, Macro, Meta, Token, UseTree, Visibility,
    parse::Parser,
    punctuated::Punctuated,
    visit::{self, Visit},
};

/// How a path is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By a private `use`.
    Import,
    /// By a `use` that others see.
    Export,
    /// By a `use` of everything in it.
    Glob,
    /// In code.
    Path,
}

/// A path that a file names.
#[derive(Clone, Debug)]
pub struct Reference {
    /// In full, with the crate first.
    pub path: Vec<String>,
    /// Where.
    pub line: usize,
    /// How.
    pub kind: Kind,
    /// Whether only tests name it.
    pub tests: bool,
}

/// Names that a module has by its `use` lines, by the module with its crate first.
pub type Imports = HashMap<Vec<String>, HashMap<String, Vec<String>>>;

/// What a file names, as it is read.
pub struct Reader<'a> {
    /// The module that is being read.
    module: Vec<String>,
    /// What `use` lines give; empty while these are read.
    imports: &'a Imports,
    /// Whether a module has such a child.
    is_module: &'a dyn Fn(&[String]) -> bool,
    tests: bool,
    /// What was found.
    pub found: Vec<Reference>,
}

impl<'a> Reader<'a> {
    /// A reader of the file of this module.
    pub fn new(
        module: &[String],
        imports: &'a Imports,
        is_module: &'a dyn Fn(&[String]) -> bool,
    ) -> Self {
        Self {
            module: module.to_owned(),
            imports,
            is_module,
            tests: false,
            found: Vec::new(),
        }
    }

    /// The full path of one that is named here; `None` for a local name.
    pub fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        absolute(&self.module, self.imports, self.is_module, path)
    }

    fn note(&mut self, path: &[String], at: Span, kind: Kind) {
        if let Some(path) = self.absolute(path) {
            self.found.push(Reference {
                path,
                line: at.start().line,
                kind,
                tests: self.tests,
            });
        }
    }

    fn note_tree(&mut self, before: &[String], tree: &UseTree, kind: Kind) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.note_tree(&with(&path.ident), &path.tree, kind),
            UseTree::Name(name) if name.ident == "self" => {
                self.note(before, name.ident.span(), kind);
            }
            UseTree::Name(name) => self.note(&with(&name.ident), name.ident.span(), kind),
            UseTree::Rename(name) if name.ident == "self" => {
                self.note(before, name.ident.span(), kind);
            }
            UseTree::Rename(name) => self.note(&with(&name.ident), name.ident.span(), kind),
            UseTree::Glob(glob) => {
                let kind = match kind {
                    Kind::Export => Kind::Export,
                    _ => Kind::Glob,
                };
                self.note(before, glob.star_token.spans[0], kind);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.note_tree(before, tree, kind);
                }
            }
        }
    }

    /// Tokens of macros: paths in them are runs of names with `::` between.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        let mut start = Span::call_site();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct)
                    if punct.as_char() == ':'
                        && (colons == 1 || punct.spacing() == Spacing::Joint) =>
                {
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.end_run(&mut path, start);
                    }
                    if path.is_empty() {
                        start = name.span();
                    }
                    path.push(name.to_string());
                }
                other => {
                    self.end_run(&mut path, start);
                    if let TokenTree::Group(group) = other {
                        self.note_tokens(group.stream());
                    }
                }
            }
            colons = 0;
        }
        self.end_run(&mut path, start);
    }

    fn end_run(&mut self, path: &mut Vec<String>, start: Span) {
        if path.len() > 1 {
            self.note(path, start, Kind::Path);
        }
        path.clear();
    }

    fn for_tests(&mut self, attributes: &[Attribute], read: impl FnOnce(&mut Self)) {
        let before = self.tests;
        self.tests |= is_test(attributes);
        read(self);
        self.tests = before;
    }
}

/// The full path of one that `module` names; `None` for a local name.
pub fn absolute(
    module: &[String],
    imports: &Imports,
    is_module: &dyn Fn(&[String]) -> bool,
    path: &[String],
) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let mut start = match first.as_str() {
        "crate" => vec![module.first()?.clone()],
        "self" => module.to_owned(),
        "super" => module[..module.len().checked_sub(1)?].to_owned(),
        _ => return relative(module, imports, is_module, path),
    };
    let mut rest = rest;
    while let Some((name, after)) = rest.split_first()
        && matches!(name.as_str(), "super" | "self")
    {
        if name == "super" {
            start.pop();
        }
        rest = after;
    }
    Some([start.as_slice(), rest].concat())
}

fn relative(
    module: &[String],
    imports: &Imports,
    is_module: &dyn Fn(&[String]) -> bool,
    path: &[String],
) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let child = [module, std::slice::from_ref(first)].concat();
    let imported = imports.get(module).and_then(|names| names.get(first));
    if let Some(imported) = imported.filter(|imported| **imported != child) {
        return Some([imported.as_slice(), rest].concat());
    }
    if is_module(&child) {
        return Some([module, path].concat());
    }
    let is_crate =
        first.starts_with("souk") || matches!(first.as_str(), "sea_orm" | "async_graphql");
    is_crate.then(|| path.to_owned())
}

/// The names that the `use` lines of a file give to its modules, as they are written.
pub struct UseLines {
    module: Vec<String>,
    /// By module: name, path as written, whether others see it. `*` is everything in the path.
    pub found: Vec<(Vec<String>, String, Vec<String>)>,
}

impl UseLines {
    /// Reads the `use` lines of a file.
    pub fn of(module: &[String], file: &syn::File) -> Self {
        let mut lines = Self {
            module: module.to_owned(),
            found: Vec::new(),
        };
        lines.visit_file(file);
        lines
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        let (name, path) = match tree {
            UseTree::Path(path) => return self.tree(&with(&path.ident), &path.tree),
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.tree(before, tree));
            }
            UseTree::Name(name) if name.ident == "self" => {
                (before.last().cloned(), before.to_owned())
            }
            UseTree::Rename(name) if name.ident == "self" => {
                (Some(name.rename.to_string()), before.to_owned())
            }
            UseTree::Name(name) => (Some(name.ident.to_string()), with(&name.ident)),
            UseTree::Rename(name) => (Some(name.rename.to_string()), with(&name.ident)),
            UseTree::Glob(_) => (Some("*".to_owned()), before.to_owned()),
        };
        if let Some(name) = name {
            self.found.push((self.module.clone(), name, path));
        }
    }
}

impl<'ast> Visit<'ast> for UseLines {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let kind = match item.vis {
            Visibility::Inherited => Kind::Import,
            _ => Kind::Export,
        };
        self.for_tests(&item.attrs, |reader| {
            reader.note_tree(&[], &item.tree, kind)
        });
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter();
        let names: Vec<_> = names.map(|segment| segment.ident.to_string()).collect();
        let at = path.segments.first().map(|segment| segment.ident.span());
        if let Some(at) = at.filter(|_| names.len() > 1) {
            self.note(&names, at, Kind::Path);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.for_tests(&module.attrs, |reader| {
            reader.module.push(module.ident.to_string());
            visit::visit_item_mod(reader, module);
            reader.module.pop();
        });
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.for_tests(&function.attrs, |reader| {
            visit::visit_item_fn(reader, function);
        });
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.visit_path(&item.path);
        let values = Punctuated::<Expr, Token![,]>::parse_terminated;
        match values.parse2(item.tokens.clone()) {
            Ok(values) => values.iter().for_each(|value| self.visit_expr(value)),
            Err(_) => self.note_tokens(item.tokens.clone()),
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        visit::visit_attribute(self, attribute);
        if let Meta::List(list) = &attribute.meta {
            self.note_tokens(list.tokens.clone());
        }
    }
}
