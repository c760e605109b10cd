//! Unique names that do not depend on the order of things: short, and qualified on every side of a clash.

use std::collections::HashMap;

/// A thing that wants names: one per qualification, shortest first. The last level must be unique by itself.
///
/// A level is a list: a thing may need several names, qualified together.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) levels: Vec<Vec<String>>,
}

/// Chooses a level for each: as long as two things want one name, both go a level up, if they have one.
pub(super) fn settle(wishes: &[Wish]) -> Vec<usize> {
    let mut chosen = vec![0; wishes.len()];
    loop {
        let mut claims: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, wish) in wishes.iter().enumerate() {
            for name in &wish.levels[chosen[index]] {
                claims.entry(name).or_default().push(index);
            }
        }
        let mut raised: Vec<usize> = claims
            .into_values()
            .filter(|claimants| claimants.len() > 1)
            .flatten()
            .filter(|&index| chosen[index] + 1 < wishes[index].levels.len())
            .collect();
        if raised.is_empty() {
            return chosen;
        }
        raised.sort_unstable();
        raised.dedup();
        for index in raised {
            chosen[index] += 1;
        }
    }
}

/// A text as a name: `[A-Za-z0-9._-]+`, each run of other characters a `_` between what it separates.
pub(super) fn sanitize(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut separated = false;
    for char in text.chars() {
        if char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_') {
            if separated && !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
            name.push(char);
            separated = false;
        } else {
            separated = true;
        }
    }
    name
}

/// FNV-1a, 64 bits: the same on every machine and with every compiler.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{Wish, sanitize, settle};

    fn wish(levels: &[&str]) -> Wish {
        Wish { levels: levels.iter().map(|name| vec![(*name).to_owned()]).collect() }
    }

    #[test]
    fn qualifies_all_sides_of_a_clash_and_no_one_else() {
        let wishes = [wish(&["Row", "a_Row"]), wish(&["Item", "a_Item"]), wish(&["Row", "b_Row"])];
        assert_eq!(settle(&wishes), [1, 0, 1]);
    }

    #[test]
    fn follows_a_clash_that_a_qualification_makes() {
        let wishes = [wish(&["Row", "a_Row"]), wish(&["Row", "b_Row"]), wish(&["a_Row", "c_a_Row"])];
        assert_eq!(settle(&wishes), [1, 1, 1]);
    }

    #[test]
    fn never_moves_a_pinned_name() {
        assert_eq!(settle(&[wish(&["Row"]), wish(&["Row", "b_Row"])]), [0, 1]);
    }

    #[test]
    fn keeps_names_within_the_allowed_characters() {
        assert_eq!(sanitize("demo::f::{{closure}}::Row<Größe>"), "demo_f_closure_Row_Gr_e");
        assert_eq!(sanitize("My__Row-1.0"), "My__Row-1.0");
    }
}
