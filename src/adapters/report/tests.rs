//! A report says the same in each form, claims nothing without evidence, needs nothing from outside, and no text breaks out
//! of its place.

use super::*;
use crate::app::settings::Settings;
use crate::domain::bank::{Bank, Side, StatementRef, sample};
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Answered, Event, Fact, Mode, Response};
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;
use crate::domain::seed::Seed;
use crate::domain::session::Session;
use proptest::prelude::*;
use pulldown_cmark::{Event as Mark, Options, Parser, Tag, TagEnd};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeSet;

/// 2026-11-23, a Monday.
const FIRST: i64 = 20_780;

fn nine_o_clock(day: i64) -> Moment {
    Moment { millis: (FIRST + day) * 86_400_000 + 8 * 3_600_000, offset: 60 }
}

/// The facts of a finished round on each of `days`, of `answers` answers; every third one is wrong.
fn rounds(bank: &Bank, days: impl IntoIterator<Item = i64>, answers: usize) -> Vec<Fact> {
    let order: Vec<StatementRef> = bank.statements().map(|entry| entry.at).take(answers).collect();
    days.into_iter().flat_map(|day| round(bank, &order, day)).collect()
}

fn round(bank: &Bank, order: &[StatementRef], day: i64) -> Vec<Fact> {
    let attempt = format!("{day:032x}");
    let fact = |number: usize, event: Event| Fact {
        id: format!("{day:016x}{number:016x}"),
        learner: SOLE_LEARNER.to_owned(),
        at: nine_o_clock(day),
        attempt: attempt.clone(),
        event,
    };
    let started = Session::plan(bank, Mode::Quiz, &Seed::from_entropy(7), true, order);
    let mut facts = vec![fact(0, Event::Started(started))];
    for (number, at) in order.iter().enumerate() {
        let side = if number % 3 == 0 { at.side.other() } else { at.side };
        let answered = Answered {
            statement: bank.entry(*at).unwrap().statement.id.clone(),
            revision: 1,
            response: Response::from(side),
            certainty: Some(Certainty::ALL[number % 3]),
            hinted: false,
            retaken: false,
            elapsed: 9_000,
        };
        facts.push(fact(number + 1, Event::Answered(answered)));
    }
    facts.push(fact(order.len() + 1, Event::Finished));
    facts
}

fn report_of(bank: &Bank, facts: &[Fact], name: &str) -> Report {
    let learner = Learner::fold(bank, facts);
    Report::of(bank, &learner, name, &Settings::default(), nine_o_clock(40))
}

/// Reports on nobody's answers, on one, on thirty, and on those of ten years.
fn reports() -> Vec<(&'static str, Report)> {
    let bank = sample::bank(3, 8);
    let of = |facts: &[Fact]| report_of(&bank, facts, "Ada");
    vec![
        ("none", of(&[])),
        ("one", of(&rounds(&bank, [0], 1))),
        ("thirty", of(&rounds(&bank, [0], 30))),
        ("ten years", of(&rounds(&bank, -3650..0, 4))),
    ]
}

fn parsed(html: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(html, options).unwrap_or_else(|error| panic!("{error} in {html}"))
}

fn all_text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

#[test]
fn a_page_is_well_formed_and_needs_nothing_from_outside() {
    for (name, report) in reports() {
        let html = Format::Html.text(&report);
        let page = parsed(&html);
        for outside in ["<script", "<link", "<img", "<iframe", "http:", "https:", "src=", "href", "url(", "@import"] {
            assert!(!html.contains(outside), "{name}: {outside}");
        }
        let handlers = page.descendants().flat_map(|node| node.attributes()).any(|one| one.name().starts_with("on"));
        assert!(!handlers, "{name}: something runs");
        let root = page.root_element();
        assert_eq!((root.tag_name().name(), root.attribute("lang")), ("html", Some("en")));
        let ids: Vec<&str> = page.descendants().filter_map(|node| node.attribute("id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: an id is there twice");
        for word in ["viewport", "prefers-color-scheme", "@media print", "@page", "break-inside: avoid"] {
            assert!(html.contains(word), "{word}");
        }
    }
}

#[test]
fn every_picture_is_told_in_words_and_stays_within_itself() {
    for (name, report) in reports() {
        let html = Format::Html.text(&report);
        let page = parsed(&html);
        let pictures: Vec<Node<'_, '_>> = page.descendants().filter(|node| node.has_tag_name("svg")).collect();
        assert_eq!(pictures.is_empty(), name == "none", "{name}");
        for picture in pictures {
            assert_eq!(picture.attribute("role"), Some("img"));
            let told = |tag: &str| picture.children().find(|node| node.has_tag_name(tag)).unwrap();
            let labels =
                format!("{} {}", told("title").attribute("id").unwrap(), told("desc").attribute("id").unwrap());
            assert_eq!(picture.attribute("aria-labelledby"), Some(labels.as_str()));
            assert!(all_text(told("desc")).contains("N = "), "{name}: {}", all_text(told("desc")));
            let size: Vec<f64> =
                picture.attribute("viewBox").unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
            for shape in picture.descendants() {
                within(shape, (size[2], size[3]));
            }
        }
    }
}

/// Holds a shape to the size of its drawing.
fn within(shape: Node<'_, '_>, (width, height): (f64, f64)) {
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("{text} in {shape:?}"));
    let value = |name: &str| shape.attribute(name).map(number);
    let across = ["x", "x1", "x2", "cx"].into_iter().filter_map(value);
    let down = ["y", "y1", "y2", "cy"].into_iter().filter_map(value);
    let points = shape.attribute("points").unwrap_or_default().split(' ').filter_map(|point| point.split_once(','));
    let (xs, ys): (Vec<f64>, Vec<f64>) = points.map(|(x, y)| (number(x), number(y))).unzip();
    let far = if shape.has_tag_name("rect") { value("x").zip(value("width")).map(|(x, w)| x + w) } else { None };
    let low = if shape.has_tag_name("rect") { value("y").zip(value("height")).map(|(y, h)| y + h) } else { None };
    assert!(across.chain(xs).chain(far).all(|x| (0.0..=width).contains(&x)), "{shape:?} in {width}");
    assert!(down.chain(ys).chain(low).all(|y| (0.0..=height).contains(&y)), "{shape:?} in {height}");
}

/// The number of answers at the end of each row of the table whose caption begins so, by the row's name.
fn answers_in(report: &Report, caption: &str) -> Vec<(String, String)> {
    let tables = contents::contents(report).into_iter().filter_map(|block| match block {
        contents::Block::Table(table) if table.caption.starts_with(caption) => Some(table),
        _ => None,
    });
    let rows = tables.flat_map(|table| table.groups).flat_map(|group| group.rows);
    rows.map(|row| (row[0].clone(), row.last().unwrap().clone())).collect()
}

#[test]
fn the_profile_counts_the_answers_that_the_table_of_topics_counts() {
    let bank = sample::bank(3, 8);
    // All statements of the first topic, and two of the second: too few to compare it.
    for answers in [1, 3, 18] {
        let report = report_of(&bank, &rounds(&bank, [0], answers), "Ada");
        let mut topics = answers_in(&report, "Right answers by side");
        topics.pop();
        assert_eq!(topics.len(), 3);
        let profile = answers_in(&report, "Chance of being above average");
        let sum: usize = topics.iter().map(|(_, answers)| answers.parse::<usize>().unwrap()).sum();
        let text = Format::Html.text(&report);
        if answers < 4 {
            let missing = format!("a topic is compared from 4 answers on (N = {sum})");
            assert!(profile.is_empty() && text.contains(&missing), "{text}");
        } else {
            assert_eq!(profile, topics);
            assert!(
                text.contains("too few answers yet") && text.contains(&format!("likely weak (N = {sum})")),
                "{text}"
            );
        }
    }
}

#[test]
fn people_read_no_date_as_a_file_writes_it() {
    let is_date = |text: &[char]| {
        let digits = |range: std::ops::Range<usize>| text[range].iter().all(char::is_ascii_digit);
        digits(0..4) && text[4] == '-' && digits(5..7) && text[7] == '-' && digits(8..10)
    };
    for (name, report) in reports() {
        for format in Format::ALL {
            let letters: Vec<char> = format.text(&report).chars().collect();
            let found: Vec<String> =
                letters.windows(10).filter(|text| is_date(text)).map(|text| text.iter().collect()).collect();
            assert!(found.is_empty(), "{name}: {found:?}");
        }
    }
}

#[test]
fn nothing_is_claimed_without_evidence() {
    let bank = sample::bank(3, 8);
    let texts = |facts: &[Fact]| Format::ALL.map(|format| format.text(&report_of(&bank, facts, "Ada")));
    for text in texts(&[]) {
        for missing in ["nothing is claimed without evidence", "no answers (N = 0)", "no days to show", "No rounds yet"]
        {
            assert!(text.contains(missing), "{missing} in {text}");
        }
        assert!(text.contains("shown after 30 answers with a certainty; 0 so far (N = 0)"), "{text}");
        assert!(!text.contains("Brier score 0"), "{text}");
    }
    for text in texts(&rounds(&bank, [0], 29)) {
        assert!(text.contains("29 so far (N = 29)") && !text.contains("95 % range"), "{text}");
    }
    for text in texts(&rounds(&bank, [0], 30)) {
        assert!(text.contains("Brier score 0.") && text.contains("95 % range") && text.contains("(N = 30)"), "{text}");
    }
}

#[test]
fn both_forms_tell_all_figures() {
    let bank = sample::bank(3, 2);
    let report = report_of(&bank, &rounds(&bank, [0, 3, 40], 12), "Ada");
    let figures = &report.figures;
    assert!(figures.mistakes.len() > 3 && figures.due.len() > 1);
    let beliefs = figures.mistakes.iter().filter(|one| one.misconception.is_some()).count();
    assert!(beliefs > 0 && beliefs < figures.mistakes.len(), "not each wrong answer comes of the belief");
    let html = Format::Html.text(&report);
    let page = parsed(&html);
    let markdown: String = events(&Format::Markdown.text(&report)).into_iter().map(|(_, text)| text).collect();
    for text in [all_text(page.root_element()), markdown] {
        for mistake in &figures.mistakes {
            let belief = mistake.misconception.iter().flat_map(|belief| [&belief.claim, &belief.refutation]);
            let counterpart = &mistake.counterpart.as_ref().unwrap().text;
            for told in [&mistake.text, counterpart, &mistake.explanation].into_iter().chain(belief) {
                assert!(text.contains(told.as_str()), "{told} in {text}");
            }
        }
        for due in &figures.due {
            let day = Moment::written_of(due.day);
            assert!(text.contains(if due.day == FIRST + 40 { "today" } else { &day }), "{due:?} in {text}");
        }
        for told in ["Ada", "UTC+01:00", "sample, revision 1", "36 answers on 3 days", "guessing alone is right half"] {
            assert!(text.contains(told), "{told} in {text}");
        }
    }
}

#[test]
fn what_is_due_first_comes_first() {
    let bank = sample::bank(3, 2);
    let mut facts = rounds(&bank, [0], 12);
    // The first topic once more, so that it returns last.
    facts.extend(rounds(&bank, [10], 4));
    let due = report_of(&bank, &facts, "Ada").figures.due;
    assert!(due.is_sorted_by_key(|one| one.day) && due.iter().all(|one| one.now), "{due:?}");
    assert_eq!(due.iter().map(|one| one.topic.as_str()).next_back(), Some("topic-0"), "{due:?}");
}

#[test]
fn the_left_side_is_always_on_the_left() {
    let bank = sample::bank(1, 4);
    let report = report_of(&bank, &rounds(&bank, [0], 8), "Ada");
    let sides: BTreeSet<Side> = report.figures.mistakes.iter().map(|mistake| mistake.side).collect();
    assert_eq!(sides.len(), 2, "mistakes on both sides");
    let html = Format::Html.text(&report);
    let page = parsed(&html);
    let halves: Vec<Node<'_, '_>> =
        page.descendants().filter(|node| node.attribute("class") == Some("halves")).collect();
    assert_eq!(halves.len(), report.figures.mistakes.len());
    for pair in halves {
        let sections: Vec<Node<'_, '_>> = pair.children().filter(|node| node.has_tag_name("section")).collect();
        let told: Vec<String> = sections.iter().map(|section| all_text(*section)).collect();
        assert!(told[0].contains("◂ MAMMAL") && told[0].contains("milk"), "{told:?}");
        assert!(told[1].contains("BIRD ▸") && told[1].contains("insects"), "{told:?}");
        assert_eq!(told.iter().filter(|text| text.contains('✗')).count(), 1, "{told:?}");
    }
    let markdown = Format::Markdown.text(&report);
    assert_eq!(markdown.matches("| ◂ MAMMAL | BIRD ▸ |").count(), report.figures.mistakes.len(), "{markdown}");
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    for ((_, one), (_, other)) in reports().into_iter().zip(reports()) {
        for format in Format::ALL {
            assert!(format.text(&one) == format.text(&other));
        }
    }
}

#[test]
fn a_small_report_reads_like_this() {
    let bank = sample::bank(2, 4);
    let report = report_of(&bank, &rounds(&bank, [0, 3], 6), "Ada");
    insta::assert_snapshot!("small_markdown", Format::Markdown.text(&report));
    let html = Format::Html.text(&report);
    let (_, body) = html.split_once("</style>").unwrap();
    insta::assert_snapshot!("small_html", body.replace(env!("CARGO_PKG_VERSION"), "0.0.0"));
}

/// A bank whose every text is `text`.
fn bank_of(text: &str) -> Bank {
    let mut topics = vec![sample::topic(0, 4), sample::topic(1, 4)];
    for topic in &mut topics {
        topic.title = text.to_owned();
        topic.concepts[0].title = text.to_owned();
        topic.misconceptions[0].claim = text.to_owned();
        topic.misconceptions[0].refutation = text.to_owned();
        for statement in topic.pairs.iter_mut().flat_map(|pair| [&mut pair.left, &mut pair.right]) {
            statement.text = format!("{text} {text}");
            statement.deciding = vec![text.to_owned()];
            statement.explanation = text.to_owned();
        }
    }
    let mut manifest = sample::bank(2, 4).manifest;
    manifest.title = text.to_owned();
    for topic in &mut manifest.topics {
        topic.title = text.to_owned();
    }
    for side in [&mut manifest.sides.left, &mut manifest.sides.right] {
        side.name = text.to_owned();
        side.label = text.to_owned();
    }
    Bank::new(manifest, topics)
}

fn report_in(text: &str) -> Report {
    let bank = bank_of(text);
    report_of(&bank, &rounds(&bank, [0, 3], 6), text)
}

/// The elements of a page with the names of their attributes, in order.
fn skeleton(html: &str) -> Vec<String> {
    let page = parsed(html);
    let elements = page.descendants().filter(Node::is_element);
    let bones = |node: Node<'_, '_>| {
        let attributes: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
        format!("{} {attributes:?}", node.tag_name().name())
    };
    elements.map(bones).collect()
}

/// What a reader of Markdown with all that GitHub adds makes of a text: each beginning and end, and the text itself.
fn events(markdown: &str) -> Vec<(String, String)> {
    let name = |mark: Mark<'_>| match mark {
        Mark::Text(text) => (String::new(), text.into_string()),
        Mark::Start(Tag::Table(_)) => ("table".to_owned(), String::new()),
        Mark::End(TagEnd::TableCell) => ("cell".to_owned(), "\n".to_owned()),
        other => (format!("{other:?}"), String::new()),
    };
    let github = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    Parser::new_ext(markdown, github).map(name).collect()
}

/// The beginnings and ends alone.
fn bones(markdown: &str) -> Vec<String> {
    events(markdown).into_iter().map(|(name, _)| name).filter(|name| !name.is_empty()).collect()
}

/// Texts made of what means something in HTML or Markdown, among any others.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[<>&\"'`*_|~#=+$\\[\\]\\\\(){}!:;.@^-]{1,4}",
        1 => "[a-z0-9 ]{1,5}",
        1 => any::<String>(),
        1 => prop::sample::select(vec![
            "</style>", "<script>", "]]>", "<!--", "-->", "&lt;", "&#60;", "\n\n# ", "\n---\n", "1. ", "- ", "> ", "    ",
            "http://x.y", "www.x.y", "a@b.c", "``` ", "| --- |", "[^1]: ", "\u{202e}", "\u{fffe}", "\u{1b}[2J",
        ]).prop_map(str::to_owned),
    ];
    let blank = |text: &String| markup::clean(text).trim().is_empty();
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat()).prop_filter("blank", move |text| !blank(text))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_out_of_a_page(text in hostile()) {
        let html = Format::Html.text(&report_in(&text));
        prop_assert_eq!(skeleton(&html), skeleton(&Format::Html.text(&report_in("harmless"))));
        prop_assert!(all_text(parsed(&html).root_element()).contains(&markup::clean(&text)));
    }

    #[test]
    fn no_text_breaks_out_of_markdown(text in hostile()) {
        let markdown = Format::Markdown.text(&report_in(&text));
        prop_assert_eq!(bones(&markdown), bones(&Format::Markdown.text(&report_in("harmless"))), "{}", markdown);
        let told: String = events(&markdown).into_iter().map(|(_, text)| text).collect();
        let wanted = markup::clean(&text);
        prop_assert!(told.contains(wanted.trim()), "{:?} in {}", wanted, told);
    }
}

/// The names of the files in a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn files_are_named_by_day_and_learner() {
    let bank = sample::bank(1, 2);
    let cases = [
        (SOLE_LEARNER, "iotutor-report-2027-01-02"),
        ("Ada", "iotutor-report-ada-2027-01-02"),
        ("Zoë van der Aa", "iotutor-report-zoë-van-der-aa-aff4afa8-2027-01-02"),
        ("../../etc/passwd", "iotutor-report-etc-passwd-6fadc99a-2027-01-02"),
        ("C:\\*?", "iotutor-report-c-db3192d7-2027-01-02"),
        ("...", "iotutor-report-learner-0ac31c19-2027-01-02"),
    ];
    for (learner, wanted) in cases {
        assert_eq!(name(&report_of(&bank, &[], learner)), wanted);
    }
}

#[test]
fn no_two_names_share_a_file() {
    let names = [
        "Ada",
        "ada",
        "ADA",
        "A.da",
        "A da",
        "Ada.",
        "Ada Lovelace",
        "Ada-Lovelace",
        "Ada  Lovelace",
        "...",
        "???",
        "Learner",
    ];
    let parts: std::collections::BTreeSet<String> = names.iter().map(|name| super::part_of_name(name)).collect();
    assert_eq!(parts.len(), names.len(), "{parts:?}");
}

#[test]
fn the_number_of_a_name_is_the_published_hash() {
    // The test vectors of draft-eastlake-fnv, appendix C.
    assert_eq!(super::fnv_1a("a"), 0xe40c_292c);
    assert_eq!(super::fnv_1a("foobar"), 0xbf9c_f968);
}

#[test]
fn a_report_that_is_there_is_kept_unless_it_is_to_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let bank = sample::bank(1, 2);
    let report = report_of(&bank, &[], SOLE_LEARNER);
    let day = "iotutor-report-2027-01-02";
    fs::write(folder.path().join(format!("{day}.md")), "mine").unwrap();
    let written = write(&report, folder.path(), &Format::ALL, Existing::Keep).unwrap();
    // The two forms of one report share a number.
    assert_eq!(written, [format!("{day}-2.html"), format!("{day}-2.md")].map(|name| folder.path().join(name)));
    let one = write(&report, folder.path(), &[Format::Html], Existing::Keep).unwrap();
    assert_eq!(one, [folder.path().join(format!("{day}.html"))]);
    assert_eq!(fs::read_to_string(folder.path().join(format!("{day}.md"))).unwrap(), "mine");
    write(&report, folder.path(), &[Format::Markdown], Existing::Replace).unwrap();
    let replaced = fs::read_to_string(folder.path().join(format!("{day}.md"))).unwrap();
    assert_eq!(replaced, Format::Markdown.text(&report));
    assert_eq!(files(folder.path()).len(), 4, "nothing is left beside them");
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let report = report_of(&sample::bank(1, 2), &[], SOLE_LEARNER);
    let nowhere = folder.path().join("nowhere");
    let error = write(&report, &nowhere, &Format::ALL, Existing::Keep).unwrap_err().to_string();
    assert!(error.contains("nowhere") && error.contains("--out"), "{error}");
    // A folder in the file's place: the text is whole beside it, and cannot take its place.
    let name = "iotutor-report-2027-01-02.html";
    fs::create_dir(folder.path().join(name)).unwrap();
    let error = write(&report, folder.path(), &Format::ALL, Existing::Replace).unwrap_err().to_string();
    assert!(error.contains(name) && error.contains("--out"), "{error}");
    assert_eq!(files(folder.path()), BTreeSet::from([name.to_owned()]));
}

#[test]
fn a_full_disk_is_told_from_other_trouble() {
    let full = ReportError::Unwritable { path: "x.html".into(), source: io::ErrorKind::StorageFull.into() };
    assert!(full.to_string().contains("x.html") && full.to_string().contains("free some space"), "{full}");
}

#[test]
fn there_is_an_end_to_the_reports_of_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let report = report_of(&sample::bank(1, 2), &[], SOLE_LEARNER);
    for number in 1..=MOST_A_DAY {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        fs::write(folder.path().join(format!("iotutor-report-2027-01-02{number}.md")), "").unwrap();
    }
    let error = write(&report, folder.path(), &Format::ALL, Existing::Keep).unwrap_err().to_string();
    assert!(error.contains("99 reports") && error.contains("--replace"), "{error}");
}
