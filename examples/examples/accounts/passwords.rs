//! Passwords: what they have to be like, and their hashes.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use mego::Error;
use tokio::sync::Semaphore;

/// The shortest password, in characters.
pub(crate) const MIN_LENGTH: u32 = 12;

/// What is wrong with a password, in the reader's language; empty when nothing is.
pub(crate) fn weaknesses(username: &str, password: &str) -> Vec<String> {
    let mut weaknesses = Vec::new();
    if password.chars().count() < MIN_LENGTH as usize {
        weaknesses.push(format!("至少要有 {MIN_LENGTH} 個字元。"));
    }
    if password.to_lowercase().contains(&username.to_lowercase()) {
        weaknesses.push("不能包含使用者名稱。".to_owned());
    }
    if password.chars().all(|letter| password.starts_with(letter)) {
        weaknesses.push("不能只用同一個字元。".to_owned());
    }
    weaknesses
}

/// Two at a time: each takes the processor for tens of milliseconds and 19 MiB of memory, on purpose, and whoever can
/// connect can ask for it.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Argon2id with a random salt.
pub(crate) async fn hash(password: String) -> mego::Result<String> {
    let _turn = TURNS.acquire().await?;
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    });
    Ok(hashed.await??)
}

/// Whether the password is the one of the hash. Without a hash it takes as long and is wrong, so that the time does not
/// tell which names exist.
pub(crate) async fn verify(password: String, hash: Option<String>) -> mego::Result<bool> {
    let Some(hash) = hash else {
        self::hash(password).await?;
        return Ok(false);
    };
    let _turn = TURNS.acquire().await?;
    let verified = tokio::task::spawn_blocking(move || {
        let hash = PasswordHash::new(&hash)?;
        Ok::<_, Error>(
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok(),
        )
    });
    verified.await?
}
