//! Error codes of changes to the catalogue.

use souk_kernel::resource_codes;

resource_codes! {
    /// Error codes of changes to products, collections, prices and custom fields.
    CatalogErrorCode {
        /// The type of the custom field is unknown, or differs from its definition.
        InvalidType,
        /// The value does not match its type.
        InvalidValue,
        /// The object changed since the caller read it.
        StaleObject,
        /// The price list does not exist.
        PriceListNotFound,
        /// The amount is not in the currency of the list.
        PriceAddCurrencyMismatch,
        /// Two prices are for the same variant.
        PriceAddDuplicateInputForVariant,
        /// The amount is invalid.
        PriceAddInvalid,
        /// The variant does not exist.
        PriceAddVariantNotFound,
        /// The variant has no fixed price.
        PriceDeletePriceNotFixed,
        /// The variant does not exist.
        PriceDeleteVariantNotFound,
        /// The amount is not in the currency of the list.
        QuantityPriceBreakAddCurrencyMismatch,
        /// Two quantity price breaks are for the same variant and quantity.
        QuantityPriceBreakAddDuplicateInputForVariantAndMin,
        /// The amount or the quantity is invalid.
        QuantityPriceBreakAddInvalid,
        /// The variant would have more than 10 quantity price breaks.
        QuantityPriceBreakAddLimitExceeded,
        /// The minimum quantity is above the maximum of the quantity rule.
        QuantityPriceBreakAddMinHigherThanQuantityRulesMax,
        /// The minimum quantity is below the minimum of the quantity rule.
        QuantityPriceBreakAddMinLowerThanQuantityRulesMin,
        /// The minimum quantity is not a multiple of the quantity rule's increment.
        QuantityPriceBreakAddMinNotAMultipleOfQuantityRulesIncrement,
        /// The variant has no fixed price in the list.
        QuantityPriceBreakAddPriceListPriceNotFound,
        /// The variant does not exist.
        QuantityPriceBreakAddVariantNotFound,
        /// The variant does not exist.
        QuantityPriceBreakDeleteByVariantIdVariantNotFound,
        /// The quantity price break does not exist.
        QuantityPriceBreakDeleteNotFound,
        /// Two quantity rules are for the same variant.
        QuantityRuleAddDuplicateInputForVariant,
        /// The increment is above the minimum.
        QuantityRuleAddIncrementIsGreaterThanMinimum,
        /// The increment is below 1.
        QuantityRuleAddIncrementIsLessThanOne,
        /// A quantity price break starts at a quantity that is not a multiple of the increment.
        QuantityRuleAddIncrementNotAMultipleOfQuantityPriceBreakMin,
        /// A quantity price break starts above the maximum.
        QuantityRuleAddMaximumLowerThanQuantityPriceBreakMin,
        /// The maximum is not a multiple of the increment.
        QuantityRuleAddMaximumNotAMultipleOfIncrement,
        /// A quantity price break starts below the minimum.
        QuantityRuleAddMinimumHigherThanQuantityPriceBreakMin,
        /// The minimum is above the maximum.
        QuantityRuleAddMinimumGreaterThanMaximum,
        /// The minimum is below 1.
        QuantityRuleAddMinimumIsLessThanOne,
        /// The minimum is not a multiple of the increment.
        QuantityRuleAddMinimumNotAMultipleOfIncrement,
        /// The variant does not exist.
        QuantityRuleAddVariantNotFound,
        /// The variant has no quantity rule in the list.
        QuantityRuleDeleteRuleNotFound,
        /// The variant does not exist.
        QuantityRuleDeleteVariantNotFound,
    }
}
