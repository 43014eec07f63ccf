//! Settings: defaults, then `souk.toml`, then environment variables `SOUK__SECTION__KEY`.

mod network;
mod outside;

use figment::{
    Figment, Source,
    error::Kind,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

pub use network::Network;
pub use outside::*;

/// All settings of the shop. `souk.example.toml` shows each with its default.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Folder for everything the shop writes: databases, index, keys, uploads, e-mails.
    pub data_dir: PathBuf,
    /// Whether to load the demo catalogue into an empty shop.
    pub demo: bool,
    /// Number of this process, 0 to 255, which is part of the ids it generates. Processes that
    /// share a data folder take the first free number from this one on; machines that share
    /// databases need separate ranges.
    pub node: u8,
    /// The HTTP server.
    pub server: ServerConfig,
    /// Authentication.
    pub auth: AuthConfig,
    /// The databases, one per domain.
    pub database: DatabasesConfig,
    /// Request limits.
    pub limits: LimitsConfig,
    /// Carts.
    pub cart: CartConfig,
    /// Taxes.
    pub tax: TaxConfig,
    /// E-mails to buyers.
    pub mail: MailConfig,
    /// The search index.
    pub search: SearchConfig,
    /// Images and uploads.
    pub media: MediaConfig,
    /// Payments.
    pub payments: PaymentsConfig,
}

/// The HTTP server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port to listen on; port 0 picks a free port.
    pub listen: SocketAddr,
    /// URL under which buyers reach the server; derived from `listen` if missing.
    pub public_url: Option<String>,
    /// Certificate chain in PEM format; together with `tls_key` it enables HTTPS.
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM format.
    pub tls_key: Option<PathBuf>,
    /// Header in which reverse proxies report the client's address.
    pub client_address_header: Option<String>,
    /// Networks of the reverse proxies, such as `10.0.0.0/8`. Only what they report counts; without
    /// any, whoever connects is taken for the one proxy.
    pub trusted_proxies: Vec<Network>,
    /// Whether the server has a playground.
    pub playground: bool,
    /// Maximum number of connections served at once; further ones wait.
    pub max_connections: usize,
    /// Seconds that a client has to send its request headers.
    pub header_timeout_s: u64,
    /// Seconds that a connection may stay open without a request.
    pub idle_timeout_s: u64,
    /// Seconds that running requests have to finish on shutdown.
    pub shutdown_timeout_s: u64,
    /// Whether `souk serve` does background work too; otherwise `souk worker` must run beside it.
    pub workers: bool,
}

/// Authentication.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// Secret that signs merchants' access tokens, at least 32 characters; generated in the data
    /// folder if missing.
    pub token_key: Option<String>,
}

impl std::fmt::Debug for AuthConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let token_key = self.token_key.as_ref().map(|_| "secret");
        formatter
            .debug_struct("AuthConfig")
            .field("token_key", &token_key)
            .finish()
    }
}

/// The databases, one per domain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabasesConfig {
    /// Seconds that a statement waits for a lock of another transaction on PostgreSQL.
    pub lock_timeout_s: u32,
    /// Seconds that a statement may take on PostgreSQL; migrations may take longer.
    pub statement_timeout_s: u32,
    /// Seconds after which PostgreSQL ends a transaction whose process sends nothing, so that one
    /// that hangs holds its locks no longer.
    pub idle_in_transaction_timeout_s: u32,
    /// Seconds without a sign of life after which PostgreSQL asks whether a connection is still
    /// there; it gives it up after three times as long.
    pub keepalive_s: u32,
    /// Products, prices, collections, content.
    pub catalog: DatabaseConfig,
    /// Stock.
    pub inventory: DatabaseConfig,
    /// Carts.
    pub cart: DatabaseConfig,
    /// Orders and payments.
    pub orders: DatabaseConfig,
    /// Customers and staff.
    pub customers: DatabaseConfig,
}

/// One database.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `postgres://…` or `sqlite://…`; a file in the data folder if missing.
    pub url: Option<String>,
    /// Maximum number of connections in the pool.
    pub max_connections: u32,
}

/// Request limits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// Maximum size of a request body in bytes.
    pub body_bytes: usize,
    /// Maximum size in bytes of a request body with a merchant's access token.
    pub merchant_body_bytes: usize,
    /// Maximum size of a GraphQL document in bytes.
    pub document_bytes: usize,
    /// Maximum nesting of brackets in a document.
    pub bracket_depth: usize,
    /// Maximum nesting of selections in an operation.
    pub selection_depth: usize,
    /// Maximum number of aliases in a document.
    pub aliases: usize,
    /// Maximum number of fields in a document, with fragments counted wherever they are spread.
    pub fields: usize,
    /// Maximum number of items of a list in a document or its variables.
    pub list_items: usize,
    /// Maximum number of items of a list in the variables of a request with a merchant's access
    /// token.
    pub merchant_list_items: usize,
    /// Maximum estimated number of nodes in a response.
    pub cost: usize,
    /// Maximum estimated cost of a request that runs beside all others. What may cost more is counted
    /// while it is answered, and few such requests run at once.
    pub light_cost: usize,
    /// Maximum number of fields that are resolved for one response.
    pub answer_fields: usize,
    /// Maximum size of a response in bytes.
    pub answer_bytes: usize,
    /// Maximum number of bytes that one client without a merchant's access token makes the shop store
    /// in a minute, in carts and in answers of idempotency keys; 0 for no limit.
    pub client_written_bytes: u64,
    /// Maximum duration of a request in seconds.
    pub request_timeout_s: u64,
    /// Maximum number of parsed documents in the cache; each 4 KB of a long one count as one.
    pub cached_documents: u64,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            body_bytes: 1_000_000,
            merchant_body_bytes: 16_000_000,
            document_bytes: 100_000,
            bracket_depth: 64,
            selection_depth: 20,
            aliases: 100,
            fields: 5_000,
            list_items: 2_048,
            merchant_list_items: 100_000,
            cost: 300_000,
            light_cost: 3_000,
            answer_fields: 1_000_000,
            answer_bytes: 32_000_000,
            client_written_bytes: 4_000_000,
            request_timeout_s: 30,
            cached_documents: 1_000,
        }
    }
}

/// Carts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartConfig {
    /// Days after its last change until a cart expires.
    pub expire_after_days: u32,
}

/// The search index.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchConfig {
    /// Milliseconds between commits of the index, which is about how long a change stays invisible
    /// at most.
    pub commit_interval_ms: u64,
    /// Maximum memory of the index writer in bytes.
    pub writer_memory_bytes: usize,
}

/// Images and uploads.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaConfig {
    /// Suffix of image URLs, such as `.svg`, which the image route ignores.
    pub url_suffix: String,
    /// Maximum size of an upload in bytes.
    pub max_upload_bytes: usize,
    /// Maximum width times height of an upload in pixels. Transforming a picture takes up to 32
    /// bytes of memory for each, on every core at once.
    pub max_upload_pixels: u32,
    /// Maximum number of transformations that wait for a core; further ones are refused with 503.
    pub max_waiting: usize,
    /// Maximum size in bytes of the transformed pictures on disk; those not asked for the longest
    /// are removed first.
    pub cache_bytes: u64,
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            url_suffix: String::new(),
            max_upload_bytes: 20_000_000,
            max_upload_pixels: 25_000_000,
            max_waiting: 64,
            cache_bytes: 1_000_000_000,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: "./data".into(),
            demo: true,
            node: 0,
            server: ServerConfig {
                listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
                public_url: None,
                tls_cert: None,
                tls_key: None,
                client_address_header: None,
                trusted_proxies: Vec::new(),
                playground: true,
                max_connections: 10_000,
                header_timeout_s: 10,
                idle_timeout_s: 75,
                shutdown_timeout_s: 10,
                workers: true,
            },
            auth: AuthConfig::default(),
            database: DatabasesConfig::default(),
            limits: LimitsConfig::default(),
            cart: CartConfig {
                expire_after_days: 30,
            },
            tax: TaxConfig::default(),
            mail: MailConfig::default(),
            search: SearchConfig {
                commit_interval_ms: 200,
                writer_memory_bytes: 50_000_000,
            },
            media: MediaConfig::default(),
            payments: PaymentsConfig::default(),
        }
    }
}

impl Default for DatabasesConfig {
    fn default() -> Self {
        let database = || DatabaseConfig {
            url: None,
            max_connections: 10,
        };
        Self {
            lock_timeout_s: 12,
            statement_timeout_s: 30,
            idle_in_transaction_timeout_s: 10,
            keepalive_s: 5,
            catalog: database(),
            inventory: database(),
            cart: database(),
            orders: database(),
            customers: database(),
        }
    }
}

impl Config {
    /// Loads the settings from `file`, if it exists, and from the environment.
    ///
    /// # Errors
    ///
    /// When a setting is unknown or invalid; the message is one line with its key and its source.
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file))
            .merge(Env::prefixed("SOUK__").split("__"))
            .extract()
            .map_err(|error| anyhow::anyhow!(one_line(&error)))
    }

    /// Refuses to expose beyond this machine what is only meant for local use: demo data, generated
    /// keys, and a payment provider that moves no money.
    ///
    /// # Errors
    ///
    /// When such a setting is exposed; the message is one line that names it.
    pub fn refuse_unsafe(&self, insecure_demo: bool) -> anyhow::Result<()> {
        let listens_beyond = !self.server.listen.ip().is_loopback();
        let published_beyond = self
            .server
            .public_url
            .as_deref()
            .is_some_and(|url| !is_loopback_url(url));
        if insecure_demo || !(listens_beyond || published_beyond) {
            return Ok(());
        }
        let key = if listens_beyond {
            "server.listen"
        } else {
            "server.public_url"
        };
        let beyond = format!("{key}: others than this machine would reach the shop");
        anyhow::ensure!(
            !self.demo,
            "{beyond}, which shows demo data: set demo = false, or pass --insecure-demo"
        );
        anyhow::ensure!(
            self.auth.token_key.is_some(),
            "{beyond}, whose token key was generated: set auth.token_key, or pass --insecure-demo"
        );
        anyhow::ensure!(
            self.payments.provider != Provider::Test,
            "{beyond}, where anybody could pay with nothing: set payments.provider, or pass \
             --insecure-demo"
        );
        Ok(())
    }
}

impl ServerConfig {
    /// The URL under which buyers reach a server that listens on `address`.
    pub fn url_at(&self, address: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.tls_cert.is_some() => format!("https://{address}"),
            None => format!("http://{address}"),
        }
    }
}

/// Describes an invalid setting in one line: the problem, the key and the source.
fn one_line(error: &figment::Error) -> String {
    let mut path = error.path.clone();
    let what = match &error.kind {
        Kind::UnknownField(field, _) => {
            if path.last() != Some(field) {
                path.push(field.clone());
            }
            "there is no such setting".to_owned()
        }
        kind => without_drawing(&kind.to_string()),
    };
    let key = path.join(".");
    let place = match &error.metadata {
        Some(metadata) => match &metadata.source {
            Some(Source::File(file)) => format!(" (in {})", file.display()),
            _ if metadata.name.contains("environment") => {
                format!(" (in SOUK__{})", path.join("__").to_uppercase())
            }
            _ => String::new(),
        },
        None => String::new(),
    };
    if key.is_empty() {
        return format!("{what}{place}"); // the file as a whole could not be parsed
    }
    format!("{key}: {what}{place}")
}

/// The message without the lines in which the TOML parser draws the location.
fn without_drawing(message: &str) -> String {
    let lines = message.lines().map(str::trim);
    let said = lines.filter(|line| !line.is_empty() && !line.contains('|'));
    said.collect::<Vec<_>>().join(", ")
}

fn is_loopback_url(url: &str) -> bool {
    let host = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest)
        .split(['/', '?', '#'])
        .next()
        .unwrap_or("");
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    let address = host.parse::<IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|ip| ip.is_loopback())
}
