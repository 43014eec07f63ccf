//! Finds variants by selected option values.

use crate::catalog::SelectedOptionInput;
use souk_entities::catalog::{product, variant};
use souk_shop::catalog::Translations;

/// The selected options, in the shop's own language: for each option of the product its value, if
/// one was selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selection(Vec<Option<String>>);

/// How names of options and values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// Exactly.
    Exact,
    /// Case-insensitively.
    AnyCase,
}

impl Match {
    /// Reads the argument of the API.
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
    /// Reads a selection. Names may be in the shop's own language or in that of the request. `None`
    /// if an option is unknown and `ignore_unknown` is not set; a value that no variant has is kept
    /// and matches nothing.
    pub(super) fn read(
        product: &product::Model,
        texts: Option<&Translations>,
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

    /// The option values of a variant.
    pub(super) fn of(product: &product::Model, row: &variant::Model) -> Self {
        let value = |option: &product::ProductOption| {
            let mut selected = row.selected_options.0.iter();
            let chosen = selected.find(|chosen| chosen.name == option.name)?;
            Some(chosen.value.clone())
        };
        Self(product.options.0.iter().map(value).collect())
    }

    /// Whether nothing was selected.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Whether a variant has every selected value.
    pub(super) fn fits(&self, product: &product::Model, row: &variant::Model) -> bool {
        self.distance(product, row) == 0
    }

    /// Number of options in which a variant differs from the selection.
    pub(super) fn distance(&self, product: &product::Model, row: &variant::Model) -> usize {
        let own = Self::of(product, row);
        let pairs = self.0.iter().zip(&own.0);
        pairs
            .filter(|(chosen, own)| chosen.is_some() && chosen != own)
            .count()
    }

    /// This selection, with gaps filled from another one.
    pub(super) fn or(self, other: Self) -> Self {
        let pairs = self.0.into_iter().zip(other.0);
        Self(pairs.map(|(chosen, other)| chosen.or(other)).collect())
    }
}
