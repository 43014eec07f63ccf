//! Builds the rows of a product from a draft and what is stored.

use super::{
    draft::{MediaDraft, MetafieldDraft, ProductIdentity},
    existing::{ExistingProducts, StoredProduct, handle_of, numbered_handles},
    fields::{ProductDraft, apply},
    options,
    stock_plan::{ProductStockPlan, VariantStockPlan},
    variants::{self, VariantContext},
};
use crate::{
    catalog::{CatalogErrorCode, metafields, price_ranges},
    handles,
    market::Directory,
};
use souk_entities::{
    Timestamp,
    catalog::{
        metafield, price_list_price,
        product::{self, Media, MediaList},
        variant,
    },
    ids::{MediaId, MetafieldId, VariantId},
};
use souk_kernel::{app::App, money::MoneyError, refusal::Refusal};
use std::collections::HashMap;

/// The rows of one product, and its stock.
#[derive(Debug)]
pub(crate) struct BuiltProduct {
    pub(crate) product: product::Model,
    pub(crate) variants: Vec<variant::Model>,
    pub(crate) removed_variants: Vec<VariantId>,
    pub(crate) metafields: Vec<metafield::Model>,
    pub(crate) removed_metafields: Vec<MetafieldId>,
    pub(crate) stock: ProductStockPlan,
    pub(crate) is_new: bool,
}

/// Builds the rows of one draft.
pub(crate) fn build_product(
    app: &App,
    existing: &ExistingProducts,
    draft: &ProductDraft,
    now: Timestamp,
) -> Result<BuiltProduct, Refusal<CatalogErrorCode>> {
    let stored = find(existing, draft)?;
    let mut product = match stored {
        Some(stored) => stored.product.clone(),
        None => empty(app, draft, now)?,
    };
    product.handle = handle(existing, draft, &product)?;
    apply(&mut product, draft, now);
    let mut pictures = Pictures::new(app, stored, draft);
    let before = stored.map(|stored| &stored.product.options);
    product.options = options::resolve(app, before, draft, &mut |value| {
        value.swatch_image.as_ref().map(|image| medium(app, image))
    })?;
    let context = VariantContext {
        app,
        product: product.id,
        options: &product.options,
        stored,
        now,
    };
    let variants = variants::build(&context, draft, &mut |picture| pictures.place(picture))?;
    product.media = MediaList(pictures.list);
    let fixed = stored.map(|stored| stored.fixed_prices.as_slice());
    summarize_variants(app, &mut product, &variants, fixed.unwrap_or_default()).map_err(
        |error| {
            Refusal::new(
                CatalogErrorCode::Invalid,
                "input.variants",
                format!("A price is not possible: {error}."),
            )
        },
    )?;
    let mut built = BuiltProduct {
        stock: stock(&product, &variants, draft, stored),
        removed_variants: removed(stored, &variants),
        product,
        variants,
        metafields: Vec::new(),
        removed_metafields: Vec::new(),
        is_new: stored.is_none(),
    };
    custom_fields(app, &mut built, draft, stored, now);
    Ok(built)
}

/// Updates the price ranges and the number of variants in the product's row. `fixed` holds the
/// fixed prices of the variants in all lists.
///
/// # Errors
///
/// When an amount gets out of range.
pub(crate) fn summarize_variants(
    app: &App,
    product: &mut product::Model,
    variants: &[variant::Model],
    fixed: &[price_list_price::Model],
) -> Result<(), MoneyError> {
    let prices = variants.iter();
    let prices = prices.map(|variant| (variant.price, variant.compare_at_price));
    product.price_range = variants::price_range(prices);
    product.list_price_ranges =
        price_ranges::price_ranges_of_product(&Directory::current(app), variants, fixed)?;
    product.variants_count = i32::try_from(variants.len()).unwrap_or(i32::MAX);
    Ok(())
}

fn find<'a>(
    existing: &'a ExistingProducts,
    draft: &ProductDraft,
) -> Result<Option<&'a StoredProduct>, Refusal<CatalogErrorCode>> {
    match &draft.identity {
        ProductIdentity::New => Ok(None),
        ProductIdentity::Handle(handle) => {
            let id = existing.by_handle.get(handle);
            Ok(id.and_then(|id| existing.by_id.get(id)))
        }
        ProductIdentity::Id(id) => existing.by_id.get(id).map(Some).ok_or_else(|| {
            Refusal::new(
                CatalogErrorCode::NotFound,
                "identifier.id",
                "The product does not exist.",
            )
        }),
    }
}

fn empty(
    app: &App,
    draft: &ProductDraft,
    now: Timestamp,
) -> Result<product::Model, Refusal<CatalogErrorCode>> {
    let title = draft.title.as_deref().unwrap_or_default().trim();
    if title.is_empty() {
        let why = "The title must not be empty.";
        return Err(Refusal::new(CatalogErrorCode::Blank, "input.title", why));
    }
    Ok(product::Model {
        vendor: Directory::current(app).shop.name.clone(),
        ..product::Model::new(app.next_id(), now)
    })
}

/// The handle of the product, which must be free.
fn handle(
    existing: &ExistingProducts,
    draft: &ProductDraft,
    product: &product::Model,
) -> Result<String, Refusal<CatalogErrorCode>> {
    let owner = |handle: &str| existing.by_handle.get(handle).copied();
    let wanted = match (&draft.handle, &draft.identity) {
        (Some(handle), _) | (None, ProductIdentity::Handle(handle)) => handle.clone(),
        (None, ProductIdentity::Id(_)) => return Ok(product.handle.clone()),
        (None, ProductIdentity::New) => {
            let title = draft.title.as_deref().unwrap_or_default();
            let mut free = numbered_handles(title).filter(|handle| owner(handle).is_none());
            let unique = || format!("{}-{}", handle_of(title), product.id.0);
            return Ok(free.next().unwrap_or_else(unique));
        }
    };
    match owner(&wanted) {
        Some(other) if other != product.id => {
            let why = handles::already_used("product", &wanted);
            Err(Refusal::new(CatalogErrorCode::Taken, "input.handle", why))
        }
        _ => Ok(wanted),
    }
}

/// The media of a product, while its variants refer to them.
struct Pictures<'a> {
    app: &'a App,
    list: Vec<Media>,
}

impl<'a> Pictures<'a> {
    fn new(app: &'a App, stored: Option<&StoredProduct>, draft: &ProductDraft) -> Self {
        let before = stored.map(|stored| stored.product.media.0.as_slice());
        let before = before.unwrap_or_default();
        let Some(wanted) = &draft.media else {
            let list = before.to_vec();
            return Self { app, list };
        };
        let mut list: Vec<Media> = Vec::with_capacity(wanted.len());
        for draft in wanted {
            let known = before.iter().find(|known| is_same(known, draft));
            let next = match known {
                Some(known) => updated(known, draft),
                None if draft.source.is_empty() => continue,
                None => medium(app, draft),
            };
            if list.iter().all(|other| other.id != next.id) {
                list.push(next);
            }
        }
        Self { app, list }
    }

    /// The medium that a variant refers to, added if the product does not have it.
    fn place(&mut self, draft: &MediaDraft) -> Option<MediaId> {
        if let Some(known) = self.list.iter().find(|known| is_same(known, draft)) {
            return Some(known.id);
        }
        if draft.source.is_empty() {
            return None;
        }
        let fresh = medium(self.app, draft);
        let id = fresh.id;
        self.list.push(fresh);
        Some(id)
    }
}

fn is_same(known: &Media, draft: &MediaDraft) -> bool {
    draft.id == Some(known.id) || (!draft.source.is_empty() && known.source == draft.source)
}

fn updated(known: &Media, draft: &MediaDraft) -> Media {
    let mut media = known.clone();
    if !draft.source.is_empty() {
        media.source.clone_from(&draft.source);
        media.kind = draft.kind;
    }
    media.alt = draft.alt.clone().or(media.alt);
    media.width = draft.width.or(media.width);
    media.height = draft.height.or(media.height);
    media
}

/// A new medium.
pub fn medium(app: &App, draft: &MediaDraft) -> Media {
    Media {
        id: app.next_id(),
        kind: draft.kind,
        source: draft.source.clone(),
        alt: draft.alt.clone(),
        width: draft.width,
        height: draft.height,
        preview: None,
    }
}

fn removed(stored: Option<&StoredProduct>, variants: &[variant::Model]) -> Vec<VariantId> {
    let Some(stored) = stored else {
        return Vec::new();
    };
    let kept: std::collections::HashSet<VariantId> =
        variants.iter().map(|variant| variant.id).collect();
    let before = stored.variants.iter().map(|variant| variant.id);
    before.filter(|id| !kept.contains(id)).collect()
}

/// The stock part: what the inventory database needs to know about the variants.
fn stock(
    product: &product::Model,
    variants: &[variant::Model],
    draft: &ProductDraft,
    stored: Option<&StoredProduct>,
) -> ProductStockPlan {
    let drafts = draft.variants.as_deref().unwrap_or_default();
    let of_variant = |(index, variant): (usize, &variant::Model)| {
        let draft = drafts.get(index);
        VariantStockPlan::new(variant, draft)
    };
    ProductStockPlan {
        product: product.id,
        version: product.version,
        variants: variants.iter().enumerate().map(of_variant).collect(),
        removed: removed(stored, variants),
    }
}

/// Custom fields of the product and its variants. Given lists replace the stored ones.
fn custom_fields(
    app: &App,
    built: &mut BuiltProduct,
    draft: &ProductDraft,
    stored: Option<&StoredProduct>,
    now: Timestamp,
) {
    let before = stored.map(|stored| stored.metafields.as_slice());
    let mut before: HashMap<(&str, i64), Vec<&metafield::Model>> = before
        .unwrap_or_default()
        .iter()
        .fold(HashMap::new(), |mut owners, field| {
            let owner = (field.owner_type.as_str(), field.owner_id);
            owners.entry(owner).or_insert_with(Vec::new).push(field);
            owners
        });
    let mut wanted: Vec<(&'static str, i64, &[MetafieldDraft])> = Vec::new();
    if let Some(fields) = &draft.metafields {
        wanted.push(("Product", built.product.id.0, fields));
    }
    let drafts = draft.variants.as_deref().unwrap_or_default();
    for (variant, draft) in built.variants.iter().zip(drafts) {
        if let Some(fields) = &draft.metafields {
            wanted.push(("ProductVariant", variant.id.0, fields));
        }
    }
    for (owner_type, owner_id, fields) in wanted {
        let mut known = before.remove(&(owner_type, owner_id)).unwrap_or_default();
        for field in fields {
            let place = known
                .iter()
                .position(|known| known.namespace == field.namespace && known.key == field.key);
            let same = place.map(|place| known.swap_remove(place));
            let owner = (owner_type, owner_id);
            let row = metafields::metafield_row(app, owner, field, same, now);
            built.metafields.push(row);
        }
        if owner_type == "Product" && draft.keeps_metafields {
            continue;
        }
        built
            .removed_metafields
            .extend(known.iter().map(|field| field.id));
    }
    let gone = built.removed_variants.iter();
    for ((_, _), fields) in gone.filter_map(|id| before.remove_entry(&("ProductVariant", id.0))) {
        built
            .removed_metafields
            .extend(fields.iter().map(|field| field.id));
    }
}
