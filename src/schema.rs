//! The schema: roots joined from the domains, and types that several domains add fields to.

pub mod directives;
mod joined;
pub mod node;
pub mod references;

pub use joined::{Collection, Location, Product, ProductOptionValue, ProductVariant};

use crate::{
    cart::graphql::{
        CartDeliveryMutation, CartGiftCardMutation, CartMetafieldMutation, CartMutation,
        CartPaymentMutation, CartQuery, DiscountExplainQuery,
    },
    catalog::{
        content::graphql::{ContentQuery, metafield::Metafield},
        graphql::CatalogQuery,
    },
    checkout::graphql::{CheckoutMutation, CheckoutQuery, PaymentSessionMutation},
    delivery::graphql::DeliveryQuery,
    gift_cards::graphql::{GiftCardMutation, GiftCardQuery},
    idempotency::graphql::Idempotent,
    inventory::graphql::{LocationQuery, PublicationQuery, ReservationQuery, VerificationQuery},
    merchant::graphql::MerchantMutation,
    orders::graphql::{OrderMutation, OrderQuery, PaymentQuery},
    promotions::graphql::DiscountQuery,
    search::graphql::SearchQuery,
    tax::graphql::TaxQuery,
};
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema, SchemaBuilder};
use directives::{AccessRestricted, Defer, InContext};
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
    CartMetafieldMutation,
    CartMutation,
    CartDeliveryMutation,
    CartGiftCardMutation,
    CartPaymentMutation,
    CheckoutMutation,
    GiftCardMutation,
    PaymentSessionMutation,
    MerchantMutation,
    OrderMutation,
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
