//! Determines the client of a request.

use axum::{Extension, http::HeaderMap};
use souk_kernel::{app::App, viewer::Client};
use std::net::{IpAddr, Ipv6Addr};

/// The remote address of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// The client of a request: the address reported by the reverse proxy if its header is configured,
/// otherwise the remote address. Addresses in one IPv6 network count as one client.
pub(super) fn client_of(app: &App, headers: &HeaderMap, peer: Option<Extension<Peer>>) -> Client {
    let header = app.config.server.client_address_header.as_deref();
    let told = header.and_then(|name| headers.get(name)?.to_str().ok());
    // A proxy appends the address it saw to those it received.
    let told = told.and_then(|told| told.rsplit(',').next()?.trim().parse().ok());
    let address = told.or(peer.map(|Extension(Peer(address))| address));
    Client(address.map(network).unwrap_or_default())
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
    use super::network;

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
}
