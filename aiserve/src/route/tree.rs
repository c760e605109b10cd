//! The tree that requests are matched against: one node a segment, the value of a parameter as its place in the path.
//!
//! Of the branches of a node the most specific that leads to a route wins: a text, then a parameter with text around it
//! (the longest suffix first, then the longest prefix), then a parameter alone, then the rest of the path. Which shapes
//! may stand side by side is decided before, where a conflict can still be explained.

use crate::extract::MAX_PATH_PARAMS;

/// Where the values of the parameters are in the path.
pub(crate) type Spans = [(u16, u16); MAX_PATH_PARAMS];

/// Up to so many texts are tried one after the other.
const FEW: usize = 12;

/// All shapes, below their first slash.
#[derive(Debug, Default)]
pub(super) struct Tree(Node);

#[derive(Debug, Default)]
struct Node {
    texts: Vec<Text>,
    params: Vec<Param>,
    rests: Vec<Rest>,
    /// The place in the table of the shape that ends here.
    slot: Option<usize>,
}

/// A segment that is a text.
#[derive(Debug)]
struct Text {
    text: Box<[u8]>,
    next: Node,
}

/// A segment with a parameter, and the text around it.
#[derive(Debug)]
struct Param {
    prefix: Box<[u8]>,
    suffix: Box<[u8]>,
    next: Node,
}

/// A parameter that takes the rest of the path, and the text before it.
#[derive(Debug)]
struct Rest {
    prefix: Box<[u8]>,
    slot: usize,
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Slot(usize),
    Nothing,
    /// There is a `%` in the part that was looked at.
    Escape,
}

impl Tree {
    /// The tree of these shapes, each with its place in the table.
    pub(super) fn new<'a>(shapes: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        let mut root = Node::default();
        for (shape, slot) in shapes {
            root.insert(shape.strip_prefix('/').expect("a template begins with `/`"), slot);
        }
        root.sort();
        Self(root)
    }

    /// Matches a path. One that is `raw` has not been percent-decoded: a `%` ends the search.
    pub(super) fn find(&self, path: &str, raw: bool, spans: &mut Spans) -> Found {
        match path.as_bytes().split_first() {
            Some((b'/', _)) if raw => Search::<true> { path: path.as_bytes(), spans }.walk(&self.0, 1, 0),
            Some((b'/', _)) => Search::<false> { path: path.as_bytes(), spans }.walk(&self.0, 1, 0),
            _ => Found::Nothing,
        }
    }
}

impl Node {
    fn insert(&mut self, shape: &str, slot: usize) {
        let (segment, further) = match shape.split_once('/') {
            Some((segment, further)) => (segment, Some(further)),
            None => (shape, None),
        };
        let next = match segment.split_once('{') {
            Some((prefix, after)) if after.starts_with('*') => {
                self.rests.push(Rest { prefix: prefix.as_bytes().into(), slot });
                return;
            }
            Some((prefix, after)) => {
                let (_, suffix) = after.split_once('}').expect("a brace of a template has its other one");
                self.param(prefix.as_bytes(), suffix.as_bytes())
            }
            None => self.text(segment.as_bytes()),
        };
        match further {
            Some(further) => next.insert(further, slot),
            None => next.slot = Some(slot),
        }
    }

    fn text(&mut self, text: &[u8]) -> &mut Self {
        let index = self.texts.iter().position(|known| *known.text == *text).unwrap_or_else(|| {
            self.texts.push(Text { text: text.into(), next: Self::default() });
            self.texts.len() - 1
        });
        &mut self.texts[index].next
    }

    fn param(&mut self, prefix: &[u8], suffix: &[u8]) -> &mut Self {
        let is_same = |param: &Param| *param.prefix == *prefix && *param.suffix == *suffix;
        let index = self.params.iter().position(is_same).unwrap_or_else(|| {
            self.params.push(Param { prefix: prefix.into(), suffix: suffix.into(), next: Self::default() });
            self.params.len() - 1
        });
        &mut self.params[index].next
    }

    /// Texts by their bytes, to be looked up; parameters and rests with the longest text first.
    fn sort(&mut self) {
        self.texts.sort_by(|a, b| a.text.cmp(&b.text));
        self.params.sort_by_key(|param| std::cmp::Reverse((param.suffix.len(), param.prefix.len())));
        self.rests.sort_by_key(|rest| std::cmp::Reverse(rest.prefix.len()));
        self.texts.iter_mut().for_each(|text| text.next.sort());
        self.params.iter_mut().for_each(|param| param.next.sort());
    }

    #[inline]
    fn after(&self, segment: &[u8]) -> Option<&Self> {
        // A comparison of lengths rules most of a few out.
        if self.texts.len() <= FEW {
            return self.texts.iter().find(|text| *text.text == *segment).map(|text| &text.next);
        }
        self.texts.binary_search_by(|text| (*text.text).cmp(segment)).ok().map(|index| &self.texts[index].next)
    }
}

struct Search<'a, const RAW: bool> {
    path: &'a [u8],
    spans: &'a mut Spans,
}

impl<const RAW: bool> Search<'_, RAW> {
    /// Matches what begins at `start`, behind a slash, after `count` parameters.
    fn walk(&mut self, node: &Node, start: usize, count: usize) -> Found {
        let rest = &self.path[start..];
        let length = rest.iter().position(|&byte| byte == b'/' || (RAW && byte == b'%')).unwrap_or(rest.len());
        if RAW && rest.get(length) == Some(&b'%') {
            return Found::Escape;
        }
        let (segment, end) = (&rest[..length], start + length);
        if let Some(next) = node.after(segment) {
            let found = self.further(next, end, count);
            if found != Found::Nothing {
                return found;
            }
        }
        for Param { prefix, suffix, next } in &node.params {
            let around = prefix.len() + suffix.len();
            let fits = around == 0 || segment.starts_with(prefix) && segment.ends_with(suffix);
            if segment.len() > around && fits {
                self.spans[count] = (offset(start + prefix.len()), offset(end - suffix.len()));
                let found = self.further(next, end, count + 1);
                if found != Found::Nothing {
                    return found;
                }
            }
        }
        if node.rests.is_empty() { Found::Nothing } else { self.rest(node, start, count) }
    }

    /// Matches what follows a segment that ends at `end`.
    #[inline]
    fn further(&mut self, node: &Node, end: usize, count: usize) -> Found {
        if end == self.path.len() {
            node.slot.map_or(Found::Nothing, Found::Slot)
        } else {
            self.walk(node, end + 1, count)
        }
    }

    fn rest(&mut self, node: &Node, start: usize, count: usize) -> Found {
        let rest = &self.path[start..];
        let fits = |rests: &&Rest| rest.len() > rests.prefix.len() && rest.starts_with(&rests.prefix);
        let Some(Rest { prefix, slot }) = node.rests.iter().find(fits) else { return Found::Nothing };
        if RAW && rest.contains(&b'%') {
            return Found::Escape;
        }
        self.spans[count] = (offset(start + prefix.len()), offset(self.path.len()));
        Found::Slot(*slot)
    }
}

#[inline]
fn offset(at: usize) -> u16 {
    u16::try_from(at).expect("a URI is shorter than 64 KiB, and decoding makes it no longer")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(shapes: &[&str], path: &str) -> Option<(usize, Vec<String>)> {
        let tree = Tree::new(shapes.iter().enumerate().map(|(slot, shape)| (*shape, slot)));
        let mut spans = Spans::default();
        match tree.find(path, false, &mut spans) {
            Found::Slot(slot) => {
                let spans = &spans[..shapes[slot].matches('{').count()];
                let values = spans.iter().map(|&(start, end)| path[usize::from(start)..usize::from(end)].to_owned());
                Some((slot, values.collect()))
            }
            Found::Nothing => None,
            Found::Escape => unreachable!("the path counts as decoded"),
        }
    }

    #[test]
    fn the_most_specific_shape_wins() {
        let shapes = ["/a", "/{p}", "/{p}.png", "/img-{p}/b", "/a/{p}", "/{p}/b", "/a/b/{*p}", "/"];
        let slot = |path| found(&shapes, path).map(|(slot, _)| slot);
        assert_eq!(["/a", "/c", "/c.png", "/.png", "/", "/a/b", "/a/b/", "/img-1/b"].map(slot), {
            [Some(0), Some(1), Some(2), Some(1), Some(7), Some(4), None, Some(3)]
        });
        assert_eq!(["/c/b", "/a/b/c/d", "/a/", "", "*", "//", "/c/d"].map(slot), {
            [Some(5), Some(6), None, None, None, None, None]
        });
    }

    #[test]
    fn a_dead_end_is_left() {
        let shapes = ["/a/{p}/x", "/{p}/b/y", "/{*p}"];
        assert_eq!(found(&shapes, "/a/b/x"), Some((0, vec!["b".into()])));
        assert_eq!(found(&shapes, "/a/b/y"), Some((1, vec!["a".into()])));
        assert_eq!(found(&shapes, "/a/b/z"), Some((2, vec!["a/b/z".into()])));
    }

    #[test]
    fn an_escape_is_told_before_it_is_compared() {
        let tree = Tree::new([("/a/{p}", 0), ("/rest/{*p}", 1)]);
        let mut spans = Spans::default();
        for path in ["/%61/b", "/a/%62", "/rest/a/%62", "/a/b%2Fc"] {
            assert_eq!(tree.find(path, true, &mut spans), Found::Escape, "{path}");
        }
        assert_eq!(tree.find("/b/%62", true, &mut spans), Found::Nothing);
        assert_eq!(tree.find("/a/%62", false, &mut spans), Found::Slot(0));
    }

    /// Shapes with a prefix and shapes with a suffix side by side are ambiguous: a set has those of one kind.
    const SEGMENTS: [[&str; 7]; 2] =
        [["a", "b", "ab", "{p}", "a{p}", "{*p}", ""], ["a", "b", "ab", "{p}", "{p}b", "{*p}", ""]];
    const PARTS: [&str; 7] = ["a", "b", "ab", "aab", "c", "", "acb"];

    /// A linear congruential generator: the same numbers in each run.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).expect("31 bits") % limit
        }

        fn shape(&mut self, segments: &[&'static str]) -> String {
            let last = self.below(3);
            let segment = |index| {
                let segment = segments[self.below(segments.len())];
                format!("/{}", if index == last || !matches!(segment, "{*p}" | "") { segment } else { "a" })
            };
            (0..=last).map(segment).collect()
        }

        fn path(&mut self) -> String {
            (0..=self.below(3)).flat_map(|_| ["/", PARTS[self.below(PARTS.len())]]).collect()
        }
    }

    fn by_oracle(oracle: &matchit::Router<usize>, path: &str) -> Option<(usize, Vec<String>)> {
        let matched = oracle.at(path).ok()?;
        Some((*matched.value, matched.params.iter().map(|(_, value)| value.to_owned()).collect()))
    }

    /// The library that finds conflicts matches too, but does not leave every dead end.
    #[test]
    fn random_shapes_are_matched_as_their_conflicts_are_found() {
        let mut random = Random(1);
        let mut matches = 0;
        for _ in 0..2_000 {
            let (mut all, mut shapes) = (matchit::Router::new(), Vec::new());
            let segments = &SEGMENTS[random.below(SEGMENTS.len())];
            for _ in 0..=random.below(6) {
                let shape = random.shape(segments);
                if all.insert(shape.clone(), shapes.len()).is_ok() {
                    shapes.push(shape);
                }
            }
            let alone = |slot: usize, path: &str| {
                let mut oracle = matchit::Router::new();
                oracle.insert(shapes[slot].clone(), slot).unwrap();
                by_oracle(&oracle, path)
            };
            let texts: Vec<&str> = shapes.iter().map(String::as_str).collect();
            for _ in 0..20 {
                let path = random.path();
                let found = found(&texts, &path);
                match (by_oracle(&all, &path), &found) {
                    (Some(expected), _) => assert_eq!(found, Some(expected), "{path} in {shapes:?}"),
                    (None, Some((slot, _))) => assert_eq!(found, alone(*slot, &path), "{path} in {shapes:?}"),
                    (None, None) => {
                        assert!((0..shapes.len()).all(|slot| alone(slot, &path).is_none()), "{path} in {shapes:?}");
                    }
                }
                matches += usize::from(found.is_some());
            }
        }
        assert!(matches > 5_000, "{matches}");
    }
}
