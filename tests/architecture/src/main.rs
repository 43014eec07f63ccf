//! `cargo run -p souk-architecture -- list <rule>` prints every place that breaks a rule, `list` alone
//! the number of each, and `lower` lowers the numbers in `limits.toml` to what is left.

use souk_architecture::{Code, limits, rules::RULES};
use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["list"] => println!("{}", limits::summary(&Code::read())),
        ["lower"] => limits::lower(&Code::read()),
        ["list", name] => {
            let Some(rule) = RULES.iter().find(|rule| rule.name == *name) else {
                eprintln!("there is no rule {name}");
                return ExitCode::FAILURE;
            };
            for place in (rule.places)(&Code::read()) {
                println!("{place}");
            }
        }
        _ => {
            eprintln!("souk-architecture list [rule] or lower; the rules are:");
            for rule in RULES {
                eprintln!("  {}: {}", rule.name, rule.says);
            }
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
