//! A cart together with its quote.

use crate::context::RequestContext;
use async_graphql::Context;
use souk_kernel::error::ApiError;
use souk_shop::cart::{
    priced::{self, Quote},
    view::CartView,
};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A cart and its quote, which is computed when a field first needs it, so that an outside tax
/// service is not called needlessly.
#[derive(Clone)]
pub(super) struct QuotedCart {
    view: Arc<CartView>,
    quote: Arc<OnceCell<Quote>>,
}

impl QuotedCart {
    pub(super) fn new(view: CartView) -> Self {
        Self {
            view: Arc::new(view),
            quote: Arc::default(),
        }
    }

    pub(super) fn view(&self) -> &CartView {
        &self.view
    }

    pub(super) async fn quote(&self, ctx: &Context<'_>) -> Result<&Quote, ApiError> {
        let quote = || priced::quote_cart(ctx.app(), &self.view);
        self.quote.get_or_try_init(quote).await
    }
}
