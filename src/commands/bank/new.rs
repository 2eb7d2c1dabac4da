//! The bank that somebody begins with.

use super::{Failure, two_names, write_folder};
use crate::domain::bank::examples::{MANIFEST, TOPIC};
use crate::domain::bank::load::SourceFile;
use crate::domain::bank::slug;
use crate::ui::text::safe;
use std::io::Write;
use std::path::Path;

/// The page that explains what a bank is made of.
const README: &str = include_str!("new/README.md");

/// Writes a bank that plays at once, and the page that explains it.
pub fn write(folder: &Path, sides: [&String; 2], title: Option<&str>, out: &mut impl Write) -> Result<(), Failure> {
    let [left, right] = sides.map(|side| side.trim());
    two_names(left, right)?;
    for name in [Some(left), Some(right), title].into_iter().flatten() {
        if safe(name) != name {
            return Err(Failure::Usage("a name has characters that must not reach a screen".to_owned()));
        }
    }
    let title = title.map_or_else(|| format!("{left} or {right}?"), str::to_owned);
    let id = Some(slug(&title)).filter(|id| !id.is_empty()).unwrap_or_else(|| "bank".to_owned());
    // The marks stand between quotation marks already.
    let quoted = |text: &str| {
        let quoted = serde_json::Value::from(text).to_string();
        quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned()
    };
    let path = folder.to_string_lossy();
    let json = |text: &str| {
        // A name may hold what is replaced, so each goes in once, the last of all.
        let words = [("@ID@", id.as_str()), ("@TITLE@", &title), ("@LEFT@", left), ("@RIGHT@", right)];
        filled(text, &words.map(|(mark, word)| (mark, quoted(word))))
    };
    let page = filled(
        README,
        &[("@LEFT@", left), ("@RIGHT@", right), ("@TITLE@", &title), ("@FOLDER@", &path)]
            .map(|(mark, word)| (mark, safe(word).into_owned())),
    );
    let files = [("bank.json", json(MANIFEST)), ("first-topic.json", json(TOPIC)), ("README.md", page)];
    let files = files.map(|(name, text)| SourceFile { name: name.to_owned(), text });
    write_folder(folder, &files)?;
    let shown = safe(&path).into_owned();
    writeln!(
        out,
        "A bank of eight statements is in {shown}; replace them with yours. README.md there explains every part."
    )?;
    writeln!(out, "  iotutor bank preview {shown}          asks them at once, and keeps nothing")?;
    writeln!(out, "  iotutor check {shown} --draft          says what is to be mended, with file and line")?;
    writeln!(out, "  iotutor --bank {shown} host            leads a class with it")?;
    Ok(())
}

/// A text in which each mark is replaced, read once from the beginning to the end.
fn filled(text: &str, words: &[(&str, String)]) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, from) = rest.split_at(at);
        made.push_str(before);
        let found = words.iter().find(|(mark, _)| from.starts_with(mark));
        let (word, taken) = found.map_or(("@", 1), |(mark, word)| (word.as_str(), mark.len()));
        made.push_str(word);
        rest = from.get(taken..).unwrap_or_default();
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_mark_stays_what_it_is() {
        let words = [("@LEFT@", "@RIGHT@".to_owned()), ("@RIGHT@", "b".to_owned())];
        assert_eq!(filled("x@y @LEFT@ @RIGHT@", &words), "x@y @RIGHT@ b");
    }
}
