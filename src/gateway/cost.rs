//! Estimates how many nodes a response may contain, before any database is queried.
//!
//! What counts: every item of a connection, multiplied by the maximum length of its list and of the
//! lists around it, and every object with an identity (a type that implements `Node`, an interface,
//! a union). What is free: scalars, and values such as an amount, a selected option or page info,
//! which are loaded with the object they belong to. A list without a page size counts as ten.
//!
//! So 100 products with 250 variants and 20 images each are 100 + 25,000 + 2,000 nodes.
//!
//! A merged operation is compiled into a [`Plan`], which contains only what counts; each request
//! fills in its variables, because `first` may be one.

use super::{
    refusal::{Code, Refusal},
    type_map::{FieldInfo, OutputType, TypeMap},
};
use async_graphql::{
    Name, Pos, Positioned, Variables,
    parser::types::{Field, OperationDefinition, OperationType, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Value};

/// Maximum number of items of a page, and of a list argument of a query.
const MOST_ITEMS: i64 = 250;
/// Assumed length of a list without a page size.
const UNSIZED_LIST: u64 = 10;

/// The cost of an operation as a function of its variables.
#[derive(Debug)]
pub(super) struct Plan {
    root: Vec<Counted>,
    is_query: bool,
}

/// A field or inline fragment that counts or contains something that does.
#[derive(Debug)]
struct Counted {
    weight: u64,
    times: Times,
    parts: Vec<Counted>,
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

    /// Refuses the request if its response may contain more than `most` nodes, or if a requested
    /// page is longer than allowed.
    pub(super) fn check(&self, variables: &Variables, most: usize) -> Result<(), Refusal> {
        let estimate = Estimate {
            plan: self,
            variables,
        };
        let cost = estimate.parts(&self.root)?;
        let most = u64::try_from(most).unwrap_or(u64::MAX);
        if cost > most {
            return Err(Refusal::new(
                Code::MaxCostExceeded,
                format!("the answer may hold {cost} nodes, more than {most}"),
            ));
        }
        Ok(())
    }
}

impl Compiler<'_> {
    fn set(&self, ty: &str, set: &SelectionSet) -> Vec<Counted> {
        set.items
            .iter()
            .filter_map(|selection| match &selection.node {
                Selection::Field(field) => self.field(ty, field),
                Selection::FragmentSpread(_) => None, // merged operations have none
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let ty = condition.map_or(ty, |condition| condition.node.on.node.as_str());
                    Counted {
                        weight: 0,
                        times: Times::Fixed(1),
                        parts: self.set(ty, &fragment.node.selection_set.node),
                        position: selection.pos,
                    }
                    .unless_free()
                }
            })
            .collect()
    }

    fn field(&self, ty: &str, field: &Positioned<Field>) -> Option<Counted> {
        let name = field.node.name.node.as_str();
        let info = self.types.output(ty)?.fields.get(name)?;
        let output = self.types.output(&info.type_name);
        Counted {
            weight: weight(ty, name, output),
            times: times(ty, name, info, output.is_some(), &field.node),
            parts: self.set(&info.type_name, &field.node.selection_set.node),
            position: field.pos,
        }
        .unless_free()
    }
}

impl Counted {
    /// `None` if it is free and needs no check.
    fn unless_free(self) -> Option<Self> {
        let free =
            self.weight == 0 && self.parts.is_empty() && matches!(self.times, Times::Fixed(_));
        (!free).then_some(self)
    }
}

fn weight(parent: &str, name: &str, output: Option<&OutputType>) -> u64 {
    let item = parent.ends_with("Connection") && matches!(name, "nodes" | "edges");
    let item_again = parent.ends_with("Edge") && name == "node";
    let entity = output.is_some_and(|output| output.entity);
    u64::from(item || (entity && !item_again))
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
    fn parts(&self, parts: &[Counted]) -> Result<u64, Refusal> {
        parts.iter().try_fold(0_u64, |total, counted| {
            Ok(total.saturating_add(self.counted(counted)?))
        })
    }

    fn counted(&self, counted: &Counted) -> Result<u64, Refusal> {
        let times = self.times(counted)?;
        let below = self.parts(&counted.parts)?;
        Ok(times.saturating_mul(counted.weight.saturating_add(below)))
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
