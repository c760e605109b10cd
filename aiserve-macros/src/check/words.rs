//! Unknown words, and the known one that was probably meant.

/// The most edits between a word and the one that was meant.
const MOST_EDITS: usize = 2;

/// `: did you mean `x`?`, or the list of what there is.
pub(crate) fn hint(word: &str, known: &[&str]) -> String {
    let nearest = known.iter().map(|name| (edits(word, name), *name)).min();
    match nearest {
        Some((distance, name)) if distance <= MOST_EDITS && distance < name.len() => format!("did you mean `{name}`?"),
        _ => format!("there is `{}`", known.join("`, `")),
    }
}

/// How many letters must be added, removed or replaced to make one word of the other.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (place, expected) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *expected);
            diagonal = row[place + 1];
            row[place + 1] = replaced.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::{edits, hint};

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("length", "length"), 0);
        assert_eq!(edits("lenght", "length"), 2);
        assert_eq!(edits("", "ip"), 2);
        assert_eq!(edits("renam", "rename"), 1);
    }

    #[test]
    fn a_word_that_is_near_is_proposed() {
        assert_eq!(hint("exmaple", &["title", "example"]), "did you mean `example`?");
        assert_eq!(hint("colour", &["title", "example"]), "there is `title`, `example`");
        assert_eq!(hint("x", &["ip"]), "there is `ip`");
    }
}
