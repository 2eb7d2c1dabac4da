//! The settings file: TOML, read at the start and written when a setting is changed on the screen.

use crate::app::settings::{Colours, NEW_CONCEPTS, RETENTION, Range, SITTING, Settings, TARGET_DAYS};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The name of the file in the folder for data.
const FILE: &str = "settings.toml";

/// Why settings could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings in {} cannot be read ({source}); make the file readable or remove it", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("the settings cannot be kept in {} ({source}); make its folder writable", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file says something that is not permitted.
    #[error("{}:{line}: {reason}; mend the line or remove it", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what is permitted.
        reason: String,
    },
}

/// The file as it is written: every line may be left out.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ascii: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sitting_length: Option<Spanned<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_concepts_a_day: Option<Spanned<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention: Option<Spanned<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exam_date: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_days_a_week: Option<Spanned<i64>>,
}

/// Where the settings are, given the folder for data.
#[must_use]
pub fn settings_file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Reads the settings in `path`; the defaults where there is no such file.
///
/// # Errors
///
/// When the file cannot be read, or says something unknown or not permitted: the place and what is permitted.
pub fn load(path: &Path) -> Result<Settings, SettingsError> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text).map_err(|(at, reason)| {
            let line = text.get(..at).unwrap_or(&text).matches('\n').count() + 1;
            SettingsError::Refused { path: path.to_owned(), line, reason }
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(source) => Err(SettingsError::Unreadable { path: path.to_owned(), source }),
    }
}

/// Writes the settings to `path`, by way of a new file beside it, so that a full disk loses nothing.
///
/// # Errors
///
/// When the file cannot be written.
pub fn save(path: &Path, settings: &Settings) -> Result<(), SettingsError> {
    let unwritable = |source| SettingsError::Unwritable { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let beside = path.with_extension("toml.new");
    fs::write(&beside, written(settings)).map_err(unwritable)?;
    fs::rename(&beside, path).map_err(unwritable)
}

/// The settings as text, one line each.
fn written(settings: &Settings) -> String {
    let mut lines = vec![
        "# The settings of iotutor; it writes this file when one is changed on its screen.".to_owned(),
        format!("certainty = {}", settings.certainty),
        format!("theme = {:?}", settings.colours.word()),
        format!("ascii = {}", settings.ascii),
        format!("sitting_length = {}", settings.sitting),
        format!("new_concepts_a_day = {}", settings.new_concepts),
        format!("retention = {}", settings.retention),
    ];
    lines.extend(settings.exam.map(|day| format!("exam_date = \"{day}\"")));
    lines.extend(settings.target.map(|days| format!("target_days_a_week = {days}")));
    lines.join("\n") + "\n"
}

/// Reads settings from text, or says at which byte what is wrong.
fn parse(text: &str) -> Result<Settings, (usize, String)> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (at, error.message().replace('`', "\""))
    })?;
    let default = Settings::default();
    let exam = written.exam_date.as_ref().map(date).transpose()?;
    Ok(Settings {
        certainty: written.certainty.unwrap_or(default.certainty),
        colours: written.theme.as_ref().map(colours).transpose()?.unwrap_or(default.colours),
        ascii: written.ascii.unwrap_or(default.ascii),
        sitting: number(written.sitting_length.as_ref(), SITTING, "sitting_length")?.unwrap_or(default.sitting),
        new_concepts: number(written.new_concepts_a_day.as_ref(), NEW_CONCEPTS, "new_concepts_a_day")?
            .unwrap_or(default.new_concepts),
        retention: number(written.retention.as_ref(), RETENTION, "retention")?.unwrap_or(default.retention),
        exam,
        target: number(written.target_days_a_week.as_ref(), TARGET_DAYS, "target_days_a_week")?
            .and_then(|days| u8::try_from(days).ok()),
    })
}

fn colours(written: &Spanned<String>) -> Result<Colours, (usize, String)> {
    let named = Colours::ALL.iter().find(|(_, word)| word == written.get_ref());
    named.map(|(colours, _)| *colours).ok_or_else(|| {
        let words = Colours::ALL.map(|(_, word)| word).join(", ");
        (written.span().start, format!("theme is {:?}, and permitted are {words}", written.get_ref()))
    })
}

fn number(written: Option<&Spanned<i64>>, range: Range, name: &str) -> Result<Option<u16>, (usize, String)> {
    let Some(written) = written else { return Ok(None) };
    let number = u16::try_from(*written.get_ref()).ok().filter(|number| range.permits(*number));
    number.map(Some).ok_or_else(|| {
        let reason = format!(
            "{name} is {}, and permitted are whole numbers from {} to {}",
            written.get_ref(),
            range.least,
            range.most
        );
        (written.span().start, reason)
    })
}

fn date(written: &Spanned<String>) -> Result<Date, (usize, String)> {
    written.get_ref().parse().map_err(|_| {
        let reason = format!("exam_date is {:?}, and permitted is a day such as \"2027-01-31\"", written.get_ref());
        (written.span().start, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_reads_back() {
        let settings = Settings {
            certainty: false,
            colours: Colours::Light,
            ascii: true,
            sitting: 35,
            new_concepts: 0,
            retention: 90,
            exam: "2027-01-31".parse().ok(),
            target: Some(3),
        };
        assert_eq!(parse(&written(&settings)), Ok(settings));
        assert_eq!(parse(""), Ok(Settings::default()));
    }

    #[test]
    fn what_is_not_permitted_is_refused_with_the_line_and_what_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = settings_file(folder.path());
        for (text, line, part) in [
            ("certainty = true\nretention = 99\n", 2, "from 80 to 97"),
            ("\n\ntheme = \"pink\"\n", 3, "auto, dark, light, mono"),
            ("sitting_length = -1\n", 1, "from 5 to 100"),
            ("colour = 1\n", 1, "theme"),
            ("ascii = \"yes\"\n", 1, "boolean"),
            ("exam_date = \"soon\"\n", 1, "2027-01-31"),
            ("certainty = \n", 1, ""),
        ] {
            fs::write(&path, text).unwrap();
            let error = load(&path).unwrap_err();
            let SettingsError::Refused { line: found, .. } = &error else { panic!("{error}") };
            assert_eq!(*found, line, "{text}: {error}");
            assert!(error.to_string().contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn saving_makes_the_folder_and_replaces_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = settings_file(&folder.path().join("new"));
        save(&path, &Settings::default()).unwrap();
        let changed = Settings { ascii: true, ..Settings::default() };
        save(&path, &changed).unwrap();
        assert_eq!(load(&path).unwrap(), changed);
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = parse(&text);
        }
    }
}
