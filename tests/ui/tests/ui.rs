//! Every mistake of a user is as many errors as its case says, each with the text beside it.
//!
//! A case begins with `//! errors: N`. `TRYBUILD=overwrite cargo test -p ui` writes the texts anew, for review.

use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let topics = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).expect("a folder of cases");
    let files = topics.flat_map(|topic| std::fs::read_dir(topic.expect("a topic").path()).expect("a folder"));
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files
}

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cases/*/*.rs");
}

#[test]
fn one_mistake_is_one_error() {
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let code = std::fs::read_to_string(&case).expect("a case");
        let first = code.lines().next().and_then(|line| line.strip_prefix("//! errors: "));
        let expected: usize = first.and_then(|number| number.parse().ok()).expect("`//! errors: N` comes first");
        let text = std::fs::read_to_string(case.with_extension("stderr")).unwrap_or_default();
        let is_error = |line: &&str| line.starts_with("error") && !line.starts_with("error: aborting");
        let errors = text.lines().filter(is_error).count();
        if errors != expected {
            wrong.push(format!("{}: {errors} errors instead of {expected}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
