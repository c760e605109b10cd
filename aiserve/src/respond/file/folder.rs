//! Files of a folder, by the paths that clients send: nothing outside of the folder is ever reached.

use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::body::Source;
use super::media_type;
use super::{File, conditions};
use crate::problem::Problem;
use crate::respond::MediaType;

/// What a path leads to in a folder.
#[derive(Debug)]
pub(crate) enum Found<M> {
    File(Box<File<M>>),
    Folder,
    Nothing,
}

/// The same before there is a reply of it.
enum Place {
    File(std::fs::File, std::fs::Metadata),
    Folder,
    Nothing,
}

impl<M: MediaType> File<M> {
    /// Opens a file of a folder by a path that a client sent, such as the value of `{*path}`.
    ///
    /// The file is in the folder for sure: a path with `..` or an empty segment, and a link that leads out of the folder,
    /// lead to nothing. So do names that begin with a dot, but for `.well-known`, since they are seldom meant for clients.
    ///
    /// # Errors
    /// 404 Not Found if there is no such file, and 500 if the folder or the file can't be read.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// #[endpoint(GET "/sources/{*path}")]
    /// async fn source(path: String) -> Result<File> {
    ///     File::open_in("src", &path).await
    /// }
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let client = TestClient::new(App::stateless().mount(routes![source])).await;
    /// client.get("/sources/lib.rs").send().await.assert_status(200);
    /// client.get("/sources/../Cargo.toml").send().await.assert_status(404);
    /// # });
    /// ```
    pub async fn open_in(folder: impl AsRef<Path>, path: &str) -> Result<Self, Problem> {
        match find(folder.as_ref(), path).await {
            Ok(Found::File(file)) => Ok(*file),
            Ok(Found::Folder | Found::Nothing) => Err(Problem::not_found("there is no such file")),
            Err(error) => Err(Problem::internal(error)),
        }
    }
}

/// Looks for a file in a folder.
pub(crate) async fn find<M: MediaType>(folder: &Path, path: &str) -> io::Result<Found<M>> {
    let Some(inside) = inside(path) else { return Ok(Found::Nothing) };
    let folder = folder.to_owned();
    // One visit to a thread that may wait for the disk.
    let looked = tokio::task::spawn_blocking(move || look(&folder, &inside)).await;
    Ok(match looked.map_err(io::Error::other)?? {
        Place::File(file, about) => {
            let (length, modified) = (about.len(), about.modified().ok());
            let tag = conditions::tag_of_time(length, modified);
            let source = Source::Opened(tokio::fs::File::from_std(file));
            let file = File::of(source, length, modified, tag, media_type::<M>(path));
            Found::File(Box::new(file))
        }
        Place::Folder => Found::Folder,
        Place::Nothing => Found::Nothing,
    })
}

/// The path as one of the file system, if each of its segments is the name of something that may be shown.
fn inside(path: &str) -> Option<PathBuf> {
    path.split('/').map(|segment| is_name(segment).then_some(segment)).collect()
}

fn is_name(segment: &str) -> bool {
    let mut parts = Path::new(segment).components();
    // What is one name to the system; on Windows, a drive or a stream of a file is none.
    let is_one = matches!((parts.next(), parts.next()), (Some(Component::Normal(name)), None) if name == segment)
        && !segment.contains(['\\', '\0'])
        && !(cfg!(windows) && segment.contains(':'));
    is_one && (!segment.starts_with('.') || segment == ".well-known")
}

fn look(folder: &Path, inside: &Path) -> io::Result<Place> {
    let folder = folder.canonicalize()?;
    match opened(&folder, inside) {
        Err(error) if is_nothing(error.kind()) => Ok(Place::Nothing),
        place => place,
    }
}

fn opened(folder: &Path, inside: &Path) -> io::Result<Place> {
    let path = folder.join(inside).canonicalize()?;
    if !path.starts_with(folder) {
        return Ok(Place::Nothing);
    }
    // Known before it is opened, since to open a pipe is to wait for whoever writes to it.
    let about = path.metadata()?;
    if about.is_dir() {
        return Ok(Place::Folder);
    }
    if !about.is_file() {
        return Ok(Place::Nothing);
    }
    let file = std::fs::File::open(path)?;
    let about = file.metadata()?;
    Ok(Place::File(file, about))
}

/// What only says that a path leads nowhere, or to nothing that this process may read.
fn is_nothing(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::PermissionDenied
            | ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_inside() {
        for path in ["a", "a/b.txt", "a b/c", ".well-known/security.txt"] {
            assert!(inside(path).is_some_and(|inside| inside == Path::new(path)), "{path}");
        }
    }

    #[test]
    fn what_could_lead_elsewhere_is_not() {
        for path in [
            "", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", ".", "a/./b", ".env", "a/.git/b", "a\\b", "a\0", "...",
        ] {
            assert_eq!(inside(path), None, "{path:?}");
        }
    }
}
