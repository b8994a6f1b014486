//! Passwords: what they have to be like, and their hashes.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

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

/// Argon2id with a random salt. Takes some tens of milliseconds of the processor, on purpose.
pub(crate) fn hash(password: &str) -> mego::Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// Whether the password is the one of the hash. Without a hash it takes as long and is wrong, so that the time does not
/// tell which names exist.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> mego::Result<bool> {
    let Some(hash) = hash else {
        self::hash(password)?;
        return Ok(false);
    };
    let hash = PasswordHash::new(hash)?;
    Ok(Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok())
}
