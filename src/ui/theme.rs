//! Colours and signs, each with a role. Nothing is told by colour alone.

use crate::app::view::Role;
use crate::domain::bank::Side;
use ratatui::style::{Color, Modifier, Style};

/// The warm colour on a light background: yellow is hard to read there, and what palettes make of it differs.
const BROWN: Color = Color::Indexed(94);

/// Which colours to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// No colours at all: words, signs, bold and underline.
    Mono,
}

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    palette: Palette,
    ascii: bool,
    dim: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(Palette::Dark, false)
    }
}

impl Theme {
    /// A theme. `ascii` keeps to characters that every terminal has.
    #[must_use]
    pub const fn new(palette: Palette, ascii: bool) -> Self {
        Self { palette, ascii, dim: true }
    }

    /// The same with quiet words dim or not.
    #[must_use]
    pub const fn dim(self, dim: bool) -> Self {
        Self { dim, ..self }
    }

    /// Whether only ASCII signs are used.
    #[must_use]
    pub const fn is_ascii(self) -> bool {
        self.ascii
    }

    /// How words in a role look.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let strong = Style::new().add_modifier(Modifier::BOLD);
        match role {
            Role::Plain => Style::new(),
            Role::Strong => strong,
            Role::Quiet => self.quiet(),
            Role::Side(side) => self.half(side).patch(strong),
            Role::Half(side) => self.half(side),
            Role::Right => self.colour(Color::Green, Color::Green).patch(strong),
            Role::Wrong => self.colour(Color::Red, Color::Red).patch(strong),
            Role::Accent if self.palette == Palette::Mono => strong,
            Role::Accent => self.accent(),
            Role::Key => self.accent().patch(strong),
            Role::Deciding => strong.add_modifier(Modifier::UNDERLINED),
        }
    }

    fn colour(self, dark: Color, light: Color) -> Style {
        match self.palette {
            Palette::Dark => Style::new().fg(dark),
            Palette::Light => Style::new().fg(light),
            Palette::Mono => Style::new(),
        }
    }

    /// Quiet words are dim, but never on a light background, where dim can vanish, and not where it is hard to read.
    fn quiet(self) -> Style {
        match self.palette {
            Palette::Dark if self.dim => Style::new().add_modifier(Modifier::DIM),
            Palette::Dark | Palette::Light | Palette::Mono => Style::new(),
        }
    }

    /// Cool on the left, warm on the right.
    fn half(self, side: Side) -> Style {
        match side {
            Side::Left => self.colour(Color::Cyan, Color::Blue),
            Side::Right => self.colour(Color::Yellow, BROWN),
        }
    }

    /// What asks for attention without judging.
    fn accent(self) -> Style {
        self.colour(Color::LightBlue, Color::Blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 11] = [
        Role::Plain,
        Role::Strong,
        Role::Quiet,
        Role::Side(Side::Left),
        Role::Side(Side::Right),
        Role::Half(Side::Left),
        Role::Right,
        Role::Wrong,
        Role::Accent,
        Role::Key,
        Role::Deciding,
    ];

    #[test]
    fn mono_has_no_colour_and_nothing_ever_has_a_background() {
        for palette in [Palette::Dark, Palette::Light, Palette::Mono] {
            for style in ROLES.map(|role| Theme::new(palette, false).style(role)) {
                assert!(
                    style.bg.is_none() && (style.fg.is_none() || palette != Palette::Mono),
                    "{palette:?}: {style:?}"
                );
            }
        }
    }

    #[test]
    fn quiet_text_is_dim_only_on_a_dark_background_and_only_where_that_is_wished() {
        for (palette, wished, dim) in
            [(Palette::Dark, true, true), (Palette::Dark, false, false), (Palette::Light, true, false)]
        {
            let style = Theme::new(palette, false).dim(wished).style(Role::Quiet);
            assert_eq!(style.add_modifier.contains(Modifier::DIM), dim, "{palette:?} {wished}");
        }
    }
}
