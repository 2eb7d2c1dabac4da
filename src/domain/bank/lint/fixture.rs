//! Banks for tests: one that breaks no rule, and ones made of given statements.

use super::LintRules;
use super::settings::WordLists;
use crate::domain::bank::{
    Bank, Bends, Card, Concept, Heard, Idea, Lesson, LessonTwins, Manifest, Misconception, Pair, Predict, Scene, Side,
    SideName, SolidFact, Statement, Topic, TopicName, Twin, Verdict,
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

/// A topic's identifier and its twins: level, left text, right text.
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
        deciding: text.clone(),
        text,
        explanation: "It is where the water is.".to_owned(),
        misconception: "belief".to_owned(),
        decoy: (level == 3).then(|| "the place is irrelevant".to_owned()),
        sources: Vec::new(),
    }
}

fn scene(object: &str) -> Scene {
    let scene = "floats along without any haste and then stops".to_owned();
    Scene { object: object.to_owned(), scene, deciding: "the water under it".to_owned() }
}

fn lesson() -> Lesson {
    let pair = |object| Pair { left: scene(object), right: scene(object) };
    Lesson {
        predict: Predict { ask: Side::Left, first: Side::Left, left: prose(12), right: prose(12), reveal: prose(12) },
        idea: Idea { body: vec![prose(45), prose(36)] },
        twins: LessonTwins { pairs: vec![pair("boat"), pair("duck"), pair("leaf")] },
        fact: SolidFact {
            body: vec![prose(54)],
            figures: vec!["depth   4 m".to_owned()],
            sources: vec!["S1".to_owned()],
        },
        bends: Bends { case: prose(27), verdict: Verdict::Arguable, body: vec![prose(45)], card: None },
        heard: Heard { misconception: "belief".to_owned(), body: vec![prose(54)], instead: prose(9) },
    }
}

fn topic(id: &str, twins: Vec<Twin>) -> Topic {
    Topic {
        schema: None,
        format_version: 1,
        id: id.to_owned(),
        title: id.to_owned(),
        dimension: true,
        summary: Pair { left: "still water".to_owned(), right: "salt water".to_owned() },
        takeaway: "Taste the water.".to_owned(),
        concepts: vec![Concept {
            id: "idea".to_owned(),
            title: "An idea".to_owned(),
            idea: "Waters differ.".to_owned(),
            question: "How does it taste?".to_owned(),
        }],
        misconceptions: vec![Misconception {
            id: "belief".to_owned(),
            claim: "All water is alike.".to_owned(),
            refutation: "It is not.".to_owned(),
        }],
        lesson: lesson(),
        twins,
        cards: vec![Card {
            id: "card".to_owned(),
            title: "A card".to_owned(),
            case: "Where a river meets the sea.".to_owned(),
            verdict: Verdict::Arguable,
            reasoning: "Both views hold.".to_owned(),
            flip: "The taste.".to_owned(),
            sources: Vec::new(),
        }],
    }
}

/// Topics with the given twins, each a level and two texts; statements are named `topic-number-side`.
pub(crate) fn topics_of(topics: &[TopicText<'_>]) -> Vec<Topic> {
    let twin = |topic: &str, number: usize, level: u8, left: &str, right: &str| Twin {
        id: format!("{topic}-{number}"),
        concept: "idea".to_owned(),
        level,
        object: String::new(),
        left: statement(format!("{topic}-{number}-left"), left.to_owned(), level),
        right: statement(format!("{topic}-{number}-right"), right.to_owned(), level),
    };
    topics
        .iter()
        .map(|(id, twins)| {
            let twins = (1..).zip(*twins).map(|(number, (level, left, right))| twin(id, number, *level, left, right));
            topic(id, twins.collect())
        })
        .collect()
}

/// A bank of topics, with sides named Lake and Sea.
pub(crate) fn bank(topics: Vec<Topic>) -> Bank {
    let side = |id: &str, name: &str| SideName { id: id.to_owned(), name: name.to_owned(), label: name.to_owned() };
    let names = topics.iter().map(|topic| TopicName { id: topic.id.clone(), title: topic.title.clone() });
    let manifest = Manifest {
        format_version: 1,
        id: "waters".to_owned(),
        revision: 1,
        sides: Pair { left: side("lake", "Lake"), right: side("sea", "Sea") },
        topics: names.collect(),
        ..Manifest::default()
    };
    Bank::new(manifest, topics)
}

/// A bank of the given twins.
pub(crate) fn bank_of(topics: &[TopicText<'_>]) -> Bank {
    bank(topics_of(topics))
}

/// The topics of a bank that breaks no rule: two topics of six twins, two at each level.
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
    let twins: Vec<(u8, &str, &str)> =
        texts.iter().map(|(level, left, right)| (*level, left.as_str(), right.as_str())).collect();
    let (one, two) = twins.split_at(6);
    let mut topics = topics_of(&[("one", one), ("two", two)]);
    for (twin, [object, ..]) in topics.iter_mut().flat_map(|topic| &mut topic.twins).zip(SIGHTS) {
        twin.object = object.to_owned();
    }
    topics
}

/// Rules with a word in each list; the fair bank keeps them all.
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
        giveaways_left: list(&["rowing boat"]),
        giveaways_right: list(&["steamer"]),
        compared: [("people".to_owned(), list(&["sailor"]))].into(),
    };
    LintRules { words, stop_words: list(&["the", "a", "while", "by"]), ..LintRules::default() }
}
