//! What the tests of the whole program share: a place of its own for each test, with pinned time and random bits.

pub mod results;
pub mod talk;
#[cfg(unix)]
pub mod window;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Guards against hanging only: nothing that works comes near it, on however busy a machine.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_iotutor");

/// What a process needs of the machine's own environment.
const KEPT: [&str; 4] = ["PATH", "SystemRoot", "LLVM_PROFILE_FILE", "TMPDIR"];

/// The environment of a run, the same on every machine: nothing of the language, the time zone, the colours or the folders
/// of whoever runs the tests.
pub fn environment(home: &Path) -> Vec<(&'static str, OsString)> {
    let mut variables: Vec<(&str, OsString)> =
        KEPT.into_iter().filter_map(|name| std::env::var_os(name).map(|value| (name, value))).collect();
    for name in ["HOME", "USERPROFILE", "APPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
        variables.push((name, home.into()));
    }
    variables.extend([("LANG", "C.UTF-8".into()), ("TERM", "xterm-256color".into())]);
    variables
}

/// A home and a folder for data that nobody else uses; both go with it.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "empty"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    /// The folder that holds everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder for data; it need not exist yet.
    pub fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    /// The journal's file.
    pub fn journal(&self) -> PathBuf {
        self.data().join("journal.sqlite3")
    }

    /// The environment of a run, the only one it gets. `entropy` pins the random bits, and each number its own minute.
    pub fn environment(&self, entropy: u32) -> Vec<(&'static str, OsString)> {
        let mut variables = environment(&self.folder().join("home"));
        let clock = format!("2026-01-05T{:02}:{:02}:00Z", 8 + entropy / 60, entropy % 60);
        variables.extend([("IOTUTOR_CLOCK", clock.into()), ("IOTUTOR_ENTROPY", entropy.to_string().into())]);
        variables
    }

    /// A command in that environment, on the data of this place.
    pub fn command(&self, arguments: &[&str], entropy: u32) -> Command {
        let mut command = self.bare_command(arguments, entropy);
        command.arg("--data-dir").arg(self.data());
        command
    }

    /// The same without `--data-dir`.
    pub fn bare_command(&self, arguments: &[&str], entropy: u32) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).env_clear().envs(self.environment(entropy));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs to the end without input.
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.told(arguments, "")
    }

    /// Runs to the end with these lines as input.
    pub fn told(&self, arguments: &[&str], input: &str) -> Said {
        Said::by(self.command(arguments, 1), input)
    }

    /// Every recorded fact, as the program exports it.
    pub fn facts(&self) -> Vec<serde_json::Value> {
        if !self.journal().exists() {
            return Vec::new();
        }
        let said = self.run(&["data", "export"]);
        assert_eq!((said.code, said.error.as_str()), (0, ""));
        let facts = said.out.lines().map(|line| serde_json::from_str(line).unwrap());
        // Those of assessments are the applicants', and those of classes and desks nobody's.
        let is_own = |fact: &serde_json::Value| fact["applicant"].is_null() && fact["stream"].is_null();
        facts.filter(is_own).collect()
    }

    /// The statements of every recorded answer, in order.
    pub fn answers(&self) -> Vec<String> {
        let facts = self.facts();
        let answers = facts.iter().filter(|fact| fact["kind"] == "answered");
        answers.map(|fact| fact["statement"].as_str().unwrap().to_owned()).collect()
    }
}

/// What a run said, and how it ended.
#[derive(Debug)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub error: String,
}

impl Said {
    /// Runs `command` to the end with `input`.
    pub fn by(mut command: Command, input: &str) -> Self {
        let mut child = command.spawn().unwrap();
        let mut to = child.stdin.take().unwrap();
        let input = input.to_owned();
        // In a thread of its own, so that neither side waits for the other; a program may end without reading it all.
        let writer = std::thread::spawn(move || drop(to.write_all(input.as_bytes())));
        let output: Output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Holds the run to its exit code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }
}

/// A bank of another subject in `folder`: mammal or bird, one topic of `pairs` pairs.
pub fn write_animals(folder: &Path, pairs: usize) {
    std::fs::create_dir_all(folder).unwrap();
    let manifest = serde_json::json!({
        "format_version": 2,
        "id": "animals",
        "title": "Mammal or bird?",
        "revision": 1,
        "question": "Which animal is it?",
        "sides": {
            "left": { "id": "mammal", "name": "Mammal", "label": "Mammal (milk)" },
            "right": { "id": "bird", "name": "Bird", "label": "Bird (feathers)" }
        },
        "introduction": ["Mammals feed their young with milk.", "Birds grow feathers."],
        "topics": [{ "id": "young", "title": "The young" }]
    });
    write_json(&folder.join("bank.json"), &manifest);
    write_json(&folder.join("young.json"), &animals_topic(pairs));
}

fn animals_topic(pairs: usize) -> serde_json::Value {
    serde_json::json!({
        "format_version": 2,
        "id": "young",
        "title": "The young",
        "dimension": true,
        "summary": { "left": "fed with milk", "right": "fed with insects" },
        "takeaway": "Look at what the young are fed with.",
        "concepts": [{
            "id": "food", "title": "Food of the young", "idea": "Only one side feeds its young with milk.",
            "question": "What are the young fed with?"
        }],
        "misconceptions": [{ "id": "flies", "claim": "What flies is a bird.", "refutation": "Bats fly too." }],
        "lesson": {
            "predict": {
                "ask": "left", "left": "A bat nurses its pup.", "right": "A wren feeds its chick.",
                "reveal": "The bat has milk."
            },
            "idea": { "title": "Milk or insects", "body": ["Young differ in what they are fed with."] },
            "words": {
                "left": [{ "term": "pup", "meaning": "a young mammal" }],
                "right": [{ "term": "chick", "meaning": "a young bird" }],
                "both": ["wing"]
            },
            "pair": {
                "title": "In a barn",
                "left": { "text": "A bat nurses its pup.", "deciding": ["nurses"], "explanation": "It has milk." },
                "right": { "text": "A swift feeds its chick.", "deciding": ["feeds"], "explanation": "It brings flies." }
            },
            "numbers": { "rows": [{ "label": "eggs", "left": "none", "right": "2 or 3" }], "sources": [] },
            "bends": { "case": "A platypus?", "verdict": "left", "body": ["Milk settles it."] },
            "heard": { "misconception": "flies", "body": ["Bats fly, too."], "instead": "Look at the young." }
        },
        "pairs": (0..pairs).map(animals_pair).collect::<Vec<_>>(),
        "cards": []
    })
}

fn animals_pair(number: usize) -> serde_json::Value {
    let statement = |side: &str, food: &str| {
        serde_json::json!({
            "id": format!("young-{number}-{side}"), "revision": 1,
            "text": format!("Creature number {number} feeds its young with {food}."), "deciding": [food],
            "explanation": format!("The answer is {side}, because of {food}."), "misconception": "flies",
            "sources": []
        })
    };
    serde_json::json!({
        "id": format!("young-{number}"), "concept": "food", "level": number % 2 + 1, "aspect": "food",
        "left": statement("mammal", "milk"), "right": statement("bird", "insects")
    })
}

/// Writes a value as a file of JSON with lines.
pub fn write_json(file: &Path, value: &serde_json::Value) {
    std::fs::write(file, serde_json::to_string_pretty(value).unwrap()).unwrap();
}

/// A copy of the bank that is built in, in `folder`.
pub fn copy_bank(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let questions = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions");
    for entry in std::fs::read_dir(questions).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
}
