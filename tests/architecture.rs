//! The one rule of the house: dependencies point one way. One crate cannot enforce it, so this reads the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the inside out; each may use the ones before it.
const LAYERS: [&str; 4] = ["domain", "app", "ui", "adapters"];

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

#[allow(clippy::unwrap_used, reason = "a test that cannot read its sources has to fail")]
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

#[allow(clippy::unwrap_used, reason = "a test that cannot read its sources has to fail")]
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

#[test]
fn layers_use_only_the_layers_below_them() {
    for (position, name) in LAYERS.iter().enumerate() {
        let above = LAYERS[position + 1..].iter().chain(["cli", "commands"].iter());
        let files = layer(name);
        for outer in above {
            for (path, code) in &files {
                let named = format!("crate::{outer}");
                let grouped = format!("iotutor::{outer}");
                assert!(!code.contains(&named) && !code.contains(&grouped), "{} uses {outer}", path.display());
            }
        }
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
            assert!(!knows || path.ends_with("adapters/system.rs"), "{} knows the system", path.display());
        }
    }
}

#[test]
fn ui_never_changes_the_model() {
    for (path, code) in layer("ui") {
        assert!(!code.contains("&mut Model"), "{} could change the model", path.display());
    }
}

/// The linker's script is made of these names; anything else in them would stop the build of a release.
#[test]
fn the_linker_is_given_names_and_nothing_else() {
    let names = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("link/startup.txt")).unwrap();
    let names: Vec<&str> = names.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(names.len() > 500, "{}", names.len());
    for name in &names {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.$*".contains(c);
        assert!(
            name.chars().all(is_plain) && !name.starts_with('*'),
            "link/startup.txt: {name:?} is no function's name"
        );
    }
    let own = |part: &str| names.iter().any(|name| name.starts_with("_ZN7iotutor") && name.contains(part));
    assert!(own("2ui4draw") && own("3app6update"), "what every frame and every key runs is not among them");
}
