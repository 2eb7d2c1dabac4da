//! The forms that come with the program.

/// A form that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyMade {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All of them.
pub const ALL: [ReadyMade; 2] = [
    ReadyMade {
        name: "placement",
        summary: "who may skip module 1: 60 statements, 20 minutes, cut .80",
        text: include_str!("../../../../forms/placement.toml"),
    },
    ReadyMade {
        name: "before-after",
        summary: "what a course changed: two parallel papers of 40",
        text: include_str!("../../../../forms/before-after.toml"),
    },
];

/// The form with that name.
#[must_use]
pub fn named(name: &str) -> Option<ReadyMade> {
    ALL.into_iter().find(|form| form.name == name)
}

/// The text of a form of one's own, begun from `form`: for this bank and revision, and the cohort `code`.
#[must_use]
pub fn begun(form: ReadyMade, bank: &str, revision: u32, code: &str) -> String {
    let quoted = |text: &str| text.replace(['"', '\\'], "");
    form.text
        .lines()
        .map(|line| match line {
            // Of one's own form a cohort has the same paper, and whoever is done would tell the answers.
            _ if line.starts_with("shows = ") => "shows = \"recommendation\"".to_owned(),
            _ if line.starts_with("bank = ") => format!("bank = \"{}\"", quoted(bank)),
            _ if line.starts_with("# bank_revision = ") => format!("bank_revision = {revision}"),
            _ if line.starts_with("# cohort = ") => format!("cohort = \"{}\"", quoted(code)),
            _ => line.to_owned(),
        })
        .fold(String::new(), |text, line| text + &line + "\n")
}

#[cfg(test)]
mod tests {
    use super::super::{Form, Kind, Shows};
    use super::*;

    #[test]
    fn they_are_what_they_say() {
        let (placement, _) = Form::read("placement", named("placement").unwrap().text).unwrap();
        assert_eq!((placement.paper.statements(), placement.time.minutes), (60, Some(20)));
        assert!((placement.cut.unwrap().share - 0.8).abs() < 1e-12);
        let (change, _) = Form::read("before-after", named("before-after").unwrap().text).unwrap();
        assert_eq!((change.paper.statements(), change.paper.parallel, change.cut), (40, true, None));
        assert_eq!(change.paper.kind, Kind::Fixed);
        assert_eq!(named("other"), None);
    }

    #[test]
    fn a_form_begun_from_one_is_for_a_bank_a_revision_and_a_cohort() {
        for form in ALL {
            let (read, lines) = Form::read("mine", &begun(form, "other\"bank", 12, "K7QM2X")).unwrap();
            let found = (read.bank.as_str(), read.bank_revision, read.cohort.as_str());
            assert_eq!(found, ("otherbank", Some(12), "K7QM2X"));
            assert!(lines.of("bank_revision").is_some());
            assert_eq!(
                (read.shows, Form::read("", form.text).unwrap().0.shows),
                (Shows::Recommendation, Shows::Report)
            );
            // One line for each: nothing moves that a comment points at.
            assert_eq!(begun(form, "b", 1, "C").lines().count(), form.text.lines().count());
        }
    }
}
