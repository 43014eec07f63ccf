//! Determines the client of a request, and charges to it what the request stores.

use async_graphql::{Request, Response};
use axum::{Extension, http::HeaderMap};
use souk_api::schema::SoukSchema;
use souk_kernel::{
    app::App,
    client_writes::charged_to,
    config::Network,
    viewer::{Client, Viewer},
};
use std::{
    any::{Any, TypeId},
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

/// Maximum length of what stands for an address that cannot be read.
const MOST_TEXT: usize = 64;

/// The remote address of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// The client of a request: what the reverse proxies report if their header is configured, otherwise
/// the remote address. Addresses in one IPv6 network count as one client.
pub(super) fn client_of(app: &App, headers: &HeaderMap, peer: Option<Extension<Peer>>) -> Client {
    let settings = &app.config.server;
    let peer = peer.map(|Extension(Peer(address))| address);
    let reported = settings.client_address_header.as_deref();
    let reported =
        reported.and_then(|name| reported_client(headers, name, peer, &settings.trusted_proxies));
    Client(reported.or(peer.map(network)).unwrap_or_default())
}

/// Each proxy appends the address it saw to those it received. So the header is read from its end: the
/// first address that is not a proxy's is the client's, and what stands before it counts for nothing.
fn reported_client(
    headers: &HeaderMap,
    name: &str,
    peer: Option<IpAddr>,
    proxies: &[Network],
) -> Option<String> {
    let is_proxy = |address| proxies.iter().any(|proxy| proxy.contains(address));
    if !proxies.is_empty() && !peer.is_some_and(is_proxy) {
        return None;
    }
    let values = headers.get_all(name).iter();
    let texts: Vec<_> = values
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    let mut last = None;
    for hop in texts.iter().rev().flat_map(|text| text.rsplit(',')) {
        match address_of(hop) {
            Some(address) if is_proxy(address) => last = Some(network(address)),
            Some(address) => return Some(network(address)),
            // A proxy said this, so it tells clients apart, even if it is not an address.
            None => return Some(hop.trim().chars().take(MOST_TEXT).collect()),
        }
    }
    last
}

/// Reads an address with or without a port, alone or as the `for` of a `Forwarded` header.
fn address_of(hop: &str) -> Option<IpAddr> {
    let of_forwarded = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let is_for = name.trim().eq_ignore_ascii_case("for");
        is_for.then(|| value.to_owned())
    };
    let text = hop.split(';').find_map(of_forwarded);
    let text = text.as_deref().unwrap_or(hop).trim().trim_matches('"');
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip());
    bare.parse().or_else(|_| with_port()).ok()
}

/// Executes a request. What it stores is charged to its client, unless a merchant sent it.
pub(super) async fn charged(schema: &SoukSchema, request: Request) -> Response {
    let is_buyer = of_request(&request).is_some_and(|viewer: &Viewer| !viewer.is_merchant());
    let client = of_request(&request).filter(|_| is_buyer).cloned();
    charged_to(client, schema.execute(request)).await
}

/// What the gateway attached to a request.
fn of_request<T: Any>(request: &Request) -> Option<&T> {
    request.data.get(&TypeId::of::<T>())?.downcast_ref()
}

/// The part of an address that all clients on one internet connection share.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_network_is_one_client() {
        let client_of = |text: &str| network(text.parse().unwrap());

        assert_eq!(
            client_of("2001:db8:1:2:3::4"),
            client_of("2001:db8:1:2:9::9")
        );
        assert_ne!(client_of("2001:db8:1:2::1"), client_of("2001:db8:1:3::1"));
        assert_eq!(client_of("::ffff:192.0.2.7"), "192.0.2.7");
    }

    fn reported(values: &[&str], peer: &str, proxies: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-forwarded-for", HeaderValue::from_str(value).unwrap());
        }
        let proxies: Vec<_> = proxies
            .iter()
            .map(|text| Network::try_from((*text).to_owned()).unwrap())
            .collect();
        let peer = Some(peer.parse().unwrap());
        reported_client(&headers, "x-forwarded-for", peer, &proxies)
    }

    #[test]
    fn the_client_is_the_last_hop_that_is_no_proxy() {
        let client = |values: &[&str], peer, proxies: &[&str]| {
            reported(values, peer, proxies).unwrap_or_default()
        };
        let inside = ["10.0.0.0/8"];

        assert_eq!(
            client(&["192.0.2.1, 198.51.100.7"], "10.0.0.1", &[]),
            "198.51.100.7"
        );
        let hops = ["192.0.2.1, 198.51.100.7", "10.0.0.3"];
        assert_eq!(client(&hops, "10.0.0.1", &inside), "198.51.100.7");
        assert_eq!(
            client(&hops, "203.0.113.5", &inside),
            "",
            "not a proxy's word"
        );
        assert_eq!(client(&["10.0.0.3"], "10.0.0.1", &inside), "10.0.0.3");
        assert_eq!(
            client(&["198.51.100.7:4711"], "10.0.0.1", &inside),
            "198.51.100.7"
        );
        assert_eq!(
            client(&["[2001:db8:1:2::1]:4711"], "10.0.0.1", &[]),
            "2001:db8:1:2::"
        );
        assert_eq!(
            client(
                &["for=\"[2001:db8:1:2::1]:4711\";proto=https"],
                "10.0.0.1",
                &[]
            ),
            "2001:db8:1:2::"
        );
        assert_eq!(client(&["x, unknown-7"], "10.0.0.1", &inside), "unknown-7");
    }
}
