//! The schema: roots joined from the domains, and types that several domains add fields to.

mod joined;
pub mod node;
pub mod references;

pub use joined::{Collection, Location, Product, ProductOptionValue, ProductVariant};

use crate::{
    boxed::Boxed,
    cart::{
        CartDeliveryMutation, CartGiftCardMutation, CartMetafieldMutation, CartMutation,
        CartPaymentMutation, CartQuery, DiscountExplainQuery,
    },
    catalog::{
        CatalogQuery, CollectionMutation, Metafield, MetafieldMutation, PriceListMutation,
        ProductMutation, QuantityPricingMutation, VariantMutation,
    },
    checkout::{CheckoutMutation, CheckoutQuery, PaymentSessionMutation},
    content::{ContentQuery, MenuMutation, PageMutation, TranslationMutation},
    delivery::{DeliveryQuery, DeliveryZoneMutation},
    directives::{AccessRestricted, Defer, InContext},
    gift_cards::{GiftCardMutation, GiftCardQuery},
    idempotency::Idempotent,
    inventory::{
        InventoryLevelMutation, InventoryMutation, LocationChangeMutation, LocationMutation,
        LocationQuery, PublicationMutation, PublicationQuery, ReservationQuery, VerificationQuery,
    },
    market::MarketMutation,
    orders::{OrderMutation, OrderQuery, PaymentQuery},
    promotions::{
        AutomaticDiscountMutation, CodeDiscountMutation, DiscountQuery, RedeemCodeMutation,
    },
    search::SearchQuery,
    tax::{TaxQuery, TaxZoneMutation},
};
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema, SchemaBuilder};
use node::{DisplayableError, HasMetafields, NodeQuery, OnlineStorePublishable, Trackable};

/// The root of all queries.
#[derive(MergedObject, Default)]
#[graphql(name = "QueryRoot")]
pub struct QueryRoot(
    Boxed<CartQuery>,
    Boxed<CheckoutQuery>,
    Boxed<CatalogQuery>,
    Boxed<ContentQuery>,
    Boxed<DeliveryQuery>,
    Boxed<DiscountExplainQuery>,
    Boxed<DiscountQuery>,
    Boxed<GiftCardQuery>,
    Boxed<LocationQuery>,
    Boxed<NodeQuery>,
    Boxed<PublicationQuery>,
    Boxed<ReservationQuery>,
    Boxed<OrderQuery>,
    Boxed<PaymentQuery>,
    Boxed<SearchQuery>,
    Boxed<VerificationQuery>,
    Boxed<TaxQuery>,
);

/// The root of all mutations.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct Mutation(
    Boxed<AutomaticDiscountMutation>,
    Boxed<CartDeliveryMutation>,
    Boxed<CartGiftCardMutation>,
    Boxed<CartMetafieldMutation>,
    Boxed<CartMutation>,
    Boxed<CartPaymentMutation>,
    Boxed<CheckoutMutation>,
    Boxed<CodeDiscountMutation>,
    Boxed<CollectionMutation>,
    Boxed<DeliveryZoneMutation>,
    Boxed<GiftCardMutation>,
    Boxed<InventoryLevelMutation>,
    Boxed<InventoryMutation>,
    Boxed<LocationChangeMutation>,
    Boxed<LocationMutation>,
    Boxed<MarketMutation>,
    Boxed<MenuMutation>,
    Boxed<MetafieldMutation>,
    Boxed<OrderMutation>,
    Boxed<PageMutation>,
    Boxed<PaymentSessionMutation>,
    Boxed<PriceListMutation>,
    Boxed<ProductMutation>,
    Boxed<PublicationMutation>,
    Boxed<QuantityPricingMutation>,
    Boxed<RedeemCodeMutation>,
    Boxed<TaxZoneMutation>,
    Boxed<TranslationMutation>,
    Boxed<VariantMutation>,
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
