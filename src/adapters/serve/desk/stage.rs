//! The projector's page of a desk: where to sit down, how many have begun and are done. Nobody's name.

use super::super::address::short;
use super::super::page::{Page, calm, head, html, notice};
use super::super::routes::Known;
use super::super::stage::code;
use super::{DeskSite, Here};
use crate::adapters::report::markup::Markup;
use crate::app::host::Ssh;
use crate::app::view::{desk as words, web, wire};
use crate::domain::room::view::fingerprint;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

/// All that the projector may show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Shown {
    title: String,
    minutes: Option<u16>,
    address: String,
    ssh: Option<Ssh>,
    people: usize,
    begun: usize,
    over: usize,
    trouble: bool,
    closed: bool,
}

impl Shown {
    fn of(site: &DeskSite) -> Self {
        let state = site.state();
        let standings = || state.seats.values().map(|seat| seat.standing());
        Self {
            title: site.about.title.clone(),
            minutes: site.about.minutes,
            address: site.reached(),
            ssh: site.ssh(),
            people: state.seats.len(),
            begun: state.seats.values().filter(|seat| seat.has_begun()).count(),
            over: standings().filter(words::Standing::is_over).count(),
            trouble: state.trouble.is_some(),
            closed: state.closed,
        }
    }
}

/// The page.
pub async fn show(State(site): Here) -> Response {
    html(StatusCode::OK, page(&Shown::of(&site)).written())
}

/// What is new on it.
pub async fn wait(State(site): Here, Query(known): Query<Known>) -> Response {
    let look = |known| {
        let shown = Shown::of(&site);
        (known != Some(fingerprint(&shown))).then(|| page(&shown).part())
    };
    site.news(&known.v, look).await
}

fn page(shown: &Shown) -> Page<'_> {
    Page {
        title: words::projected(&shown.title),
        class: "stage",
        reload: Some("/projector".to_owned()),
        wait: Some(("/projector/wait".to_owned(), fingerprint(shown))),
        contents: Box::new(|page| contents(page, shown)),
    }
}

fn contents(page: &mut Markup, shown: &Shown) {
    head(page, &shown.title, &words::given(shown.minutes));
    notice(page, shown.trouble.then_some(words::TROUBLE));
    calm(page, shown.closed.then_some(words::CLOSED));
    page.open("div", &[("class", "lobby")]).open("div", &[]).line();
    page.element("h1", &[], words::OPEN_WITH_TICKET).line();
    page.element("p", &[("class", "address")], short(&shown.address)).line();
    if let Some((ssh, command)) = shown.ssh.as_ref().and_then(|ssh| Some((ssh, ssh.commands.first()?))) {
        page.element("p", &[], wire::IN_A_TERMINAL).line();
        page.element("p", &[("class", "command")], command).line();
        page.element("p", &[("class", "quiet")], &wire::host_key_in_full(&ssh.fingerprint)).line();
    }
    page.element("p", &[("class", "big")], &words::share(shown.begun, shown.people)).line();
    page.element("p", &[], words::HAVE_BEGUN).line();
    page.element("p", &[("class", "big")], &words::share(shown.over, shown.people)).line();
    page.element("p", &[("data-say", "data-say")], &words::are_done(shown.over, shown.people)).line();
    page.element("p", &[("class", "quiet")], web::NETWORK).line().close().line();
    code(page, &shown.address, "");
    page.close().line();
}
