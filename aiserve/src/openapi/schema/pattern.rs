//! Rust's regular expressions in the syntax of JSON Schema: ECMA-262 with the `u` flag.
//!
//! A pattern that both syntaxes share stays as it is written. `\d`, `\w`, `\s`, `\b` and `.` are shared: where ECMA-262
//! means fewer characters by them than Rust, the document is narrower than the service.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, ClassUnicode,
    ClassUnicodeKind, ClassUnicodeOpKind, Flag, Flags, GroupKind, HexLiteralKind, Literal, LiteralKind, Repetition,
    RepetitionKind, RepetitionRange, SpecialLiteralKind,
};

use super::pattern_names::{CATEGORIES, SCRIPTS, posix};

/// The pattern in ECMA-262; `None` if it has no equal there.
pub(super) fn to_ecma(pattern: &str) -> Option<String> {
    let ast = Parser::new().parse(pattern).ok()?;
    let mut writer = Writer { text: String::new(), changed: false, modes: Modes::default() };
    writer.ast(&ast)?;
    Some(if writer.changed { writer.text } else { pattern.to_owned() })
}

/// A text as a pattern that matches it.
pub(super) fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for char in text.chars() {
        if is_syntax(char) {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern
}

const fn is_syntax(char: char) -> bool {
    matches!(char, '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/')
}

/// The flags in force that ECMA-262 cannot set inside a pattern.
#[derive(Clone, Copy, Default)]
struct Modes {
    any_case: bool,
    lines: bool,
    dot_all: bool,
}

struct Writer {
    text: String,
    /// Whether the pattern as written would mean something else, or nothing, in ECMA-262.
    changed: bool,
    modes: Modes,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn ast(&mut self, ast: &Ast) -> Option<()> {
        match ast {
            Ast::Empty(_) => {}
            Ast::Flags(set) => self.flags(&set.flags)?,
            Ast::Literal(literal) => self.literal(literal, false)?,
            Ast::Dot(_) if self.modes.dot_all => {
                self.changed = true;
                self.push(r"[\s\S]");
            }
            Ast::Dot(_) => self.push("."),
            Ast::Assertion(assertion) => self.assertion(&assertion.kind)?,
            Ast::ClassUnicode(class) => self.unicode(class)?,
            Ast::ClassPerl(class) => self.perl(class),
            Ast::ClassBracketed(class) => {
                self.push(if class.negated { "[^" } else { "[" });
                self.class(&class.kind)?;
                self.push("]");
            }
            Ast::Repetition(repetition) => self.repetition(repetition)?,
            Ast::Group(group) => {
                let outside = self.modes;
                self.open(&group.kind)?;
                self.ast(&group.ast)?;
                self.push(")");
                self.modes = outside;
            }
            Ast::Alternation(alternation) => {
                for (index, way) in alternation.asts.iter().enumerate() {
                    if index > 0 {
                        self.push("|");
                    }
                    self.ast(way)?;
                }
            }
            Ast::Concat(concat) => concat.asts.iter().try_for_each(|part| self.ast(part))?,
        }
        Some(())
    }

    fn flags(&mut self, flags: &Flags) -> Option<()> {
        if !flags.items.is_empty() {
            self.changed = true;
        }
        for flag in [Flag::CaseInsensitive, Flag::MultiLine, Flag::DotMatchesNewLine, Flag::Unicode, Flag::CRLF] {
            let Some(on) = flags.flag_state(flag) else { continue };
            match flag {
                Flag::CaseInsensitive => self.modes.any_case = on,
                Flag::MultiLine => self.modes.lines = on,
                Flag::DotMatchesNewLine => self.modes.dot_all = on,
                Flag::Unicode if on => {}
                _ => return None,
            }
        }
        // Greediness does not change whether a pattern matches, and white space is gone from the syntax tree.
        Some(())
    }

    fn open(&mut self, kind: &GroupKind) -> Option<()> {
        match kind {
            GroupKind::CaptureIndex(_) => self.push("("),
            GroupKind::CaptureName { name, .. }
                if !name.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') =>
            {
                self.changed = true;
                self.push("(");
            }
            GroupKind::CaptureName { starts_with_p, name } => {
                self.changed |= starts_with_p;
                self.push("(?<");
                self.push(&name.name);
                self.push(">");
            }
            GroupKind::NonCapturing(flags) => {
                self.flags(flags)?;
                self.push("(?:");
            }
        }
        Some(())
    }

    fn assertion(&mut self, kind: &AssertionKind) -> Option<()> {
        let text = match kind {
            AssertionKind::StartLine if !self.modes.lines => "^",
            AssertionKind::EndLine if !self.modes.lines => "$",
            AssertionKind::StartText => "^",
            AssertionKind::EndText => "$",
            AssertionKind::WordBoundary => r"\b",
            AssertionKind::NotWordBoundary => r"\B",
            _ => return None,
        };
        self.changed |= matches!(kind, AssertionKind::StartText | AssertionKind::EndText);
        self.push(text);
        Some(())
    }

    fn repetition(&mut self, repetition: &Repetition) -> Option<()> {
        // ECMA-262 repeats neither assertions nor repetitions; Rust does.
        let bare = !matches!(*repetition.ast, Ast::Assertion(_) | Ast::Repetition(_) | Ast::Empty(_) | Ast::Flags(_));
        if !bare {
            self.changed = true;
            self.push("(?:");
        }
        self.ast(&repetition.ast)?;
        if !bare {
            self.push(")");
        }
        match &repetition.op.kind {
            RepetitionKind::ZeroOrOne => self.push("?"),
            RepetitionKind::ZeroOrMore => self.push("*"),
            RepetitionKind::OneOrMore => self.push("+"),
            RepetitionKind::Range(RepetitionRange::Exactly(count)) => self.push(&format!("{{{count}}}")),
            RepetitionKind::Range(RepetitionRange::AtLeast(least)) => self.push(&format!("{{{least},}}")),
            RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => {
                // `{,3}` is a repetition in Rust alone.
                self.changed |= *least == 0;
                self.push(&format!("{{{least},{most}}}"));
            }
        }
        if !repetition.greedy {
            self.push("?");
        }
        Some(())
    }

    fn literal(&mut self, literal: &Literal, in_class: bool) -> Option<()> {
        let char = literal.c;
        let escaped_alike = is_syntax(char) || (in_class && char == '-');
        let same = match &literal.kind {
            LiteralKind::Verbatim => in_class || !matches!(char, ']' | '{' | '}'),
            LiteralKind::Meta | LiteralKind::Superfluous => escaped_alike,
            LiteralKind::HexFixed(kind) => *kind != HexLiteralKind::UnicodeLong,
            LiteralKind::HexBrace(kind) => *kind == HexLiteralKind::UnicodeShort,
            LiteralKind::Special(kind) => !matches!(kind, SpecialLiteralKind::Bell | SpecialLiteralKind::Space),
            LiteralKind::Octal => false,
        };
        self.changed |= !same;
        if !self.modes.any_case {
            self.char(char, in_class);
            return Some(());
        }
        match (char.is_ascii_alphabetic(), in_class) {
            (true, true) => self.ranges(char, char),
            (true, false) => {
                self.push("[");
                self.ranges(char, char)?;
                self.push("]");
                Some(())
            }
            // The other cases of further letters are Unicode's business; a sign has none.
            (false, _) => char.is_ascii().then(|| self.char(char, in_class)),
        }
    }

    fn char(&mut self, char: char, in_class: bool) {
        match char {
            '\t' | '\n' | '\r' | '\0'..='\x1f' | '\x7f'..='\u{9f}' => self.push(&format!("\\x{:02x}", u32::from(char))),
            _ => {
                if if in_class { matches!(char, '\\' | '[' | ']' | '^' | '-') } else { is_syntax(char) } {
                    self.push("\\");
                }
                self.text.push(char);
            }
        }
    }

    /// A range of a class, with the other case of its letters if case does not matter.
    fn ranges(&mut self, from: char, to: char) -> Option<()> {
        self.range(from, to);
        if !self.modes.any_case {
            return Some(());
        }
        if !to.is_ascii() {
            return None;
        }
        let (lower, upper) = ((from.max('a'), to.min('z')), (from.max('A'), to.min('Z')));
        if lower.0 <= lower.1 {
            self.range(lower.0.to_ascii_uppercase(), lower.1.to_ascii_uppercase());
        }
        if upper.0 <= upper.1 {
            self.range(upper.0.to_ascii_lowercase(), upper.1.to_ascii_lowercase());
        }
        let holds = |letter: char| (from..=to).contains(&letter) || (from..=to).contains(&letter.to_ascii_uppercase());
        // The Kelvin sign and the long s are other cases of letters of ASCII.
        if holds('k') {
            self.push(r"\u212a");
        }
        if holds('s') {
            self.push(r"\u017f");
        }
        Some(())
    }

    fn range(&mut self, from: char, to: char) {
        self.char(from, true);
        if from != to {
            self.push("-");
            self.char(to, true);
        }
    }

    fn class(&mut self, set: &ClassSet) -> Option<()> {
        match set {
            ClassSet::Item(item) => self.item(item),
            ClassSet::BinaryOp(_) => None,
        }
    }

    fn item(&mut self, item: &ClassSetItem) -> Option<()> {
        match item {
            ClassSetItem::Empty(_) => Some(()),
            ClassSetItem::Literal(literal) => self.literal(literal, true),
            ClassSetItem::Range(range) => {
                // The ends are looked at for the way they are written, and printed as a range.
                let (length, modes) = (self.text.len(), self.modes);
                self.modes.any_case = false;
                self.literal(&range.start, true)?;
                self.literal(&range.end, true)?;
                self.modes = modes;
                self.text.truncate(length);
                self.ranges(range.start.c, range.end.c)
            }
            ClassSetItem::Ascii(class) if !class.negated => {
                self.changed = true;
                self.push(posix(&class.kind));
                Some(())
            }
            ClassSetItem::Unicode(class) => self.unicode(class),
            ClassSetItem::Perl(class) => {
                self.perl(class);
                Some(())
            }
            ClassSetItem::Bracketed(class) => {
                let ClassBracketed { negated: false, kind, .. } = &**class else { return None };
                self.changed = true;
                self.class(kind)
            }
            ClassSetItem::Union(union) => union.items.iter().try_for_each(|item| self.item(item)),
            ClassSetItem::Ascii(_) => None,
        }
    }

    fn perl(&mut self, class: &ClassPerl) {
        self.push(match (&class.kind, class.negated) {
            (ClassPerlKind::Digit, false) => r"\d",
            (ClassPerlKind::Digit, true) => r"\D",
            (ClassPerlKind::Space, false) => r"\s",
            (ClassPerlKind::Space, true) => r"\S",
            (ClassPerlKind::Word, false) => r"\w",
            (ClassPerlKind::Word, true) => r"\W",
        });
    }

    fn unicode(&mut self, class: &ClassUnicode) -> Option<()> {
        let name = match &class.kind {
            _ if self.modes.any_case => return None,
            ClassUnicodeKind::OneLetter(letter) => {
                self.changed = true;
                letter.to_string()
            }
            ClassUnicodeKind::Named(name) if CATEGORIES.contains(&name.as_str()) => name.clone(),
            ClassUnicodeKind::Named(name) if SCRIPTS.contains(&name.as_str()) => {
                self.changed = true;
                format!("Script={name}")
            }
            ClassUnicodeKind::NamedValue { op: ClassUnicodeOpKind::Equal, name, value }
                if matches!(name.as_str(), "Script" | "sc") && SCRIPTS.contains(&value.as_str()) =>
            {
                format!("{name}={value}")
            }
            _ => return None,
        };
        self.push(if class.negated { r"\P{" } else { r"\p{" });
        self.push(&name);
        self.push("}");
        Some(())
    }
}
