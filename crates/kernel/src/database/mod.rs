//! The five databases: pools, transactions and migrations.

mod clock;
mod pool;

pub use clock::MOST_SKEW_MS;
pub(crate) use clock::now;

use crate::{
    config::{Config, DatabaseConfig, DatabasesConfig},
    data_folder,
};
use anyhow::{Context, ensure};
use sea_orm::{
    AccessMode, ConnectOptions, Database as SeaDatabase, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, DbErr, IsolationLevel, RuntimeErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use souk_migrations::Migration;
use std::{
    num::NonZero,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// Durability of a database's commits. It makes a difference only on SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A commit is on disk before it returns.
    Full,
    /// A power cut may lose the latest commits, but nothing else.
    Normal,
}

/// The databases of the shop. No query, key or transaction crosses two of them.
#[derive(Clone, Debug)]
pub struct Databases {
    /// Products, prices, collections, content.
    pub catalog: Database,
    /// Stock levels.
    pub inventory: Database,
    /// Carts.
    pub cart: Database,
    /// Orders and payments.
    pub orders: Database,
    /// Customers and staff.
    pub customers: Database,
}

impl Databases {
    /// Opens all databases and migrates them to the latest schema.
    ///
    /// # Errors
    ///
    /// When one cannot be reached or migrated, or its clock is not that of this host; the message
    /// names it.
    pub async fn connect(config: &Config) -> anyhow::Result<Self> {
        use souk_migrations::{cart, catalog, customers, inventory, orders};
        data_folder::open(&config.data_dir)?;
        let settings = &config.database;
        let open = async |name, settings, durability| {
            Database::open(config, name, settings, durability)
                .await
                .with_context(|| format!("database.{name}: cannot open"))
        };
        let databases = Self {
            catalog: open("catalog", &settings.catalog, Durability::Normal).await?,
            inventory: open("inventory", &settings.inventory, Durability::Full).await?,
            cart: open("cart", &settings.cart, Durability::Normal).await?,
            orders: open("orders", &settings.orders, Durability::Full).await?,
            customers: open("customers", &settings.customers, Durability::Normal).await?,
        };
        for (name, skew_ms) in databases.skews().await? {
            ensure!(
                skew_ms.abs() <= MOST_SKEW_MS,
                "database.{name}: its clock is {skew_ms} ms ahead of this host's: set the clocks"
            );
        }
        databases.catalog.migrate(catalog::MIGRATIONS).await?;
        databases.inventory.migrate(inventory::MIGRATIONS).await?;
        databases.cart.migrate(cart::MIGRATIONS).await?;
        databases.orders.migrate(orders::MIGRATIONS).await?;
        databases.customers.migrate(customers::MIGRATIONS).await?;
        Ok(databases)
    }

    /// How many milliseconds the clock of each database is ahead of that of this process.
    async fn skews(&self) -> anyhow::Result<Vec<(&'static str, i64)>> {
        let mut skews = Vec::new();
        for (name, database) in self.all() {
            let skew_ms = database.skew_ms().await;
            skews.push((name, skew_ms.with_context(|| format!("database.{name}"))?));
        }
        Ok(skews)
    }

    /// Logs the databases whose clock has moved too far from that of this process.
    pub(crate) async fn compare_clocks(&self) -> anyhow::Result<()> {
        for (database, skew_ms) in self.skews().await? {
            if skew_ms.abs() > MOST_SKEW_MS {
                tracing::error!(
                    database,
                    skew_ms,
                    "the clock of a database is not that of this host"
                );
            }
        }
        Ok(())
    }

    /// All databases with their names.
    pub fn all(&self) -> [(&'static str, &Database); 5] {
        [
            ("catalog", &self.catalog),
            ("inventory", &self.inventory),
            ("cart", &self.cart),
            ("orders", &self.orders),
            ("customers", &self.customers),
        ]
    }

    /// The same databases for background work, whose statements are not counted.
    pub fn uncounted(&self) -> Self {
        Self {
            catalog: self.catalog.uncounted(),
            inventory: self.inventory.uncounted(),
            cart: self.cart.uncounted(),
            orders: self.orders.uncounted(),
            customers: self.customers.uncounted(),
        }
    }

    /// Number of statements sent so far, without BEGIN and COMMIT. Tests use it to limit the
    /// statements of an operation.
    pub fn statements(&self) -> u64 {
        self.all()
            .iter()
            .map(|(_, database)| database.statements())
            .sum()
    }
}

/// One database: a writer pool and a reader pool. On PostgreSQL without replicas they are the same
/// pool; on SQLite the writer pool has one connection, so writers queue here instead of failing.
#[derive(Clone, Debug)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    /// The writer and reader pools without the counter.
    uncounted: [DatabaseConnection; 2],
    statements: Arc<AtomicU64>,
}

impl Database {
    async fn open(
        config: &Config,
        name: &str,
        settings: &DatabaseConfig,
        durability: Durability,
    ) -> anyhow::Result<Self> {
        let url = match &settings.url {
            Some(url) => url.clone(),
            None => {
                let file = config.data_dir.join(format!("{name}.sqlite"));
                data_folder::create_file(&file)?;
                file_url(&file)
            }
        };
        let limits = Limits::of(&config.database);
        Ok(Self::connect(&url, settings.max_connections, durability, &limits).await?)
    }

    /// Opens a SQLite file of an adapter, separate from the shop's databases.
    pub async fn open_file(path: &Path, durability: Durability) -> Result<Self, DbErr> {
        data_folder::create_file(path).map_err(|error| DbErr::Custom(error.to_string()))?;
        Self::connect(&file_url(path), 1, durability, &Limits::default()).await
    }

    async fn connect(
        url: &str,
        max_connections: u32,
        durability: Durability,
        limits: &Limits,
    ) -> Result<Self, DbErr> {
        let statements = Arc::new(AtomicU64::new(0));
        let connect = async |connections: u32| {
            let options = connect_options(url, connections, durability, limits);
            let uncounted = SeaDatabase::connect(options).await?;
            let mut connection = uncounted.clone();
            let count = Arc::clone(&statements);
            connection.set_metric_callback(move |_| {
                count.fetch_add(1, Ordering::Relaxed);
            });
            Ok::<_, DbErr>((connection, uncounted))
        };
        let sqlite = url.starts_with("sqlite:");
        let writer = connect(if sqlite { 1 } else { max_connections }).await?;
        let reader = if sqlite {
            connect(max_connections.min(sqlite_readers())).await?
        } else {
            writer.clone()
        };
        Ok(Self {
            writer: writer.0,
            reader: reader.0,
            uncounted: [writer.1, reader.1],
            statements,
        })
    }

    async fn migrate(&self, migrations: &[Migration]) -> Result<(), DbErr> {
        souk_migrations::run(&self.writer, migrations).await
    }

    /// The same database for background work, whose statements are not counted.
    fn uncounted(&self) -> Self {
        let [writer, reader] = self.uncounted.clone();
        Self {
            writer,
            reader,
            ..self.clone()
        }
    }

    /// Connection for reads that may be slightly stale.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Connection for single guarded writes, and for reads that must see the latest write.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// The database's SQL dialect.
    pub fn backend(&self) -> DatabaseBackend {
        self.writer.get_database_backend()
    }

    /// Opens a transaction that may write. It rolls back when dropped without a commit.
    ///
    /// On SQLite it takes the write lock immediately, because a transaction that reads first and
    /// locks later fails whenever another one has written in between.
    ///
    /// # Errors
    ///
    /// When no connection becomes free in time.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        begin(&self.writer, options).await
    }

    /// Opens a read-only transaction, which sees the database as it is at its first statement.
    ///
    /// # Errors
    ///
    /// When no connection becomes free in time.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = match self.backend() {
            // A deferred SQLite transaction is a snapshot and takes no options.
            DatabaseBackend::Sqlite => TransactionOptions::default(),
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
        };
        begin(&self.reader, options).await
    }

    /// Number of statements sent so far, without BEGIN and COMMIT.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }
}

/// Begins a transaction in a task of its own, which ends whatever becomes of the caller: a BEGIN
/// that was sent and whose answer nobody awaits would leave a connection in a transaction that the
/// driver does not know of. What nobody wants any more rolls back.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
async fn begin(
    connection: &DatabaseConnection,
    options: TransactionOptions,
) -> Result<DatabaseTransaction, DbErr> {
    let connection = connection.clone();
    let begun = tokio::spawn(async move { connection.begin_with_options(options).await });
    begun.await.unwrap_or_else(|error| {
        let why = format!("a transaction could not begin: {error}");
        Err(DbErr::Conn(RuntimeErr::Internal(why)))
    })
}

/// Maximum number of readers of one SQLite file: each is a thread with its own page cache, and many
/// more threads than cores only wake each other.
fn sqlite_readers() -> u32 {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    u32::try_from(cores).unwrap_or(u32::MAX).max(4)
}

fn file_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}

/// Limits in time that PostgreSQL sets to every connection, by the names of its own settings.
#[derive(Clone, Debug, Default)]
struct Limits(Vec<(&'static str, String)>);

impl Limits {
    fn of(settings: &DatabasesConfig) -> Self {
        let limits = [
            ("lock_timeout", settings.lock_timeout_s),
            ("statement_timeout", settings.statement_timeout_s),
            (
                "idle_in_transaction_session_timeout",
                settings.idle_in_transaction_timeout_s,
            ),
        ];
        let mut limits: Vec<_> = limits
            .map(|(name, seconds)| (name, format!("{seconds}s")))
            .into();
        let keepalive = settings.keepalive_s;
        limits.extend([
            ("tcp_keepalives_idle", keepalive.to_string()),
            ("tcp_keepalives_interval", keepalive.to_string()),
            ("tcp_keepalives_count", "2".to_owned()),
            ("tcp_user_timeout", format!("{}s", 3 * keepalive)),
        ]);
        Self(limits)
    }
}

fn connect_options(
    url: &str,
    connections: u32,
    durability: Durability,
    limits: &Limits,
) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false);
    pool::refuse_open_transactions(&mut options);
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    let limits = limits.clone();
    options.map_sqlx_postgres_opts(move |options| {
        options.options(limits.0.iter().map(|(name, value)| (*name, value.as_str())))
    });
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", synchronous)
            .pragma("busy_timeout", "10000")
            .pragma("cache_size", "-4000")
            .pragma("temp_store", "MEMORY")
            .statement_cache_capacity(256)
    });
    options
}
