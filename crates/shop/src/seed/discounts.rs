//! Discount codes and gift cards of the demo.

use super::values::{list, text};
use crate::{
    gift_cards::{self, GiftCardErrorCode, NewGiftCard},
    market::Directory,
    promotions::{
        self, DiscountArgument, DiscountChange, DiscountCombinesWithInput,
        DiscountCustomerGetsInput, DiscountCustomerGetsValueInput, DiscountErrorCode,
        DiscountItemsInput, DiscountReward,
    },
};
use serde_json::Value;
use souk_kernel::{app::App, refusal::ChangeError};

/// Creates those whose codes do not exist yet.
pub(crate) async fn write(app: &App, shop: &Value) -> anyhow::Result<()> {
    let argument = DiscountArgument {
        name: "discount",
        is_automatic: false,
    };
    for entry in list(shop, "discounts") {
        match promotions::create_discount(app, argument, &discount(entry)).await {
            Ok(_) => {}
            Err(ChangeError::Refused(refusal)) if refusal.code == DiscountErrorCode::Taken => {}
            Err(error) => return Err(error.into()),
        }
    }
    for entry in list(shop, "giftCards") {
        let card = NewGiftCard {
            code: Some(text(entry, "code")),
            value: text(entry, "value"),
            currency: Directory::current(app).currency,
            expires_on: None,
            note: Some("To try out".to_owned()),
        };
        match gift_cards::issue_gift_card(app, card).await {
            Ok(_) => {}
            Err(ChangeError::Refused(refusal)) if refusal.code == GiftCardErrorCode::Taken => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn discount(entry: &Value) -> DiscountChange {
    let gives = match entry["percentage"].as_f64() {
        Some(percentage) => DiscountReward::Basic(Some(Box::new(DiscountCustomerGetsInput {
            items: Some(DiscountItemsInput {
                all: Some(true),
                ..DiscountItemsInput::default()
            }),
            value: Some(DiscountCustomerGetsValueInput {
                percentage: Some(percentage),
                discount_amount: None,
                discount_on_quantity: None,
            }),
            ..DiscountCustomerGetsInput::default()
        }))),
        None => DiscountReward::FreeShipping {
            destination: None,
            maximum_price: None,
            one_time_purchases: None,
            subscriptions: None,
        },
    };
    DiscountChange {
        title: Some(text(entry, "title")),
        code: Some(text(entry, "code")),
        combines_with: Some(DiscountCombinesWithInput {
            order_discounts: Some(true),
            product_discounts: Some(true),
            shipping_discounts: Some(true),
        }),
        ..DiscountChange::of(gives)
    }
}
