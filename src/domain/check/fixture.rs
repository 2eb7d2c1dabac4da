//! Banks for tests: one that breaks no rule, and ones made of given statements.

use super::LintRules;
use super::settings::{Demands, Gates, Thresholds, WordLists};
use crate::domain::bank::{
    Bank, Bends, Card, CardKind, Concept, FORMAT_VERSION, Half, Heard, Idea, Lesson, LessonPair, Manifest,
    Misconception, NumberRow, Numbers, Pair, Predict, Side, SideName, Sides, Statement, Topic, TopicName, Verdict,
    Word, Words,
};

/// What tells one scene of the fair bank from another: object, deed, place, person, thing, left end, right end.
type Sight = [&'static str; 7];
const SIGHTS: [Sight; 12] = [
    ["heron", "waits beside", "mossy bridge", "miller", "clay", "brook", "tide"],
    ["boat", "carries baskets under", "wooden pier", "widow", "eels", "reeds", "surf"],
    ["lantern", "burns above", "crooked jetty", "ferryman", "rope", "pond", "reef"],
    ["anchor", "rusts behind", "painted shed", "carpenter", "timber", "weir", "gulf"],
    ["otter", "hunts around", "broken raft", "botanist", "seeds", "marsh", "cove"],
    ["kite", "dances over", "sandy bank", "teacher", "pebbles", "creek", "strait"],
    ["net", "dries against", "stone wall", "cook", "crabs", "ditch", "lagoon"],
    ["swan", "sleeps near", "grassy slope", "painter", "colours", "puddle", "fjord"],
    ["bell", "rings across", "misty field", "priest", "candles", "spring", "harbour"],
    ["crane", "nests upon", "tall chimney", "mason", "bricks", "canal", "bay"],
    ["barge", "drifts past", "empty quay", "trader", "grain", "river", "ocean"],
    ["frog", "calls from", "hollow log", "biologist", "notes", "swamp", "shoal"],
];

/// A topic's identifier and its pairs: level, left text, right text.
pub(crate) type TopicText<'a> = (&'a str, &'a [(u8, &'a str, &'a str)]);

/// A text of that many words, in sentences of nine.
pub(crate) fn prose(words: usize) -> String {
    let pattern = ["Calm", "water", "rests", "under", "the", "old", "bridge", "at", "noon."];
    let words: Vec<&str> = pattern.into_iter().cycle().take(words).collect();
    words.join(" ")
}

fn statement(id: String, text: String, level: u8) -> Statement {
    Statement {
        id,
        revision: 1,
        deciding: vec![text.clone()],
        text,
        explanation: "It is where the water is.".to_owned(),
        misconception: Some("belief".to_owned()),
        decoy: (level == 3).then(|| "the place is irrelevant".to_owned()),
        settles: (level == 3).then(|| "the water".to_owned()),
        ..Statement::default()
    }
}

fn half(text: &str) -> Half {
    Half { text: text.to_owned(), deciding: vec![text.to_owned()], explanation: prose(18) }
}

fn lesson() -> Lesson {
    let word = |term: &str| Word { term: term.to_owned(), meaning: "floats on water".to_owned() };
    Lesson {
        predict: Predict { ask: Side::Left, left: prose(12), right: prose(12), reveal: prose(12) },
        idea: Idea { title: "Still or salt".to_owned(), body: vec![prose(45), prose(36)] },
        words: Words { left: vec![word("boat")], right: vec![word("ship")], both: vec!["wave".to_owned()] },
        pair: LessonPair { title: "Afloat".to_owned(), left: half("a boat"), right: half("a ship"), same: None },
        numbers: Numbers {
            rows: vec![NumberRow { label: "depth".to_owned(), left: "4 m".to_owned(), right: "40 m".to_owned() }],
            figures: vec!["depth   4 m".to_owned()],
            body: vec![prose(27)],
            sources: vec!["S1".to_owned()],
        },
        bends: Bends {
            case: prose(27),
            verdict: Verdict::Arguable,
            body: vec![prose(45)],
            flip: None,
            card: None,
            sources: Vec::new(),
        },
        heard: Heard {
            misconception: "belief".to_owned(),
            body: vec![prose(54)],
            instead: prose(9),
            sources: Vec::new(),
        },
    }
}

fn topic(id: &str, pairs: Vec<Pair>) -> Topic {
    Topic {
        format_version: FORMAT_VERSION,
        id: id.to_owned(),
        title: id.to_owned(),
        dimension: true,
        summary: Sides { left: "still water".to_owned(), right: "salt water".to_owned() },
        takeaway: "Taste the water.".to_owned(),
        concepts: vec![Concept {
            id: "idea".to_owned(),
            title: "An idea".to_owned(),
            idea: "Waters differ.".to_owned(),
            question: "How does it taste?".to_owned(),
            ..Concept::default()
        }],
        misconceptions: vec![Misconception {
            id: "belief".to_owned(),
            claim: "All water is alike.".to_owned(),
            refutation: "It is not.".to_owned(),
            pushes: None,
        }],
        lesson: Some(lesson()),
        pairs,
        cards: vec![Card {
            id: "card".to_owned(),
            kind: CardKind::Classify,
            title: "A card".to_owned(),
            case: "Where a river meets the sea.".to_owned(),
            verdict: Some(Verdict::Arguable),
            answer: None,
            reasoning: "Both views hold.".to_owned(),
            flip: "The taste.".to_owned(),
            sources: Vec::new(),
        }],
        ..Topic::default()
    }
}

/// Topics with the given pairs, each a level and two texts; statements are named `topic-number-side`.
pub(crate) fn topics_of(topics: &[TopicText<'_>]) -> Vec<Topic> {
    let pair = |topic: &str, number: usize, level: u8, left: &str, right: &str| Pair {
        id: format!("{topic}-{number}"),
        comment: None,
        concept: "idea".to_owned(),
        level,
        family: Some("plain".to_owned()),
        aspect: Some("water".to_owned()),
        left: statement(format!("{topic}-{number}-left"), left.to_owned(), level),
        right: statement(format!("{topic}-{number}-right"), right.to_owned(), level),
    };
    topics
        .iter()
        .map(|(id, pairs)| {
            let pairs = (1..).zip(*pairs).map(|(number, (level, left, right))| pair(id, number, *level, left, right));
            topic(id, pairs.collect())
        })
        .collect()
}

/// A bank of topics, with sides named Lake and Sea.
pub(crate) fn bank(topics: Vec<Topic>) -> Bank {
    let side = |id: &str, name: &str| SideName { id: id.to_owned(), name: name.to_owned(), label: name.to_owned() };
    let names = topics.iter().map(|topic| TopicName { id: topic.id.clone(), title: topic.title.clone() });
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        id: "waters".to_owned(),
        revision: 1,
        sides: Sides { left: side("lake", "Lake"), right: side("sea", "Sea") },
        topics: names.collect(),
        ..Manifest::default()
    };
    Bank::new(manifest, topics)
}

/// A bank of the given pairs.
pub(crate) fn bank_of(topics: &[TopicText<'_>]) -> Bank {
    bank(topics_of(topics))
}

/// The topics of a bank that breaks no rule: two topics of six pairs, two at each level.
pub(crate) fn fair_topics() -> Vec<Topic> {
    let text = |[object, deed, place, person, thing, left, right]: Sight, side: Side| {
        let end = if side == Side::Left { left } else { right };
        format!("The {object} {deed} the {place} while a {person} gathers {thing} by the {end}.")
    };
    let texts: Vec<(u8, String, String)> = SIGHTS
        .into_iter()
        .zip([1, 2, 3].into_iter().cycle())
        .map(|(sight, level)| (level, text(sight, Side::Left), text(sight, Side::Right)))
        .collect();
    let pairs: Vec<(u8, &str, &str)> =
        texts.iter().map(|(level, left, right)| (*level, left.as_str(), right.as_str())).collect();
    let (one, two) = pairs.split_at(6);
    topics_of(&[("one", one), ("two", two)])
}

/// Rules with a word in each list and every demand made; the fair bank keeps them all.
pub(crate) fn fair_rules() -> LintRules {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let words = WordLists {
        answer_terms: list(&["lake", "sea"]),
        absolutes: list(&["always"]),
        negatives: list(&["not", "no", "without"]),
        hedges: list(&["often"]),
        openings: list(&["not"]),
        seed_wording: list(&["fresh", "briny", "deep blue"]),
        seed_left: list(&["fresh"]),
        seed_right: list(&["briny"]),
        dated: list(&["today"]),
        brands: list(&["Acme"]),
        joiners: list(&[";"]),
        clauses_once: list(&["so that"]),
        watch: list(&["estuary"]),
        known_acronyms: list(&["UK"]),
        settings_left: list(&["rowing boat"]),
        settings_right: list(&["steamer"]),
        function_words: list(&["the", "a", "while", "by"]),
        mechanisms: list(&["where"]),
        compared: [("people".to_owned(), list(&["sailor"]))].into(),
    };
    let demands = Demands {
        numbers_sourced: true,
        acronyms_taught: true,
        terms_taught: true,
        decoys_named: true,
        other_side_told: true,
        lessons: true,
        case_for_each_topic: false,
    };
    let thresholds = Thresholds {
        words_min: 8,
        words_max: 20,
        characters_max: 110,
        pair_length_difference_max: 3,
        word_leak_share: 0.8,
        word_leak_share_level_1: 0.9,
        topic_word_leak_share: 0.75,
        length_mean_difference_max: 0.05,
        longest_quartile_share_max: 0.6,
        misconceptions_per_topic_min: 1,
        statements_per_misconception_min: 1,
        ..Thresholds::default()
    };
    let gates = Gates { explanations: Some([1.0; 3]), ..Gates::default() };
    LintRules {
        words,
        demands,
        thresholds,
        gates,
        families: [("plain".to_owned(), 1.0)].into(),
        stop_words: list(&["the", "a", "while", "by"]),
        ..LintRules::default()
    }
}
