//! Settings: defaults, then `souk.toml`, then environment variables `SOUK__SECTION__KEY`.

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

pub use outside::*;

/// Every setting of the shop. `souk.example.toml` shows each with its default.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Folder of everything the shop writes: databases, index, keys, uploads, mail.
    pub data_dir: PathBuf,
    /// Whether an empty shop is filled with the demo catalogue.
    pub demo: bool,
    /// Number of this process, 0 to 255, carried by the ids it makes. Processes on one data folder
    /// take the first free one from here on; machines that share databases need ranges of their own.
    pub node: u8,
    /// The HTTP server.
    pub server: ServerConfig,
    /// Who may do what.
    pub auth: AuthConfig,
    /// The databases, one per domain.
    pub database: DatabasesConfig,
    /// Limits of requests.
    pub limits: LimitsConfig,
    /// Carts.
    pub cart: CartConfig,
    /// Taxes.
    pub tax: TaxConfig,
    /// E-mails to buyers.
    pub mail: MailConfig,
    /// The search index.
    pub search: SearchConfig,
    /// Pictures and uploads.
    pub media: MediaConfig,
    /// Payments.
    pub payments: PaymentsConfig,
}

/// The HTTP server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Address under which buyers reach the server; made from `listen` where absent.
    pub public_url: Option<String>,
    /// Certificate chain in PEM; with `tls_key` the server speaks https.
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM.
    pub tls_key: Option<PathBuf>,
    /// Header in which the proxy in front tells the address of its client.
    pub client_address_header: Option<String>,
    /// Connections served at once; more wait.
    pub max_connections: usize,
    /// Seconds a client has to send its request headers.
    pub header_timeout_s: u64,
    /// Seconds a connection may stay open without a request.
    pub idle_timeout_s: u64,
    /// Seconds running requests have to end on shutdown.
    pub shutdown_timeout_s: u64,
    /// Whether `souk serve` does background work too; else `souk worker` must run beside it.
    pub workers: bool,
}

/// Who may do what.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// Secret that signs the tokens of merchants, 32 characters or more; made for the data folder
    /// where absent.
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
    /// `postgres://…` or `sqlite://…`; a file in the data folder where absent.
    pub url: Option<String>,
    /// Connections kept at most.
    pub max_connections: u32,
}

/// Limits of requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// Bytes of a request body.
    pub body_bytes: usize,
    /// Bytes of a request body that comes with the token of a merchant.
    pub merchant_body_bytes: usize,
    /// Bytes of a GraphQL document.
    pub document_bytes: usize,
    /// Nested brackets in a document.
    pub bracket_depth: usize,
    /// Nested selections in an operation.
    pub selection_depth: usize,
    /// Aliases in a document.
    pub aliases: usize,
    /// Fields of a document, counted wherever a fragment repeats them.
    pub fields: usize,
    /// Items of a list in a document or its variables.
    pub list_items: usize,
    /// Items of a list in the variables of a request that comes with the token of a merchant.
    pub merchant_list_items: usize,
    /// Estimated nodes of an answer.
    pub cost: usize,
    /// Seconds a request may take.
    pub request_timeout_s: u64,
    /// Parsed documents kept; each 4 KB of a long one count as one.
    pub cached_documents: u64,
}

/// Carts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartConfig {
    /// Days after its last change a cart is forgotten.
    pub expire_after_days: u32,
}

/// The search index.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchConfig {
    /// Milliseconds between commits of the index: how long a change stays unseen at most, about.
    pub commit_interval_ms: u64,
    /// Bytes the index writer may use.
    pub writer_memory_bytes: usize,
}

/// Pictures and uploads.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaConfig {
    /// Text such as `.svg` put behind picture addresses, which the picture route ignores.
    pub url_suffix: String,
    /// Bytes of the largest upload.
    pub max_upload_bytes: usize,
}

impl Default for Config {
    fn default() -> Self {
        let database = || DatabaseConfig {
            url: None,
            max_connections: 10,
        };
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
                max_connections: 10_000,
                header_timeout_s: 10,
                idle_timeout_s: 75,
                shutdown_timeout_s: 10,
                workers: true,
            },
            auth: AuthConfig::default(),
            database: DatabasesConfig {
                catalog: database(),
                inventory: database(),
                cart: database(),
                orders: database(),
                customers: database(),
            },
            limits: LimitsConfig {
                body_bytes: 1_000_000,
                merchant_body_bytes: 16_000_000,
                document_bytes: 100_000,
                bracket_depth: 64,
                selection_depth: 20,
                aliases: 100,
                fields: 5_000,
                list_items: 2_048,
                merchant_list_items: 100_000,
                cost: 100_000,
                request_timeout_s: 30,
                cached_documents: 1_000,
            },
            cart: CartConfig {
                expire_after_days: 30,
            },
            tax: TaxConfig::default(),
            mail: MailConfig::default(),
            search: SearchConfig {
                commit_interval_ms: 200,
                writer_memory_bytes: 50_000_000,
            },
            media: MediaConfig {
                url_suffix: String::new(),
                max_upload_bytes: 20_000_000,
            },
            payments: PaymentsConfig::default(),
        }
    }
}

impl Config {
    /// Reads the settings in `file`, where there is such a file, and the environment.
    ///
    /// # Errors
    ///
    /// One line that names the key of an unknown or wrong setting, and where it stands.
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file))
            .merge(Env::prefixed("SOUK__").split("__"))
            .extract()
            .map_err(|error| anyhow::anyhow!(one_line(&error)))
    }

    /// Refuses what must not be seen beyond this machine: demo data, keys the shop made itself, and
    /// a payment provider that moves no money.
    ///
    /// # Errors
    ///
    /// One line that names the setting.
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
    /// Address under which buyers reach a server that listens on `address`.
    pub fn url_at(&self, address: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.tls_cert.is_some() => format!("https://{address}"),
            None => format!("http://{address}"),
        }
    }
}

/// What is wrong with a setting, which one, and where it stands, in one line.
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
        return format!("{what}{place}"); // the file could not be read as a whole
    }
    format!("{key}: {what}{place}")
}

/// A message without the lines in which a TOML parser draws the place.
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
