//! Settings: the example file is what the code says, and wrong ones stop the start with one line.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

use serde_json::{Map, Value};
use souk_kernel::config::Config;
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

const EXAMPLE: &str = include_str!("../souk.example.toml");

/// Every setting by its path, such as `server.listen`.
fn flat(value: &Value) -> BTreeMap<String, Value> {
    fn walk(path: &str, map: &Map<String, Value>, flat: &mut BTreeMap<String, Value>) {
        for (name, value) in map {
            let path = format!("{path}{name}");
            match value {
                Value::Object(map) => walk(&format!("{path}."), map, flat),
                value => drop(flat.insert(path, value.clone())),
            }
        }
    }
    let mut settings = BTreeMap::new();
    walk("", value.as_object().unwrap(), &mut settings);
    settings
}

fn defaults() -> BTreeMap<String, Value> {
    flat(&serde_json::to_value(Config::default()).unwrap())
}

fn parsed(text: &str) -> BTreeMap<String, Value> {
    flat(&toml::from_str(text).unwrap())
}

/// Whether a line of the example shows a setting without a default: `#name = …`.
fn shows_absent(line: &str) -> bool {
    line.starts_with('#') && line.chars().nth(1).is_some_and(char::is_alphabetic)
}

#[test]
fn the_example_shows_every_default() {
    let mut known = defaults();
    known.retain(|_, value| !value.is_null());
    assert_eq!(parsed(EXAMPLE), known);
}

#[test]
fn the_example_names_every_setting_and_no_other() {
    let lines = EXAMPLE.lines().map(|line| {
        let line = if shows_absent(line) { &line[1..] } else { line };
        format!("{line}\n")
    });
    let all = parsed(&lines.collect::<String>());
    let named: Vec<_> = all.keys().collect();
    let known = defaults();
    assert_eq!(named, known.keys().collect::<Vec<_>>());
}

#[test]
fn the_example_comments_every_setting() {
    let lines: Vec<_> = EXAMPLE.lines().collect();
    for pair in lines.windows(2) {
        let sets = pair[1].starts_with(char::is_alphabetic) || shows_absent(pair[1]);
        assert!(
            !sets || pair[0].starts_with("# "),
            "no comment: {}",
            pair[1]
        );
    }
}

/// Runs `souk` with settings in a file of an empty folder and in the environment.
fn souk(arguments: &[&str], file: &str, environment: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("souk.toml"), file).unwrap();
    run_in(folder.path(), arguments, environment)
}

fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let inherited = std::env::vars_os().map(|(name, _)| name);
    let mut command = Command::new(env!("CARGO_BIN_EXE_souk"));
    for name in inherited.filter(|name| name.to_string_lossy().starts_with("SOUK")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .env("RUST_LOG", "error") // what is said on the way is no part of the refusal
        .envs(environment.iter().copied())
        .current_dir(folder)
        .output()
        .unwrap()
}

/// The one line with which the start was refused.
fn refusal(output: &Output) -> String {
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.trim().lines().count(), 1, "{error}");
    assert!(output.stdout.is_empty());
    error.trim().to_owned()
}

#[test]
fn a_wrong_setting_in_the_file_is_named_in_one_line() {
    for (file, key, why) in [
        ("port = 1", "port", "there is no such setting"),
        (
            "[server]\nport = 1",
            "server.port",
            "there is no such setting",
        ),
        ("[serve]\nlisten = 'x'", "serve", "there is no such setting"),
        ("[server]\nlisten = 8080", "server.listen", "invalid type"),
        (
            "[server]\nlisten = 'nowhere'",
            "server.listen",
            "invalid socket address",
        ),
        ("demo = 'perhaps'", "demo", "expected a boolean"),
        ("node = 256", "node", "256"),
        ("node = -1", "node", "-1"),
        ("[limits]\ncost = 1.5", "limits.cost", "invalid type"),
        ("server = 'x'", "server", "invalid type"),
        (
            "[database.catalog]\nurl = 7",
            "database.catalog.url",
            "invalid type",
        ),
    ] {
        let line = refusal(&souk(&[], file, &[]));
        assert!(line.starts_with(&format!("souk: {key}: ")), "{line}");
        assert!(line.contains(why) && line.contains("souk.toml"), "{line}");
    }
}

#[test]
fn a_wrong_setting_in_the_environment_is_named_in_one_line() {
    for (variable, value, key, why) in [
        (
            "SOUK__SERVER__LISTEN",
            "nonsense",
            "server.listen",
            "invalid socket address",
        ),
        (
            "SOUK__SERVER__PORT",
            "8080",
            "server.port",
            "there is no such setting",
        ),
        ("SOUK__PORT", "8080", "port", "there is no such setting"),
        ("SOUK__DEMO", "perhaps", "demo", "expected a boolean"),
        ("SOUK__LIMITS__COST", "many", "limits.cost", "invalid type"),
        (
            "SOUK__DATABASE__CATALOGUE__URL",
            "x",
            "database.catalogue",
            "there is no such setting",
        ),
    ] {
        for command in ["serve", "migrate", "token"] {
            let line = refusal(&souk(&[command], "", &[(variable, value)]));
            assert!(line.starts_with(&format!("souk: {key}: ")), "{line}");
            assert!(line.contains(why) && line.contains("SOUK__"), "{line}");
        }
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let wins = [("SOUK__SERVER__LISTEN", "wrong in the environment")];
    let line = refusal(&souk(&[], "[server]\nlisten = '127.0.0.1:0'", &wins));
    assert!(line.contains("SOUK__SERVER__LISTEN"), "{line}");
}

#[test]
fn a_file_that_is_no_toml_or_is_missing_is_refused() {
    let line = refusal(&souk(&[], "server = {", &[]));
    assert!(line.contains("souk.toml"), "{line}");
    let line = refusal(&souk(&["--config", "other.toml"], "", &[]));
    assert!(line.contains("other.toml"), "{line}");
}

#[test]
fn settings_that_cannot_work_are_named_in_one_line() {
    for (file, key) in [
        ("[server]\ntls_cert = 'c.pem'", "server.tls_key"),
        ("[server]\ntls_key = 'k.pem'", "server.tls_cert"),
        (
            "[server]\ntls_cert = 'c.pem'\ntls_key = 'k.pem'",
            "server.tls_cert",
        ),
        (
            "[server]\nlisten = '192.0.2.1:80'\n[auth]\ntoken_key = 'x'",
            "server.listen",
        ),
        (
            "[auth]\ntoken_key = 'short'\n[server]\nlisten = '127.0.0.1:0'",
            "auth.token_key",
        ),
        (
            "[database.cart]\nurl = 'mysql://x'\n[server]\nlisten = '127.0.0.1:0'",
            "database.cart",
        ),
        (
            "[payments]\nprovider = 'stripe'\n[server]\nlisten = '127.0.0.1:0'",
            if cfg!(feature = "stripe") {
                "payments.stripe.secret_key"
            } else {
                "payments.provider"
            },
        ),
    ] {
        let line = refusal(&souk(&[], file, &[]));
        assert!(line.starts_with(&format!("souk: {key}: ")), "{line}");
    }
}

#[test]
fn nothing_made_for_trying_out_is_served_beyond_this_machine() {
    for (file, key, how) in [
        (
            "[server]\nlisten = '0.0.0.0:0'",
            "server.listen",
            "demo = false",
        ),
        (
            "[server]\npublic_url = 'https://shop.example'",
            "server.public_url",
            "demo = false",
        ),
        (
            "demo = false\n[server]\nlisten = '[::]:0'",
            "server.listen",
            "auth.token_key",
        ),
        (
            "demo = false\n[server]\nlisten = '[::]:0'\n[auth]\ntoken_key = \
             '0123456789abcdef0123456789abcdef'",
            "server.listen",
            "payments.provider",
        ),
    ] {
        let line = refusal(&souk(&["serve"], file, &[]));
        assert!(line.starts_with(&format!("souk: {key}: ")), "{line}");
        assert!(
            line.contains(how) && line.contains("--insecure-demo"),
            "{line}"
        );
    }
}
