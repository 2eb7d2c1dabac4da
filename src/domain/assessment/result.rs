//! Result files: a line of what happened and a line of signature.
//!
//! The signature is over the first line as it stands, byte by byte. It says that the file is as it was when it was signed,
//! and with which key; only where that key is an institution's does it say who signed.

use super::draw::Letter;
use super::figures::Verdict;
use super::scoring::{Mark, Outcome};
use super::unlock::Unlock;
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::moment::Moment;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The version of the format of result files.
pub const FORMAT_VERSION: u32 = 1;

/// The longest result file that is read, in bytes: ten times the longest that is written.
pub const LONGEST: u64 = 4 << 20;

/// The form that was taken, whole: so that a result can be understood when the form is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRecord {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

impl FormRecord {
    /// Tells one text of a form from another: 16 hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.text)
    }
}

/// Tells one text from another: the first 16 hexadecimal digits of its SHA-256.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    hexadecimal(Sha256::digest(text).get(..8).unwrap_or_default())
}

/// The bank that it was taken with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankRecord {
    /// Its id.
    pub id: String,
    /// Its revision.
    pub revision: u32,
    /// The fingerprint of the calibration that was used; none without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<String>,
}

/// Who took it. Every part may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// The id in the institution's roster.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address of electronic mail.
    pub email: String,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// It was submitted.
    Submitted,
    /// The time was up.
    Time,
    /// The answers were clear enough.
    Decided,
}

/// A stretch of time in which the attempt could not go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interruption {
    /// When it began.
    pub at: Moment,
    /// How long it lasted, in seconds.
    pub seconds: u64,
    /// What it was: `closed`, `asleep`, `paused`, that the applicant left while the clock went on, that it was over and then
    /// unlocked, or that the desk was down or closed.
    pub why: String,
}

impl Interruption {
    /// Whether it was the desk's doing, and nothing of the applicant's.
    #[must_use]
    pub fn is_the_desks(&self) -> bool {
        self.why == super::attempt::DESK_DOWN || self.why == super::attempt::DESK_CLOSED
    }

    /// Whether the applicant left a desk, and the clock went on.
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.why == super::attempt::LEFT
    }
}

/// One statement and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// The statement's id.
    pub statement: String,
    /// The revision that was shown.
    pub revision: u32,
    /// The side that was chosen; none where it was left open.
    pub chosen: Option<Side>,
    /// How sure the applicant was, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// How long the statement stood on the screen, in milliseconds.
    pub elapsed: u64,
    /// How often the answer was changed.
    #[serde(default)]
    pub changes: u32,
    /// Whether it was marked for another look.
    #[serde(default)]
    pub marked: bool,
    /// What it earned.
    pub mark: Mark,
}

/// All that is kept of one attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Always `iotutor-result`.
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// The version of the program.
    pub program: String,
    /// The form.
    pub form: FormRecord,
    /// The bank.
    pub bank: BankRecord,
    /// The code that the paper was drawn from.
    pub cohort: String,
    /// Which of the two papers.
    pub paper: Letter,
    /// Who took it.
    pub applicant: Applicant,
    /// Random, and unique in the world: 32 hexadecimal digits.
    pub nonce: String,
    /// The applicant's how manieth attempt, from 1.
    pub attempt: u32,
    /// What was arranged, by its id in the form; empty for nothing.
    #[serde(default)]
    pub accommodation: String,
    /// When the clock began to run.
    pub started: Moment,
    /// When it ended.
    pub submitted: Moment,
    /// How many seconds were given; none without a limit.
    pub limit: Option<u32>,
    /// How many seconds were used.
    pub used: u64,
    /// Where it could not go on.
    pub interruptions: Vec<Interruption>,
    /// How it ended.
    pub ending: Ending,
    /// The statements in the order of the paper, or in which they were chosen.
    pub answers: Vec<AnswerRecord>,
    /// What is told.
    pub outcome: Outcome,
    /// What an administrator unlocked, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlocks: Vec<Unlock>,
    /// The receipts of the results of the same attempt that were filed before it was unlocked, and stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
    /// The ids of the statements that an adaptive form passed over, because the applicant was asked them before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
    /// Whether the key is an institution's, or was made for this attempt alone.
    pub institution: bool,
}

/// What every result file says first.
const RESULT: &str = "iotutor-result";

/// A person's decision about a result, filed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Always `iotutor-decision`.
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// The receipt of the result.
    pub result: String,
    /// What was decided.
    pub verdict: Verdict,
    /// By whom.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Moment,
}

/// What every decision says first.
const DECISION: &str = "iotutor-decision";

impl Decision {
    /// A decision about the result with the receipt `result`.
    #[must_use]
    pub fn new(result: &str, verdict: Verdict, by: &str, why: &str, at: Moment) -> Self {
        let (format, version) = (DECISION.to_owned(), FORMAT_VERSION);
        let own = str::to_owned;
        Self { format, version, result: own(result), verdict, by: own(by), why: own(why), at }
    }
}

impl Record {
    /// What the field `format` has to be.
    #[must_use]
    pub fn format() -> String {
        RESULT.to_owned()
    }
}

/// What is kept in signed files.
pub trait Sealed: Serialize + DeserializeOwned {
    /// What it says it is, in the field `format`.
    const FORMAT: &'static str;
}

impl Sealed for Record {
    const FORMAT: &'static str = RESULT;
}

impl Sealed for Decision {
    const FORMAT: &'static str = DECISION;
}

/// A signed file that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened<T> {
    /// What it says.
    pub content: T,
    /// The public key that it was signed with, in hexadecimal digits.
    pub key: String,
    /// The short number on reports and receipts, which no other file has.
    pub receipt: String,
}

/// Why a file is no good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is something else.
    #[error("this is not an {0} file")]
    Other(&'static str),
    /// It was written by a newer version.
    #[error("it was written by a newer version of this program (format {0})")]
    Newer(u32),
    /// It is not as it was signed.
    #[error("it was altered: the signature does not fit")]
    Altered,
    /// It is signed rightly, by somebody else.
    #[error("it was signed with another key than the form's")]
    OtherKey,
}

/// Who vouches for a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voucher {
    /// This institution: its own key signed.
    Ours,
    /// Another institution, whose key the form names.
    Institution,
    /// Nobody: the key was made for the attempt, so it proves only that nothing was changed afterwards.
    Nobody,
}

impl Voucher {
    /// Who vouches for a record that was signed with `key`, where this institution's key is `ours` (empty where it has
    /// none) and the form names `named`.
    ///
    /// # Errors
    ///
    /// [`Refusal::OtherKey`] where an institution is said to have signed, and neither of the two did.
    pub fn of(record: &Record, key: &str, ours: &str, named: &str) -> Result<Self, Refusal> {
        match record.institution {
            true if key == ours => Ok(Self::Ours),
            true if key == named => Ok(Self::Institution),
            true => Err(Refusal::OtherKey),
            false => Ok(Self::Nobody),
        }
    }

    /// The words for it in lists.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ours => "signed here",
            Self::Institution => "signed by the form's key",
            Self::Nobody => "own machine",
        }
    }

    /// What it proves, in a sentence.
    #[must_use]
    pub const fn proves(self) -> &'static str {
        match self {
            Self::Ours => "Signed with this institution's key.",
            Self::Institution => "Signed with the key that the form names.",
            Self::Nobody => {
                "Taken on the applicant's own machine: the signature proves only that the file was not changed afterwards."
            }
        }
    }
}

/// The two lines of a signed file. A text cannot be made only of what cannot be written as JSON, which nothing here is.
#[must_use]
pub fn seal<T: Sealed>(content: &T, key: &SigningKey) -> String {
    let payload = serde_json::to_string(content).unwrap_or_default();
    let signature = key.sign(payload.as_bytes());
    let line = signature_line(&hexadecimal(key.verifying_key().as_bytes()), &hexadecimal(&signature.to_bytes()));
    format!("{payload}\n{line}\n")
}

/// The second line: exactly so, and not otherwise.
fn signature_line(key: &str, signature: &str) -> String {
    format!("{{\"algorithm\":\"ed25519\",\"key\":\"{key}\",\"signature\":\"{signature}\"}}")
}

/// The parts of the second line.
#[derive(Deserialize)]
struct SignatureLine {
    key: String,
    signature: String,
}

/// Opens a signed file.
///
/// # Errors
///
/// [`Refusal`], also where a single byte is not as it was written.
pub fn open<T: Sealed>(text: &str) -> Result<Opened<T>, Refusal> {
    let other = Refusal::Other(T::FORMAT);
    let (payload, rest) = text.split_once('\n').ok_or_else(|| other.clone())?;
    let line = rest.strip_suffix('\n').ok_or_else(|| other.clone())?;
    let parts: SignatureLine = serde_json::from_str(line).map_err(|_| other.clone())?;
    if line != signature_line(&parts.key, &parts.signature) {
        return Err(Refusal::Altered);
    }
    verify(payload, &parts).ok_or(Refusal::Altered)?;
    let head: Head = serde_json::from_str(payload).map_err(|_| other.clone())?;
    if head.format != T::FORMAT {
        return Err(other);
    }
    if head.version > FORMAT_VERSION {
        return Err(Refusal::Newer(head.version));
    }
    let content = serde_json::from_str(payload).map_err(|_| other)?;
    Ok(Opened { content, key: parts.key, receipt: receipt(payload) })
}

/// What every signed file says of itself.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Whether the signature fits; none where it does not.
fn verify(payload: &str, parts: &SignatureLine) -> Option<()> {
    let key = VerifyingKey::from_bytes(&bytes(&parts.key)?).ok()?;
    let signature = Signature::from_bytes(&bytes(&parts.signature)?);
    key.verify_strict(payload.as_bytes(), &signature).ok()
}

/// The receipt of a payload: 60 bits of its SHA-256 in twelve letters and digits that are not mistaken for each other.
#[must_use]
pub fn receipt(payload: &str) -> String {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let digest = Sha256::digest(payload);
    let mut bits = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut receipt = String::new();
    for place in 0..12 {
        if place == 4 || place == 8 {
            receipt.push('-');
        }
        let sign = SIGNS.get(usize::try_from(bits >> 59).unwrap_or(0)).copied().unwrap_or(b'0');
        receipt.push(char::from(sign));
        bits <<= 5;
    }
    receipt
}

/// Bytes as small hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut written, byte| {
        let _ = write!(written, "{byte:02x}");
        written
    })
}

/// The bytes that small hexadecimal digits stand for; none where there are not exactly `N`, or other signs.
#[must_use]
pub fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let small = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if !small || digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, two) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
pub(crate) mod sample {
    use super::*;
    use crate::domain::assessment::scoring::Count;

    /// A key for tests.
    pub(crate) fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    /// The result of somebody who answered three statements.
    pub(crate) fn record() -> Record {
        let answer = |id: &str, chosen, mark| AnswerRecord {
            statement: id.to_owned(),
            revision: 1,
            chosen,
            certainty: None,
            elapsed: 4_200,
            changes: 0,
            marked: false,
            mark,
        };
        Record {
            format: Record::format(),
            version: FORMAT_VERSION,
            program: "0.1.0".to_owned(),
            form: FormRecord { title: "Entry".to_owned(), text: "title = \"Entry\"\n".to_owned() },
            bank: BankRecord { id: "sample".to_owned(), revision: 3, calibration: None },
            cohort: "MARCH".to_owned(),
            paper: Letter::A,
            applicant: Applicant {
                id: "A-0417".to_owned(),
                name: "Ana Kovač".to_owned(),
                email: "ana@example.org".to_owned(),
            },
            nonce: "00112233445566778899aabbccddeeff".to_owned(),
            attempt: 1,
            accommodation: String::new(),
            started: Moment::utc(1_795_459_380_000),
            submitted: Moment::utc(1_795_460_000_000),
            limit: Some(1_200),
            used: 620,
            interruptions: Vec::new(),
            ending: Ending::Submitted,
            answers: vec![
                answer("x-01-a", Some(Side::Left), Mark::Right),
                answer("x-02-b", Some(Side::Left), Mark::Wrong),
                answer("x-03-a", None, Mark::Open),
            ],
            outcome: Outcome {
                count: Count { right: 1, wrong: 1, open: 1 },
                verdict: None,
                basis: None,
                interval: Some((0, 3)),
                chance: None,
                modules: Vec::new(),
            },
            unlocks: Vec::new(),
            earlier: Vec::new(),
            passed_over: Vec::new(),
            institution: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{key, record};
    use super::*;

    #[test]
    fn what_was_sealed_opens_again() {
        let text = seal(&record(), &key());
        assert_eq!(text.lines().count(), 2);
        let opened: Opened<Record> = open(&text).unwrap();
        assert_eq!(opened.content, record());
        assert_eq!(opened.key, hexadecimal(key().verifying_key().as_bytes()));
        assert_eq!(opened.receipt, receipt(text.lines().next().unwrap()));
    }

    #[test]
    fn a_file_with_any_one_byte_changed_is_refused() {
        let text = seal(&record(), &key());
        for at in 0..text.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= flip;
                let refused = std::str::from_utf8(&bytes).map_or(true, |text| open::<Record>(text).is_err());
                assert!(refused, "byte {at} may be changed by {flip:#x}");
            }
        }
    }

    #[test]
    fn a_file_with_something_added_or_cut_off_is_refused() {
        let text = seal(&record(), &key());
        for other in [format!("{text}\n"), format!(" {text}"), format!("{text}x"), text.replace('\n', "\r\n")] {
            assert!(open::<Record>(&other).is_err(), "{other}");
        }
        for end in 0..text.len() {
            assert!(text.get(..end).is_none_or(|cut| open::<Record>(cut).is_err()), "{end}");
        }
    }

    #[test]
    fn a_forged_record_needs_another_key() {
        let forger = SigningKey::from_bytes(&[8; 32]);
        let opened: Opened<Record> = open(&seal(&record(), &forger)).unwrap();
        assert_ne!(opened.key, hexadecimal(key().verifying_key().as_bytes()));
    }

    #[test]
    fn other_kinds_and_newer_versions_are_named() {
        let decision = Decision::new("7QK2-9FTA-MM31", Verdict::Ready, "M. Ruiz", "saw her work", Moment::utc(0));
        let text = seal(&decision, &key());
        assert_eq!(open::<Record>(&text), Err(Refusal::Other("iotutor-result")));
        assert_eq!(open::<Decision>(&text).unwrap().content, decision);
        let newer = seal(&Record { version: 2, ..record() }, &key());
        assert_eq!(open::<Record>(&newer), Err(Refusal::Newer(2)));
        for no in ["", "\n", "{}\n{}\n", "[1]\n[2]\n", "not json"] {
            assert!(open::<Record>(no).is_err(), "{no:?}");
        }
    }

    #[test]
    fn receipts_are_twelve_signs_of_the_payloads_hash() {
        // sha256sum of "abc" begins ba7816bf8f01cfea: in fives, from the left.
        assert_eq!(receipt("abc"), "Q9W1-DFWF-077Y");
    }

    #[test]
    fn hexadecimal_digits_are_small_and_exactly_so_many() {
        assert_eq!(hexadecimal(&[0, 171, 255]), "00abff");
        assert_eq!(bytes::<3>("00abff"), Some([0, 171, 255]));
        for no in ["00abf", "00abff0", "00ABff", "+0abff", "00abfg"] {
            assert_eq!(bytes::<3>(no), None, "{no}");
        }
    }
}
