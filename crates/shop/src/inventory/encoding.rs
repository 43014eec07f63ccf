//! Encodes the existing combinations of option values as short text (version 1 of the encoding that
//! clients of the reference API read on product pages).
//!
//! A combination is a list of indexes: `0:2` is the first value of the first option with the third
//! value of the second. `:` opens the next option, `,` ends a prefix, a space separates values of
//! the last option and `-` joins a range of them: `v1_0:0-1,1:0 2,` for (0,0), (0,1), (1,0), (1,2).

use souk_entities::catalog::{product::ProductOption, variant};
use std::{collections::BTreeMap, fmt::Write as _};

/// Encodes the combinations of `variants`; `None` if there are no variants, or one has a value that
/// no option of the product lists.
pub fn encode<'a>(
    options: &[ProductOption],
    variants: impl Iterator<Item = &'a variant::Model>,
) -> Option<String> {
    let mut root = Node::default();
    for row in variants {
        let mut node = &mut root;
        for option in options {
            node = node.children.entry(place(option, row)?).or_default();
        }
    }
    if root.children.is_empty() {
        return None;
    }
    let mut text = "v1_".to_owned();
    root.write(&mut text);
    Some(text)
}

fn place(option: &ProductOption, row: &variant::Model) -> Option<usize> {
    let mut selected = row.selected_options.0.iter();
    let chosen = selected.find(|chosen| chosen.name == option.name)?;
    let mut values = option.values.iter();
    values.position(|value| value.name == chosen.value)
}

#[derive(Default)]
struct Node {
    children: BTreeMap<usize, Node>,
}

impl Node {
    fn write(&self, text: &mut String) {
        let leaves = self.children.values().all(|node| node.children.is_empty());
        if leaves {
            return write_runs(text, self.children.keys().copied());
        }
        for (place, node) in &self.children {
            let _ = write!(text, "{place}:"); // writing to memory cannot fail
            node.write(text);
            text.push(',');
        }
    }
}

fn write_runs(text: &mut String, places: impl Iterator<Item = usize>) {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == place => *end = place,
            _ => runs.push((place, place)),
        }
    }
    let runs = runs.into_iter().map(|(start, end)| {
        if start == end {
            start.to_string()
        } else {
            format!("{start}-{end}")
        }
    });
    text.push_str(&runs.collect::<Vec<_>>().join(" "));
}

#[cfg(test)]
mod tests {
    use super::{Node, encode};

    fn text(combinations: &[&[usize]]) -> String {
        let mut root = Node::default();
        for combination in combinations {
            let mut node = &mut root;
            for &place in *combination {
                node = node.children.entry(place).or_default();
            }
        }
        let mut text = String::new();
        root.write(&mut text);
        text
    }

    #[test]
    fn combinations_are_written_as_the_clients_read_them() {
        assert_eq!(text(&[&[0], &[1], &[2], &[5]]), "0-2 5");
        assert_eq!(text(&[&[0, 0], &[0, 1], &[1, 0], &[1, 2]]), "0:0-1,1:0 2,");
        let three: &[&[usize]] = &[
            &[0, 0, 0],
            &[0, 1, 0],
            &[0, 1, 1],
            &[1, 0, 0],
            &[1, 0, 1],
            &[1, 1, 1],
            &[2, 0, 1],
            &[2, 1, 0],
        ];
        assert_eq!(text(three), "0:0:0,1:0-1,,1:0:0-1,1:1,,2:0:1,1:0,,");
    }

    #[test]
    fn a_product_without_options_has_nothing_to_tell() {
        assert_eq!(encode(&[], std::iter::empty()), None);
    }
}
