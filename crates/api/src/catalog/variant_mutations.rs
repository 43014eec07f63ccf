//! Mutations for variants.

use crate::list::List;
use crate::{
    context::RequestContext,
    schema::{Product, ProductVariant},
    user_errors::CatalogUserError,
    visibility::writes_products,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use souk_entities::ids::ProductId;
use souk_kernel::{
    app::App,
    error::ApiError,
    ids::Gid,
    refusal::{ChangeError, Refusal},
    scalars::Decimal,
    viewer::Scope,
};
use souk_shop::{
    catalog::{
        CatalogErrorCode,
        input_enums::InventoryPolicy,
        product_inputs::{
            FileSetInput, InventoryItemInput, MetafieldInput, ProductVariantSetInput,
            QuantityRuleInput, UnitPriceMeasurementInput, VariantOptionValueInput,
        },
        products::{self, names::ProductNames},
    },
    operations::{self, PartialUpdate, VariantsUpdated},
};
use std::sync::Arc;

/// Changes to a variant. Fields that are left out stay unchanged.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ProductVariantsBulkInput {
    /// GTIN, EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Compare-at price; null removes it.
    pub compare_at_price: MaybeUndefined<Decimal>,
    /// Id of the variant.
    pub id: Option<ID>,
    /// Its inventory item. Quantities are set by `inventorySetQuantities`.
    pub inventory_item: Option<InventoryItemInput>,
    /// Whether it can be bought when it is out of stock.
    pub inventory_policy: Option<InventoryPolicy>,
    /// Id of its image, one of the product's media.
    pub media_id: Option<ID>,
    /// Custom fields to set, at most 250. Other fields stay unchanged.
    pub metafields: Option<Vec<MetafieldInput>>,
    /// New option values. Options that are left out stay unchanged.
    pub option_values: Option<Vec<VariantOptionValueInput>>,
    /// Price in the shop's currency.
    pub price: Option<Decimal>,
    /// How many units may be bought at once.
    pub quantity_rule: Option<QuantityRuleInput>,
    /// Tax code.
    pub tax_code: Option<String>,
    /// Whether tax is charged.
    pub taxable: Option<bool>,
    /// Measurement for the unit price; null removes it.
    pub unit_price_measurement: MaybeUndefined<UnitPriceMeasurementInput>,
}

impl From<ProductVariantsBulkInput> for ProductVariantSetInput {
    fn from(input: ProductVariantsBulkInput) -> Self {
        Self {
            barcode: input.barcode,
            compare_at_price: input.compare_at_price,
            file: input.media_id.map(|id| FileSetInput {
                id: Some(id),
                ..FileSetInput::default()
            }),
            id: input.id,
            inventory_item: input.inventory_item,
            inventory_policy: input.inventory_policy,
            metafields: input.metafields,
            option_values: input.option_values,
            price: input.price,
            quantity_rule: input.quantity_rule,
            tax_code: input.tax_code,
            taxable: input.taxable,
            unit_price_measurement: input.unit_price_measurement,
            ..Self::default()
        }
    }
}

/// Payload of `productVariantsBulkUpdate`.
#[derive(SimpleObject)]
pub struct ProductVariantsBulkUpdatePayload {
    /// The updated product, or null if nothing was changed.
    pub product: Option<Product>,
    /// The changed variants in the order of the input, or null if nothing was changed.
    pub product_variants: Option<List<ProductVariant>>,
    /// The changes that were rejected; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Mutations for variants.
#[derive(Debug, Default)]
pub struct VariantMutation;

#[Object]
impl VariantMutation {
    /// Changes variants of a product. If one change is rejected, none is made, unless partial
    /// updates are allowed.
    #[graphql(visible = "writes_products")]
    async fn product_variants_bulk_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the product.")] product_id: ID,
        #[graphql(desc = "The changes.")] variants: Vec<ProductVariantsBulkInput>,
        #[graphql(
            desc = "Whether to make the other changes if one is rejected.",
            default_with = "Some(false)"
        )]
        allow_partial_updates: Option<bool>,
    ) -> Option<Result<ProductVariantsBulkUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteProducts) {
            return Some(Err(error));
        }
        let id = match ProductId::parse(&product_id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let partial = match allow_partial_updates {
            Some(true) => PartialUpdate::Allowed,
            Some(false) | None => PartialUpdate::Refused,
        };
        Some(match update(ctx.app(), id, variants, partial).await {
            Ok(updated) => Ok(payload(updated)),
            Err(ChangeError::Refused(refusal)) => Ok(payload(VariantsUpdated {
                refusals: vec![refusal],
                ..VariantsUpdated::default()
            })),
            Err(ChangeError::Database(error)) => Err(error.into()),
        })
    }
}

async fn update(
    app: &App,
    product: ProductId,
    inputs: Vec<ProductVariantsBulkInput>,
    partial: PartialUpdate,
) -> Result<VariantsUpdated, ChangeError<CatalogErrorCode>> {
    if inputs.is_empty() {
        let why = "The variants must not be empty.";
        return Err(Refusal::new(CatalogErrorCode::Blank, "variants", why).into());
    }
    let inputs: Vec<ProductVariantSetInput> = inputs.into_iter().map(Into::into).collect();
    let names = ProductNames::of_variants(app, inputs.clone()).await?;
    let (mut changes, mut refusals) = (Vec::new(), Vec::new());
    for (place, input) in inputs.into_iter().enumerate() {
        match products::validate::variants::validate_variant(
            input,
            &names,
            &format!("variants.{place}"),
        ) {
            Ok(draft) => changes.push((place, draft)),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if partial == PartialUpdate::Refused && !refusals.is_empty() {
        return Ok(VariantsUpdated {
            refusals,
            ..VariantsUpdated::default()
        });
    }
    let mut updated = operations::update_variants(app, product, &changes, partial).await?;
    updated.refusals.extend(refusals);
    updated.refusals.sort_by_key(Refusal::place);
    Ok(updated)
}

fn payload(updated: VariantsUpdated) -> ProductVariantsBulkUpdatePayload {
    let rows = updated.variants;
    let variants = updated.product.as_ref().map(|product| {
        let variants = rows.into_iter().map(Arc::new);
        variants
            .map(|row| ProductVariant::new(row, Arc::clone(product)))
            .collect()
    });
    ProductVariantsBulkUpdatePayload {
        product: updated.product.map(Product::new),
        product_variants: variants,
        user_errors: updated.refusals.into_iter().map(Into::into).collect(),
    }
}
