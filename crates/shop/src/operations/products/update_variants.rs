//! Changes some variants of a product.

use super::save::Batch;
use crate::catalog::{
    self, BuiltProduct, CatalogErrorCode, ExistingProducts, ProductStockPlan, StoredProduct,
    VariantDraft, VariantStockPlan,
};
use souk_entities::{
    Timestamp,
    catalog::{
        product::{self, ProductOption, ProductOptionValue},
        variant,
    },
    ids::{ProductId, VariantId},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// What to do with the other changes if one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialUpdate {
    /// Make none of them.
    Refused,
    /// Make them anyway.
    Allowed,
}

/// Result of the changes.
#[derive(Clone, Debug, Default)]
pub struct VariantsUpdated {
    /// The updated product; `None` if nothing was changed.
    pub product: Option<Arc<product::Model>>,
    /// The changed variants, in the order of the input.
    pub variants: Vec<variant::Model>,
    /// The changes that were refused.
    pub refusals: Vec<Refusal<CatalogErrorCode>>,
}

/// Changes variants of one product. Each change has its index in the input and gives its variant by
/// id; other variants stay unchanged. The given custom fields are set and others are kept;
/// quantities are not touched.
///
/// The product is locked, so that concurrent changes wait for each other and none is lost.
///
/// # Errors
///
/// When there is no such product, or a database fails.
pub async fn update_variants(
    app: &App,
    product: ProductId,
    changes: &[(usize, VariantDraft)],
    partial: PartialUpdate,
) -> Result<VariantsUpdated, ChangeError<CatalogErrorCode>> {
    let txn = app.databases.catalog.begin().await?;
    let existing = ExistingProducts::of(&txn, &[product]).await?;
    let Some(stored) = existing.by_id.get(&product) else {
        let why = "The product does not exist.";
        return Err(Refusal::new(CatalogErrorCode::NotFound, "productId", why).into());
    };
    let rule_collections = catalog::current_collection_rules(&txn).await?;
    let mut edit = Edit::new(app, stored, changes);
    edit.change_all();
    if edit.drafts.is_empty() || (partial == PartialUpdate::Refused && !edit.refusals.is_empty()) {
        return Ok(VariantsUpdated {
            refusals: edit.refusals,
            ..VariantsUpdated::default()
        });
    }
    let changed: Vec<VariantId> = changes
        .iter()
        .filter_map(|(_, draft)| draft.id.filter(|id| edit.drafts.contains_key(id)))
        .collect();
    let (built, refusals) = edit.finish()?;
    let of_id: HashMap<VariantId, &variant::Model> =
        built.variants.iter().map(|row| (row.id, row)).collect();
    let rows = changed.iter().filter_map(|id| of_id.get(id).copied());
    let rows: Vec<variant::Model> = rows.cloned().collect();
    let mut batch = Batch::default();
    let saved = batch.add(app, &existing, None, built, &rule_collections);
    batch.commit(app, txn).await?;
    Ok(VariantsUpdated {
        product: Some(saved.product),
        variants: rows,
        refusals,
    })
}

/// The rows of a product while its variants are changed.
struct Edit<'a> {
    app: &'a App,
    now: Timestamp,
    stored: &'a StoredProduct,
    changes: &'a [(usize, VariantDraft)],
    product: product::Model,
    variants: Vec<variant::Model>,
    /// Changes made so far, by variant, each with its index in the input.
    drafts: HashMap<VariantId, (usize, &'a VariantDraft)>,
    refusals: Vec<Refusal<CatalogErrorCode>>,
}

impl<'a> Edit<'a> {
    fn new(app: &'a App, stored: &'a StoredProduct, changes: &'a [(usize, VariantDraft)]) -> Self {
        Self {
            app,
            now: app.clock.now(),
            stored,
            changes,
            product: stored.product.clone(),
            variants: stored.variants.clone(),
            drafts: HashMap::new(),
            refusals: Vec::new(),
        }
    }

    fn change_all(&mut self) {
        for (place, draft) in self.changes {
            if let Err(refusal) = self.change(*place, draft) {
                self.refusals.push(refusal);
            }
        }
        self.undo_twins();
        self.refusals.sort_by_key(|refusal| refusal.place());
    }

    fn change(
        &mut self,
        place: usize,
        draft: &'a VariantDraft,
    ) -> Result<(), Refusal<CatalogErrorCode>> {
        let field = |name: &str| format!("variants.{place}.{name}");
        let Some(id) = draft.id else {
            let why = "The id of the variant must be given.";
            return Err(Refusal::new(CatalogErrorCode::Blank, &field("id"), why));
        };
        let Some(index) = self.variants.iter().position(|row| row.id == id) else {
            let why = "The product does not have this variant.";
            return Err(Refusal::new(CatalogErrorCode::NotFound, &field("id"), why));
        };
        if self.drafts.contains_key(&id) {
            let why = "The variant is given twice.";
            return Err(Refusal::new(CatalogErrorCode::Duplicate, &field("id"), why));
        }
        let mut row = self.variants[index].clone();
        if let Some(picture) = &draft.media {
            let mut media = self.product.media.0.iter();
            if !media.any(|medium| Some(medium.id) == picture.id) {
                let why = "The product does not have this media.";
                return Err(Refusal::new(
                    CatalogErrorCode::NotFound,
                    &field("mediaId"),
                    why,
                ));
            }
            row.media_id = picture.id;
        }
        for (name, value) in &draft.option_values {
            let mut options = self.product.options.0.iter();
            let known = options.position(|option| option.name == *name);
            let Some(chosen) = known.and_then(|known| row.selected_options.0.get_mut(known)) else {
                let why = format!("The product has no option `{name}`.");
                return Err(Refusal::new(
                    CatalogErrorCode::NotFound,
                    &field("optionValues"),
                    why,
                ));
            };
            chosen.value.clone_from(value);
        }
        catalog::apply_variants(&mut row, draft);
        row.title = catalog::variant_title_of(&row.selected_options.0);
        row.updated_at = self.now;
        self.variants[index] = row;
        self.drafts.insert(id, (place, draft));
        Ok(())
    }

    /// Refuses changes that give a variant the option values of another one. Undoing a change may
    /// cause new conflicts, so this is repeated until there are none.
    fn undo_twins(&mut self) {
        loop {
            let mut had: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
            for (index, row) in self.variants.iter().enumerate() {
                let values = catalog::option_values_of(&row.selected_options.0);
                had.entry(values).or_default().push(index);
            }
            let twins = had.into_values().filter(|indices| indices.len() > 1);
            let moved: Vec<usize> = twins
                .flatten()
                .filter(|&index| {
                    let before = &self.stored.variants[index].selected_options;
                    *before != self.variants[index].selected_options
                })
                .collect();
            if moved.is_empty() {
                return;
            }
            for index in moved {
                let before = self.stored.variants[index].clone();
                if let Some((place, _)) = self.drafts.remove(&before.id) {
                    let why = "Another variant has the same option values.";
                    let field = format!("variants.{place}.optionValues");
                    self.refusals
                        .push(Refusal::new(CatalogErrorCode::Duplicate, &field, why));
                }
                self.variants[index] = before;
            }
        }
    }

    /// The rows to write.
    fn finish(
        mut self,
    ) -> Result<(BuiltProduct, Vec<Refusal<CatalogErrorCode>>), Refusal<CatalogErrorCode>> {
        self.renew_values();
        let product = &mut self.product;
        product.version += 1;
        product.updated_at = self.now;
        catalog::summarize_variants(self.app, product, &self.variants, &self.stored.fixed_prices)
            .map_err(|error| {
            Refusal::new(
                CatalogErrorCode::Invalid,
                "variants",
                format!("A price is not possible: {error}."),
            )
        })?;
        let draft_of = |row: &variant::Model| self.drafts.get(&row.id).map(|(_, draft)| *draft);
        let stock = ProductStockPlan {
            product: product.id,
            version: product.version,
            variants: self
                .variants
                .iter()
                .map(|row| VariantStockPlan::new(row, draft_of(row)))
                .collect(),
            removed: Vec::new(),
        };
        let mut fields = Vec::new();
        for (id, (_, draft)) in &self.drafts {
            for field in draft.metafields.iter().flatten() {
                let owner = ("ProductVariant", id.0);
                let known = catalog::find_metafield(&self.stored.metafields, owner, field);
                let row = catalog::metafield_row(self.app, owner, field, known, self.now);
                fields.push(row);
            }
        }
        let built = BuiltProduct {
            product: self.product,
            variants: self.variants,
            removed_variants: Vec::new(),
            metafields: fields,
            removed_metafields: Vec::new(),
            stock,
            is_new: false,
        };
        Ok((built, self.refusals))
    }

    /// Adds option values that variants use now, and removes those that no variant uses any more.
    fn renew_values(&mut self) {
        let before = used_values(&self.stored.variants);
        let now = used_values(&self.variants);
        for (place, option) in self.product.options.0.iter_mut().enumerate() {
            let used = |value: &str| now.contains(&(place, value.to_owned()));
            let dropped = |value: &ProductOptionValue| {
                before.contains(&(place, value.name.clone())) && !used(&value.name)
            };
            option.values.retain(|value| !dropped(value));
            for row in &self.variants {
                add_value(self.app, option, place, row);
            }
        }
    }
}

/// The values that variants use, each with the index of its option.
fn used_values(variants: &[variant::Model]) -> HashSet<(usize, String)> {
    let of_variant = |row: &variant::Model| {
        let values = catalog::option_values_of(&row.selected_options.0);
        values.into_iter().enumerate()
    };
    variants.iter().flat_map(of_variant).collect()
}

fn add_value(app: &App, option: &mut ProductOption, place: usize, row: &variant::Model) {
    let Some(chosen) = row.selected_options.0.get(place) else {
        return;
    };
    if option.values.iter().all(|value| value.name != chosen.value) {
        option.values.push(ProductOptionValue {
            id: app.next_id(),
            name: chosen.value.clone(),
            swatch_color: None,
            swatch_image: None,
        });
    }
}
