//! The one rule of the house: dependencies point one way. One crate cannot enforce it, so this reads the sources.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot read its sources has to fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the inside out; each may use the ones before it.
const LAYERS: [&str; 4] = ["domain", "app", "ui", "adapters"];

/// The adapters that may know Unix from Windows.
const KNOWING: [&str; 2] = ["adapters/system", "adapters/terminal"];

/// What the inner two layers must never name: the terminal, files, sockets, the clock and unseeded randomness.
const OUTSIDE: [&str; 14] = [
    "ratatui",
    "crossterm",
    "rusqlite",
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "std::io::stdin",
    "std::io::stdout",
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "rand::rng",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of each file of a layer, without comments.
fn layer(name: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![root.join(format!("{name}.rs"))];
    sources(&root.join(name), &mut files);
    let code = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (path, code.join("\n"))
    };
    files.into_iter().map(code).collect()
}

/// The first module below the crate's root of each path that a file names with `crate`, `super` or the crate's name.
fn named(path: &Path, code: &str) -> BTreeSet<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap().with_extension("");
    let depth = inside.iter().filter(|part| *part != "lib").count();
    let mut found = BTreeSet::new();
    for root in ["crate::", "iotutor::", "super::"] {
        for (at, _) in code.match_indices(root) {
            // Only the beginning of a path counts: `super` behind another `super` was counted with the first.
            if code[..at].ends_with(|before: char| before.is_alphanumeric() || "_:".contains(before)) {
                continue;
            }
            let mut rest = &code[at..];
            let mut ups = 0;
            while let Some(behind) = rest.strip_prefix("super::") {
                (ups, rest) = (ups + 1, behind);
            }
            let rest = rest.strip_prefix(root).unwrap_or(rest);
            // A module inside a file is deeper than the file by as much as it is nested, so fewer steps reach less far.
            if ups == 0 || ups >= depth {
                found.extend(first_names(rest));
            }
        }
    }
    found
}

/// The names with which a path goes on; several where they stand in braces.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let (mut names, mut nested, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => nested += 1,
            '}' if nested > 0 => nested -= 1,
            ',' | '}' if nested == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// Which of the outer layers a file uses although it must not.
fn broken(path: &Path, code: &str, position: usize) -> Option<String> {
    let above: Vec<&str> = LAYERS[position + 1..].iter().copied().chain(["cli", "commands"]).collect();
    named(path, code).into_iter().find(|layer| above.contains(&layer.as_str()))
}

#[test]
fn layers_use_only_the_layers_below_them() {
    for (position, name) in LAYERS.iter().enumerate() {
        for (path, code) in layer(name) {
            assert_eq!(broken(&path, &code, position), None, "{}", path.display());
        }
    }
}

#[test]
fn a_layer_above_is_found_however_it_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (domain, app) = (root.join("domain/learner/records.rs"), root.join("app/home.rs"));
    for (path, position, code) in [
        (&domain, 0, "use crate::app::Model;"),
        (&domain, 0, "use crate::{domain::fact::Fact, ui::draw};"),
        (&domain, 0, "use super::super::super::adapters::clock::Clock as Watch;"),
        (&domain, 0, "fn f() { super::super::super::app::update(); }"),
        (&domain, 0, "mod inner { use super::super::super::super::commands::*; }"),
        (&app, 1, "use super::super::ui;"),
    ] {
        assert!(broken(path, code, position).is_some(), "{code}");
    }
    for code in
        ["use super::records; use crate::domain::{bank, fact};", "mod app { } use self::app::x;", "use std::app::x;"]
    {
        assert_eq!(broken(&domain, code, 0), None, "{code}");
    }
}

#[test]
fn domain_and_app_see_nothing_of_the_outside() {
    for name in ["domain", "app"] {
        for (path, code) in layer(name) {
            for outside in OUTSIDE {
                assert!(!code.contains(outside), "{} names {outside}", path.display());
            }
        }
    }
}

#[test]
fn only_one_adapter_knows_unix_from_windows() {
    for name in LAYERS {
        for (path, code) in layer(name) {
            // A test may set up what only one system has.
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            let special = ["cfg(unix)", "cfg(windows)", "std::os::", "cfg!(windows)", "cfg!(unix)", "cfg(not(unix))"];
            let knows = special.iter().any(|word| code.contains(word));
            let is_test = path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")));
            let may = is_test || KNOWING.iter().any(|part| path.to_string_lossy().replace('\\', "/").contains(part));
            assert!(!knows || may, "{} knows the system", path.display());
        }
    }
}

#[test]
fn ui_never_changes_the_model() {
    for (path, code) in layer("ui") {
        assert!(!code.contains("&mut Model"), "{} could change the model", path.display());
    }
}

/// The screens of the app. What their modules have besides, such as the settings themselves, stands in `settings`.
const SCREENS: [&str; 11] =
    ["home", "topics", "lesson", "setup", "quiz", "summary", "progress", "answers", "cards", "learners", "marks"];

/// The screens that a screen's file names.
fn screens_named(code: &str) -> Vec<&'static str> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let named = ["super::", "crate::app::"].into_iter().flat_map(|root| {
        code.match_indices(root).map(|(at, _)| &code[at + root.len()..]).flat_map(first_names).collect::<Vec<_>>()
    });
    let named: BTreeSet<String> = named.collect();
    SCREENS.into_iter().filter(|screen| named.contains(*screen)).collect()
}

#[test]
fn screens_do_not_know_each_other() {
    for (path, code) in layer("app") {
        let own = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_screen =
            path.parent().unwrap().ends_with("app") && (SCREENS.contains(&own.as_str()) || own == "settings");
        if is_screen {
            assert_eq!(
                screens_named(&code),
                Vec::<&str>::new(),
                "{own} names other screens; it should say where to go"
            );
        }
    }
}

#[test]
fn a_screen_that_names_another_is_found_out() {
    for (code, found) in [
        ("use super::{Model, quiz, review};", vec!["quiz"]),
        ("fn f() { super::home::open() }", vec!["home"]),
        ("use crate::app::marks::lines;", vec!["marks"]),
        ("use super::{Model, learning::home_sweet};", vec![]),
        ("fn f() {}\n#[cfg(test)]\nmod tests { use super::lesson; }", vec![]),
    ] {
        assert_eq!(screens_named(code), found, "{code}");
    }
}

/// The text literals of a code, without those of its tests.
fn literals(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(begin) = code[at..].find('"').map(|begin| at + begin) {
        // A quotation mark may be a character by itself.
        if code[..begin].ends_with('\'') || code[..begin].ends_with("'\\") {
            at = begin + 1;
            continue;
        }
        let mut end = begin + 1;
        while !code[end..].starts_with('"') {
            end += if code[end..].starts_with('\\') { 2 } else { code[end..].chars().next().unwrap().len_utf8() };
        }
        found.push(code[begin + 1..end].to_owned());
        at = end + 1;
    }
    found
}

/// Whether a text is more than a sign, a word or a place for values: whether it says something.
fn says_something(text: &str) -> bool {
    let mut outside = String::new();
    let mut depth = 0;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            letter if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    outside.split_whitespace().filter(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1).count()
        > 1
}

#[test]
fn a_medium_has_no_words_of_its_own() {
    let ui = layer("ui").into_iter();
    let plain = layer("adapters").into_iter().filter(|(path, _)| {
        let path = path.to_string_lossy().replace('\\', "/");
        path.contains("adapters/plain") && !path.ends_with("tests.rs")
    });
    let mut sentences = Vec::new();
    for (path, code) in ui.chain(plain) {
        let said = literals(&code).into_iter().filter(|text| says_something(text));
        sentences.extend(said.map(|text| (path.file_name().unwrap().to_owned(), text)));
    }
    assert_eq!(sentences, []);
}

#[test]
fn a_word_in_a_medium_is_found_out() {
    let code = r#"let quote = '"'; put("a \" b"); put("{name}: {}"); put("No answers yet."); put('x', "Enter");
        #[cfg(test)] mod tests { "Not of interest here" }"#;
    assert_eq!(literals(code), ["a \\\" b", "{name}: {}", "No answers yet.", "Enter"]);
    for (text, says) in [("No answers yet.", true), ("{name}: {}", false), ("Enter", false), ("1 to {last} of", true)] {
        assert_eq!(says_something(text), says, "{text}");
    }
}
