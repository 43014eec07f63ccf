//! The schema: roots joined from the domains, and types that several domains add fields to.

mod joined;
pub mod node;
pub mod references;

pub use joined::{Collection, Location, Product, ProductOptionValue, ProductVariant};

use crate::catalog::graphql::collection_mutations::CollectionMutation;
use crate::catalog::graphql::metafield_mutations::MetafieldMutation;
use crate::catalog::graphql::price_list_mutations::PriceListMutation;
use crate::catalog::graphql::product_mutations::ProductMutation;
use crate::catalog::graphql::quantity_pricing_mutations::QuantityPricingMutation;
use crate::catalog::graphql::variant_mutations::VariantMutation;
use crate::content::graphql::menu_mutations::MenuMutation;
use crate::content::graphql::page_mutations::PageMutation;
use crate::content::graphql::translation_mutations::TranslationMutation;
use crate::delivery::graphql::zone_mutations::DeliveryZoneMutation;
use crate::directives::{AccessRestricted, Defer, InContext};
use crate::inventory::graphql::adjustment_mutations::InventoryMutation;
use crate::inventory::graphql::level_mutations::InventoryLevelMutation;
use crate::inventory::graphql::location_change_mutations::LocationChangeMutation;
use crate::inventory::graphql::location_mutations::LocationMutation;
use crate::inventory::graphql::publication_mutations::PublicationMutation;
use crate::market::graphql::mutations::MarketMutation;
use crate::promotions::graphql::mutations::{
    AutomaticDiscountMutation, CodeDiscountMutation, RedeemCodeMutation,
};
use crate::tax::graphql::zone_mutations::TaxZoneMutation;
use crate::{
    cart::graphql::{
        CartDeliveryMutation, CartGiftCardMutation, CartMetafieldMutation, CartMutation,
        CartPaymentMutation, CartQuery, DiscountExplainQuery,
    },
    catalog::graphql::{CatalogQuery, metafield::Metafield},
    checkout::graphql::{CheckoutMutation, CheckoutQuery, PaymentSessionMutation},
    content::graphql::ContentQuery,
    delivery::graphql::zone::DeliveryQuery,
    gift_cards::graphql::{GiftCardMutation, GiftCardQuery},
    idempotency::graphql::Idempotent,
    inventory::graphql::{LocationQuery, PublicationQuery, ReservationQuery, VerificationQuery},
    orders::graphql::{OrderMutation, OrderQuery, PaymentQuery},
    promotions::graphql::DiscountQuery,
    search::graphql::SearchQuery,
    tax::graphql::zone::TaxQuery,
};
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema, SchemaBuilder};
use node::{DisplayableError, HasMetafields, NodeQuery, OnlineStorePublishable, Trackable};

/// The root of all queries.
#[derive(MergedObject, Default)]
#[graphql(name = "QueryRoot")]
pub struct QueryRoot(
    CartQuery,
    CheckoutQuery,
    CatalogQuery,
    ContentQuery,
    DeliveryQuery,
    DiscountExplainQuery,
    DiscountQuery,
    GiftCardQuery,
    LocationQuery,
    NodeQuery,
    PublicationQuery,
    ReservationQuery,
    OrderQuery,
    PaymentQuery,
    SearchQuery,
    VerificationQuery,
    TaxQuery,
);

/// The root of all mutations.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct Mutation(
    AutomaticDiscountMutation,
    CartDeliveryMutation,
    CartGiftCardMutation,
    CartMetafieldMutation,
    CartMutation,
    CartPaymentMutation,
    CheckoutMutation,
    CodeDiscountMutation,
    CollectionMutation,
    DeliveryZoneMutation,
    GiftCardMutation,
    InventoryLevelMutation,
    InventoryMutation,
    LocationChangeMutation,
    LocationMutation,
    MarketMutation,
    MenuMutation,
    MetafieldMutation,
    OrderMutation,
    PageMutation,
    PaymentSessionMutation,
    PriceListMutation,
    ProductMutation,
    PublicationMutation,
    QuantityPricingMutation,
    RedeemCodeMutation,
    TaxZoneMutation,
    TranslationMutation,
    VariantMutation,
);

/// The executable schema.
pub type SoukSchema = Schema<QueryRoot, Mutation, EmptySubscription>;

/// A schema that is being built.
pub type SoukSchemaBuilder = SchemaBuilder<QueryRoot, Mutation, EmptySubscription>;

/// Starts building the schema with its roots and directives. Suggestions are disabled, since they
/// would reveal names that the caller may not see. The gateway limits depth and size before a
/// document gets here.
pub fn builder() -> SoukSchemaBuilder {
    Schema::build(QueryRoot::default(), Mutation::default(), EmptySubscription)
        .directive(AccessRestricted)
        .directive(Defer)
        .directive(Idempotent)
        .directive(InContext)
        .register_output_type::<DisplayableError>()
        .register_output_type::<HasMetafields>()
        .register_output_type::<Metafield>()
        .register_output_type::<OnlineStorePublishable>()
        .register_output_type::<Trackable>()
        .limit_recursive_depth(64)
        .disable_suggestions()
}

/// Builds the schema.
pub fn build() -> SoukSchema {
    builder().finish()
}

/// The schema as text, as in `schema.graphql`: sorted, so that a diff shows exactly what changed.
pub fn text() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items();
    build().sdl_with_options(options)
}
