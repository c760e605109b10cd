//! The causes of internal errors: written to standard error, as they are never sent.

use super::Problem;

/// Writes the cause of a problem that has one, with the errors behind it.
pub(super) fn failure(problem: &Problem) {
    let Some(cause) = problem.cause() else { return };
    let mut text = format!("error: {cause}");
    let mut source = cause.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    // A closed standard error must not fail the request.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{text}\n").as_bytes());
}
