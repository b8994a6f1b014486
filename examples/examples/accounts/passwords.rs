//! Passwords: what they have to be like, and their hashes.

use std::sync::{Arc, LazyLock, Mutex, PoisonError, mpsc};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use mego::Error;
use tokio::sync::oneshot;

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

/// Argon2id with a random salt.
pub(crate) async fn hash(password: String) -> mego::Result<String> {
    let hashed = in_turn(move || {
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
    let verified = in_turn(move || {
        let hash = PasswordHash::new(&hash)?;
        Ok::<_, Error>(
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok(),
        )
    });
    verified.await?
}

/// Two at a time: each takes the processor for tens of milliseconds and 19 MiB of memory, on purpose, and whoever can
/// connect can ask for it.
const WORKERS: usize = 2;

type Job = Box<dyn FnOnce() + Send>;

/// Threads of their own: on those that tokio has for blocking work, each that has hashed once would keep its 19 MiB.
static QUEUE: LazyLock<mpsc::Sender<Job>> = LazyLock::new(|| {
    let (sender, jobs) = mpsc::channel::<Job>();
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..WORKERS {
        let jobs = Arc::clone(&jobs);
        std::thread::spawn(move || {
            loop {
                let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(job) = job else { return };
                job();
            }
        });
    }
    sender
});

/// Does the work when it is its turn, unless its call is over by then.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> mego::Result<T> {
    let (answer, answered) = oneshot::channel();
    let job = Box::new(move || {
        if !answer.is_closed() {
            // Nobody waits any more: then there is nobody to tell.
            let _ = answer.send(work());
        }
    });
    let is_sent = QUEUE.send(job);
    is_sent.map_err(|_| Error::internal("the threads for passwords are gone"))?;
    Ok(answered.await?)
}
