//! Estimates how much a response may contain, before any database is queried.
//!
//! What counts as a node: every item of a connection, multiplied by the maximum length of its list and
//! of the lists around it, and every object with an identity (a type that implements `Node`, an
//! interface, a union). Values such as an amount, a selected option or page info are loaded with the
//! object they belong to. A list without a page size counts as ten. Fields that cost more than the
//! objects they return count as several nodes: [`WEIGHTS`].
//!
//! So 100 products with 250 variants and 20 images each are 100 + 25,000 + 2,000 nodes. That many could
//! be there, and seldom are: so what may be large is refused only if no server could answer it, and is
//! otherwise counted while it is answered.
//!
//! A merged operation is compiled into a [`Plan`]; each request fills in its variables, because `first`
//! may be one.

use super::{
    refusal::{Code, Refusal},
    type_map::{FieldInfo, OutputKind, OutputType, TypeMap},
};
use async_graphql::{
    Name, Pos, Positioned, Variables,
    parser::types::{Field, OperationDefinition, OperationType, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Value};
use std::collections::HashMap;

/// Maximum number of items of a page, and of a list argument of a query.
const MOST_ITEMS: i64 = 250;
/// Assumed length of a list without a page size.
const UNSIZED_LIST: u64 = 10;

/// Fields that count as several nodes, because answering them takes that much more than loading an
/// object: whole carts are priced, and lists are searched or counted.
const WEIGHTS: [(&str, &str, u64); 31] = [
    ("Cart", "deliveryGroups", 20),
    ("Collection", "products", 5),
    ("Mutation", "cartAttributesUpdate", 40),
    ("Mutation", "cartBillingAddressUpdate", 40),
    ("Mutation", "cartBuyerIdentityUpdate", 40),
    ("Mutation", "cartClone", 100),
    ("Mutation", "cartCreate", 40),
    ("Mutation", "cartDiscountCodesUpdate", 60),
    ("Mutation", "cartGiftCardCodesAdd", 40),
    ("Mutation", "cartGiftCardCodesUpdate", 40),
    ("Mutation", "cartLinesAdd", 40),
    ("Mutation", "cartLinesRemove", 40),
    ("Mutation", "cartLinesUpdate", 40),
    ("Mutation", "cartPaymentSessionCreate", 100),
    ("Mutation", "cartPrepareForCompletion", 100),
    ("Mutation", "cartSubmitForCompletion", 200),
    ("Product", "adjacentVariants", 5),
    ("Product", "encodedVariantAvailability", 10),
    ("Product", "encodedVariantExistence", 10),
    ("ProductConnection", "filters", 100),
    ("QueryRoot", "cart", 20),
    ("QueryRoot", "discountExplain", 200),
    ("QueryRoot", "inventoryVerify", 1_000),
    ("QueryRoot", "paymentReconciliation", 1_000),
    ("QueryRoot", "predictiveSearch", 50),
    ("QueryRoot", "productRecommendations", 20),
    ("QueryRoot", "productTags", 100),
    ("QueryRoot", "productTypes", 100),
    ("QueryRoot", "search", 50),
    ("QueryRoot", "sitemap", 300),
    ("SearchResultItemConnection", "productFilters", 100),
];
/// Values that may be long texts, with their types: each counts as a node.
const LONG_TEXTS: [(&str, &str); 9] = [
    ("Article", "content"),
    ("Article", "contentHtml"),
    ("Metafield", "value"),
    ("MetaobjectField", "value"),
    ("Page", "body"),
    ("Product", "description"),
    ("Product", "descriptionHtml"),
    ("ShopPolicy", "body"),
    ("ShopPolicyWithDefault", "body"),
];
/// Nodes that a field of introspection counts as: the schema has thousands of fields.
const INTROSPECTION: [(&str, u64); 2] = [("__schema", 5_000), ("__type", 5_000)];

/// How much a response may contain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    nodes: u64,
    fields: u64,
}

/// The cost of an operation as a function of its variables.
#[derive(Debug)]
pub(super) struct Plan {
    root: Set,
    is_query: bool,
}

/// A selection set.
#[derive(Debug, Default)]
struct Set {
    /// Number of fields that are values.
    plain: u64,
    counted: Vec<Counted>,
    /// What objects of single types have beyond that; an object has one type.
    by_type: HashMap<Name, Set>,
}

/// A field that counts or contains something that does.
#[derive(Debug)]
struct Counted {
    weight: u64,
    times: Times,
    set: Set,
    position: Pos,
}

/// How often a field's selection is resolved.
#[derive(Debug)]
enum Times {
    Fixed(u64),
    /// As many times as `first` or `last` says, or else the default page size.
    Page(Vec<(Name, Amount)>, Option<i64>),
    /// Once for each item of an argument such as `ids`.
    Items(Amount),
}

/// A number or the length of a list: a constant or a variable.
#[derive(Debug)]
enum Amount {
    Known(i64),
    Variable(Name),
}

struct Compiler<'a> {
    types: &'a TypeMap,
}

impl Plan {
    /// Compiles a merged operation. `root` is the name of its root type.
    pub(super) fn compile(types: &TypeMap, operation: &OperationDefinition, root: &str) -> Self {
        Self {
            root: Compiler { types }.set(root, &operation.selection_set.node),
            is_query: operation.ty == OperationType::Query,
        }
    }

    /// The cost with these variables. Refuses the request if its response may contain more than `most`
    /// nodes, or if a requested page is longer than allowed.
    pub(super) fn check(&self, variables: &Variables, most: usize) -> Result<Cost, Refusal> {
        let estimate = Estimate {
            plan: self,
            variables,
        };
        let cost = estimate.set(&self.root)?;
        let most = u64::try_from(most).unwrap_or(u64::MAX);
        if cost.nodes > most {
            return Err(Refusal::new(
                Code::MaxCostExceeded,
                format!("the answer may hold {} nodes, more than {most}", cost.nodes),
            ));
        }
        Ok(cost)
    }
}

impl Cost {
    /// The cost as one number: a field costs a tenth of a node.
    pub(super) fn total(self) -> u64 {
        self.nodes.saturating_add(self.fields / 10)
    }

    fn plus(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(other.nodes),
            fields: self.fields.saturating_add(other.fields),
        }
    }

    fn times(self, times: u64) -> Self {
        Self {
            nodes: self.nodes.saturating_mul(times),
            fields: self.fields.saturating_mul(times),
        }
    }
}

impl Compiler<'_> {
    fn set(&self, ty: &str, set: &SelectionSet) -> Set {
        let mut compiled = Set::default();
        self.add(ty, set, &mut compiled);
        compiled
    }

    fn add(&self, ty: &str, set: &SelectionSet, to: &mut Set) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => match self.field(ty, field) {
                    Some(counted) => to.counted.push(counted),
                    None => to.plain += 1,
                },
                Selection::FragmentSpread(_) => {} // merged operations have none
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let condition = condition.map(|condition| &condition.node.on.node);
                    let set = &fragment.node.selection_set.node;
                    match condition {
                        Some(name) if self.is_object(name) => {
                            self.add(name, set, to.by_type.entry(name.clone()).or_default());
                        }
                        condition => self.add(condition.map_or(ty, Name::as_str), set, to),
                    }
                }
            }
        }
    }

    fn is_object(&self, name: &str) -> bool {
        let output = self.types.output(name);
        output.is_some_and(|output| output.kind == OutputKind::Object)
    }

    /// A field that counts, or `None` for a plain value.
    fn field(&self, ty: &str, field: &Positioned<Field>) -> Option<Counted> {
        let name = field.node.name.node.as_str();
        let selected = &field.node.selection_set.node;
        if let Some((_, weight)) = INTROSPECTION.iter().find(|(known, _)| *known == name) {
            return Some(Counted {
                weight: *weight,
                times: Times::Fixed(1),
                set: Set::default(),
                position: field.pos,
            });
        }
        let info = self.types.output(ty)?.fields.get(name)?;
        let output = self.types.output(&info.type_name);
        let weight = weight(ty, name, output);
        (weight > 0 || !selected.items.is_empty()).then(|| Counted {
            weight,
            times: times(ty, name, info, output.is_some(), &field.node),
            set: self.set(&info.type_name, selected),
            position: field.pos,
        })
    }
}

fn weight(parent: &str, name: &str, output: Option<&OutputType>) -> u64 {
    let item = parent.ends_with("Connection") && matches!(name, "nodes" | "edges");
    let item_again = parent.ends_with("Edge") && name == "node";
    let entity = output.is_some_and(|output| output.entity);
    let mut weights = WEIGHTS.iter();
    let dear = weights.find(|(ty, field, _)| *ty == parent && *field == name);
    let dear = dear.map_or(0, |(_, _, weight)| *weight);
    let text = LONG_TEXTS.contains(&(parent, name));
    dear + u64::from(item || text || (entity && !item_again))
}

fn times(parent: &str, name: &str, info: &FieldInfo, is_object: bool, field: &Field) -> Times {
    if let Some(default) = info.page {
        let given = field.arguments.iter().filter_map(|(name, value)| {
            let is_size = matches!(name.node.as_str(), "first" | "last");
            let amount = is_size.then(|| amount(&value.node)).flatten()?;
            Some((name.node.clone(), amount))
        });
        return Times::Page(given.collect(), default);
    }
    let in_connection = parent.ends_with("Connection") && matches!(name, "nodes" | "edges");
    if !info.list || in_connection || !is_object {
        return Times::Fixed(1);
    }
    let list = field.arguments.iter().find_map(|(name, value)| {
        matches!(name.node.as_str(), "ids" | "identifiers").then(|| amount(&value.node))?
    });
    list.map_or(Times::Fixed(UNSIZED_LIST), Times::Items)
}

fn amount(value: &Value) -> Option<Amount> {
    match value {
        Value::Variable(name) => Some(Amount::Variable(name.clone())),
        Value::Number(number) => number.as_i64().map(Amount::Known),
        Value::List(items) => Some(Amount::Known(length(items.len()))),
        Value::Null => None,
        _ => Some(Amount::Known(1)), // a single value is coerced to a list of one
    }
}

fn length(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

struct Estimate<'a> {
    plan: &'a Plan,
    variables: &'a Variables,
}

impl Estimate<'_> {
    fn set(&self, set: &Set) -> Result<Cost, Refusal> {
        let mut total = Cost {
            nodes: 0,
            fields: set.plain,
        };
        for counted in &set.counted {
            total = total.plus(self.counted(counted)?);
        }
        let mut most = Cost::default();
        for set in set.by_type.values() {
            let cost = self.set(set)?;
            most.nodes = most.nodes.max(cost.nodes);
            most.fields = most.fields.max(cost.fields);
        }
        Ok(total.plus(most))
    }

    fn counted(&self, counted: &Counted) -> Result<Cost, Refusal> {
        let itself = Cost {
            nodes: counted.weight,
            fields: 1,
        };
        let cost = itself.plus(self.set(&counted.set)?);
        Ok(cost.times(self.times(counted)?))
    }

    fn times(&self, counted: &Counted) -> Result<u64, Refusal> {
        match &counted.times {
            Times::Fixed(times) => Ok(*times),
            Times::Page(given, default) => {
                let mut size = None;
                for (name, amount) in given {
                    let Some(asked) = self.amount(amount) else {
                        continue;
                    };
                    if !(0..=MOST_ITEMS).contains(&asked) {
                        return Err(Refusal::bad_input(format!(
                            "{name} must be between 0 and {MOST_ITEMS}"
                        ))
                        .at(counted.position));
                    }
                    size = size.or(Some(asked));
                }
                let size = size.or(*default).map(i64::unsigned_abs);
                Ok(size.unwrap_or(UNSIZED_LIST))
            }
            Times::Items(amount) => {
                let items = self.amount(amount).unwrap_or(0);
                if self.plan.is_query && items > MOST_ITEMS {
                    return Err(Refusal::bad_input(format!(
                        "a list of more than {MOST_ITEMS} items was given"
                    ))
                    .at(counted.position));
                }
                Ok(items.unsigned_abs())
            }
        }
    }

    fn amount(&self, amount: &Amount) -> Option<i64> {
        match amount {
            Amount::Known(number) => Some(*number),
            Amount::Variable(name) => match self.variables.get(name)? {
                ConstValue::Number(number) => number.as_i64(),
                ConstValue::List(items) => Some(length(items.len())),
                ConstValue::Null => None,
                _ => Some(1),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::documents::TYPES;

    #[test]
    fn weights_are_those_of_fields_that_exist() {
        for (ty, field, _) in WEIGHTS {
            let output = TYPES.output(ty);
            let exists = output.is_some_and(|output| output.fields.contains_key(field));
            assert!(exists, "{ty}.{field}");
        }
    }
}
