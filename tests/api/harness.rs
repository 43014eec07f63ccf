//! A shop of its own for every test, reached over a socket as a client would.

use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use souk::gateway::{endpoint::Endpoint, router, server, tls};
use souk::startup;
use souk_kernel::{app::App, config::Config, events::relay::Relay, tokens::Tokens, viewer::Scope};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use strum::IntoEnumIterator;
use tempfile::TempDir;

/// A running shop with an empty catalogue, in a folder (and, on PostgreSQL, schemas) of its own.
pub struct TestShop {
    pub app: Arc<App>,
    pub address: SocketAddr,
    client: reqwest::Client,
    server: tokio::task::JoinHandle<()>,
    _data_dir: TempDir,
}

impl TestShop {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts a shop whose settings were changed first.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        // Another test of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let data_dir = tempfile::tempdir().unwrap();
        let mut config = Config {
            data_dir: data_dir.path().into(),
            demo: false,
            ..Config::default()
        };
        if let Ok(url) = std::env::var("SOUK_TEST_POSTGRES") {
            use_postgres(&mut config, &url).await;
        }
        change(&mut config);
        let app = startup::start(config).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        app.listening_on(address);
        Relay::start(&app);
        let endpoint = Endpoint::new(Arc::clone(&app));
        let router = router::router(endpoint);
        let tls = tls::acceptor(&app.config.server).unwrap();
        let settings = app.config.server.clone();
        let stop = app.draining.clone();
        let server = tokio::spawn(async move {
            server::serve(listener, router, tls, &settings, stop).await;
        });
        Self {
            app,
            address,
            client: reqwest::Client::new(),
            server,
            _data_dir: data_dir,
        }
    }

    /// Sends an operation as an anonymous buyer and returns the whole answer.
    pub async fn send(&self, query: &str, variables: Value) -> Value {
        self.post(&[], json!({"query": query, "variables": variables}))
            .await
    }

    /// Sends an operation and returns its `data`; errors fail the test.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }

    /// Sends a body as it is; the status and the answer.
    pub async fn post_text(&self, content_type: &str, body: String) -> (u16, Value) {
        let request = self.client.post(format!("http://{}/graphql", self.address));
        let request = request.header("content-type", content_type).body(body);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Sends an operation with headers; status and media type of the answer.
    pub async fn status_of(&self, headers: &[(&str, &str)], query: &str) -> (u16, String) {
        let request = self.client.post(format!("http://{}/graphql", self.address));
        let mut request = request.json(&json!({"query": query}));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let media_type = response.headers()["content-type"].to_str().unwrap();
        (response.status().as_u16(), media_type.to_owned())
    }

    /// Sends an operation and returns the answer's text.
    pub async fn text_of(&self, query: &str) -> String {
        let request = self.client.post(format!("http://{}/graphql", self.address));
        let response = request.json(&json!({"query": query})).send().await.unwrap();
        response.text().await.unwrap()
    }

    /// Sends a body with headers and returns the answer.
    pub async fn post(&self, headers: &[(&str, &str)], body: Value) -> Value {
        let mut request = self
            .client
            .post(format!("http://{}/graphql", self.address))
            .json(&body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().json().await.unwrap()
    }
}

impl TestShop {
    /// Ends the shop as a process ends, and returns the folder it leaves.
    pub async fn close(mut self) -> TempDir {
        self.app.draining.cancel();
        self.app.shutdown.cancel();
        (&mut self.server).await.unwrap();
        startup::stop(&self.app).await;
        std::mem::replace(&mut self._data_dir, tempfile::tempdir().unwrap())
    }

    /// A merchant who may do everything.
    pub fn merchant(&self) -> Merchant<'_> {
        self.merchant_who(Scope::iter())
    }

    /// A merchant with these scopes only.
    pub fn merchant_who(&self, scopes: impl IntoIterator<Item = Scope>) -> Merchant<'_> {
        let hour = Duration::from_secs(3_600);
        let token = self
            .app
            .part::<Tokens>()
            .sign(&self.app.clock, scopes, hour)
            .unwrap();
        Merchant {
            shop: self,
            authorization: format!("Bearer {token}"),
        }
    }
}

/// A caller with a merchant's token.
pub struct Merchant<'a> {
    shop: &'a TestShop,
    authorization: String,
}

impl Merchant<'_> {
    /// Sends an operation and returns the whole answer.
    pub async fn send(&self, query: &str, variables: Value) -> Value {
        let headers = [("authorization", self.authorization.as_str())];
        let body = json!({"query": query, "variables": variables});
        self.shop.post(&headers, body).await
    }

    /// Sends an operation and returns its `data`; errors fail the test.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }
}

impl Drop for TestShop {
    fn drop(&mut self) {
        self.app.draining.cancel();
        self.app.shutdown.cancel();
        self.server.abort();
    }
}

/// Gives each of the five databases a fresh schema on the server at `url`.
async fn use_postgres(config: &mut Config, url: &str) {
    let admin = Database::connect(url).await.unwrap();
    let test = uuid::Uuid::new_v4().simple().to_string();
    let database = &mut config.database;
    for (name, settings) in [
        ("catalog", &mut database.catalog),
        ("inventory", &mut database.inventory),
        ("cart", &mut database.cart),
        ("orders", &mut database.orders),
        ("customers", &mut database.customers),
    ] {
        let schema = format!("test_{test}_{name}");
        admin
            .execute_unprepared(&format!("CREATE SCHEMA {schema}"))
            .await
            .unwrap();
        let separator = if url.contains('?') { '&' } else { '?' };
        settings.url = Some(format!("{url}{separator}options=-csearch_path%3D{schema}"));
        settings.max_connections = 4;
    }
    admin.close().await.unwrap();
}
