//! Rules that the code does not keep everywhere yet keep to the numbers in `limits.toml`.

use souk_architecture::{
    Code,
    limits::{limit, summary, verdict},
    rules::RULES,
};

#[test]
fn rules_are_broken_as_often_as_their_number_says() {
    let code = Code::read();
    println!("{}", summary(&code));
    let wrong = RULES.iter().filter_map(|rule| {
        let places = (rule.places)(&code);
        verdict(rule.name, limit(rule.name), &places).err()
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
