use super::*;
use proptest::prelude::*;
use souk_entities::Timestamp;
use std::borrow::Cow;

const NOW: Timestamp = Timestamp(1_764_000_000_000);

fn read(text: &str) -> Query {
    parse(text, PRODUCTS, NOW).unwrap()
}

fn refuse(text: &str) -> (usize, String) {
    let error = parse(text, PRODUCTS, NOW).unwrap_err();
    (error.position, error.problem)
}

fn keyword(field: &str, text: &str, prefix: bool) -> Query {
    Query::Field {
        field: field.to_owned(),
        test: Test::Is(Text {
            text: text.to_owned(),
            phrase: true,
            prefix,
        }),
    }
}

fn word(text: &str) -> Query {
    Query::Text(Text {
        text: text.to_owned(),
        phrase: false,
        prefix: false,
    })
}

#[test]
fn terms_side_by_side_must_all_match() {
    assert_eq!(
        read("vendor:Acme  lamp AND tag:'on sale'"),
        Query::All(vec![
            keyword("vendor", "Acme", false),
            word("lamp"),
            keyword("tag", "on sale", false),
        ])
    );
}

#[test]
fn not_binds_closest_and_or_loosest() {
    assert_eq!(
        read("-tag:a b OR NOT (c OR d)"),
        Query::Any(vec![
            Query::All(vec![
                Query::Not(Box::new(keyword("tag", "a", false))),
                word("b")
            ]),
            Query::Not(Box::new(Query::Any(vec![word("c"), word("d")]))),
        ])
    );
}

#[test]
fn a_comma_separates_alternatives_and_a_star_asks_for_a_prefix() {
    assert_eq!(
        read("product_type:Lamp,Chair"),
        Query::Any(vec![
            keyword("product_type", "Lamp", false),
            keyword("product_type", "Chair", false),
        ])
    );
    assert_eq!(read("vendor:Ac*"), keyword("vendor", "Ac", true));
    assert_eq!(
        read("tag_not:old"),
        Query::Not(Box::new(keyword("tag", "old", false)))
    );
}

#[test]
fn numbers_and_times_become_ranges() {
    let bound = |ten_thousandths, inclusive| {
        Some(Bound {
            ten_thousandths,
            inclusive,
        })
    };
    let number = |from, until| Query::Field {
        field: "variants.price".to_owned(),
        test: Test::Number { from, until },
    };
    assert_eq!(
        read("variants.price:<100"),
        number(None, bound(1_000_000, false))
    );
    assert_eq!(
        read("variants.price:>=9.95"),
        number(bound(99_500, true), None)
    );
    assert_eq!(
        read("variants.price:10..20"),
        number(bound(100_000, true), bound(200_000, true))
    );
    let time = |from, until| Query::Field {
        field: "created_at".to_owned(),
        test: Test::Whole { from, until },
    };
    assert_eq!(
        read("created_at:<=2024"),
        time(None, Some(1_735_689_600_000))
    );
    assert_eq!(
        read("created_at:>'2020-10-21T23:39:20Z'"),
        time(Some(1_603_323_560_001), None)
    );
    assert_eq!(read("created_at:<now"), time(None, Some(NOW.0)));
}

#[test]
fn what_is_not_known_is_an_error_with_its_place() {
    assert_eq!(
        refuse("lamp colour:red"),
        (6, "unknown field `colour`".to_owned())
    );
    assert_eq!(refuse("(a OR b"), (8, "`)` is missing".to_owned()));
    assert_eq!(refuse("a) b"), (2, "unexpected `)`".to_owned()));
    assert_eq!(
        refuse("a AND"),
        (6, "a term is missing after `AND`".to_owned())
    );
    assert_eq!(
        refuse("OR a"),
        (1, "a term is missing before `OR`".to_owned())
    );
    assert_eq!(refuse("vendor:"), (1, "a value is missing".to_owned()));
    assert_eq!(
        refuse("variants.price:cheap"),
        (
            1,
            "`variants.price` needs a number such as 49.90".to_owned()
        )
    );
    assert_eq!(
        refuse("title:\"never closed"),
        (1, "a quote is not closed, or a value is missing".to_owned())
    );
    let deep = "(".repeat(10_000);
    assert!(parse(&deep, PRODUCTS, NOW).is_err());
}

#[test]
fn queries_are_evaluated_on_rows() {
    let value = |field: &str| match field {
        "vendor" => RowValue::Text(Cow::Borrowed("Tindra Works")),
        "tag" => RowValue::Texts(vec![Cow::Borrowed("Sale"), Cow::Borrowed("lamp")]),
        "variants.price" => RowValue::Numbers(vec![490_000]),
        "created_at" => RowValue::Whole(NOW.0),
        "available_for_sale" => RowValue::Flag(true),
        _ => RowValue::Missing,
    };
    let searched = || vec![Cow::Borrowed("Halm Table Lamp")];
    let hits = |text: &str| matches(&read(text), &value, &searched);

    assert!(hits(
        "tag:sale AND vendor:'tindra works' AND available_for_sale:true"
    ));
    assert!(hits("lamp halm"));
    assert!(hits("\"table lamp\" variants.price:<=49 created_at:<=now"));
    assert!(hits("lam* -tag:old vendor:Tin*"));
    assert!(!hits("lam"));
    assert!(!hits("\"lamp table\""));
    assert!(!hits("variants.price:<49 OR NOT lamp OR vendor:Tindra"));
}

proptest! {
    #[test]
    fn no_text_panics_and_errors_point_into_it(text in "\\PC{0,60}") {
        if let Err(error) = parse(&text, PRODUCTS, NOW) {
            prop_assert!(error.position >= 1);
            prop_assert!(error.position <= text.chars().count() + 1);
        }
    }

    #[test]
    fn pieces_of_grammar_never_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "(", ")", "AND", "OR", "NOT", "-", "lamp", "lam*", "tag:", "tag:a", "'b c'",
                "variants.price:", ">", "<=", "1..2", "created_at:>2024", " ", "\"", "*",
            ]),
            0..30,
        ),
        spaced in any::<bool>(),
    ) {
        let _ = parse(&parts.join(if spaced { " " } else { "" }), PRODUCTS, NOW);
    }

    #[test]
    fn a_quoted_value_is_read_as_it_was(value in "[^\\\\\"]{1,30}") {
        prop_assert_eq!(read(&format!("vendor:\"{value}\"")), keyword("vendor", &value, false));
    }

    #[test]
    fn a_row_matches_either_a_query_or_its_opposite(word in "[a-z]{1,3}", text in "[a-z ]{0,20}") {
        let value = |_: &str| RowValue::Missing;
        let searched = || vec![Cow::Borrowed(text.as_str())];
        let plain = matches(&read(&word), &value, &searched);
        let opposite = matches(&read(&format!("-{word}")), &value, &searched);
        prop_assert!(plain != opposite);
    }
}
