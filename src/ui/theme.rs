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

/// The signs that differ between terminals with and without Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Right.
    pub right: &'static str,
    /// Wrong.
    pub wrong: &'static str,
    /// Neither right nor wrong.
    pub unknown: &'static str,
    /// Points to the left side.
    pub to_left: &'static str,
    /// Points to the right side.
    pub to_right: &'static str,
    /// Marks the selected line.
    pub selected: &'static str,
    /// The horizontal rule.
    pub rule: &'static str,
    /// Between two columns.
    pub bar: &'static str,
    /// A filled cell of a chart.
    pub full: &'static str,
    /// An empty cell of a chart.
    pub empty: &'static str,
    /// Between words of a title.
    pub dot: &'static str,
    /// Before the words that decide.
    pub decides: &'static str,
    /// Where a text goes on that has no more room.
    pub more: &'static str,
}

const UNICODE: Glyphs = Glyphs {
    right: "✓",
    wrong: "✗",
    unknown: "○",
    to_left: "◂",
    to_right: "▸",
    selected: "▸",
    rule: "─",
    bar: "│",
    full: "█",
    empty: "·",
    dot: "·",
    decides: "›",
    more: "…",
};

const ASCII: Glyphs = Glyphs {
    right: "+",
    wrong: "x",
    unknown: "o",
    to_left: "<",
    to_right: ">",
    selected: ">",
    rule: "-",
    bar: "|",
    full: "#",
    empty: ".",
    dot: "-",
    decides: ">",
    more: "...",
};

/// How things look.
#[derive(Debug, Clone, Copy, Default)]
pub struct Theme {
    palette: Palette,
    ascii: bool,
}

impl Theme {
    /// A theme. `ascii` keeps to characters that every terminal has.
    #[must_use]
    pub const fn new(palette: Palette, ascii: bool) -> Self {
        Self { palette, ascii }
    }

    /// Whether only ASCII signs are used.
    #[must_use]
    pub const fn is_ascii(self) -> bool {
        self.ascii
    }

    /// The signs.
    #[must_use]
    pub const fn glyphs(self) -> &'static Glyphs {
        if self.ascii { &ASCII } else { &UNICODE }
    }

    fn colour(self, dark: Color, light: Color) -> Style {
        match self.palette {
            Palette::Dark => Style::new().fg(dark),
            Palette::Light => Style::new().fg(light),
            Palette::Mono => Style::new(),
        }
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

    /// Quiet words are dim, but never on a light background, where dim can vanish.
    fn quiet(self) -> Style {
        match self.palette {
            Palette::Dark => Style::new().add_modifier(Modifier::DIM),
            Palette::Light | Palette::Mono => Style::new(),
        }
    }

    /// Cool on the left, warm on the right.
    fn half(self, side: Side) -> Style {
        match side {
            Side::Left => self.colour(Color::Cyan, Color::Blue),
            Side::Right => self.colour(Color::Yellow, BROWN),
        }
    }

    /// Ordinary text, in the terminal's own colours.
    #[must_use]
    pub const fn plain(self) -> Style {
        Style::new()
    }

    /// The title of a screen.
    #[must_use]
    pub const fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The text that matters most on a screen.
    #[must_use]
    pub const fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Text that may be passed over.
    #[must_use]
    pub const fn faint(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// A key that works.
    #[must_use]
    pub fn key(self) -> Style {
        self.accent().add_modifier(Modifier::BOLD)
    }

    /// What asks for attention without judging.
    #[must_use]
    pub fn accent(self) -> Style {
        self.colour(Color::LightBlue, Color::Blue)
    }

    /// A right answer.
    #[must_use]
    pub fn right(self) -> Style {
        self.colour(Color::Green, Color::Green).add_modifier(Modifier::BOLD)
    }

    /// A wrong answer, or trouble.
    #[must_use]
    pub fn wrong(self) -> Style {
        self.colour(Color::LightRed, Color::Red).add_modifier(Modifier::BOLD)
    }

    /// What belongs to a side: cool on the left, warm on the right.
    #[must_use]
    pub fn side(self, side: Side) -> Style {
        match side {
            Side::Left => self.colour(Color::Cyan, Color::Blue),
            Side::Right => self.colour(Color::Yellow, Color::Magenta),
        }
    }

    /// The words of a statement that decide, in the colour of its side.
    #[must_use]
    pub fn deciding(self, side: Side) -> Style {
        self.side(side).add_modifier(Modifier::UNDERLINED)
    }

    /// The selected choice.
    #[must_use]
    pub const fn selected(self, base: Style) -> Style {
        base.add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED)
    }

    /// The sign that points to a side.
    #[must_use]
    pub const fn arrow(self, side: Side) -> &'static str {
        match side {
            Side::Left => self.glyphs().to_left,
            Side::Right => self.glyphs().to_right,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_has_no_colour() {
        let theme = Theme::new(Palette::Mono, false);
        let styles = [theme.key(), theme.right(), theme.wrong(), theme.side(Side::Left), theme.deciding(Side::Right)];
        assert!(styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    }

    #[test]
    fn ascii_signs_are_ascii() {
        let shown = format!("{:?}", Theme::new(Palette::Dark, true).glyphs());
        assert!(shown.is_ascii(), "{shown}");
    }
}
