//! What may be asked of a room, and why it may be refused.

use super::happened::{Choice, Hands, RequestId, Token};

/// An answer, as a page or a line sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answering {
    /// Who sends it.
    pub by: Token,
    /// The question that the page shows.
    pub place: u16,
    /// The vote that the page shows.
    pub vote: u8,
    /// What is answered.
    pub choice: Choice,
    /// Made with the page: the same again changes nothing.
    pub request: RequestId,
    /// Milliseconds since the question was first sent to that seat; none where the medium does not know.
    pub elapsed: Option<u64>,
}

/// What may be asked of a room. A command says what it is about, so that one that is sent twice, or comes too late, does
/// nothing else than was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Somebody wants a seat.
    Join {
        /// Made with the page: the same again gives the same seat.
        request: RequestId,
        /// Fresh random bits, for token and words.
        entropy: u128,
    },
    /// Somebody answers, or changes an answer.
    Answer(Answering),
    /// Somebody who goes at their own pace goes on to the next question.
    GoOn {
        /// Who.
        by: Token,
        /// The question that the page shows.
        place: u16,
    },
    /// Somebody leaves.
    Leave {
        /// Who.
        by: Token,
    },
    /// Somebody comes back with the three words of a seat, on whatever device.
    Return {
        /// The words, as typed.
        words: String,
        /// The token of the page that is to sit there.
        token: Token,
    },
    /// The host lets somebody sit at a seat, on whatever device.
    Move {
        /// The seat.
        seat: u32,
        /// The token of the page that is to sit there.
        token: Token,
    },
    /// The host puts the next question.
    Open {
        /// Its place.
        place: u16,
    },
    /// The host closes a vote.
    Close {
        /// The question's place.
        place: u16,
        /// Which vote.
        vote: u8,
    },
    /// The host takes back that a vote was closed, or that neighbours are to talk.
    Reopen {
        /// The question's place.
        place: u16,
        /// Which vote.
        vote: u8,
    },
    /// The host lets neighbours talk before they vote again.
    Discuss {
        /// The question's place.
        place: u16,
        /// The vote that was closed.
        vote: u8,
    },
    /// The host opens another vote on the same question.
    Revote {
        /// The question's place.
        place: u16,
        /// The vote that is to begin, from 2.
        vote: u8,
    },
    /// The host shows how the room voted, or hides it.
    Bars {
        /// The question's place.
        place: u16,
        /// Whether they are to be shown.
        on: bool,
    },
    /// The host shows what is right, and why.
    Reveal {
        /// The question's place.
        place: u16,
    },
    /// The host gives a question up.
    Skip {
        /// The question's place.
        place: u16,
    },
    /// The host has counted raised hands.
    Count {
        /// The question's place.
        place: u16,
        /// Which vote.
        vote: u8,
        /// How many.
        hands: Hands,
    },
    /// The host takes a question out before it is asked.
    Drop {
        /// Its place.
        place: u16,
    },
    /// The host removes somebody.
    Remove {
        /// The seat.
        seat: u32,
    },
    /// Two seats are the same person's, who came twice: in all that counts, they are one from now on. The host's alone, and
    /// also after the end.
    Same {
        /// A seat.
        seat: u32,
        /// The other.
        other: u32,
    },
    /// A seat is to count alone again.
    Apart {
        /// The seat.
        seat: u32,
    },
    /// A sheet of paper is typed in, or typed in anew: the host's alone, at any time, also after the end. The same again
    /// changes nothing.
    Enter {
        /// The sheet's number.
        sheet: u32,
        /// What is marked, in the order of the paper; none where nothing is.
        answers: Vec<Option<Choice>>,
    },
    /// A sheet is not to count any more.
    Withdraw {
        /// The sheet's number.
        sheet: u32,
    },
    /// After the end, all questions that were neither revealed nor skipped are, so that what stands on paper counts there.
    RevealAll,
    /// The class is to pause.
    Pause,
    /// The class is to go on.
    Resume,
    /// Nobody is to join any more, or may again.
    Lock {
        /// Whether it is to be locked.
        on: bool,
    },
    /// Names are to stand on the projector, or no more.
    ShowNames {
        /// Whether they are.
        on: bool,
    },
    /// The class is to end.
    End,
}

impl Command {
    /// Whether anybody may give it who is in or wants to be; all others are the host's.
    #[must_use]
    pub const fn is_anybodys(&self) -> bool {
        matches!(
            self,
            Self::Join { .. } | Self::Answer(_) | Self::GoOn { .. } | Self::Leave { .. } | Self::Return { .. }
        )
    }
}

/// Why a command was refused: a sentence for whoever gave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The class is over.
    #[error("The class is over.")]
    Ended,
    /// The class pauses.
    #[error("The class is paused; it goes on in a moment.")]
    Paused,
    /// Nobody may join.
    #[error("The room is locked. If you belong here, ask your teacher to let you in.")]
    Locked,
    /// There is no seat left.
    #[error("The room is full: {seats} people are in.")]
    Full {
        /// How many may be in.
        seats: u32,
    },
    /// The seat was moved to another device.
    #[error("You went on with this seat on another device, so you can't answer here any more.")]
    Moved,
    /// The seat was left.
    #[error("You left this seat. Come back with your three words, or join again.")]
    Left,
    /// The seat's owner was removed.
    #[error("Your teacher removed this seat. If that was a mistake, speak up.")]
    Removed,
    /// The token is nobody's here.
    #[error("This room doesn't know you yet; join first.")]
    Unknown,
    /// No seat has these words.
    #[error("No seat has these words; check them, or ask your teacher to let you back.")]
    Words,
    /// What was answered is not open yet, or no more.
    #[error("Question {number} isn't open any more, so this answer doesn't count. Look up: the room has gone on.")]
    NotOpen {
        /// The question's number.
        number: usize,
    },
    /// A vote was closed and another is open.
    #[error("That vote is closed and another one is open; look at the question again and vote once more.")]
    OtherVote,
    /// Nothing is asked yet.
    #[error("Nothing is being asked yet. Look up: the first question comes in a moment.")]
    NothingOpen,
    /// Everybody goes at their own pace.
    #[error("Everybody goes on by themselves here, so there's nothing to open, close or show.")]
    OwnPace,
    /// The host leads.
    #[error("Your teacher says when the next question comes. Look up: the room goes on together.")]
    Led,
    /// The question was answered, and its answer told.
    #[error("You've answered this question already, and your answer stays; go on to the next one.")]
    Once,
    /// The question was not answered.
    #[error("Answer this question first; \u{201c}don't know\u{201d} is an answer, too.")]
    Unanswered,
    /// The seat is at another question.
    #[error("You're at another question now; look at the page again.")]
    Elsewhere,
    /// Somebody is in, so the paper stays as it is.
    #[error("Somebody is in already, and everybody gets the same questions, so they stay as they are.")]
    Begun,
    /// Too many changes.
    #[error("That's enough changes for one question; your last answer stays.")]
    Changes,
    /// There is no such seat.
    #[error("There's no seat {seat} in this room.")]
    NoSeat {
        /// Its number.
        seat: u32,
    },
    /// The token is another seat's.
    #[error("That page sits at another seat already.")]
    Seated,
    /// There is no such question.
    #[error("There's no question {place} on this paper.")]
    NoQuestion {
        /// Its place.
        place: u16,
    },
    /// A question is not settled.
    #[error("Question {number} is still to be settled: close it and reveal it, or skip it.")]
    Unsettled {
        /// Its number.
        number: usize,
    },
    /// Another question comes first.
    #[error("Question {number} comes next.")]
    Order {
        /// Its number.
        number: usize,
    },
    /// All were asked.
    #[error("All questions were asked; end the class when you are ready.")]
    AllAsked,
    /// It makes sense only while the question is open.
    #[error("No vote is open.")]
    NoVote,
    /// It makes sense only after closing.
    #[error("Close the vote first.")]
    StillOpen,
    /// It makes sense only before the reveal.
    #[error("That question is settled already.")]
    Settled,
    /// The vote that is asked for does not come next.
    #[error("That vote doesn't come next; look where the room is.")]
    NotNext,
    /// The question was asked.
    #[error("That question was asked already; skip it if it doesn't count.")]
    Asked,
    /// It is the last one.
    #[error("A class needs at least one question.")]
    LastQuestion,
    /// It cannot be taken back.
    #[error("What the room has seen can't be taken back.")]
    Seen,
    /// More hands than a room has.
    #[error("Count from 0 to {most} hands.")]
    Hands {
        /// The most.
        most: u32,
    },
    /// The number of a sheet is none.
    #[error("Sheets are numbered from 1 to {most}.")]
    SheetNumber {
        /// The most.
        most: u32,
    },
    /// A sheet has another number of answers than the paper has questions.
    #[error("{given} answers, and the paper has {of} questions.")]
    SheetLength {
        /// How many were typed.
        given: usize,
        /// How many are needed.
        of: usize,
    },
    /// The sheet was not typed in.
    #[error("Sheet {sheet} isn't typed in.")]
    NoSheet {
        /// Its number.
        sheet: u32,
    },
    /// The class is still led.
    #[error("The class isn't over: each question is revealed where it's led. Once it has ended, reveal does the rest.")]
    UnderWay,
    /// The seat stands for a sheet of paper.
    #[error("Seat {seat} is sheet {sheet}, on paper: nobody sits there. What it says is typed with `iotutor enter`.")]
    OnPaper {
        /// The seat.
        seat: u32,
        /// The sheet's number.
        sheet: u32,
    },
    /// Too often voted.
    #[error("The room has voted often enough on this question.")]
    Votes,
}
