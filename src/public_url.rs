//! The address under which buyers reach the shop.

use crate::config::ServerConfig;
use std::{net::SocketAddr, sync::OnceLock};

/// The setting `server.public_url`, or the address the server listens on. With port 0 only the
/// socket knows that, so it is learnt at the start.
#[derive(Debug)]
pub struct PublicUrl {
    server: ServerConfig,
    known: OnceLock<String>,
}

impl PublicUrl {
    /// The address of a server with these settings.
    pub fn new(server: &ServerConfig) -> Self {
        Self {
            server: server.clone(),
            known: OnceLock::new(),
        }
    }

    /// Notes the address the server listens on. The first call counts.
    pub fn listening_on(&self, address: SocketAddr) {
        self.known.get_or_init(|| self.server.url_at(address));
    }

    /// The address, without a slash at the end.
    pub fn get(&self) -> &str {
        self.known
            .get_or_init(|| self.server.url_at(self.server.listen))
    }
}
