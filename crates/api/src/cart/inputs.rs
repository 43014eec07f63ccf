//! Inputs of cart mutations.

use super::{
    address_inputs::CartDeliveryInput, buyer::CartBuyerIdentityInput,
    metafield_inputs::CartInputMetafieldInput,
};
use async_graphql::{ID, InputObject, MaybeUndefined};
use souk_entities::{
    cart::cart::{self, Buyer},
    ids::{CartLineId, SellingPlanId, VariantId},
};
use souk_kernel::{error::ApiError, ids::Gid};
use souk_shop::cart::{
    edits::NewCart,
    lines::{LineChange, NewLine, Parent},
};

/// A key-value pair set by the storefront.
#[derive(Clone, Debug, InputObject)]
pub struct AttributeInput {
    /// Key.
    key: String,
    /// Value.
    value: String,
}

/// Attributes as they are stored: each key once, with its last value.
pub fn read_attributes(input: Vec<AttributeInput>) -> Vec<cart::Attribute> {
    let mut kept: Vec<cart::Attribute> = Vec::with_capacity(input.len());
    for AttributeInput { key, value } in input {
        let value = Some(value);
        match kept.iter_mut().find(|known| known.key == key) {
            Some(known) => known.value = value,
            None => kept.push(cart::Attribute { key, value }),
        }
    }
    kept
}

/// A cart to create.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CartInput {
    /// Attributes set by the storefront.
    #[graphql(validator(max_items = 250))]
    attributes: Option<Vec<AttributeInput>>,
    /// The buyer.
    buyer_identity: Option<CartBuyerIdentityInput>,
    /// Delivery details.
    delivery: Option<CartDeliveryInput>,
    /// Discount codes.
    #[graphql(validator(max_items = 250))]
    discount_codes: Option<Vec<String>>,
    /// Gift card codes, at most 25.
    gift_card_codes: Option<Vec<String>>,
    /// Lines, at most 250.
    #[graphql(validator(max_items = 250))]
    lines: Option<Vec<CartLineInput>>,
    /// Custom fields, at most 25.
    #[graphql(validator(max_items = 25))]
    metafields: Option<Vec<CartInputMetafieldInput>>,
    /// Buyer's note, at most 5,000 characters.
    note: Option<String>,
}

impl CartInput {
    /// Converts the input to a new cart.
    pub(super) fn read(self) -> Result<NewCart, ApiError> {
        let mut buyer = Buyer::default();
        let mut addresses = None;
        if let Some(input) = &self.buyer_identity {
            input.apply(&mut buyer);
            let names = CartBuyerIdentityInput::NAMES_IN_CART;
            addresses = input.addresses().map(|addresses| (addresses, names));
        }
        if let Some(input) = self.delivery {
            addresses = Some((input.read(), CartDeliveryInput::NAMES));
        }
        let (addresses, address_names) = addresses.unwrap_or_default();
        Ok(NewCart {
            lines: new_lines(self.lines.unwrap_or_default())?,
            attributes: read_attributes(self.attributes.unwrap_or_default()),
            note: self.note,
            buyer,
            discount_codes: self.discount_codes.unwrap_or_default(),
            gift_card_codes: self.gift_card_codes.unwrap_or_default(),
            addresses,
            address_names,
            metafields: CartInputMetafieldInput::read(self.metafields.unwrap_or_default()),
        })
    }
}

/// A line to add.
#[derive(Clone, Debug, InputObject)]
pub struct CartLineInput {
    /// Attributes the storefront sets on the line.
    #[graphql(validator(max_items = 250))]
    attributes: Option<Vec<AttributeInput>>,
    /// Global id of the merchandise.
    merchandise_id: ID,
    /// The parent line, such as the device a warranty belongs to.
    parent: Option<CartLineParentInput>,
    /// Number of units.
    #[graphql(default_with = "Some(1)")]
    quantity: Option<i32>,
    /// Global id of the selling plan it is bought with.
    selling_plan_id: Option<ID>,
}

/// The parent of a line: a line of the cart, or one that the same call adds.
#[derive(Clone, Debug, InputObject)]
pub struct CartLineParentInput {
    /// Global id of a line of the cart.
    line_id: Option<ID>,
    /// Global id of merchandise whose line the same call adds.
    merchandise_id: Option<ID>,
}

pub(super) fn new_lines(input: Vec<CartLineInput>) -> Result<Vec<NewLine>, ApiError> {
    input.into_iter().map(new_line).collect()
}

fn new_line(input: CartLineInput) -> Result<NewLine, ApiError> {
    let plan = input.selling_plan_id.as_ref();
    Ok(NewLine {
        variant: VariantId::parse(&input.merchandise_id)?,
        quantity: input.quantity.unwrap_or(1),
        attributes: read_attributes(input.attributes.unwrap_or_default()),
        selling_plan: plan.map(SellingPlanId::parse).transpose()?,
        parent: input.parent.as_ref().map(parent).transpose()?,
    })
}

fn parent(input: &CartLineParentInput) -> Result<Parent, ApiError> {
    match (&input.line_id, &input.merchandise_id) {
        (Some(line), None) => Ok(Parent::Line(CartLineId::parse(line)?)),
        (None, Some(variant)) => Ok(Parent::Merchandise(VariantId::parse(variant)?)),
        _ => Err(ApiError::BadInput(
            "name the parent by lineId or by merchandiseId".to_owned(),
        )),
    }
}

/// Changes to a line. Fields that are left out stay unchanged.
#[derive(Clone, Debug, InputObject)]
pub struct CartLineUpdateInput {
    /// Attributes that replace those of the line.
    #[graphql(validator(max_items = 250))]
    attributes: Option<Vec<AttributeInput>>,
    /// Global id of the line.
    id: ID,
    /// Global id of the merchandise.
    merchandise_id: Option<ID>,
    /// Number of units; 0 removes the line.
    quantity: Option<i32>,
    /// Global id of the selling plan it is bought with; null for none.
    selling_plan_id: MaybeUndefined<ID>,
}

pub(super) fn changes(input: Vec<CartLineUpdateInput>) -> Result<Vec<LineChange>, ApiError> {
    input.into_iter().map(change).collect()
}

fn change(input: CartLineUpdateInput) -> Result<LineChange, ApiError> {
    let variant = input.merchandise_id.as_ref();
    let selling_plan = match &input.selling_plan_id {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(id) => Some(Some(SellingPlanId::parse(id)?)),
    };
    Ok(LineChange {
        id: CartLineId::parse(&input.id)?,
        quantity: input.quantity,
        variant: variant.map(VariantId::parse).transpose()?,
        attributes: input.attributes.map(read_attributes),
        selling_plan,
    })
}
