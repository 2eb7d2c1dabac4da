//! Where a class can be reached, and the code that a phone's camera reads the address from.

use crate::app::host::{Address, Ssh};
use if_addrs::{IfAddr, Interface};
use qrcode::{Color, EcLevel, QrCode};
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

/// Interfaces that lead to no other machine, by how their names begin.
const INWARD: [&str; 9] = ["docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni", "flannel", "podman"];

/// Where terminals are served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminals {
    /// The port.
    pub port: u16,
    /// The fingerprint of the key by which people know this computer.
    pub fingerprint: String,
}

impl Terminals {
    /// How people find them at these addresses.
    #[must_use]
    pub fn at(&self, addresses: &Addresses) -> Ssh {
        Ssh { commands: addresses.commands(self.port), fingerprint: self.fingerprint.clone() }
    }
}

/// What people type in a terminal to come to that port; of an authority the host counts.
#[must_use]
pub fn command_to(authority: &str, port: u16) -> String {
    let is_port = |rest: &str| !rest.is_empty() && rest.bytes().all(|digit| digit.is_ascii_digit());
    let has_one_colon = authority.matches(':').count() == 1 || authority.starts_with('[');
    let host = authority
        .rsplit_once(':')
        .filter(|(_, rest)| has_one_colon && is_port(rest))
        .map_or(authority, |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if port == 22 { format!("ssh {host}") } else { format!("ssh -p {port} {host}") }
}

/// An address in front of the class: a proxy, a name or a tunnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// Whether a browser speaks to it by TLS.
    pub secure: bool,
    /// Its host and, where it is not the usual one, its port, in small letters.
    pub authority: String,
}

/// Why an address cannot stand in front of a class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no address such as https://quiz.example.org or http://192.168.1.20:8080")]
pub struct PublicUrlError(String);

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(typed: &str) -> Result<Self, PublicUrlError> {
        let wrong = || PublicUrlError(typed.to_owned());
        let lower = typed.trim().to_ascii_lowercase();
        let (scheme, rest) = lower.split_once("://").ok_or_else(wrong)?;
        let (secure, usual) = match scheme {
            "https" => (true, ":443"),
            "http" => (false, ":80"),
            _ => return Err(wrong()),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let authority = authority.strip_suffix(usual).unwrap_or(authority);
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if authority.is_empty() || authority.len() > 200 || !authority.chars().all(fits) {
            return Err(wrong());
        }
        Ok(Self { secure, authority: authority.to_owned() })
    }
}

/// Where a class can be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// What stands in front of the class, where something does.
    pub public: Option<PublicUrl>,
    /// The addresses of this machine that others may reach, the likeliest first.
    pub own: Vec<SocketAddr>,
    /// Whether none of them leads to another machine.
    pub only_here: bool,
    /// What the server is bound to, where that says nothing about the addresses of this machine, which may then change.
    bound: Option<SocketAddr>,
}

impl Addresses {
    /// Where a server that is bound to `bound` can be reached from other machines.
    #[must_use]
    pub fn of(bound: SocketAddr, public: Option<PublicUrl>) -> Self {
        let found = if_addrs::get_if_addrs().unwrap_or_default();
        Self::among(bound, public, &found)
    }

    fn among(bound: SocketAddr, public: Option<PublicUrl>, found: &[Interface]) -> Self {
        let port = bound.port();
        if !bound.ip().is_unspecified() {
            return Self { public, own: vec![bound], only_here: bound.ip().is_loopback(), bound: None };
        }
        let mut own: Vec<(u8, SocketAddr)> = found
            .iter()
            .filter(|one| !one.is_loopback() && (bound.is_ipv6() || matches!(one.addr, IfAddr::V4(_))))
            .filter_map(|one| Some((rank(one)?, SocketAddr::new(one.ip(), port))))
            .collect();
        own.sort_by_key(|(rank, _)| *rank);
        let own: Vec<SocketAddr> = own.into_iter().map(|(_, address)| address).collect();
        let only_here = own.is_empty();
        let here = SocketAddr::from(([127, 0, 0, 1], port));
        Self { public, own: if only_here { vec![here] } else { own }, only_here, bound: Some(bound) }
    }

    /// Only this address, which never changes.
    #[must_use]
    pub fn only(own: SocketAddr) -> Self {
        Self { own: vec![own], ..Self::default() }
    }

    /// The addresses of this machine as they are now. Where it has none just now, those it had.
    #[must_use]
    pub fn renewed(&self) -> Self {
        let now = self.bound.map(|bound| Self::of(bound, self.public.clone()));
        now.filter(|now| !now.only_here).unwrap_or_else(|| self.clone())
    }

    /// What people type in a terminal to come to a port of this machine, for each of its addresses.
    #[must_use]
    pub fn commands(&self, port: u16) -> Vec<String> {
        self.own.iter().map(|own| command_to(&own.ip().to_string(), port)).collect()
    }

    /// The address to tell people, such as `http://192.168.1.20:8080`.
    #[must_use]
    pub fn first(&self) -> String {
        match (&self.public, self.own.first()) {
            (Some(public), _) => {
                format!("{}://{}", if public.secure { "https" } else { "http" }, public.authority)
            }
            (None, Some(own)) => url(*own),
            (None, None) => String::new(),
        }
    }

    /// The other ones.
    #[must_use]
    pub fn others(&self) -> Vec<String> {
        let first = usize::from(self.public.is_none());
        self.own.iter().skip(first).map(|one| url(*one)).collect()
    }
}

/// An address without what a browser adds by itself, to be read aloud or typed.
#[must_use]
pub fn short(address: &str) -> &str {
    address.strip_prefix("http://").unwrap_or(address)
}

/// An address as a terminal shows it, with the code for a camera that leads to the room with that code.
#[must_use]
pub fn shown(url: String, room: &str) -> Address {
    Address { short: short(&url).to_owned(), squares: squares(&url, room).map(Arc::new), url }
}

fn url(address: SocketAddr) -> String {
    match address.port() {
        80 if address.is_ipv4() => format!("http://{}", address.ip()),
        _ => format!("http://{address}"),
    }
}

/// How likely others reach an interface, the likeliest first; none where they cannot.
fn rank(one: &Interface) -> Option<u8> {
    let inward = INWARD.iter().any(|name| one.name.starts_with(name));
    match one.ip() {
        IpAddr::V4(ip) if ip.is_link_local() => Some(4),
        IpAddr::V4(_) if inward => Some(3),
        IpAddr::V4(ip) if ip.is_private() => Some(0),
        IpAddr::V4(_) => Some(1),
        IpAddr::V6(ip) if ip.is_unicast_link_local() => None,
        IpAddr::V6(_) => Some(if inward { 5 } else { 2 }),
    }
}

/// The squares of a code that a camera reads, row by row, without the quiet zone; none where the text is too long for one.
///
/// An address in capitals stays in the small alphabet of such codes, and so does the code: host and scheme mean the same in
/// capitals, and so do our room codes.
#[must_use]
pub fn squares(address: &str, code: &str) -> Option<Vec<Vec<bool>>> {
    let text = format!("{address}/{code}").to_ascii_uppercase();
    // The smallest code has the largest squares; on a screen nothing of it is soiled. Of codes of one size, the one that can
    // lose most.
    let levels = [EcLevel::Q, EcLevel::M, EcLevel::L];
    let drawn = levels.into_iter().filter_map(|level| QrCode::with_error_correction_level(&text, level).ok());
    let drawn = drawn.min_by_key(QrCode::width)?;
    let width = drawn.width();
    let dark: Vec<bool> = drawn.into_colors().into_iter().map(|color| color == Color::Dark).collect();
    Some(dark.chunks(width).map(<[bool]>::to_vec).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_goes_to_the_host_of_an_authority_at_its_own_port() {
        for (authority, port, command) in [
            ("10.1.2.3:9000", 2222, "ssh -p 2222 10.1.2.3"),
            ("10.1.2.3", 22, "ssh 10.1.2.3"),
            ("desk.example.org:80", 22, "ssh desk.example.org"),
            ("[fe80::1]:8080", 2222, "ssh -p 2222 fe80::1"),
            ("fe80::1", 2222, "ssh -p 2222 fe80::1"),
        ] {
            assert_eq!(command_to(authority, port), command);
        }
    }
    use if_addrs::{IfOperStatus, Ifv4Addr};

    fn interface(name: &str, ip: [u8; 4]) -> Interface {
        Interface {
            name: name.to_owned(),
            addr: IfAddr::V4(Ifv4Addr {
                ip: ip.into(),
                netmask: [255, 255, 255, 0].into(),
                prefixlen: 24,
                broadcast: None,
            }),
            index: None,
            oper_status: IfOperStatus::Up,
            is_p2p: false,
            #[cfg(windows)]
            adapter_name: String::new(),
        }
    }

    #[test]
    fn the_address_of_the_rooms_network_comes_first() {
        let found = [
            interface("lo", [127, 0, 0, 1]),
            interface("docker0", [172, 17, 0, 1]),
            interface("eth1", [169, 254, 3, 4]),
            interface("wlan0", [192, 168, 1, 20]),
        ];
        let addresses = Addresses::among(([0, 0, 0, 0], 8080).into(), None, &found);
        assert_eq!(addresses.first(), "http://192.168.1.20:8080");
        assert_eq!(short(&addresses.first()), "192.168.1.20:8080");
        assert_eq!(addresses.others(), ["http://172.17.0.1:8080", "http://169.254.3.4:8080"]);
        let alone = Addresses::among(([0, 0, 0, 0], 8080).into(), None, &found[..1]);
        assert!(alone.only_here);
        assert_eq!(alone.first(), "http://127.0.0.1:8080");
    }

    #[test]
    fn what_stands_in_front_is_told_in_its_place() {
        let public: PublicUrl = "HTTPS://Quiz.Example.org:443/".parse().unwrap();
        assert_eq!(public, PublicUrl { secure: true, authority: "quiz.example.org".to_owned() });
        let addresses = Addresses::among(([10, 0, 0, 2], 8080).into(), Some(public), &[]);
        assert_eq!(addresses.first(), "https://quiz.example.org");
        assert_eq!(addresses.others(), ["http://10.0.0.2:8080"]);
        for bad in ["quiz.example.org", "ftp://a", "http://", "http://a/b", "http://a b", "http://u@a"] {
            assert!(bad.parse::<PublicUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_code_of_an_address_in_a_house_is_small() {
        let squares = squares("http://192.168.1.20:8080", "K7MX").unwrap();
        assert_eq!(squares.len(), 25, "version 2");
        assert!(squares.iter().all(|row| row.len() == 25));
        assert!(squares[0][..7].iter().all(|dark| *dark) && !squares[1][1]);
        let longer = super::squares("https://quiz.long-name.example.org", "K7MX").unwrap();
        assert_eq!(longer.len(), 25, "a longer one is as small where it can lose less");
    }
}
