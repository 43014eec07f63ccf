//! Finds variants by the option values a buyer chose.

use crate::catalog::{graphql::SelectedOptionInput, texts::Texts};
use souk_entities::catalog::{product, variant};

/// What a buyer chose, in the shop's own words: for each option of the product its value, where
/// one was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selection(Vec<Option<String>>);

/// How names of options and values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// Letter by letter.
    Exact,
    /// Big and small letters are the same.
    AnyCase,
}

impl Match {
    /// From the argument of the API.
    pub(super) fn new(any_case: Option<bool>) -> Self {
        if any_case == Some(true) {
            Self::AnyCase
        } else {
            Self::Exact
        }
    }

    fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Exact => a == b,
            Self::AnyCase => a.to_lowercase() == b.to_lowercase(),
        }
    }
}

impl Selection {
    /// Reads a choice. Names may be the shop's own or those in the language of the request. `None`
    /// when an option is unknown and `ignore_unknown` is not set; a value that no variant has stays
    /// as it is and matches nothing.
    pub(super) fn read(
        product: &product::Model,
        texts: Option<&Texts>,
        chosen: &[SelectedOptionInput],
        compare: Match,
        ignore_unknown: bool,
    ) -> Option<Self> {
        let mut values = vec![None; product.options.0.len()];
        for chosen in chosen {
            let named = |id: i64, own: &str, given: &str| {
                let translated = texts.and_then(|texts| texts.get(id, "name"));
                compare.same(own, given) || translated.is_some_and(|text| compare.same(text, given))
            };
            let mut options = product.options.0.iter();
            let place = options.position(|option| named(option.id.0, &option.name, &chosen.name));
            let Some(place) = place else {
                if ignore_unknown {
                    continue;
                }
                return None;
            };
            let mut known = product.options.0[place].values.iter();
            let value = known.find(|value| named(value.id.0, &value.name, &chosen.value));
            let value = value.map_or(&chosen.value, |value| &value.name);
            values[place] = Some(value.clone());
        }
        Some(Self(values))
    }

    /// The values a variant has.
    pub(super) fn of(product: &product::Model, row: &variant::Model) -> Self {
        let value = |option: &product::ProductOption| {
            let mut selected = row.selected_options.0.iter();
            let chosen = selected.find(|chosen| chosen.name == option.name)?;
            Some(chosen.value.clone())
        };
        Self(product.options.0.iter().map(value).collect())
    }

    /// Whether nothing was chosen.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Whether a variant has every value that was chosen.
    pub(super) fn fits(&self, product: &product::Model, row: &variant::Model) -> bool {
        self.distance(product, row) == 0
    }

    /// In how many options a variant has another value than the one chosen.
    pub(super) fn distance(&self, product: &product::Model, row: &variant::Model) -> usize {
        let own = Self::of(product, row);
        let pairs = self.0.iter().zip(&own.0);
        pairs
            .filter(|(chosen, own)| chosen.is_some() && chosen != own)
            .count()
    }

    /// The choice, with the values of another where nothing was chosen.
    pub(super) fn or(self, other: Self) -> Self {
        let pairs = self.0.into_iter().zip(other.0);
        Self(pairs.map(|(chosen, other)| chosen.or(other)).collect())
    }
}
