//! Forms and the institution's key, as files.

use super::system::{make_private_file, make_private_folder};
use crate::domain::assessment::form::{Form, Lines, ready_made};
use crate::domain::assessment::result::{bytes, hexadecimal};
use crate::domain::bank::problem::Problem;
use ed25519_dalek::SigningKey;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The longest form that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// The name of the private key's file in the folder for data.
const KEY: &str = "assessment.key";

/// Why a form or a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// There is no such form.
    #[error("the form \"{path}\" cannot be read ({cause}); name a file, or one of {}", names())]
    Unreadable {
        /// What was named.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The form has errors.
    #[error("the form {file} cannot be used; `iotutor form check {file}` explains:\n{}", told(problems))]
    Bad {
        /// The form.
        file: String,
        /// Everything that is wrong.
        problems: Vec<Problem>,
    },
    /// A file could not be written.
    #[error("\"{path}\" {}", why_not(cause))]
    Unwritable {
        /// The file.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// There is such a file.
    #[error("\"{0}\" is there already, and no file is overwritten: name another one, or move it away first")]
    There(String),
    /// There is a key already.
    #[error(
        "there is a key already, in \"{0}\"; results that it signed would no longer fit a new one. Move it away first"
    )]
    KeyThere(String),
    /// There is no key.
    #[error("there is no key in \"{0}\"; make one with `iotutor form key new`")]
    NoKey(String),
    /// The key's file holds no key.
    #[error("\"{0}\" holds no key: 64 hexadecimal digits are needed")]
    BadKey(String),
}

fn names() -> String {
    ready_made::ALL.map(|form| form.name).join(", ")
}

/// Why a file could not be written, and what to do.
fn why_not(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::AlreadyExists => {
            "is there already and isn't overwritten; name another file, or move that one away".to_owned()
        }
        _ => format!("cannot be written ({cause})"),
    }
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The text of a form, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormText {
    /// The file's name, or the ready-made form's.
    pub name: String,
    /// The text.
    pub text: String,
}

impl FormText {
    /// Reads the form in a file, or the ready-made one of that name where there is no such file.
    ///
    /// # Errors
    ///
    /// [`FormError::Unreadable`].
    pub fn load(named: &Path) -> Result<Self, FormError> {
        let name = named.display().to_string();
        if let Some(form) = ready_made::named(&name).filter(|_| !named.exists()) {
            return Ok(Self { name, text: form.text.to_owned() });
        }
        let read = || {
            let length = fs::metadata(named)?.len();
            if length > LONGEST {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "it is too long for a form"));
            }
            fs::read_to_string(named)
        };
        let text = read().map_err(|cause| FormError::Unreadable { path: name.clone(), cause })?;
        Ok(Self { name, text })
    }

    /// The form that the text describes.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn read(&self) -> Result<(Form, Lines), FormError> {
        let bad = |problems| FormError::Bad { file: self.name.clone(), problems };
        Form::read(&self.name, &self.text).map_err(bad)
    }
}

/// Writes a file that is not there yet.
///
/// # Errors
///
/// [`FormError::There`] where it is there, and [`FormError::Unwritable`].
pub fn write_new(path: &Path, text: &str) -> Result<(), FormError> {
    let write = || OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes());
    write().map_err(|cause| unwritten(path, cause))
}

fn unwritten(path: &Path, cause: io::Error) -> FormError {
    let path = path.display().to_string();
    match cause.kind() {
        io::ErrorKind::AlreadyExists => FormError::There(path),
        _ => FormError::Unwritable { path, cause },
    }
}

/// Refuses files of which one is there, before any is written.
///
/// # Errors
///
/// [`FormError::There`].
pub fn refuse_there<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> Result<(), FormError> {
    let there = files.into_iter().find(|file| file.exists());
    there.map_or(Ok(()), |file| Err(FormError::There(file.display().to_string())))
}

/// The same for the user's eyes only.
///
/// # Errors
///
/// [`FormError::There`] where it is there, and [`FormError::Unwritable`].
pub fn write_private(path: &Path, text: &str) -> Result<(), FormError> {
    private_file(path, text).map_err(|cause| unwritten(path, cause))
}

/// Where the private key is kept.
#[must_use]
pub fn key_file(data_dir: &Path) -> PathBuf {
    data_dir.join(KEY)
}

/// The institution's key.
///
/// # Errors
///
/// [`FormError::NoKey`] where there is none, [`FormError::BadKey`] where the file holds something else.
pub fn institution_key(data_dir: &Path) -> Result<SigningKey, FormError> {
    let file = key_file(data_dir);
    let shown = file.display().to_string();
    let text = fs::read_to_string(&file).map_err(|_| FormError::NoKey(shown.clone()))?;
    let secret = bytes::<32>(text.trim()).ok_or(FormError::BadKey(shown))?;
    Ok(SigningKey::from_bytes(&secret))
}

/// Keeps a new private key where nobody but the user can read it, and returns its public half in hexadecimal digits.
///
/// # Errors
///
/// [`FormError::KeyThere`] where there is one already, or what the system says.
pub fn keep_key(data_dir: &Path, secret: [u8; 32]) -> Result<String, FormError> {
    let file = key_file(data_dir);
    let unwritable = |cause| FormError::Unwritable { path: file.display().to_string(), cause };
    make_private_folder(data_dir).map_err(unwritable)?;
    match private_file(&file, &format!("{}\n", hexadecimal(&secret))) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(FormError::KeyThere(file.display().to_string()))
        }
        Err(cause) => Err(unwritable(cause)),
        Ok(()) => Ok(public_half(&SigningKey::from_bytes(&secret))),
    }
}

/// The public half of a key, in hexadecimal digits.
#[must_use]
pub fn public_half(key: &SigningKey) -> String {
    hexadecimal(key.verifying_key().as_bytes())
}

/// Writes a file that is not there yet, for the user's eyes only from the first byte on.
///
/// # Errors
///
/// What the system says, also where it is there.
pub fn private_file(path: &Path, text: &str) -> io::Result<()> {
    make_private_file(path)?;
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_a_file_or_one_that_is_ready_made() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.toml");
        write_new(&file, "title = 7\n").unwrap();
        assert!(matches!(write_new(&file, ""), Err(FormError::There(_))));
        assert_eq!(FormText::load(&file).unwrap().text, "title = 7\n");
        let bad = FormText::load(&file).unwrap().read().unwrap_err().to_string();
        assert!(bad.contains("mine.toml:1") && bad.contains("form check"), "{bad}");
        assert!(FormText::load(Path::new("placement")).unwrap().read().is_ok());
        let none = FormText::load(&folder.path().join("none")).unwrap_err().to_string();
        assert!(none.contains("placement, before-after"), "{none}");
    }

    #[test]
    fn a_key_is_kept_once_and_privately() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        assert!(matches!(institution_key(&data), Err(FormError::NoKey(_))));
        let public = keep_key(&data, [9; 32]).unwrap();
        assert_eq!(public_half(&institution_key(&data).unwrap()), public);
        assert!(matches!(keep_key(&data, [1; 32]), Err(FormError::KeyThere(_))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(key_file(&data)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{mode:o}");
        }
        fs::write(key_file(&data), "no key").unwrap();
        assert!(matches!(institution_key(&data), Err(FormError::BadKey(_))));
    }
}
