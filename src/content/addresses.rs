//! Addresses of the storefront: where buyers see a resource.

use crate::{context::RequestContext, scalars::Url};
use async_graphql::Context;

/// Host of the storefront, such as `larkfold.example`: the shop's primary domain, else the host
/// under which this server is reached.
pub fn host(ctx: &Context<'_>) -> String {
    let base = base(ctx);
    let host = base
        .split_once("://")
        .map_or(base.as_str(), |(_, host)| host);
    host.to_owned()
}

/// Address of the storefront without a slash at the end.
pub fn base(ctx: &Context<'_>) -> String {
    let profile = &ctx.directory().shop.profile;
    match &profile.primary_domain {
        Some(domain) if domain.contains("://") => domain.trim_end_matches('/').to_owned(),
        Some(domain) => format!("https://{}", domain.trim_end_matches('/')),
        None => ctx.app().public_url().to_owned(),
    }
}

/// Address of a path of the storefront; the path starts with a slash.
pub fn of(ctx: &Context<'_>, path: &str) -> Url {
    Url(format!("{}{path}", base(ctx)))
}
