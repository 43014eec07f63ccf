//! TLS: the configured certificate and key, HTTP/2 and HTTP/1.1 by ALPN.

use anyhow::Context;
use rustls::{
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use souk_kernel::config::ServerConfig;
use std::{path::Path, sync::Arc};
use tokio_rustls::TlsAcceptor;

/// Creates the acceptor of TLS connections; `None` if no certificate is configured.
///
/// # Errors
///
/// When a file is missing or invalid; the message is one line that names the setting.
pub fn acceptor(settings: &ServerConfig) -> anyhow::Result<Option<TlsAcceptor>> {
    let (certificate, key) = match (&settings.tls_cert, &settings.tls_key) {
        (None, None) => return Ok(None),
        (Some(certificate), Some(key)) => (certificate, key),
        (Some(_), None) => anyhow::bail!("server.tls_key: missing, server.tls_cert is set"),
        (None, Some(_)) => anyhow::bail!("server.tls_cert: missing, server.tls_key is set"),
    };
    let chain = read_chain(certificate)
        .with_context(|| format!("server.tls_cert: cannot use {}", certificate.display()))?;
    let key = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("server.tls_key: cannot use {}", key.display()))?;
    let provider = Arc::new(ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("server.tls_cert: certificate and key do not fit")?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

fn read_chain(file: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let chain = CertificateDer::pem_file_iter(file)?.collect::<Result<Vec<_>, _>>()?;
    anyhow::ensure!(!chain.is_empty(), "it holds no certificate");
    Ok(chain)
}
