//! The files of the repository, parsed.

use std::{
    env, fs,
    path::{Path, PathBuf},
};
use syn::Attribute;

/// One file of the code.
pub struct Source {
    /// From the top folder, with slashes.
    pub path: String,
    /// What it says.
    pub text: String,
    /// The same, parsed.
    pub syntax: syn::File,
    /// Path of its module with the crate first: `src/gateway/endpoint.rs` is `souk`, `gateway`,
    /// `endpoint`; `crates/shop/src/cart/lines.rs` is `souk_shop`, `cart`, `lines`.
    pub module: Vec<String>,
    /// Whether it is compiled for tests only.
    pub tests: bool,
}

impl Source {
    /// A file at this path that says `text`.
    ///
    /// # Panics
    ///
    /// When it cannot be parsed.
    pub fn new(path: &str, text: String) -> Self {
        Self {
            syntax: syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}")),
            module: module(path),
            path: path.to_owned(),
            text,
            tests: false,
        }
    }
}

/// The top folder of the repository.
pub fn root() -> PathBuf {
    let own = env::var("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&own).join("../..").canonicalize().unwrap()
}

/// The text of a file of the repository.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Every file in these folders, sorted by path. A folder that is not there has none.
///
/// # Panics
///
/// When there is no file at all, or one cannot be parsed.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    for folder in folders {
        if root.join(folder).is_dir() {
            collect(&root, &root.join(folder), &mut found);
        }
    }
    assert!(!found.is_empty(), "there is no code in {folders:?}");
    found.sort_by(|a: &Source, b| a.path.cmp(&b.path));
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            found.push(Source::new(&path, text));
        }
    }
}

/// Path of the module that a file holds, with its crate first.
fn module(path: &str) -> Vec<String> {
    let crates = path.strip_prefix("crates/");
    let crates = crates.and_then(|path| path.split_once("/src/"));
    let (name, inner) = match crates {
        Some((name, inner)) => (format!("souk_{}", name.replace('-', "_")), inner),
        None => ("souk".to_owned(), path.trim_start_matches("src/")),
    };
    let inner = inner.trim_end_matches(".rs").trim_end_matches("/mod");
    let parts = inner.split('/').map(str::to_owned);
    let parts = parts.filter(|part| !matches!(part.as_str(), "lib" | "main"));
    std::iter::once(name).chain(parts).collect()
}

/// Whether something with these attributes is compiled for tests only.
pub fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let named = attribute.path().segments.last();
        let test = named.is_some_and(|name| name.ident == "test");
        let condition = match &attribute.meta {
            syn::Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string(),
            _ => String::new(),
        };
        let mut words = condition.split(|letter: char| !letter.is_alphanumeric());
        test || (words.any(|word| word == "test") && !condition.contains("not"))
    })
}
