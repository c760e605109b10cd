//! Golden documents: the API's description as a file that is reviewed when it changes.

use std::path::Path;

use crate::app::App;

/// Claims that an app's document is the one in a file; with `UPDATE=1` in the environment it writes the file instead.
///
/// # Panics
/// If the file has another document, with the first line that differs, or if the app can't be built.
#[track_caller]
pub fn assert_openapi<S>(app: &App<S>, path: impl AsRef<Path>) {
    let path = path.as_ref();
    let document = match app.openapi() {
        Ok(document) => document + "\n",
        Err(error) => panic!("{error}"),
    };
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        if let Err(error) = std::fs::write(path, document) {
            panic!("`{}` can't be written: {error}", path.display());
        }
        return;
    }
    let golden = match std::fs::read_to_string(path) {
        Ok(golden) => golden,
        Err(error) => panic!("`{}` can't be read: {error}; UPDATE=1 writes it", path.display()),
    };
    if golden == document {
        return;
    }
    let mut lines = golden.lines().zip(document.lines()).enumerate();
    let Some((number, (old, new))) = lines.find(|(_, (old, new))| old != new) else {
        panic!("`{}` and the app's document differ in length; UPDATE=1 writes it anew", path.display());
    };
    panic!(
        "the app's document is not that of `{}`, line {}:\n  file: {old}\n   app: {new}\nUPDATE=1 writes it anew",
        path.display(),
        number + 1
    );
}
