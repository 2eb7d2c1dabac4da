//! The table in `docs/keys.md` is the program's. `UPDATE_KEYS=1 cargo test --test keys` writes it anew.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

use iotutor::app::keys::{Context, bindings, key_name};
use std::fmt::Write;
use std::path::Path;

const BEGIN: &str = "<!-- keys -->";
const END: &str = "<!-- /keys -->";

/// A key as it is written in a cell of Markdown.
fn cell(name: &str) -> String {
    match name {
        "`" => "`` ` ``".to_owned(),
        "|" => "`\\|`".to_owned(),
        name => format!("`{name}`"),
    }
}

/// The keys of every screen, and at the end those that work on all of them.
fn table() -> String {
    let mut text = "| Where | Key | What it does |\n| --- | --- | --- |\n".to_owned();
    let mut row = |place: &str, binding: &iotutor::app::keys::Binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| cell(&key_name(*key, false))).collect();
        writeln!(text, "| {place} | {} | {} |", keys.join(" "), binding.help).unwrap();
    };
    let is_everywhere = |binding: &iotutor::app::keys::Binding| binding.contexts.len() == Context::ALL.len();
    for context in Context::ALL.iter().copied() {
        for binding in bindings(context).filter(|binding| !is_everywhere(binding)) {
            row(context.title(), binding);
        }
    }
    for binding in bindings(Context::Home).filter(|binding| is_everywhere(binding)) {
        row("Everywhere", binding);
    }
    text
}

#[test]
fn the_document_lists_the_keys_of_the_program() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let document = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    let wanted = format!("\n{}", table());
    if std::env::var_os("UPDATE_KEYS").is_some() {
        std::fs::write(&file, format!("{before}{BEGIN}{wanted}{END}{after}")).unwrap();
        return;
    }
    let listed = listed.replace("\r\n", "\n");
    assert!(listed == wanted, "the keys changed; UPDATE_KEYS=1 cargo test --test keys writes them anew");
}
