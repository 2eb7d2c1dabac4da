//! Banks out and in again by every format, files that are damaged, and a file that others might have written.

use super::draft::{Wishes, settle};
use super::question::questions_of;
use super::*;
use crate::adapters::bank_files::builtin;
use crate::domain::bank::load::load;
use crate::domain::bank::problem::Severity;
use crate::domain::bank::{
    Concept, FORMAT_VERSION, Manifest, Pair, Side, SideName, Sides, Single, Statement, Topic, TopicName, sample,
};
use crate::domain::characters::first_forbidden;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::io::{Cursor, Read as _};

fn out(kind: Kind, bank: &Bank) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    write(kind, bank, &mut file).unwrap();
    file.into_inner()
}

fn read_bytes(kind: Kind, bytes: &[u8]) -> Read {
    read(kind, Cursor::new(bytes), None).unwrap()
}

/// The bank that a file is, and what was left out of it.
fn bank_of(kind: Kind, bytes: &[u8]) -> (Bank, Vec<Note>) {
    let read = read_bytes(kind, bytes);
    assert_eq!(read.faults, vec![], "{kind:?}");
    let draft = settle(read, &Wishes::default()).unwrap();
    let loaded = load(&draft.files().unwrap());
    let errors: Vec<_> = loaded.problems.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{kind:?}: {errors:?}");
    (loaded.bank.unwrap(), draft.notes)
}

/// What a format can hold of a bank: each statement with its side, its label, and all that has a place there.
fn held(kind: Kind, bank: &Bank) -> Vec<(Question, String)> {
    let labels = question::labels(bank);
    let hold = |(mut question, side): (Question, Side)| {
        let none = Question::default();
        if !matches!(kind, Kind::Csv | Kind::Anki) {
            (question.deciding, question.decoy, question.settles) = (Vec::new(), None, None);
            question.other_side = None;
        }
        if kind == Kind::Aiken {
            question = Question { text: question.text, ..none };
        }
        (question, side.pick(&labels[0], &labels[1]).to_owned())
    };
    let is_written = |question: &Question| {
        let mut start = question.text.chars();
        let choice = start.next().is_some_and(|c| c.is_ascii_uppercase())
            && matches!(start.next(), Some('.' | ')'))
            && matches!(start.next(), None | Some(' '));
        kind != Kind::Aiken || !(choice || question.text.starts_with("ANSWER:"))
    };
    questions_of(bank).filter(|(question, _)| is_written(question)).map(hold).collect()
}

#[track_caller]
fn comes_back(kind: Kind, bank: &Bank) {
    let mut file = Cursor::new(Vec::new());
    let (_, unwritten) = write(kind, bank, &mut file).unwrap();
    let file = file.into_inner();
    // What cannot be written is told, each; of a file of nothing else there is no bank.
    assert_eq!(held(kind, bank).len() + unwritten.len(), bank.statements().count(), "{kind:?}");
    if held(kind, bank).is_empty() {
        return;
    }
    let (again, notes) = bank_of(kind, &file);
    assert_eq!(notes, vec![], "{kind:?}");
    let (expected, found) = (held(kind, bank), held(kind, &again));
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(found, expected, "{kind:?}");
    }
    assert_eq!(found.len(), expected.len(), "{kind:?}");
    if !matches!(kind, Kind::Csv | Kind::Aiken | Kind::Anki) {
        assert_eq!(again.manifest.title, bank.manifest.title, "{kind:?}");
    }
}

#[test]
fn the_built_in_bank_comes_back_from_each_format_with_all_that_has_a_place_there() {
    let bank = builtin();
    for kind in Kind::ALL {
        comes_back(kind, &bank);
    }
}

#[test]
fn thousands_of_questions_go_out_and_come_in_again() {
    let bank = sample::bank(2, 1_000);
    for kind in Kind::ALL {
        let read = read_bytes(kind, &out(kind, &bank));
        assert_eq!((read.faults, read.questions.len()), (vec![], 4_000), "{kind:?}");
    }
}

/// A text that may stand anywhere, with what means something to the formats.
fn any_text() -> impl Strategy<Value = String> {
    let visible = |text: &String| first_forbidden(text).is_none();
    let word = prop_oneof![
        3 => "[^\\p{C}\\p{Z}]{1,6}",
        2 => "[\\\\#=~{}:\"',;|<>&\\[\\]/$%\\-+@()*_.!]{1,4}",
        1 => prop::sample::select(vec![
            "\\n", "//", "::x::", "####", "->", "%50%", "=right", "[html]", "&amp;", "<b>x</b>", "<!--", "]]>", "TRUE", "T",
            "$CATEGORY:", "A.", "ANSWER:", "sep=;", "'=1", "#separator:tab", "[tag:x]", "left", "\\\\", "{}", "&#65;",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..6).prop_map(|words| words.join(" ")).prop_filter("to be seen", visible)
}

/// What a generated statement is made of.
type Made = (String, String, Option<String>, bool, u32);

fn any_statement() -> impl Strategy<Value = Made> {
    let explanation = prop::option::of(any_text()).prop_map(Option::unwrap_or_default);
    (any_text(), explanation, prop::option::of(any_text()), any::<bool>(), 1_u32..4)
}

fn made(id: String, (text, explanation, decoy, design_value, revision): Made) -> Statement {
    let deciding = if design_value { text.split(' ').take(2).map(str::to_owned).collect() } else { Vec::new() };
    Statement {
        id,
        revision,
        text,
        deciding,
        explanation,
        settles: decoy.clone(),
        decoy,
        design_value,
        ..Statement::default()
    }
}

/// What a generated item is made of.
type Item = (Made, Option<Made>, usize, u8, Option<String>, Option<String>, bool);

fn any_item() -> impl Strategy<Value = Item> {
    let optional = || prop::option::of(any_text());
    (any_statement(), prop::option::of(any_statement()), 0_usize..3, 1_u8..4, optional(), optional(), any::<bool>())
}

fn any_topic() -> impl Strategy<Value = (String, Vec<String>, Vec<Item>)> {
    (any_text(), prop::collection::vec(any_text(), 3), prop::collection::vec(any_item(), 1..5))
}

fn any_bank() -> impl Strategy<Value = Bank> {
    let labels = (any_text(), any_text()).prop_filter("told apart", |(left, right)| {
        let fold = |text: &str| text.trim_end_matches('.').trim().to_lowercase();
        let weight = |text: &String| text.contains('%');
        fold(left) != fold(right)
            && !fold(left).is_empty()
            && !fold(right).is_empty()
            && !weight(left)
            && !weight(right)
    });
    let bank =
        (any_text(), labels, prop::collection::vec(any_topic(), 1..3)).prop_map(|(title, (left, right), topics)| {
            let topics: Vec<Topic> =
                topics.into_iter().enumerate().map(|(number, topic)| topic_of(number, topic)).collect();
            let side = |label: String| SideName { id: String::new(), name: label.clone(), label };
            let manifest = Manifest {
                format_version: FORMAT_VERSION,
                id: "made".to_owned(),
                title,
                revision: 1,
                sides: Sides { left: side(left), right: side(right) },
                topics: topics.iter().map(|one| TopicName { id: one.id.clone(), title: one.title.clone() }).collect(),
                ..Manifest::default()
            };
            Bank::new(manifest, topics)
        });
    // A sentence on both sides is refused.
    bank.prop_filter("each sentence on one side", |bank: &Bank| {
        let letters = |text: &str| text.to_lowercase().chars().filter(|one| one.is_alphanumeric()).collect::<String>();
        let mut sides = std::collections::HashMap::new();
        questions_of(bank).all(|(one, side)| {
            let key = Some(letters(&one.text)).filter(|key| !key.is_empty()).unwrap_or_else(|| one.text.clone());
            *sides.entry(key).or_insert(side) == side
        })
    })
}

fn topic_of(number: usize, (title, concepts, items): (String, Vec<String>, Vec<Item>)) -> Topic {
    let id = format!("topic-{number}");
    let concept = |(at, title): (usize, &String)| Concept {
        id: format!("c {at}]\\"),
        title: title.clone(),
        ..Concept::default()
    };
    let mut topic = Topic {
        format_version: FORMAT_VERSION,
        concepts: concepts.iter().enumerate().map(concept).collect(),
        title,
        ..Topic::default()
    };
    for (at, (first, second, concept, level, family, aspect, is_right)) in items.into_iter().enumerate() {
        let name = format!("{id}/i: {at}");
        let concept = topic.concepts[concept].id.clone();
        let one = made(format!("{name}#a"), first);
        match second {
            Some(second) => {
                let (left, right) = (one, made(format!("{name}-b"), second));
                topic.pairs.push(Pair { id: name, comment: None, concept, level, family, aspect, left, right });
            }
            None => topic.singles.push(Single {
                id: name,
                comment: None,
                concept,
                level,
                other_side: aspect.clone(),
                family,
                aspect,
                side: if is_right { Side::Right } else { Side::Left },
                statement: one,
            }),
        }
    }
    // A concept that no statement is about has no place in a list of statements.
    let used: Vec<String> = topic.items().map(|item| item.concept().to_owned()).collect();
    topic.concepts.retain(|one| used.contains(&one.id));
    topic.id = id;
    topic
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bank_comes_back_from_each_format_with_all_that_has_a_place_there(bank in any_bank()) {
        for kind in Kind::ALL {
            comes_back(kind, &bank);
        }
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..300), text in any_text()) {
        for kind in Kind::ALL {
            let _ = read_bytes(kind, &bytes);
            let _ = settle(read_bytes(kind, text.as_bytes()), &Wishes::default());
        }
    }
}

/// A bank of which damaged files are made.
fn small() -> Bank {
    sample::bank(2, 5)
}

/// The place of one of the occurrences of `what`.
fn one_of(text: &str, what: &str, random: &mut ChaCha8Rng) -> usize {
    let all: Vec<usize> = text.match_indices(what).map(|(at, _)| at).collect();
    all[random.random_range(0..all.len())]
}

/// A text in which one of the occurrences of something is something else.
fn turned(text: &str, from: &str, to: &str, random: &mut ChaCha8Rng) -> Vec<u8> {
    let at = one_of(text, from, random);
    [&text.as_bytes()[..at], to.as_bytes(), &text.as_bytes()[at + from.len()..]].concat()
}

/// Bytes that no text has, somewhere behind the beginning.
fn spoilt(text: &str, random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let at = random.random_range(10..bytes.len());
    bytes[at] = [0xff, 0x00, 0xc0, 0x1b][random.random_range(0..4)];
    bytes
}

/// A text that ends somewhere within the first to the last occurrence of something.
fn cut(text: &str, behind: &str, random: &mut ChaCha8Rng) -> Vec<u8> {
    text.as_bytes()[..one_of(text, behind, random) + behind.len()].to_vec()
}

/// What is turned into what, for each format.
const fn changes(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Gift => &[
            ("}\n\n/", "\n\n/"),
            ("[plain]", "[plain]} "),
            ("\t=", "\t{="),
            ("\t=", "\t~"),
            (" {\n\t", " {\n\tx"),
            ("\t=MAMMAL", "\t="),
            ("::[plain]", "[plain]"),
        ],
        Kind::Moodle => &[
            ("</answer>", ""),
            ("fraction=\"100\"", "fraction=\"0\""),
            ("fraction=\"100\"", "fraction=\"all\""),
            (" type=\"multichoice\"", ""),
            ("<quiz>", "<!DOCTYPE quiz [<!ENTITY a \"b\">]><quiz>"),
            ("</text></questiontext>", "&a;</text></questiontext>"),
            ("questiontext", "questionbody"),
            ("<tags>", "<tags"),
            ("<single>", "<single x=1>"),
        ],
        Kind::Aiken => &[
            ("ANSWER: A", "ANSWER: C"),
            ("ANSWER: B\n", ""),
            ("A. MAMMAL", "A."),
            ("A. MAMMAL\n", ""),
            ("B. BIRD", "C. BIRD"),
            ("ANSWER: A", "ANSWER: AB"),
            ("Creature", "B. Creature"),
        ],
        Kind::Csv => &[
            ("MAMMAL,", "MAMMAL,\""),
            ("MAMMAL,", "MAMMAL,,"),
            (",MAMMAL,", ","),
            (",MAMMAL,", ",,"),
            ("statement,", "sentence,"),
            (",1,", ",4,"),
            (",1,", ",easy,"),
            ("MAMMAL | BIRD", "MAMMAL"),
            (",MAMMAL,", ",\"MAMMAL\"x,"),
            ("side,", "statement,"),
        ],
        Kind::Anki => &[
            ("\tMAMMAL\t", "\tMAMMAL\t\t"),
            ("\tMAMMAL\t", "\t"),
            ("#separator:tab", "#separator:tub"),
            ("#tags column:4", "#tags column:x"),
            ("\tmammal,", "\t\"mammal,"),
            ("\t1\tThe young", "\t9\tThe young"),
            ("\tMAMMAL\t", "\t\t"),
        ],
        Kind::Qti => &[],
    }
}

/// Behind what a file ends.
const fn ends(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Gift => &["\t=", "{\n"],
        Kind::Moodle => &["<answer ", "</question>\n", "<tag>"],
        Kind::Aiken => &["A. MAMMAL\n", "B. BIRD\n"],
        Kind::Csv => &["MAMMAL,"],
        Kind::Anki => &["\tMAMMAL\t"],
        Kind::Qti => &[],
    }
}

fn damaged(kind: Kind, whole: &[u8], round: usize, random: &mut ChaCha8Rng) -> Vec<u8> {
    if kind == Kind::Qti {
        return damaged_package(whole, round, random);
    }
    let text = std::str::from_utf8(whole).unwrap();
    let (changes, ends) = (changes(kind), ends(kind));
    let all = changes.len() + ends.len() + 1;
    let number = round % all;
    if let Some((from, to)) = changes.get(number) {
        return turned(text, from, to, random);
    }
    match ends.get(number - changes.len()) {
        Some(end) => cut(text, end, random),
        None => spoilt(text, random),
    }
}

/// The entries of a package.
fn entries(package: &[u8]) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let names: Vec<String> =
        (0..package.len()).map(|at| package.by_index(at).unwrap().name().unwrap().to_string()).collect();
    let text = |name: String| {
        let mut text = String::new();
        package.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(text).collect()
}

fn packed(entries: &[(String, String)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

fn damaged_package(whole: &[u8], round: usize, random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut all = entries(whole);
    let at = random.random_range(1..all.len());
    let mut turn = |at: usize, from: &str, to: &str| {
        assert!(all[at].1.contains(from), "{from}");
        all[at].1 = all[at].1.replacen(from, to, 1);
    };
    match round % 12 {
        0 => return whole[..random.random_range(1..whole.len() - 1)].to_vec(),
        1 => {
            // Somewhere in the packed bytes of an entry: the checksum tells.
            let mut bytes = whole.to_vec();
            let name = all[at].0.as_bytes();
            let place = bytes.windows(name.len()).position(|window| window == name).unwrap();
            bytes[place + name.len() + 20] ^= 0x55;
            return bytes;
        }
        2 => drop(all.remove(at)),
        3 => drop(all.remove(0)),
        4 => turn(at, "<correctResponse>", "<incorrectResponse>"),
        5 => turn(at, "<value>", "<value>x"),
        6 => turn(at, "<assessmentItem", "<!DOCTYPE x><assessmentItem"),
        7 => turn(at, "<itemBody>", "<body>"),
        8 => turn(at, "</p>", "&nbsp;</p>"),
        9 => turn(0, "imsqti_item_xmlv2p1\" href=\"items/", "imsqti_item_xmlv2p1\" href=\"../items/"),
        10 => all[at].1.push_str(&" ".repeat(3 << 20)),
        _ => turn(0, "<resources>", "<resourses>"),
    }
    packed(&all)
}

#[test]
fn a_hundred_damaged_files_of_each_format_are_refused_with_line_and_reason() {
    for kind in Kind::ALL {
        let whole = out(kind, &small());
        assert_eq!(read_bytes(kind, &whole).faults, vec![], "{kind:?}");
        let mut random = ChaCha8Rng::seed_from_u64(15);
        for round in 0..100 {
            let bytes = damaged(kind, &whole, round, &mut random);
            assert_ne!(bytes, whole, "{kind:?} {round}");
            let faults = read_bytes(kind, &bytes).faults;
            let told = String::from_utf8_lossy(&bytes);
            let told: String = told.chars().take(if kind == Kind::Qti { 0 } else { 6_000 }).collect();
            assert!(!faults.is_empty(), "{kind:?} {round} is taken:\n{told}");
            assert!(faults.iter().all(|fault| fault.line > 0 && fault.what.len() > 10), "{kind:?} {round}: {faults:?}");
        }
    }
}

#[test]
fn the_line_of_a_fault_is_the_one_it_stands_on() {
    let line = |kind, text: &str| read_bytes(kind, text.as_bytes()).faults.first().map(|fault| fault.line);
    assert_eq!(line(Kind::Gift, "// one\n\n::1::It purrs. {\n=cat\n~dog\n\n::2::It barks. {=cat ~dog}\n"), Some(3));
    assert_eq!(line(Kind::Gift, "It purrs. {=cat ~dog}\n\nIt } barks. {=cat ~dog}"), Some(3));
    assert_eq!(line(Kind::Aiken, "It purrs.\nA. cat\nB. dog\nANSWER: D\n"), Some(4));
    assert_eq!(line(Kind::Csv, "statement,side\nIt purrs.,cat\n\"It barks.,dog\n"), Some(3));
    assert_eq!(line(Kind::Csv, "sep=;\nstatement;side;level\nIt purrs.;cat;5\n"), Some(3));
    assert_eq!(line(Kind::Moodle, "<quiz>\n<question type=\"truefalse\">\n</question>\n</quiz>"), Some(2));
    assert_eq!(line(Kind::Anki, "#separator:tab\nIt purrs.\tcat\nIt barks.\n"), Some(3));
}

#[test]
fn the_feedbacks_of_truth_are_told_apart() {
    let read = read_bytes(
        Kind::Gift,
        b"It purrs. {TRUE#Look at its claws.#Well done.}\n\nIt barks.{F#Listen.}\n\nIt mews. {T####Cats do.}",
    );
    let told: Vec<(&str, bool)> =
        read.questions.iter().map(|(one, choices)| (one.explanation.as_str(), choices.second)).collect();
    assert_eq!(told, [("Look at its claws.", false), ("Listen.", true), ("Cats do.", false)]);
    let lost: Vec<(usize, &str)> = read.lost.iter().map(|note| (note.line, note.what.as_str())).collect();
    assert_eq!(lost.len(), 1);
    assert!(lost[0].0 == 1 && lost[0].1.contains("the right answer") && lost[0].1.contains("Well done."), "{lost:?}");
}

#[test]
fn escapes_are_those_of_the_format_and_no_others() {
    let text = "1\\: \\{a\\} \\~b\\= \\#c \\\\ d\\ne \\q {=x\\=1#why\\#1 ~y}";
    let read = read_bytes(Kind::Gift, text.as_bytes());
    let (question, choices) = &read.questions[0];
    assert_eq!(question.text, "1: {a} ~b= #c \\ d e \\q");
    assert_eq!((choices.answers[0].as_str(), question.explanation.as_str()), ("x=1", "why#1"));
}

#[test]
fn a_file_of_another_hand_is_taken_with_a_list_of_what_is_not_two_choice() {
    let text = include_str!("tests/other-hand.gift");
    let read = read_bytes(Kind::Gift, text.as_bytes());
    assert_eq!(read.faults, vec![]);
    assert_eq!(read.questions.len() + read.passed.len(), 43, "every question is taken or told");
    let draft = settle(read, &Wishes::default()).unwrap();
    let taken: usize = draft.topics.iter().map(Topic::item_count).sum();
    let reasons: Vec<(usize, &str)> =
        draft.notes.iter().filter_map(|note| Some((note.line, note.what.split_once("is not taken: ")?.1))).collect();
    assert_eq!(taken + reasons.len(), 43);
    let names = &draft.manifest.sides;
    assert_eq!((names.left.name.as_str(), names.right.name.as_str(), taken), ("True", "False", 17));
    for why in
        ["essay", "number", "match", "typed", "weights", "4 answers", "describes", "between \"port\" and \"starboard\""]
    {
        assert!(reasons.iter().any(|(_, reason)| reason.contains(why)), "{why}: {reasons:#?}");
    }
    let lines: Vec<&str> = text.lines().collect();
    for note in &draft.notes {
        assert!(!lines[note.line - 1].trim().is_empty(), "{note:?}");
    }
}

#[test]
fn the_tables_of_spreadsheets_are_read_whatever_parts_their_cells() {
    for text in [
        "\u{feff}Statement;Side;Counterpart;Why\r\nIt purrs, and mews.;cat;It barks.;\"So \"\"they\"\" say; often.\"\r\n;;;\r\nIt digs.;dog;;\r\n",
        "sep=;\r\nstatement;answer;counterpart;explanation\r\nIt purrs, and mews.;cat;It barks.;\"So \"\"they\"\" say; often.\"\r\nIt digs.;dog;;\r\n",
        "statement\tside\tcounterpart\twhy\nIt purrs, and mews.\tcat\tIt barks.\t\"So \"\"they\"\" say; often.\"\nIt digs.\tdog\t\t\n",
    ] {
        let (bank, notes) = bank_of(Kind::Csv, text.as_bytes());
        assert_eq!(notes, vec![]);
        let found: Vec<(String, Side)> = questions_of(&bank).map(|(one, side)| (one.text, side)).collect();
        let expected = [("It purrs, and mews.", Side::Left), ("It barks.", Side::Right), ("It digs.", Side::Right)];
        assert_eq!(found, expected.map(|(text, side)| (text.to_owned(), side)), "{text}");
        assert_eq!(questions_of(&bank).next().unwrap().0.explanation, "So \"they\" say; often.");
    }
}

#[test]
fn a_side_that_was_written_wrong_is_a_fault_in_each_format() {
    let gift = "a. {=Wind ~Solar}\n\nb. {=Solar ~Wind}\n\nc. {=Wind ~Solr}\n";
    for (kind, text, line) in [
        (Kind::Csv, "statement,side\na.,Wind\nb.,Solar\nc.,Solar\nd.,Wind\ne.,Solr\n", 6),
        (Kind::Csv, "statement,side,sides\na.,Wind,Wind | Solar\nb.,Solr,\n", 3),
        (Kind::Anki, "#separator:tab\na.\tWind\nb.\tWind\nc.\tSolar\nd.\tSolar\ne.\tSolr\n", 6),
        (Kind::Gift, gift, 5),
    ] {
        let mut read = read_bytes(kind, text.as_bytes());
        if read.faults.is_empty() {
            let Err(draft::Unsettled::Faulty(faults)) = settle(read, &Wishes::default()) else {
                panic!("{kind:?} is taken: {text}")
            };
            read = Read { faults, ..Read::default() };
        }
        let told: Vec<(usize, &str)> = read.faults.iter().map(|note| (note.line, note.what.as_str())).collect();
        assert!(
            matches!(told.as_slice(), [(at, what)] if *at == line && what.contains("did you mean \"Solar\"?")),
            "{kind:?}: {told:?}"
        );
    }
}

#[test]
fn a_mark_that_is_kept_and_a_comma_too_many_are_told_with_their_line() {
    let read = read_bytes(Kind::Csv, b"statement,side\nIt \"purrs\".,cat\n\"It \"\"barks\"\".\",dog\n");
    assert_eq!(read.faults, vec![]);
    assert_eq!(read.questions[0].0.text, "It \"purrs\".");
    assert_eq!(read.lost.iter().map(|note| note.line).collect::<Vec<_>>(), [2], "{:?}", read.lost);
    for (text, sign) in [
        ("statement,side\nIt purrs, and mews.,cat\n", "a comma inside a text needs quotation marks"),
        ("statement;side\nIt purrs; it mews.;cat\n", "a semicolon inside a text needs quotation marks"),
    ] {
        let faults = read_bytes(Kind::Csv, text.as_bytes()).faults;
        assert!(faults[0].line == 2 && faults[0].what.contains(sign), "{faults:?}");
    }
}

#[test]
fn a_file_without_a_title_is_called_after_its_sides() {
    let read = read_bytes(Kind::Csv, b"statement,side\nIt turns.,Wind (turbines)\nIt is flat.,Solar\n");
    assert_eq!(settle(read, &Wishes::default()).unwrap().manifest.title, "Wind or Solar?");
}

#[test]
fn answers_that_are_as_frequent_as_others_are_not_guessed() {
    let text = "It purrs. {=cat ~dog}\n\nIt mews. {=cat ~dog}\n\nIt sails. {T}\n\nIt flies. {F}\n";
    let unsettled = settle(read_bytes(Kind::Gift, text.as_bytes()), &Wishes::default()).unwrap_err();
    let draft::Unsettled::Faulty(notes) = unsettled else { panic!("{unsettled:?}") };
    assert_eq!(notes.iter().map(|note| note.line).collect::<Vec<_>>(), [1, 5]);
    assert!(notes.iter().all(|note| note.what.contains("--left and --right")), "{notes:?}");
}

#[test]
fn no_cell_is_a_formula_for_a_spreadsheet() {
    let mut bank = Bank::new(small().manifest, vec![sample::topic(0, 1)]);
    let mut topic = bank.topic(0).unwrap().clone();
    topic.pairs[0].left.text = "=1+1, and 'quotes'".to_owned();
    topic.pairs[0].left.deciding = Vec::new();
    topic.pairs[0].right.explanation = "'=sum".to_owned();
    bank = Bank::new(bank.manifest, vec![topic]);
    let text = String::from_utf8(out(Kind::Csv, &bank)).unwrap();
    assert!(text.contains("\"'=1+1, and 'quotes'\"") && text.contains("''=sum"), "{text}");
    comes_back(Kind::Csv, &bank);
}

#[test]
fn a_package_that_unpacks_to_more_than_it_may_is_refused_before_it_fills_the_memory() {
    use std::io::Write as _;
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    package.start_file("imsmanifest.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..100 {
        package.write_all(&zeros).unwrap();
    }
    let bytes = package.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let faults = read_bytes(Kind::Qti, &bytes).faults;
    assert!(faults[0].what.contains("unpacks to more"), "{faults:?}");
}

#[test]
fn what_has_no_place_in_a_format_is_told_for_each_statement() {
    let bank = small();
    for kind in Kind::ALL {
        let (lines, _) = write(kind, &bank, Cursor::new(Vec::new())).unwrap();
        let notes = losses::losses(&bank, kind, &lines);
        let count = |what: &str| notes.iter().filter(|note| note.what.ends_with(what)).count();
        let all = bank.statements().count();
        assert_eq!(count("the misconception"), all, "{kind:?}");
        let holds_words = matches!(kind, Kind::Csv | Kind::Anki);
        assert_eq!(count("the deciding words"), if holds_words { 0 } else { all }, "{kind:?}");
        assert_eq!(count("2 lessons"), 1, "{kind:?}: {notes:?}");
        assert!(lines.len() == all && lines.is_sorted(), "{kind:?}");
    }
}

#[test]
fn the_lines_that_are_told_of_an_export_are_those_of_its_statements() {
    let bank = small();
    for kind in [Kind::Csv, Kind::Gift, Kind::Moodle, Kind::Aiken, Kind::Anki] {
        let mut file = Cursor::new(Vec::new());
        let (lines, _) = write(kind, &bank, &mut file).unwrap();
        let text = String::from_utf8(file.into_inner()).unwrap();
        let all: Vec<&str> = text.lines().collect();
        for ((question, _), line) in questions_of(&bank).zip(lines) {
            // In XML the question begins two lines above its text.
            let found = (line..line + 3).filter_map(|at| all.get(at - 1)).any(|line| line.contains(&question.text));
            assert!(found, "{kind:?} {line}: {}", question.text);
        }
    }
}
