//! Adds, changes, removes and merges lines.

use super::{
    offers::Offers,
    outcome::{LinesOutcome, Touched},
};
use crate::cart::{codes::CartErrorCode as Code, stock};
use souk_entities::{
    cart::cart::{Attribute, CartLine},
    ids::{CartLineId, SellingPlanId, VariantId},
};
use souk_kernel::refusal::Refusal;
use std::collections::HashMap;

/// Most lines in a cart.
pub const MOST_LINES: usize = 500;
/// Most units in a line.
pub const MOST_UNITS: i32 = 1_000_000;

/// A line to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// What is bought.
    pub variant: VariantId,
    /// Number of units.
    pub quantity: i32,
    /// Attributes set by the storefront, each key once.
    pub attributes: Vec<Attribute>,
    /// Selling plan it is bought with.
    pub selling_plan: Option<SellingPlanId>,
    /// Line it belongs to.
    pub parent: Option<Parent>,
}

/// How a new line names its parent line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// A line of the cart.
    Line(CartLineId),
    /// The line the same call adds for this merchandise.
    Merchandise(VariantId),
}

/// Changes to a line. Fields that are `None` stay unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// The line.
    pub id: CartLineId,
    /// Number of units; 0 removes the line.
    pub quantity: Option<i32>,
    /// What is bought.
    pub variant: Option<VariantId>,
    /// Attributes set by the storefront, each key once.
    pub attributes: Option<Vec<Attribute>>,
    /// Selling plan it is bought with; `Some(None)` for none.
    pub selling_plan: Option<Option<SellingPlanId>>,
}

/// Adds `new` lines ahead of the others, in the order given. A line equal to an existing one raises
/// its quantity instead. Units beyond the stock are left out with a warning.
///
/// # Errors
///
/// Everything that is wrong with the new lines.
pub fn add(
    lines: &[CartLine],
    new: &[NewLine],
    offers: &Offers,
    list: &[&str],
    mut next_id: impl FnMut() -> CartLineId,
) -> Result<LinesOutcome, Vec<Refusal<Code>>> {
    let mut edit = Edit::new(lines, offers, list);
    for (index, line) in new.iter().enumerate() {
        edit.check_quantity(index, line.quantity, 1);
        edit.check_merchandise(index, line.variant, line.selling_plan);
    }
    edit.refuse()?;
    // Parents come first: a line may belong to one that the same call adds.
    let mut added: HashMap<VariantId, CartLineId> = HashMap::new();
    let mut fresh = Vec::new();
    let (parents, children): (Vec<_>, Vec<_>) = new
        .iter()
        .enumerate()
        .partition(|(_, line)| line.parent.is_none());
    for (index, line) in parents.into_iter().chain(children) {
        let parent = line
            .parent
            .and_then(|parent| edit.parent(index, line, parent, &added, &fresh));
        let candidate = CartLine {
            id: next_id(),
            variant: line.variant,
            quantity: line.quantity,
            attributes: line.attributes.clone(),
            selling_plan: line.selling_plan,
            parent,
        };
        let id = edit.put(index, candidate, &mut fresh);
        if line.parent.is_none() {
            added.entry(line.variant).or_insert(id);
        }
    }
    fresh.sort_by_key(|(index, _)| *index);
    let fresh = fresh.into_iter().map(|(_, line)| line);
    edit.lines.splice(0..0, fresh);
    edit.finish()
}

/// Changes lines. Lines that become equal are merged.
///
/// # Errors
///
/// Everything that is wrong with the changes.
pub fn update(
    lines: &[CartLine],
    changes: &[LineChange],
    offers: &Offers,
    list: &[&str],
) -> Result<LinesOutcome, Vec<Refusal<Code>>> {
    let mut edit = Edit::new(lines, offers, list);
    for (index, change) in changes.iter().enumerate() {
        edit.change(index, change);
    }
    edit.refuse()?;
    edit.merge_touched();
    edit.finish()
}

/// Removes lines, and the lines that belong to them.
///
/// # Errors
///
/// When the cart has no such line; then nothing is removed.
pub fn remove(lines: &[CartLine], ids: &[CartLineId]) -> Result<LinesOutcome, Vec<Refusal<Code>>> {
    let missing = ids.iter().enumerate().filter(|(_, id)| {
        let there = lines.iter().any(|line| line.id == **id);
        !there
    });
    let refusals: Vec<Refusal<Code>> = missing
        .map(|(index, _)| Refusal {
            code: Code::InvalidMerchandiseLine,
            field: vec!["lineIds".to_owned(), index.to_string()],
            message: "The cart has no such line.".to_owned(),
        })
        .collect();
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut kept = lines.to_vec();
    for &id in ids {
        without(&mut kept, id);
    }
    Ok(LinesOutcome {
        lines: kept,
        warnings: Vec::new(),
    })
}

/// The variants whose offers [`update`] needs to make `changes`.
pub fn variants_of_changes(lines: &[CartLine], changes: &[LineChange]) -> Vec<VariantId> {
    let mut variants = Vec::new();
    for change in changes {
        let line = lines.iter().find(|line| line.id == change.id);
        variants.extend(change.variant.or(line.map(|line| line.variant)));
    }
    variants.sort_unstable();
    variants.dedup();
    variants
}

fn without(lines: &mut Vec<CartLine>, id: CartLineId) {
    lines.retain(|line| line.id != id && line.parent != Some(id));
}

/// Whether two lines can be merged. The order of attributes does not matter.
pub fn alike(a: &CartLine, b: &CartLine) -> bool {
    let same = a.variant == b.variant && a.selling_plan == b.selling_plan && a.parent == b.parent;
    same && a.attributes.len() == b.attributes.len()
        && a.attributes
            .iter()
            .all(|attribute| b.attributes.contains(attribute))
}

struct Edit<'a> {
    lines: Vec<CartLine>,
    offers: &'a Offers,
    list: &'a [&'a str],
    touched: Vec<Touched>,
    refusals: Vec<Refusal<Code>>,
}

impl<'a> Edit<'a> {
    fn new(lines: &[CartLine], offers: &'a Offers, list: &'a [&'a str]) -> Self {
        Self {
            lines: lines.to_vec(),
            offers,
            list,
            touched: Vec::new(),
            refusals: Vec::new(),
        }
    }

    fn refuse_at(&mut self, code: Code, index: usize, field: &str, message: &str) {
        let refusal = Refusal::at(code, self.list, index, field, message);
        self.refusals.push(refusal);
    }

    fn refuse(&mut self) -> Result<(), Vec<Refusal<Code>>> {
        match std::mem::take(&mut self.refusals) {
            refusals if refusals.is_empty() => Ok(()),
            refusals => Err(refusals),
        }
    }

    fn check_quantity(&mut self, index: usize, quantity: i32, least: i32) {
        if quantity < least {
            let message = format!("The quantity must be at least {least}.");
            self.refuse_at(Code::Invalid, index, "quantity", &message);
        } else if quantity > MOST_UNITS {
            let message = "The quantity must be at most 1000000.";
            self.refuse_at(Code::LessThan, index, "quantity", message);
        }
    }

    fn check_merchandise(&mut self, index: usize, variant: VariantId, plan: Option<SellingPlanId>) {
        let Some(Some(offer)) = self.offers.get(&variant) else {
            let message = "The merchandise does not exist or is not sold here.";
            return self.refuse_at(Code::Invalid, index, "merchandiseId", message);
        };
        match plan {
            None if offer.requires_plan => self.refuse_at(
                Code::VariantRequiresSellingPlan,
                index,
                "sellingPlanId",
                "The merchandise is sold only with a selling plan.",
            ),
            Some(plan) if !offer.plans.contains(&plan) => self.refuse_at(
                Code::SellingPlanNotApplicable,
                index,
                "sellingPlanId",
                "The merchandise is not sold with this selling plan.",
            ),
            _ => {}
        }
    }

    /// The parent line of a new line.
    fn parent(
        &mut self,
        index: usize,
        line: &NewLine,
        parent: Parent,
        added: &HashMap<VariantId, CartLineId>,
        fresh: &[(usize, CartLine)],
    ) -> Option<CartLineId> {
        let id = match parent {
            Parent::Line(id) => Some(id),
            Parent::Merchandise(variant) => added.get(&variant).copied(),
        };
        let mut known = self.lines.iter().chain(fresh.iter().map(|(_, line)| line));
        let found = id.and_then(|id| known.find(|line| line.id == id));
        let is_bundle =
            matches!(self.offers.get(&line.variant), Some(Some(offer)) if offer.is_bundle);
        let (code, message) = match (found, parent) {
            (Some(found), _) if found.parent.is_some() => (
                Code::ParentLineNestingTooDeep,
                "A line that belongs to another cannot have lines of its own.",
            ),
            (Some(_), _) if is_bundle => (
                Code::BundlesAndAddonsCannotBeMixed,
                "A bundle cannot belong to another line.",
            ),
            (Some(found), _) => return Some(found.id),
            (None, Parent::Merchandise(variant))
                if self.lines.iter().any(|line| line.variant == variant) =>
            {
                (
                    Code::ParentLineInvalidReference,
                    "Name a line that is in the cart already by its id.",
                )
            }
            (None, _) => (Code::ParentLineNotFound, "The parent line does not exist."),
        };
        self.refuse_at(code, index, "parent", message);
        None
    }

    /// Raises the quantity of the line equal to `candidate`, or puts the candidate into `fresh`.
    fn put(
        &mut self,
        index: usize,
        candidate: CartLine,
        fresh: &mut Vec<(usize, CartLine)>,
    ) -> CartLineId {
        let new = fresh.iter_mut().map(|(_, line)| line);
        let equal = self
            .lines
            .iter_mut()
            .chain(new)
            .find(|line| alike(line, &candidate));
        let Some(line) = equal else {
            let id = candidate.id;
            self.touched.push(Touched {
                id,
                index,
                before: Vec::new(),
            });
            fresh.push((index, candidate));
            return id;
        };
        let before = line.clone();
        line.quantity += candidate.quantity; // at most 250 lines of a million units
        let (id, quantity) = (line.id, line.quantity);
        if !self.touched.iter().any(|touched| touched.id == id) {
            self.touched.push(Touched {
                id,
                index,
                before: vec![before],
            });
        }
        self.check_quantity(index, quantity, 1);
        id
    }

    fn change(&mut self, index: usize, change: &LineChange) {
        let Some(place) = self.lines.iter().position(|line| line.id == change.id) else {
            let message = "The cart has no such line.";
            return self.refuse_at(Code::InvalidMerchandiseLine, index, "id", message);
        };
        if change.quantity == Some(0) {
            without(&mut self.lines, change.id);
            return self.touched.retain(|touched| touched.id != change.id);
        }
        let before = self.lines[place].clone();
        let line = &mut self.lines[place];
        line.quantity = change.quantity.unwrap_or(line.quantity);
        line.variant = change.variant.unwrap_or(line.variant);
        line.selling_plan = change.selling_plan.unwrap_or(line.selling_plan);
        if let Some(attributes) = &change.attributes {
            line.attributes.clone_from(attributes);
        }
        let (quantity, variant, plan) = (line.quantity, line.variant, line.selling_plan);
        self.check_quantity(index, quantity, 0);
        self.check_merchandise(index, variant, plan);
        if !self.touched.iter().any(|touched| touched.id == change.id) {
            self.touched.push(Touched {
                id: change.id,
                index,
                before: vec![before],
            });
        }
    }

    /// Merges every touched line into a line it has become equal to.
    fn merge_touched(&mut self) {
        let mut place = 0;
        while place < self.touched.len() {
            let id = self.touched[place].id;
            if self.merge(id, place) {
                self.touched.remove(place);
            } else {
                place += 1;
            }
        }
    }

    fn merge(&mut self, id: CartLineId, place: usize) -> bool {
        let Some(line) = self.lines.iter().find(|line| line.id == id).cloned() else {
            return false;
        };
        let equal = |other: &&mut CartLine| other.id != id && alike(other, &line);
        let Some(other) = self.lines.iter_mut().find(equal) else {
            return false;
        };
        let original = other.clone();
        other.quantity += line.quantity; // at most 250 lines of a million units
        let (kept, quantity) = (other.id, other.quantity);
        let index = self.touched[place].index;
        let mut before = std::mem::take(&mut self.touched[place].before);
        match self.touched.iter_mut().find(|touched| touched.id == kept) {
            Some(touched) => touched.before.append(&mut before),
            None => {
                before.push(original);
                self.touched.push(Touched {
                    id: kept,
                    index,
                    before,
                });
            }
        }
        self.check_quantity(index, quantity, 1);
        for child in &mut self.lines {
            if child.parent == Some(id) {
                child.parent = Some(kept);
            }
        }
        self.lines.retain(|line| line.id != id);
        true
    }

    /// Applies the quantity rules and the stock to touched lines.
    fn finish(mut self) -> Result<LinesOutcome, Vec<Refusal<Code>>> {
        let touched = std::mem::take(&mut self.touched);
        for touched in &touched {
            self.check_rule(touched);
        }
        if self.lines.len() > MOST_LINES {
            let message = "A cart keeps at most 500 lines.";
            let refusal = Refusal::of_path(Code::CartTooLarge, self.list, message);
            self.refusals.push(refusal);
        }
        self.refuse()?;
        Ok(stock::fit(self.lines, &touched, self.offers))
    }

    fn check_rule(&mut self, touched: &Touched) {
        let line = self.lines.iter().find(|line| line.id == touched.id);
        let Some((line, Some(Some(offer)))) =
            line.map(|line| (line, self.offers.get(&line.variant)))
        else {
            return;
        };
        let (quantity, rule) = (line.quantity, offer.rule);
        let (code, message) = if quantity < rule.minimum {
            let message = format!("The quantity must be at least {}.", rule.minimum);
            (Code::MinimumNotMet, message)
        } else if let Some(maximum) = rule.maximum.filter(|&maximum| quantity > maximum) {
            let message = format!("The quantity must be at most {maximum}.");
            (Code::MaximumExceeded, message)
        } else if quantity % rule.increment.max(1) != 0 {
            let message = format!("The quantity must be a multiple of {}.", rule.increment);
            (Code::InvalidIncrement, message)
        } else {
            return;
        };
        self.refuse_at(code, touched.index, "quantity", &message);
    }
}
