//! Arguments in, exit code out.

use iotutor::adapters::{bank_files, terminal};
use iotutor::app::settings::Settings;
use iotutor::app::{Model, Now};
use iotutor::domain::learner::Learner;
use iotutor::domain::moment::Moment;
use iotutor::ui::theme::Theme;

fn main() {
    let bank = std::sync::Arc::new(bank_files::builtin());
    let mut model = Model::new(bank, Learner::default(), "me".into(), Settings::default());
    let mut n = 0u128;
    let mut now = || {
        n += 1;
        Now { moment: Moment::utc(1_795_459_380_000 + i64::try_from(n).unwrap_or(0) * 1000), entropy: n << 64 | n }
    };
    let end =
        terminal::run(&mut model, &|_| Theme::default(), &mut now, &mut |_: &[iotutor::domain::fact::Fact]| Ok(()));
    if let Ok(terminal::End::Signalled(signal)) = end {
        signal.die();
    }
}
