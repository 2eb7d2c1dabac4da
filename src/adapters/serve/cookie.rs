//! Who sends a request: 128 random bits in a cookie named after the room.

use crate::domain::room::Token;
use axum::http::{HeaderMap, header};

/// How long a browser keeps it, in seconds: longer than any class.
const TWELVE_HOURS: u32 = 12 * 60 * 60;

/// The name of a seat's cookie.
pub fn of_seat(code: &str) -> String {
    format!("iotutor-{code}")
}

/// The name of the cookie of whoever leads the class.
pub fn of_host(code: &str) -> String {
    format!("iotutor-host-{code}")
}

/// What a cookie holds; none where there is none with that name, or it is not one of ours.
pub fn read(headers: &HeaderMap, name: &str) -> Option<Token> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| value.parse().ok())
}

/// The header's value that gives a cookie. `Lax` and not `Strict`, which would lose the seat on a link from elsewhere.
pub fn given(name: &str, token: Token, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={token}; Max-Age={TWELVE_HOURS}; Path=/; HttpOnly; SameSite=Lax{secure}")
}

/// The header's value that takes it away.
pub fn taken(name: &str) -> String {
    format!("{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_as_it_was_given_among_others_and_nothing_else_is() {
        let given = given(&of_seat("K7MX"), Token(7), false);
        assert_eq!(
            given,
            "iotutor-K7MX=00000000000000000000000000000007; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax"
        );
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; iotutor-K7MX=x".parse().unwrap());
        assert_eq!(read(&headers, "iotutor-K7MX"), None);
        headers.append(header::COOKIE, given.split(';').next().unwrap().parse().unwrap());
        assert_eq!(read(&headers, "iotutor-K7MX"), Some(Token(7)));
        assert_eq!(read(&headers, "iotutor-K7MY"), None);
    }
}
