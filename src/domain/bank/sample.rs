//! A small bank of another subject for tests: does this describe a mammal or a bird?

use super::{
    Bank, Bends, Concept, FORMAT_VERSION, Half, Heard, Idea, Lesson, LessonPair, Manifest, Misconception, NumberRow,
    Numbers, Pair, Predict, Side, SideName, Sides, Single, Statement, Topic, TopicName, Verdict, Word, Words,
};

/// A bank with that many topics of that many pairs each; levels go 1, 2, 3, 1, ...
pub fn bank(topics: usize, pairs: usize) -> Bank {
    let topics: Vec<Topic> = (0..topics).map(|number| topic(number, pairs)).collect();
    let side = |id: &str| SideName { id: id.to_owned(), name: id.to_owned(), label: id.to_uppercase() };
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        id: "sample".to_owned(),
        title: "Mammal or bird?".to_owned(),
        revision: 1,
        question: "Which does this describe?".to_owned(),
        sides: Sides { left: side("mammal"), right: side("bird") },
        topics: topics.iter().map(|one| TopicName { id: one.id.clone(), title: one.title.clone() }).collect(),
        ..Manifest::default()
    };
    Bank::new(manifest, topics)
}

/// The same statements on the other sides, for other reasons.
pub fn with_another_key(bank: &Bank) -> Bank {
    let topics = bank.topics().map(|(_, topic)| {
        let mut topic = topic.clone();
        topic.title = "Another topic".to_owned();
        topic.misconceptions[0].claim = "Another belief.".to_owned();
        for pair in &mut topic.pairs {
            std::mem::swap(&mut pair.left, &mut pair.right);
            for statement in [&mut pair.left, &mut pair.right] {
                statement.explanation = "For another reason.".to_owned();
                statement.deciding = vec!["young".to_owned()];
                statement.misconception = None;
            }
        }
        topic
    });
    Bank::new(bank.manifest.clone(), topics.collect())
}

/// One topic with that many pairs.
pub fn topic(number: usize, pairs: usize) -> Topic {
    Topic {
        format_version: FORMAT_VERSION,
        id: format!("topic-{number}"),
        title: format!("Topic {number}"),
        dimension: true,
        summary: Sides { left: "milk".to_owned(), right: "eggs".to_owned() },
        takeaway: "Look at the young.".to_owned(),
        concepts: vec![Concept {
            id: "young".to_owned(),
            title: "The young".to_owned(),
            idea: "One side is fed with milk.".to_owned(),
            question: "How are the young fed?".to_owned(),
            ..Concept::default()
        }],
        misconceptions: vec![Misconception {
            id: "flies".to_owned(),
            claim: "What flies is a bird.".to_owned(),
            refutation: "Bats fly too.".to_owned(),
            pushes: Some(Side::Right),
        }],
        lesson: Some(lesson()),
        pairs: (0..pairs).map(|position| pair(number, position)).collect(),
        ..Topic::default()
    }
}

fn lesson() -> Lesson {
    let word = |term: &str| Word { term: term.to_owned(), meaning: "a young animal".to_owned() };
    let half = |text: &str| Half {
        text: text.to_owned(),
        deciding: vec![text.to_owned()],
        explanation: "It is how they feed.".to_owned(),
    };
    Lesson {
        predict: Predict {
            ask: Side::Left,
            left: "a bat".to_owned(),
            right: "a wren".to_owned(),
            reveal: "The bat has milk.".to_owned(),
        },
        idea: Idea { title: "Milk or insects".to_owned(), body: vec!["Young differ.".to_owned()] },
        words: Words { left: vec![word("pup")], right: vec![word("chick")], both: vec!["wing".to_owned()] },
        pair: LessonPair {
            title: "At dusk".to_owned(),
            left: half("A bat nurses."),
            right: half("A wren brings flies."),
            same: Some("both fly".to_owned()),
        },
        numbers: Numbers {
            rows: vec![NumberRow { label: "eggs".to_owned(), left: "none".to_owned(), right: "6".to_owned() }],
            figures: vec!["bat   1 pup".to_owned()],
            body: vec!["A fact.".to_owned()],
            sources: Vec::new(),
        },
        bends: Bends {
            case: "A platypus?".to_owned(),
            verdict: Verdict::Left,
            body: vec!["Milk settles it.".to_owned()],
            flip: None,
            card: None,
            sources: Vec::new(),
        },
        heard: Heard {
            misconception: "flies".to_owned(),
            body: vec!["That is not right.".to_owned()],
            instead: "Look at the young.".to_owned(),
            sources: Vec::new(),
        },
    }
}

fn pair(topic: usize, position: usize) -> Pair {
    let level = u8::try_from(position % 3 + 1).unwrap();
    let statement = |side: &str, word: &str| Statement {
        id: format!("t{topic}-{position}-{side}"),
        revision: 1,
        text: format!("Creature {position} of topic {topic} feeds its young with {word}."),
        deciding: vec![word.to_owned()],
        explanation: format!("{side}, because of {word}."),
        misconception: Some("flies".to_owned()),
        decoy: (level == 3).then(|| "wings".to_owned()),
        ..Statement::default()
    };
    Pair {
        id: format!("t{topic}-{position}"),
        concept: "young".to_owned(),
        level,
        aspect: Some("food".to_owned()),
        left: statement("mammal", "milk"),
        right: statement("bird", "insects"),
        ..Pair::default()
    }
}

/// A statement that stands alone; sides take turns, and levels go 1, 2, 3, 1, ...
pub fn single(topic: usize, position: usize) -> Single {
    let Pair { level, left, .. } = pair(topic, position);
    let id = format!("s{topic}-{position}");
    Single {
        comment: None,
        concept: "young".to_owned(),
        level,
        family: None,
        aspect: None,
        side: if position.is_multiple_of(2) { Side::Left } else { Side::Right },
        statement: Statement { id: format!("{id}-a"), ..left },
        other_side: Some("The other side does without.".to_owned()),
        id,
    }
}
