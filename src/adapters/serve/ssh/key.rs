//! The key that a computer is known by: made once, kept privately, the same for every class.

use crate::adapters::forms::private_file;
use crate::adapters::system::make_private_folder;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use russh::keys::ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The name of the key's file in the folder for data.
const KEY: &str = "ssh_host_ed25519_key";

/// What stands in the key for whoever finds it.
const COMMENT: &str = "iotutor host";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It cannot be kept.
    #[error("the key for ssh, \"{path}\", cannot be read or written ({cause})")]
    Unusable {
        /// Its file.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The file holds no key.
    #[error(
        "\"{0}\" holds no ed25519 key without a passphrase; move it away for a new one, which clients will ask about"
    )]
    Bad(String),
}

/// The key that a computer is known by.
#[derive(Clone)]
pub struct HostKey(PrivateKey);

impl std::fmt::Debug for HostKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "HostKey({})", self.fingerprint())
    }
}

impl HostKey {
    /// The key that is kept in a folder for data; made from `entropy` where there is none yet.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn kept(data_dir: &Path, entropy: impl FnOnce() -> io::Result<[u8; 32]>) -> Result<Self, KeyError> {
        let path = data_dir.join(KEY);
        let unusable = |cause| KeyError::Unusable { path: path.display().to_string(), cause };
        match fs::read_to_string(&path) {
            Ok(text) => Self::read(&path, &text),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let made = Self::of(&entropy().map_err(unusable)?);
                let text = made.0.to_openssh(LineEnding::LF).map_err(|_| KeyError::Bad(path.display().to_string()))?;
                make_private_folder(data_dir).map_err(unusable)?;
                match private_file(&path, &text) {
                    // Another class was begun at the same moment.
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                        Self::read(&path, &fs::read_to_string(&path).map_err(unusable)?)
                    }
                    kept => kept.map(|()| made).map_err(unusable),
                }
            }
            Err(cause) => Err(unusable(cause)),
        }
    }

    /// The key of that secret.
    #[must_use]
    pub fn of(secret: &[u8; 32]) -> Self {
        let mut key = PrivateKey::from(Ed25519Keypair::from_seed(secret));
        key.set_comment(COMMENT);
        Self(key)
    }

    fn read(path: &Path, text: &str) -> Result<Self, KeyError> {
        let key = PrivateKey::from_openssh(text).ok();
        let fits = |key: &PrivateKey| {
            key.algorithm() == Algorithm::Ed25519 && matches!(key.key_data(), KeypairData::Ed25519(_))
        };
        key.filter(fits).map(Self).ok_or_else(|| KeyError::Bad(path.display().to_string()))
    }

    pub(super) const fn private(&self) -> &PrivateKey {
        &self.0
    }

    /// What people compare with what their client says, such as `SHA256:n4Qm0s…`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept_privately() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let made = HostKey::kept(&data, || Ok([7; 32])).unwrap();
        let again = HostKey::kept(&data, || Ok([8; 32])).unwrap();
        assert_eq!(made.fingerprint(), again.fingerprint());
        assert_ne!(made.fingerprint(), HostKey::of(&[8; 32]).fingerprint());
        assert!(made.fingerprint().starts_with("SHA256:") && made.fingerprint().len() == 50);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let bits = fs::metadata(data.join(KEY)).unwrap().permissions().mode();
            assert_eq!(bits & 0o077, 0, "{bits:o}");
        }
        fs::write(data.join(KEY), "no key").unwrap();
        let error = HostKey::kept(&data, || Ok([8; 32])).unwrap_err();
        assert!(matches!(error, KeyError::Bad(_)), "{error}");
    }
}
