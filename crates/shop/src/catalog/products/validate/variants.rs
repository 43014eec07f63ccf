//! Variants of an input: prices, weights, components and stock.

use super::{media::validate_medium, metafields::validate_metafields};
use crate::{
    catalog::{
        CatalogErrorCode,
        product_inputs::{
            InventoryItemInput, ProductSetInventoryInput, ProductVariantComponentInput,
            ProductVariantSetInput, QuantityRuleInput, UnitPriceMeasurementInput,
            VariantOptionValueInput, WeightInput,
        },
        products::{
            draft::{ComponentDraft, QuantityDraft, VariantDraft},
            names::ProductNames,
        },
    },
    inventory::QuantityName,
};
use souk_entities::catalog::variant::{QuantityRule, UnitPriceMeasurement, WeightUnit};
use souk_kernel::{
    scalars::Decimal,
    validators::{self as checks, Checked, few, given, refuse, short},
};

/// Maximum size of a quantity.
const MOST_UNITS: i32 = 1_000_000_000;

pub(crate) fn variants(
    mut list: Vec<ProductVariantSetInput>,
    names: &ProductNames,
) -> Checked<Vec<VariantDraft>, CatalogErrorCode> {
    list.sort_by_key(|variant| variant.position.unwrap_or(i32::MAX));
    let list = list.into_iter().enumerate();
    list.map(|(index, input)| validate_variant(input, names, &format!("input.variants.{index}")))
        .collect()
}

/// Validates a variant of any input.
pub fn validate_variant(
    input: ProductVariantSetInput,
    names: &ProductNames,
    field: &str,
) -> Checked<VariantDraft, CatalogErrorCode> {
    let item = input.inventory_item.unwrap_or_default();
    texts(&item, field)?;
    let amount = |value: &Decimal, name: &str| amount(value, names, &format!("{field}.{name}"));
    let price = input.price.map(|price| amount(&price, "price"));
    let before = |value: Decimal| amount(&value, "compareAtPrice");
    let compare_at_price = given(input.compare_at_price).map(|it| it.map(before).transpose());
    let weight = item.measurement.and_then(|measurement| measurement.weight);
    let measurement = given(input.unit_price_measurement);
    let fields = format!("{field}.metafields");
    let own_metafields = |list| validate_metafields(list, names, "ProductVariant", &fields);
    Ok(VariantDraft {
        id: input.id.map(|id| checks::id(&id, field)).transpose()?,
        option_values: option_values(input.option_values.unwrap_or_default(), field)?,
        sku: input.sku.or(item.sku),
        barcode: input.barcode,
        price: price.transpose()?,
        compare_at_price: compare_at_price.transpose()?,
        media: input
            .file
            .map(|file| validate_medium(&file, names, field))
            .transpose()?,
        weight: weight.map(|weight| grams(&weight, field)).transpose()?,
        unit_price_measurement: measurement.map(|given| given.map(unit_price)),
        requires_shipping: item.requires_shipping,
        taxable: input.taxable,
        tax_code: input.tax_code,
        quantity_rule: input
            .quantity_rule
            .map(|rule| quantity_rule(&rule, field))
            .transpose()?,
        components: input
            .components
            .map(|parts| components(parts, names, field))
            .transpose()?,
        requires_components: input.requires_components,
        metafields: input.metafields.map(own_metafields).transpose()?,
        policy: input.inventory_policy.map(Into::into),
        tracked: item.tracked,
        unit_cost: item
            .cost
            .map(|cost| amount(&cost, "inventoryItem.cost"))
            .transpose()?,
        country_of_origin: item
            .country_code_of_origin
            .map(|code| code.code().to_owned()),
        harmonized_system_code: item.harmonized_system_code,
        quantities: quantities(input.inventory_quantities.unwrap_or_default(), names, field)?,
    })
}

/// Refuses texts of an item that are too long.
fn texts(item: &InventoryItemInput, field: &str) -> Checked<(), CatalogErrorCode> {
    let customs = &item.harmonized_system_code;
    for (text, name) in [(&item.sku, "sku"), (customs, "harmonizedSystemCode")] {
        let field = format!("{field}.inventoryItem.{name}");
        short(text.as_deref().unwrap_or_default(), &field)?;
    }
    Ok(())
}

/// Option names with the values of the variant.
fn option_values(
    list: Vec<VariantOptionValueInput>,
    field: &str,
) -> Checked<Vec<(String, String)>, CatalogErrorCode> {
    let text = |text: Option<String>| text.unwrap_or_default().trim().to_owned();
    let values = list.into_iter();
    let values: Vec<_> = values
        .map(|value| (text(value.option_name), text(value.name)))
        .collect();
    if values
        .iter()
        .any(|(name, value)| name.is_empty() || value.is_empty())
    {
        let why = "An option and its value must have names.";
        return refuse(CatalogErrorCode::Blank, field, why);
    }
    Ok(values)
}

fn amount(value: &Decimal, names: &ProductNames, field: &str) -> Checked<i64, CatalogErrorCode> {
    checks::not_negative(&value.0, names.currency, field)
}

/// A weight in whole grams. Weights are not money, so floats are acceptable.
#[allow(clippy::cast_possible_truncation)]
fn grams(weight: &WeightInput, field: &str) -> Checked<(i64, WeightUnit), CatalogErrorCode> {
    let unit: WeightUnit = weight.unit.into();
    let per_unit = match unit {
        WeightUnit::Grams => 1.0,
        WeightUnit::Kilograms => 1_000.0,
        WeightUnit::Ounces => 28.349_523_125,
        WeightUnit::Pounds => 453.592_37,
    };
    let grams = (weight.value * per_unit).round();
    if !(0.0..1e12).contains(&grams) {
        return refuse(
            CatalogErrorCode::Invalid,
            field,
            "The weight is out of range.",
        );
    }
    Ok((grams as i64, unit))
}

#[allow(clippy::cast_possible_truncation)]
fn unit_price(input: UnitPriceMeasurementInput) -> UnitPriceMeasurement {
    UnitPriceMeasurement {
        quantity_thousandths: (input.quantity_value * 1_000.0).round() as i64,
        quantity_unit: input.quantity_unit.to_string(),
        reference_value: input.reference_value,
        reference_unit: input.reference_unit.to_string(),
    }
}

fn quantity_rule(rule: &QuantityRuleInput, field: &str) -> Checked<QuantityRule, CatalogErrorCode> {
    let field = format!("{field}.quantityRule");
    let multiple = |number: i32| number % rule.increment == 0;
    if rule.minimum < 1 || rule.increment < 1 {
        return refuse(
            CatalogErrorCode::Invalid,
            &field,
            "The minimum and the increment must be at least 1.",
        );
    }
    if rule.maximum.is_some_and(|maximum| maximum < rule.minimum) {
        return refuse(
            CatalogErrorCode::Invalid,
            &field,
            "The maximum must not be below the minimum.",
        );
    }
    if !multiple(rule.minimum) || !rule.maximum.is_none_or(multiple) {
        let why = "The minimum and the maximum must be multiples of the increment.";
        return refuse(CatalogErrorCode::Invalid, &field, why);
    }
    Ok(QuantityRule {
        minimum: rule.minimum,
        maximum: rule.maximum,
        increment: rule.increment,
    })
}

fn components(
    parts: Vec<ProductVariantComponentInput>,
    names: &ProductNames,
    field: &str,
) -> Checked<Vec<ComponentDraft>, CatalogErrorCode> {
    let field = format!("{field}.components");
    if parts.len() > 150 {
        return refuse(
            CatalogErrorCode::TooMany,
            &field,
            format!(
                "At most 150 components are allowed; {} were given.",
                parts.len()
            ),
        );
    }
    let mut components = Vec::with_capacity(parts.len());
    for part in parts {
        let Some(variant) = names.variant(&part.variant_id) else {
            let why = format!(
                "The variant {} does not exist.",
                checks::quoted(&part.variant_id.0)
            );
            return refuse(CatalogErrorCode::NotFound, &field, why);
        };
        if !(1..=10_000).contains(&part.quantity) {
            return refuse(
                CatalogErrorCode::Invalid,
                &field,
                "The quantity of a component must be from 1 to 10,000.",
            );
        }
        components.push(ComponentDraft {
            variant,
            quantity: part.quantity,
        });
    }
    Ok(components)
}

fn quantities(
    list: Vec<ProductSetInventoryInput>,
    names: &ProductNames,
    field: &str,
) -> Checked<Vec<QuantityDraft>, CatalogErrorCode> {
    let field = format!("{field}.inventoryQuantities");
    few(&list, &field)?;
    let mut quantities: Vec<QuantityDraft> = Vec::with_capacity(list.len());
    for quantity in list {
        let name = match QuantityName::parse(&quantity.name) {
            Some(name @ (QuantityName::Available | QuantityName::OnHand)) => name,
            _ => {
                let why = "The name of a quantity must be `available` or `on_hand`.";
                return refuse(CatalogErrorCode::Invalid, &field, why);
            }
        };
        let Some(location) = names.location(&quantity.location_id) else {
            let why = format!(
                "The location {} does not exist.",
                checks::quoted(&quantity.location_id.0)
            );
            return refuse(CatalogErrorCode::NotFound, &field, why);
        };
        if !(-MOST_UNITS..=MOST_UNITS).contains(&quantity.quantity) {
            return refuse(
                CatalogErrorCode::Invalid,
                &field,
                "The quantity is out of range.",
            );
        }
        if quantities.iter().any(|other| other.location == location) {
            return refuse(
                CatalogErrorCode::Duplicate,
                &field,
                "The location is given twice.",
            );
        }
        quantities.push(QuantityDraft {
            location,
            name,
            quantity: quantity.quantity.into(),
        });
    }
    Ok(quantities)
}
