//! Writes HTML that is well-formed whatever it is given: every element that is opened is closed, and every text escaped.

use crate::ui::text::safe;

/// HTML under way. What it writes is well-formed XML as well.
#[derive(Debug, Default)]
pub struct Markup {
    written: String,
    open: Vec<&'static str>,
}

impl Markup {
    /// A whole document, begun.
    pub fn document() -> Self {
        Self { written: "<!DOCTYPE html>\n".to_owned(), open: Vec::new() }
    }

    /// Opens an element; [`Markup::close`] closes it.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> &mut Self {
        self.start(name, attributes);
        self.written.push('>');
        self.open.push(name);
        self
    }

    /// Closes the element opened last.
    pub fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.written.push_str("</");
            self.written.push_str(name);
            self.written.push('>');
        }
        self
    }

    /// Adds an element without content.
    pub fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> &mut Self {
        self.start(name, attributes);
        self.written.push_str("/>");
        self
    }

    /// Adds an element with nothing but text.
    pub fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) -> &mut Self {
        self.open(name, attributes).text(text).close()
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in clean(text).chars() {
            match c {
                '<' => self.written.push_str("&lt;"),
                '>' => self.written.push_str("&gt;"),
                '&' => self.written.push_str("&amp;"),
                _ => self.written.push(c),
            }
        }
        self
    }

    /// Ends the line, so that the file is good to read as it is.
    pub fn line(&mut self) -> &mut Self {
        self.written.push('\n');
        self
    }

    /// What was written, with all that is open closed.
    pub fn end(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.written.push('\n');
        self.written
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.written.push('<');
        self.written.push_str(name);
        for (attribute, value) in attributes {
            self.written.push(' ');
            self.written.push_str(attribute);
            self.written.push_str("=\"");
            for c in clean(value).chars() {
                match c {
                    '<' => self.written.push_str("&lt;"),
                    '&' => self.written.push_str("&amp;"),
                    '"' => self.written.push_str("&quot;"),
                    _ => self.written.push(c),
                }
            }
            self.written.push('"');
        }
    }
}

/// `text` without controls, invisible formatting and what is no character at all; line breaks become spaces.
pub fn clean(text: &str) -> String {
    let no_character =
        |c: char| matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    safe(text).chars().filter(|c| !no_character(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_closed_and_texts_escaped() {
        let mut page = Markup::default();
        page.open("p", &[("title", "a \"b\" <c> & d")]).element("b", &[], "1 < 2 & 3 > 2").empty("br", &[]);
        let wanted = "<p title=\"a &quot;b&quot; &lt;c> &amp; d\"><b>1 &lt; 2 &amp; 3 &gt; 2</b><br/></p>\n";
        assert_eq!(page.end(), wanted);
    }

    #[test]
    fn closing_too_often_changes_nothing() {
        let mut page = Markup::default();
        page.element("p", &[], "a").close().close();
        assert_eq!(page.end(), "<p>a</p>\n");
    }

    #[test]
    fn what_steers_hides_or_is_no_character_is_dropped() {
        assert_eq!(clean("a\u{1b}b\u{202e}c\u{fffe}d\u{fdd0}\ne\u{1ffff}"), "abcd e");
    }
}
