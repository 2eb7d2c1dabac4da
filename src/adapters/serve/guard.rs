//! What is refused before any page is made, and what every answer carries.

use super::page::sentence;
use super::{PublicUrl, Site};
use crate::app::view::web::{self, Turned};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// What a page may load and do: what we serve, and nothing from elsewhere.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The most that a form may hold, in bytes.
const LARGEST_FORM: usize = 8 * 1024;

/// How long a form may take to arrive.
const SLOWEST_FORM: Duration = Duration::from_secs(10);

/// The address on which a request came in; each has one.
#[derive(Debug, Clone, Copy)]
pub struct Here(pub SocketAddr);

/// How a request reached us; the pages set their cookies by it.
#[derive(Debug, Clone, Copy)]
pub struct Secure(pub bool);

/// Refuses what is not for us, reads what a form holds, and sees to the headers of every answer.
pub async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    guarded((site.addresses.public.as_ref(), &web::CLASS), request, next).await
}

/// The same for pages of any kind that `public` stands in front of; `says` is what is said to what is refused.
pub async fn guarded((public, says): (Option<&PublicUrl>, &'static Turned), request: Request, next: Next) -> Response {
    let mut response = match judged(public, says, &request) {
        Err((status, said)) => sentence(status, said, says.back),
        Ok(secure) => match whole(says, request).await {
            Err((status, said)) => sentence(status, said, says.back),
            Ok(mut request) => {
                request.extensions_mut().insert(Secure(secure));
                next.run(request).await
            }
        },
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not `no-referrer`, with which a browser hides where a form comes from.
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

type Refused = (StatusCode, &'static str);

/// Whether a request is meant for us and, where it changes something, comes from one of our pages. Returns whether it came by
/// TLS.
fn judged(public: Option<&PublicUrl>, says: &Turned, request: &Request) -> Result<bool, Refused> {
    let here = request.extensions().get::<Here>().map(|here| here.0);
    let headers = request.headers();
    let elsewhere = (StatusCode::MISDIRECTED_REQUEST, says.not_ours);
    let host = one(headers, header::HOST).ok_or(elsewhere)?;
    let named = request.uri().authority().map(|authority| authority.as_str().to_owned());
    let is_ours = |authority: &str| is_ours(public, here, authority);
    if !is_ours(&host) || named.is_some_and(|named| !is_ours(&named)) {
        return Err(elsewhere);
    }
    if request.method() == Method::POST {
        let foreign = (StatusCode::FORBIDDEN, says.from_elsewhere);
        if headers.contains_key(header::ORIGIN) {
            let origin = one(headers, header::ORIGIN).ok_or(foreign)?;
            let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
            if !same(authority, &host) || !is_ours(authority) {
                return Err(foreign);
            }
        }
        let site = HeaderName::from_static("sec-fetch-site");
        if headers.contains_key(&site) && !matches!(one(headers, site).as_deref(), Some("same-origin" | "none")) {
            return Err(foreign);
        }
    }
    Ok(public.is_some_and(|public| public.secure && same(&public.authority, &host)))
}

/// The one value of a header; none where it has several.
pub fn one(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let mut values = headers.get_all(name).into_iter();
    let first = values.next()?.to_str().ok()?;
    values.next().is_none().then(|| first.trim().to_ascii_lowercase())
}

/// Whether two authorities are the same, one maybe with the port that a browser leaves out.
fn same(one: &str, other: &str) -> bool {
    let plain = |authority: &str| {
        let short = authority.strip_suffix(":443").or_else(|| authority.strip_suffix(":80"));
        short.unwrap_or(authority).to_ascii_lowercase()
    };
    plain(one) == plain(other)
}

/// Whether an authority is what stands in front of us, or the address on which the request came in. A name that merely leads
/// here, as a foreign page could have made one, is not.
fn is_ours(public: Option<&PublicUrl>, here: Option<SocketAddr>, authority: &str) -> bool {
    if public.is_some_and(|public| same(&public.authority, authority)) {
        return true;
    }
    let Some(here) = here else { return false };
    let (ip, port) = (here.ip().to_canonical(), here.port());
    if ip.is_loopback() && authority.strip_prefix("localhost").is_some_and(|rest| rest == format!(":{port}")) {
        return true;
    }
    let bare = authority.trim_start_matches('[').trim_end_matches(']');
    let meant = authority.parse::<SocketAddr>().map(|meant| (meant.ip(), meant.port()));
    let meant = meant.or_else(|_| bare.parse::<IpAddr>().map(|ip| (ip, 80)));
    meant.is_ok_and(|(meant, at)| meant.to_canonical() == ip && at == port)
}

/// The request with all that its form holds, read at once.
async fn whole(says: &Turned, request: Request) -> Result<Request, Refused> {
    if request.method() != Method::POST {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(SLOWEST_FORM, to_bytes(body, LARGEST_FORM)).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(_)) => Err((StatusCode::PAYLOAD_TOO_LARGE, says.too_much)),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, web::TOO_SLOW)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_on_which_a_request_came_in_and_what_stands_in_front_are_ours() {
        let public = "https://quiz.example.org".parse().unwrap();
        let ours = |here: &str, authority: &str| is_ours(Some(&public), Some(here.parse().unwrap()), authority);
        for (here, authority) in [
            ("192.168.1.20:8080", "192.168.1.20:8080"),
            ("[::ffff:192.168.1.20]:8080", "192.168.1.20:8080"),
            ("192.168.1.20:80", "192.168.1.20"),
            ("127.0.0.1:8080", "localhost:8080"),
            ("[::1]:8080", "[::1]:8080"),
            ("[::1]:80", "[::1]"),
            ("10.0.0.1:8080", "quiz.example.org"),
            ("10.0.0.1:8080", "quiz.example.org:443"),
        ] {
            assert!(ours(here, authority), "{authority} at {here}");
        }
        for authority in [
            "evil.example:8080",
            "192.168.1.20.evil.example:8080",
            "192.168.1.21:8080",
            "192.168.1.20:81",
            "localhost:8080",
            "",
            "x@192.168.1.20:8080",
        ] {
            assert!(!ours("192.168.1.20:8080", authority), "{authority}");
        }
    }
}
