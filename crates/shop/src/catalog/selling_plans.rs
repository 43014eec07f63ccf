//! Calculates prices under selling plans.

use souk_entities::{
    catalog::selling_plan_group::{self, SellingPlan},
    ids::SellingPlanId,
};
use souk_kernel::money::{Money, MoneyError};

/// 100 %, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// The price of one delivery under a plan, rounded half away from zero.
///
/// # Errors
///
/// [`MoneyError::OutOfRange`] if the amount exceeds 64 bits.
pub fn price_with_plan(price: Money, plan: &SellingPlan) -> Result<Money, MoneyError> {
    price.fraction(WHOLE - plan.percentage_off.clamp(0, WHOLE), WHOLE)
}

/// Key under which the text of an option is translated.
pub fn option_key(place: usize) -> String {
    format!("option{}", place + 1)
}

/// Finds the plan with this id in groups.
pub fn plan_in<'a>(
    groups: impl IntoIterator<Item = &'a selling_plan_group::Model>,
    id: SellingPlanId,
) -> Option<(&'a selling_plan_group::Model, &'a SellingPlan)> {
    groups.into_iter().find_map(|group| {
        let plan = group.plans.0.iter().find(|plan| plan.id == id)?;
        Some((group, plan))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use souk_kernel::codes::CurrencyCode;

    fn plan(percentage_off: i64) -> SellingPlan {
        SellingPlan {
            id: SellingPlanId(1),
            name: "Every month".to_owned(),
            description: None,
            options: vec!["Every month".to_owned()],
            interval_count: 1,
            interval: "MONTH".to_owned(),
            recurring: true,
            percentage_off,
        }
    }

    #[test]
    fn a_plan_takes_its_percentage_off() {
        let price = |minor, off| {
            let money = Money::new(minor, CurrencyCode::EUR);
            price_with_plan(money, &plan(off)).unwrap().minor()
        };
        assert_eq!(price(1_000, 1_000), 900);
        assert_eq!(price(995, 1_000), 896); // 895.5
        assert_eq!(price(995, 0), 995);
        assert_eq!(price(995, 10_000), 0);
        assert_eq!(price(995, 20_000), 0);
    }
}
