//! A small bank of another subject for tests: does this describe a mammal or a bird?

use super::{
    Bank, Bends, Concept, FORMAT_VERSION, Heard, Idea, Lesson, LessonTwins, Manifest, Misconception, Pair, Predict,
    Scene, Side, SideName, SolidFact, Statement, Topic, TopicName, Twin, Verdict,
};

/// A bank with that many topics of that many twins each; levels go 1, 2, 3, 1, ...
pub fn bank(topics: usize, twins: usize) -> Bank {
    let topics: Vec<Topic> = (0..topics).map(|number| topic(number, twins)).collect();
    let side = |id: &str| SideName { id: id.to_owned(), name: id.to_owned(), label: id.to_uppercase() };
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        id: "sample".to_owned(),
        title: "Mammal or bird?".to_owned(),
        revision: 1,
        question: "Which does this describe?".to_owned(),
        sides: Pair { left: side("mammal"), right: side("bird") },
        topics: topics.iter().map(|one| TopicName { id: one.id.clone(), title: one.title.clone() }).collect(),
        ..Manifest::default()
    };
    Bank::new(manifest, topics)
}

/// One topic with that many twins.
pub fn topic(number: usize, twins: usize) -> Topic {
    let scene =
        |object: &str| Scene { object: object.to_owned(), scene: "moves".to_owned(), deciding: "so".to_owned() };
    Topic {
        schema: None,
        format_version: FORMAT_VERSION,
        id: format!("topic-{number}"),
        title: format!("Topic {number}"),
        dimension: true,
        summary: Pair { left: "milk".to_owned(), right: "eggs".to_owned() },
        takeaway: "Look at the young.".to_owned(),
        concepts: vec![Concept {
            id: "young".to_owned(),
            title: "The young".to_owned(),
            idea: "One side is fed with milk.".to_owned(),
            question: "How are the young fed?".to_owned(),
        }],
        misconceptions: vec![Misconception {
            id: "flies".to_owned(),
            claim: "What flies is a bird.".to_owned(),
            refutation: "Bats fly too.".to_owned(),
        }],
        lesson: Lesson {
            predict: Predict {
                ask: Side::Left,
                first: Side::Right,
                left: "a bat".to_owned(),
                right: "a wren".to_owned(),
                reveal: "The bat has milk.".to_owned(),
            },
            idea: Idea { body: vec!["Young differ.".to_owned()] },
            twins: LessonTwins { pairs: vec![Pair { left: scene("bat"), right: scene("wren") }] },
            fact: SolidFact { body: vec!["A fact.".to_owned()], figures: Vec::new(), sources: Vec::new() },
            bends: Bends {
                case: "A platypus?".to_owned(),
                verdict: Verdict::Left,
                body: vec!["Milk settles it.".to_owned()],
                card: None,
            },
            heard: Heard {
                misconception: "flies".to_owned(),
                body: vec!["That is not right.".to_owned()],
                instead: "Look at the young.".to_owned(),
            },
        },
        twins: (0..twins).map(|position| twin(number, position)).collect(),
        cards: Vec::new(),
    }
}

fn twin(topic: usize, position: usize) -> Twin {
    let level = u8::try_from(position % 3 + 1).unwrap();
    let statement = |side: &str, word: &str| Statement {
        id: format!("t{topic}-{position}-{side}"),
        revision: 1,
        text: format!("Creature {position} of topic {topic} feeds its young with {word}."),
        deciding: word.to_owned(),
        explanation: format!("{side}, because of {word}."),
        misconception: "flies".to_owned(),
        decoy: (level == 3).then(|| "wings".to_owned()),
        sources: Vec::new(),
    };
    Twin {
        id: format!("t{topic}-{position}"),
        concept: "young".to_owned(),
        level,
        object: "creature".to_owned(),
        left: statement("mammal", "milk"),
        right: statement("bird", "insects"),
    }
}
