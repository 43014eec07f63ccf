//! What a resolver knows about its request: the caller, the market, and the loaders.

use async_graphql::Context;
use souk_kernel::{
    app::App,
    viewer::{Client, Viewer},
};
use souk_shop::market::{Audience, Directory};
use std::sync::Arc;

/// Access to what the gateway attaches to every request.
pub trait RequestContext {
    /// The application.
    fn app(&self) -> &App;
    /// The caller.
    fn viewer(&self) -> &Viewer;
    /// The client's network address.
    fn client(&self) -> &Client;
    /// Who the response is for.
    fn audience(&self) -> &Audience;
    /// The shop's settings as of the start of the request.
    fn directory(&self) -> &Directory;
}

impl RequestContext for Context<'_> {
    fn app(&self) -> &App {
        self.data_unchecked::<Arc<App>>()
    }

    fn viewer(&self) -> &Viewer {
        self.data_unchecked::<Viewer>()
    }

    fn client(&self) -> &Client {
        self.data_unchecked::<Client>()
    }

    fn audience(&self) -> &Audience {
        self.data_unchecked::<Audience>()
    }

    fn directory(&self) -> &Directory {
        self.data_unchecked::<Arc<Directory>>()
    }
}
