//! The accounts in SQLite.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use mego::Error;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::api::{Account, NewAccount};

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS accounts (
        id INTEGER PRIMARY KEY,
        username TEXT NOT NULL UNIQUE COLLATE NOCASE,
        email TEXT UNIQUE COLLATE NOCASE,
        nickname TEXT,
        password TEXT NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT;
";

const COLUMNS: &str = "id, username, email, nickname, created_at";

/// The database, shared by all calls. SQLite has one writer anyway, so one connection serves them all.
#[derive(Clone)]
pub(crate) struct Database(Arc<Mutex<Connection>>);

/// An account and the hash of its password.
pub(crate) struct Secret {
    pub(crate) account: Account,
    pub(crate) hash: String,
}

impl Database {
    /// Opens the file and makes what is missing.
    pub(crate) fn open(path: &str) -> mego::Result<Database> {
        let connection =
            Connection::open(path).map_err(|error| Error::from(error).context(format!("opening {path}")))?;
        connection.execute_batch(SCHEMA)?;
        Ok(Database(Arc::new(Mutex::new(connection))))
    }

    /// Runs a query on a thread that may wait for the disk.
    async fn run<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> mego::Result<T> {
        let connection = Arc::clone(&self.0);
        let result = tokio::task::spawn_blocking(move || {
            // A query that panicked has left no transaction open: rusqlite rolls it back when it is dropped.
            query(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(result.await??)
    }

    /// Which of these somebody has already.
    pub(crate) async fn taken(&self, username: String, email: Option<String>) -> mego::Result<Vec<String>> {
        self.run(move |connection| {
            let exists = |column: &str, value: &str| {
                let sql = format!("SELECT 1 FROM accounts WHERE {column} = ?1");
                connection
                    .query_row(&sql, [value], |_| Ok(()))
                    .optional()
                    .map(|found| found.is_some())
            };
            let mut taken = Vec::new();
            if exists("username", &username)? {
                taken.push("username".to_owned());
            }
            if let Some(email) = email
                && exists("email", &email)?
            {
                taken.push("email".to_owned());
            }
            Ok(taken)
        })
        .await
    }

    /// Adds an account; nothing when its name or its address was taken in the meantime.
    pub(crate) async fn insert(&self, account: NewAccount, hash: String) -> mego::Result<Option<Account>> {
        self.run(move |connection| {
            let sql = format!(
                "INSERT INTO accounts (username, email, nickname, password, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING {COLUMNS}"
            );
            let NewAccount {
                username,
                email,
                nickname,
                ..
            } = account;
            let created_at = Timestamp::now().to_string();
            connection
                .query_row(
                    &sql,
                    params![username, email, nickname, hash, created_at],
                    account_of,
                )
                .optional()
        })
        .await
    }

    pub(crate) async fn secret(&self, username: String) -> mego::Result<Option<Secret>> {
        self.run(move |connection| {
            let sql = format!("SELECT {COLUMNS}, password FROM accounts WHERE username = ?1");
            let secret = |row: &Row<'_>| {
                Ok(Secret {
                    account: account_of(row)?,
                    hash: row.get(5)?,
                })
            };
            connection.query_row(&sql, [username], secret).optional()
        })
        .await
    }

    pub(crate) async fn account(&self, id: i64) -> mego::Result<Option<Account>> {
        self.run(move |connection| {
            let sql = format!("SELECT {COLUMNS} FROM accounts WHERE id = ?1");
            connection.query_row(&sql, [id], account_of).optional()
        })
        .await
    }

    pub(crate) async fn rename(&self, id: i64, nickname: Option<String>) -> mego::Result<Option<Account>> {
        self.run(move |connection| {
            let sql = format!("UPDATE accounts SET nickname = ?2 WHERE id = ?1 RETURNING {COLUMNS}");
            connection
                .query_row(&sql, params![id, nickname], account_of)
                .optional()
        })
        .await
    }

    /// One page of the accounts, the newest first, and how many there are.
    pub(crate) async fn list(&self, offset: u32, limit: u32) -> mego::Result<(Vec<Account>, u32)> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let total = transaction.query_row("SELECT count(*) FROM accounts", [], |row| row.get(0))?;
            let sql = format!("SELECT {COLUMNS} FROM accounts ORDER BY id DESC LIMIT ?1 OFFSET ?2");
            let accounts = transaction
                .prepare(&sql)?
                .query_map([limit, offset], account_of)?
                .collect::<Result<_, _>>()?;
            Ok((accounts, total))
        })
        .await
    }
}

fn account_of(row: &Row<'_>) -> rusqlite::Result<Account> {
    let created_at: String = row.get(4)?;
    let created_at = created_at.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(4, Type::Text, Box::new(error))
    })?;
    Ok(Account {
        id: row.get(0)?,
        username: row.get(1)?,
        email: row.get(2)?,
        nickname: row.get(3)?,
        created_at,
    })
}
