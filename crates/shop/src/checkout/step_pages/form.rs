//! Forms as browsers send them, their problems, and the fields of a page.

use crate::{cart::holds_card_number, texts::CheckoutTexts};
use serde::Deserialize;
use std::collections::HashMap;

/// A form that was sent, by the names of its fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct CheckoutForm(HashMap<String, String>);

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// Name of the field.
    pub(super) field: &'static str,
    /// Message for the buyer.
    pub(super) message: &'static str,
}

impl Problem {
    /// A problem with a field.
    pub(super) fn new(field: &'static str, message: &'static str) -> Self {
        Self { field, message }
    }
}

/// Where a form that was sent leads.
pub(super) enum Saved {
    /// To the next open step.
    Next,
    /// To a path.
    To(String),
    /// Back to the form, with its problems.
    Wrong(Vec<Problem>),
}

/// What a page shows besides the cart.
#[derive(Default)]
pub(super) struct Given<'a> {
    /// What was sent, if something in it is wrong.
    pub(super) form: Option<&'a CheckoutForm>,
    /// What is wrong with it.
    pub(super) problems: Vec<Problem>,
    /// A notice above the form.
    pub(super) notice: Option<&'static str>,
}

impl CheckoutForm {
    /// The trimmed text of a field; `None` if it is blank.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        let text = self.0.get(field).map(|text| text.trim());
        text.filter(|text| !text.is_empty())
    }

    /// [`text`](Self::text) as an owned string.
    pub(super) fn owned(&self, field: &str) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// Fields in which a buyer wrote a card number. A phone number may look like one, but begins
    /// with a character that card numbers do not begin with.
    pub(super) fn card_numbers(
        &self,
        fields: &[&'static str],
        texts: &CheckoutTexts,
    ) -> Vec<Problem> {
        let is_card = |field: &&&'static str| {
            let text = self.text(field).unwrap_or_default();
            let is_phone = **field == "phone" && text.starts_with(['+', '0', '(']);
            !is_phone && holds_card_number(text)
        };
        let found = fields.iter().filter(is_card);
        found
            .map(|field| Problem::new(field, texts.errors.card_number))
            .collect()
    }
}

/// How a field is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line of text, with the `type` of its input.
    Line(&'static str),
    /// A choice from a list.
    Select,
}

/// A field of a page.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: Option<&'static str>,
    pub(super) kind: Kind,
    /// What browsers may fill in, by its standard name.
    pub(super) autocomplete: &'static str,
    pub(super) required: bool,
    pub(super) value: String,
    pub(super) problem: Option<&'static str>,
    /// Options of a select: value and name.
    pub(super) options: Vec<(&'static str, &'static str)>,
    /// Whether it takes half the width.
    pub(super) half: bool,
    /// Label of a button beside it that sends the choice.
    pub(super) button: Option<&'static str>,
}

impl Field {
    /// A required line of text.
    pub(super) fn line(
        name: &'static str,
        label: &'static str,
        autocomplete: &'static str,
    ) -> Self {
        Self {
            name,
            label,
            hint: None,
            kind: Kind::Line("text"),
            autocomplete,
            required: true,
            value: String::new(),
            problem: None,
            options: Vec::new(),
            half: false,
            button: None,
        }
    }

    /// The same field, made optional.
    pub(super) fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The same field at half the width.
    pub(super) fn half(mut self) -> Self {
        self.half = true;
        self
    }

    /// The same field with another input `type`.
    pub(super) fn of_type(mut self, kind: &'static str) -> Self {
        self.kind = Kind::Line(kind);
        self
    }

    /// The same field as a select with these options.
    pub(super) fn of(mut self, options: Vec<(&'static str, &'static str)>) -> Self {
        self.kind = Kind::Select;
        self.options = options;
        self
    }

    /// The same field, filled with what was sent, else with what is stored.
    pub(super) fn filled(
        mut self,
        form: Option<&CheckoutForm>,
        known: Option<&str>,
        problems: &[Problem],
    ) -> Self {
        let value = match form {
            Some(form) => form.text(self.name),
            None => known,
        };
        self.value = value.unwrap_or_default().to_owned();
        let mut of_this = problems.iter().filter(|problem| problem.field == self.name);
        self.problem = of_this.next().map(|problem| problem.message);
        self
    }

    /// The `type` of its input.
    pub(super) fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Line(kind) => kind,
            Kind::Select => "",
        }
    }

    /// Whether it is a select.
    pub(super) fn is_select(&self) -> bool {
        self.kind == Kind::Select
    }
}

/// A choice between several options.
pub(super) struct Choice {
    /// Name of the field.
    pub(super) name: &'static str,
    pub(super) legend: &'static str,
    pub(super) options: Vec<Radio>,
    pub(super) problem: Option<&'static str>,
    /// Text shown if there are no options.
    pub(super) nothing: &'static str,
}

impl Choice {
    /// Whether the heading of the page already names the choice.
    pub(super) fn is_titled(&self, heading: &str) -> bool {
        self.legend == heading
    }
}

/// One of several options.
pub(super) struct Radio {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) price: Option<String>,
    pub(super) checked: bool,
}
