//! The numbers in `limits.toml`: how often each rule may still be broken.

use crate::{
    code::Code,
    rules::{Place, RULES},
    sources::{root, text},
};
use std::{fmt::Write, fs};

/// Where the numbers stand.
pub const PATH: &str = "tests/architecture/limits.toml";

/// How often a rule may be broken.
///
/// # Panics
///
/// When the file has no number for it.
pub fn limit(rule: &str) -> usize {
    let numbers = text(PATH);
    let mut lines = numbers.lines().filter_map(|line| line.split_once('='));
    let number = lines.find(|(name, _)| name.trim() == rule);
    let (_, number) = number.unwrap_or_else(|| panic!("{PATH} has no line for {rule}"));
    number.trim().parse().unwrap()
}

/// Says what is wrong when a rule is broken more or less often than its number says.
pub fn verdict(rule: &str, limit: usize, places: &[Place]) -> Result<(), String> {
    let found = places.len();
    if found > limit {
        let mut why = format!("{rule}: {found} places, {PATH} allows {limit}:\n");
        for place in places {
            writeln!(why, "  {place}").unwrap();
        }
        return Err(why);
    }
    if found < limit {
        return Err(format!(
            "{rule}: only {found} places are left; lower its {limit} in {PATH} to {found} \
             (`cargo run -p souk-architecture -- lower`)"
        ));
    }
    Ok(())
}

/// Lowers every number in the file that is higher than it need be.
pub fn lower(code: &Code) {
    let mut numbers = text(PATH);
    for rule in RULES {
        let (found, limit) = ((rule.places)(code).len(), limit(rule.name));
        if found < limit {
            let line = |number| format!("{} = {number}\n", rule.name);
            numbers = numbers.replace(&line(limit), &line(found));
            println!("{}: {limit} -> {found}", rule.name);
        }
    }
    fs::write(root().join(PATH), numbers).unwrap();
}

/// One line with the number of every rule.
pub fn summary(code: &Code) -> String {
    let numbers = RULES.iter().map(|rule| {
        let places = (rule.places)(code);
        format!("{} {}/{}", rule.name, places.len(), limit(rule.name))
    });
    numbers.collect::<Vec<_>>().join(", ")
}
