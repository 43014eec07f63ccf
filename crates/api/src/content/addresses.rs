//! URLs of resources in the storefront.

use crate::context::RequestContext;
use async_graphql::Context;
use souk_kernel::scalars::Url;

/// Host of the storefront, such as `larkfold.example`: the shop's primary domain, or else the host
/// of this server.
pub fn host(ctx: &Context<'_>) -> String {
    let base = base(ctx);
    let host = base
        .split_once("://")
        .map_or(base.as_str(), |(_, host)| host);
    host.to_owned()
}

/// Base URL of the storefront, without a trailing slash.
pub fn base(ctx: &Context<'_>) -> String {
    let profile = &ctx.directory().shop.profile;
    match &profile.primary_domain {
        Some(domain) if domain.contains("://") => domain.trim_end_matches('/').to_owned(),
        Some(domain) => format!("https://{}", domain.trim_end_matches('/')),
        None => ctx.app().public_url().to_owned(),
    }
}

/// URL of a path in the storefront; the path starts with a slash.
pub fn online_store_url_of(ctx: &Context<'_>, path: &str) -> Url {
    Url(format!("{}{path}", base(ctx)))
}
