//! The URL under which buyers reach the shop.

use crate::config::ServerConfig;
use std::{net::SocketAddr, sync::OnceLock};

/// The setting `server.public_url`, or the address the server listens on. With port 0 only the
/// socket knows the address, so it is recorded at startup.
#[derive(Debug)]
pub struct PublicUrl {
    server: ServerConfig,
    known: OnceLock<String>,
}

impl PublicUrl {
    /// The URL of a server with these settings.
    pub fn new(server: &ServerConfig) -> Self {
        Self {
            server: server.clone(),
            known: OnceLock::new(),
        }
    }

    /// Records the address the server listens on. Only the first call counts.
    pub fn listening_on(&self, address: SocketAddr) {
        self.known.get_or_init(|| self.server.url_at(address));
    }

    /// The URL, without a trailing slash.
    pub fn get(&self) -> &str {
        self.known
            .get_or_init(|| self.server.url_at(self.server.listen))
    }
}
