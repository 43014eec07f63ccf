//! Lines of carts.

use super::{
    attribute::Attribute,
    discounts::CartDiscountAllocation,
    line_cost::{CartLineCost, CartLineEstimatedCost},
};
use crate::list::List;
use crate::{
    catalog::{SellingPlan, SellingPlanAllocation, selling_plan_allocation},
    connection, interface,
    schema::ProductVariant,
};
use async_graphql::{ID, MergedObject, Object, SimpleObject, Union};
use souk_kernel::{error::ApiError, pagination::RequestedPage};
use souk_shop::{cart::view::LineView, catalog};
use std::sync::Arc;

/// What can be bought.
#[derive(Clone, Union)]
pub enum Merchandise {
    /// A variant of a product.
    Variant(ProductVariant),
}

/// Fields that every kind of line has.
#[derive(Clone)]
pub struct LineFields(Arc<LineView>);

impl LineFields {
    fn allocation(&self) -> Result<Option<SellingPlanAllocation>, ApiError> {
        let (line, item) = (&self.0.line, &self.0.item);
        let mut plans = item.plans.iter().flat_map(SellingPlan::all);
        let plan = line
            .selling_plan
            .and_then(|id| plans.find(|plan| plan.stored().id == id));
        plan.map(|plan| selling_plan_allocation(&item.variant, self.0.regular, plan))
            .transpose()
    }
}

#[Object]
impl LineFields {
    /// The attribute with this key; null if the line has none.
    async fn attribute(
        &self,
        #[graphql(desc = "Key of the attribute.")] key: String,
    ) -> Option<Attribute> {
        Attribute::find(&self.0.line.attributes, &key)
    }

    /// Attributes the storefront set on the line.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn attributes(&self) -> List<Attribute> {
        Attribute::all(&self.0.line.attributes).into()
    }

    /// What the line costs.
    async fn cost(&self) -> Result<CartLineCost, ApiError> {
        CartLineCost::of(&self.0)
    }

    /// What product discounts take off the line. Order discounts are listed on the cart.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn discount_allocations(&self) -> Result<List<CartDiscountAllocation>, ApiError> {
        CartDiscountAllocation::of_line(&self.0).map(Into::into)
    }

    /// What the line costs.
    #[graphql(deprecation = "Use `cost`.")]
    async fn estimated_cost(&self) -> Result<CartLineEstimatedCost, ApiError> {
        CartLineEstimatedCost::of(&self.0)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.gid()
    }

    /// The merchandise.
    async fn merchandise(&self) -> Merchandise {
        let item = &self.0.item;
        let (variant, product) = (Arc::clone(&item.variant), Arc::clone(&item.product));
        Merchandise::Variant(ProductVariant::new(variant, product))
    }

    /// Number of units.
    async fn quantity(&self) -> i32 {
        self.0.line.quantity
    }

    /// The selling plan it is bought with, and the effect on its price.
    async fn selling_plan_allocation(&self) -> Option<Result<SellingPlanAllocation, ApiError>> {
        self.allocation().transpose()
    }
}

/// Fields that only plain lines have.
#[derive(Clone)]
pub struct ParentFields(Arc<LineView>);

#[Object]
impl ParentFields {
    /// The relationship to the parent line, such as the device a warranty belongs to; null if there
    /// is no parent.
    async fn parent_relationship(&self) -> Option<CartLineParentRelationship> {
        let parent = self.0.parent.as_ref()?;
        let parent = CartLine::new(Arc::clone(parent));
        Some(CartLineParentRelationship { parent })
    }
}

/// Fields that only bundles have.
#[derive(Clone)]
pub struct ComponentFields(Arc<LineView>);

#[Object]
impl ComponentFields {
    /// Components of the bundle, each with its share of the price.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn line_components(&self) -> List<CartLine> {
        let parts = self.0.components.iter();
        parts.map(|part| CartLine::new(Arc::clone(part))).collect()
    }
}

/// A line of a cart: a number of units of some merchandise.
#[derive(Clone, MergedObject)]
pub struct CartLine(LineFields, ParentFields);

impl CartLine {
    fn new(line: Arc<LineView>) -> Self {
        Self(LineFields(Arc::clone(&line)), ParentFields(line))
    }
}

/// A line of a cart that holds a bundle.
#[derive(Clone, MergedObject)]
pub struct ComponentizableCartLine(LineFields, ComponentFields);

/// The relationship of a line to its parent line.
#[derive(Clone, SimpleObject)]
pub struct CartLineParentRelationship {
    /// The parent line.
    parent: CartLine,
}

interface! {
    /// A line of a cart, of any kind.
    BaseCartLine, like CartLine: [
        "attribute", "attributes", "cost", "discountAllocations", "estimatedCost", "id",
        "merchandise", "quantity", "sellingPlanAllocation"
    ],
    /// A plain line.
    Line(CartLine),
    /// A bundle.
    Bundle(ComponentizableCartLine),
}

impl BaseCartLine {
    pub(super) fn new(line: Arc<LineView>) -> Self {
        if line.components.is_empty() {
            return Self::Line(CartLine::new(line));
        }
        let fields = LineFields(Arc::clone(&line));
        Self::Bundle(ComponentizableCartLine(fields, ComponentFields(line)))
    }
}

impl BaseCartLineConnection {
    /// The requested page of `lines`.
    pub(super) fn page_of(
        lines: Vec<Arc<LineView>>,
        page: &RequestedPage<catalog::ListPosition>,
    ) -> Self {
        let slice = catalog::page_of_list(lines, page, |line| line.line.id.0);
        Self::new(slice.map(|(cursor, line)| (cursor, BaseCartLine::new(line))))
    }
}

connection!(
    BaseCartLineConnection,
    BaseCartLineEdge,
    BaseCartLine,
    "lines of a cart"
);
