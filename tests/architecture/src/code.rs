//! The code of the product as a whole: its modules, what each defines and hands on.

use crate::{
    document::Document,
    references::{Imports, Reader, Reference, UseLines, absolute},
    sources::{Source, is_test, sources},
};
use std::collections::{BTreeSet, HashMap, HashSet};
use syn::{Item, visit::Visit};

/// Folders of the product itself.
pub const PRODUCT: [&str; 2] = ["src", "crates"];

/// A module and what can be named in it.
#[derive(Default)]
struct Module {
    file: usize,
    items: HashSet<String>,
    /// Words of macros that are called in it: what they define cannot be seen.
    words: HashSet<String>,
}

/// All files of the product and what they name.
pub struct Code {
    /// The files.
    pub sources: Vec<Source>,
    /// What ARCHITECTURE.md says.
    pub document: Document,
    /// What the `use` lines of each module give it.
    pub imports: Imports,
    modules: HashMap<Vec<String>, Module>,
    globs: HashMap<Vec<String>, Vec<Vec<String>>>,
}

impl Code {
    /// Reads the product.
    pub fn read() -> Self {
        Self::of(sources(&PRODUCT), Document::read())
    }

    /// The code that these files are.
    pub fn of(sources: Vec<Source>, document: Document) -> Self {
        let mut code = Self {
            sources,
            document,
            imports: Imports::new(),
            modules: HashMap::new(),
            globs: HashMap::new(),
        };
        code.find_modules();
        code.find_imports();
        code
    }

    fn find_modules(&mut self) {
        let mut for_tests = BTreeSet::new();
        for (file, source) in self.sources.iter().enumerate() {
            let mut found = Definitions {
                file,
                module: source.module.clone(),
                modules: &mut self.modules,
                for_tests: &mut for_tests,
            };
            found.module(&source.syntax.items);
        }
        for source in &mut self.sources {
            let within = |module: &Vec<String>| source.module.starts_with(module);
            source.tests = for_tests.iter().any(within);
        }
    }

    fn find_imports(&mut self) {
        let mut lines = Vec::new();
        for source in &self.sources {
            lines.extend(UseLines::of(&source.module, &source.syntax).found);
        }
        // A `use` may begin with a name that another one gives: the second turn knows the first.
        for _ in 0..2 {
            let mut imports = Imports::new();
            let mut globs: HashMap<_, Vec<_>> = HashMap::new();
            for (module, name, path) in &lines {
                let is_module = |path: &[String]| self.is_module(path);
                let full = absolute(module, &self.imports, &is_module, path);
                let full = full.unwrap_or_else(|| path.clone());
                if name == "*" {
                    globs.entry(module.clone()).or_default().push(full);
                } else {
                    let names = imports.entry(module.clone()).or_default();
                    names.insert(name.clone(), full);
                }
            }
            self.imports = imports;
            self.globs = globs;
        }
    }

    /// Whether there is a module of this path.
    pub fn is_module(&self, path: &[String]) -> bool {
        self.modules.contains_key(path)
    }

    /// Whether a path names a module, and no item that is handed on under the same name.
    pub fn names_module(&self, path: &[String]) -> bool {
        let item = path.split_last().and_then(|(name, parent)| {
            let names = self.imports.get(parent)?;
            names.get(name).filter(|target| target.as_slice() != path)
        });
        self.is_module(path) && item.is_none_or(|target| self.is_module(target))
    }

    /// How many names at the start of a path are modules, the crate counted.
    pub fn modules_in(&self, path: &[String]) -> usize {
        let is_module = |&length: &usize| self.is_module(&path[..length]);
        (1..=path.len()).rev().find(is_module).unwrap_or(0)
    }

    /// What a file names.
    pub fn references(&self, source: &Source) -> Vec<Reference> {
        let is_module = |path: &[String]| self.is_module(path);
        let mut reader = Reader::new(&source.module, &self.imports, &is_module);
        reader.visit_file(&source.syntax);
        let mut found = reader.found;
        for reference in &mut found {
            reference.path = self.direct(std::mem::take(&mut reference.path));
            reference.tests |= source.tests;
        }
        found
    }

    /// The full path of one that a file names.
    pub fn absolute(&self, source: &Source, path: &syn::Path) -> Vec<String> {
        let names = path.segments.iter();
        let names: Vec<_> = names.map(|segment| segment.ident.to_string()).collect();
        let is_module = |path: &[String]| self.is_module(path);
        let full = absolute(&source.module, &self.imports, &is_module, &names);
        self.direct(full.unwrap_or(names))
    }

    /// A path that leads through a module that another has by a `use` from elsewhere, such as
    /// `super::rows` where `super` says `use crate::rows`, without the detour. What a module hands
    /// on of its own is no detour.
    fn direct(&self, mut path: Vec<String>) -> Vec<String> {
        for _ in 0..8 {
            let (at, rest) = path.split_at(self.modules_in(&path));
            let names = self.imports.get(at);
            let Some((name, rest)) = rest.split_first() else {
                break;
            };
            let target = names.and_then(|names| names.get(name));
            let is_detour = |target: &&Vec<String>| {
                let is_table = target[0] == "souk_entities"
                    && target
                        .iter()
                        .all(|name| name.starts_with(char::is_lowercase));
                !target.starts_with(at) && (is_table || self.is_module(target))
            };
            match target.filter(is_detour) {
                Some(target) => path = [target.as_slice(), rest].concat(),
                None => break,
            }
        }
        path
    }

    /// The file that defines what a path names, however often it is handed on; `None` for what is
    /// outside of the product.
    pub fn defining_file(&self, path: &[String]) -> Option<usize> {
        let mut seen = HashSet::new();
        self.defining(path, &mut seen).or_else(|| {
            let (at, rest) = path.split_at(self.modules_in(path));
            let names = self.imports.get(at);
            let handed_on = names.is_some_and(|names| {
                let name = rest.first();
                name.is_some_and(|name| names.contains_key(name))
            });
            let module = self.modules.get(at).filter(|_| !handed_on);
            module.map(|module| module.file)
        })
    }

    fn defining(&self, path: &[String], seen: &mut HashSet<Vec<String>>) -> Option<usize> {
        if !seen.insert(path.to_owned()) {
            return None;
        }
        let length = self.modules_in(path);
        let (at, rest) = path.split_at(length);
        let module = self.modules.get(at)?;
        let Some((name, after)) = rest.split_first() else {
            return Some(module.file);
        };
        if module.items.contains(name) {
            return Some(module.file);
        }
        let handed_on = self.imports.get(at).and_then(|names| names.get(name));
        if let Some(target) = handed_on {
            let target = [target.as_slice(), after].concat();
            return self.defining(&target, seen);
        }
        let globs = self.globs.get(at).into_iter().flatten();
        let mut through = globs.map(|glob| [glob.as_slice(), rest].concat());
        let found = through.find_map(|path| self.defining(&path, seen));
        found.or_else(|| module.words.contains(name).then_some(module.file))
    }

    /// A path without its crate, in the layout of one crate: what `souk_api` has of a domain is its
    /// `graphql`. `None` for what is outside of the product.
    pub fn canonical(&self, path: &[String]) -> Option<Vec<String>> {
        let (name, rest) = path.split_first()?;
        match name.as_str() {
            "souk_api" => {
                let mut rest = rest.to_owned();
                let door = self.document.domain(&rest).map(|(_, length)| length);
                if let Some(length) = door
                    && rest.get(length).is_none_or(|name| name != "graphql")
                {
                    rest.insert(length, "graphql".to_owned());
                }
                Some(rest)
            }
            "souk_entities" | "souk_migrations" | "souk_architecture" => None,
            name if name == "souk" || name.starts_with("souk_") => Some(rest.to_owned()),
            _ => None,
        }
    }

    /// The module of a file as [`Code::canonical`] has it.
    pub fn place(&self, source: &Source) -> Vec<String> {
        self.canonical(&source.module).unwrap_or_default()
    }

    /// The domain of a file, or the name of the module at the top that it is in.
    pub fn domain(&self, source: &Source) -> String {
        let place = self.place(source);
        let domain = self.document.domain(&place).map(|(name, _)| name);
        domain.unwrap_or_else(|| place.first().cloned().unwrap_or_default())
    }
}

/// Finds the modules of a file and their items.
struct Definitions<'a> {
    file: usize,
    module: Vec<String>,
    modules: &'a mut HashMap<Vec<String>, Module>,
    for_tests: &'a mut BTreeSet<Vec<String>>,
}

impl Definitions<'_> {
    fn module(&mut self, items: &[Item]) {
        let mut found = Module {
            file: self.file,
            ..Module::default()
        };
        for item in items {
            if let Some(name) = name_of(item) {
                found.items.insert(name);
            }
            match item {
                Item::Macro(call) => words(call.mac.tokens.clone(), &mut found.words),
                Item::Mod(module) => self.child(module),
                _ => {}
            }
        }
        let known = self.modules.entry(self.module.clone()).or_insert(Module {
            file: self.file,
            ..Module::default()
        });
        known.items.extend(found.items);
        known.words.extend(found.words);
    }

    fn child(&mut self, module: &syn::ItemMod) {
        self.module.push(module.ident.to_string());
        if is_test(&module.attrs) && module.content.is_none() {
            self.for_tests.insert(self.module.clone());
        }
        if let Some((_, items)) = &module.content {
            self.module(items);
        }
        self.module.pop();
    }
}

fn words(tokens: proc_macro2::TokenStream, found: &mut HashSet<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(name) => drop(found.insert(name.to_string())),
            proc_macro2::TokenTree::Group(group) => words(group.stream(), found),
            _ => {}
        }
    }
}

/// The name of an item that a path can end in.
pub fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => return item.ident.as_ref().map(ToString::to_string),
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
