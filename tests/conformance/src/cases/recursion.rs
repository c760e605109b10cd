//! A type that contains itself, in a list and at most once.

use aiserve::prelude::*;

#[payload]
struct Folder {
    #[garde(length(chars, min = 1))]
    name: String,
    #[garde(range(min = 0))]
    files: i64,
    #[payload(default = Vec::new())]
    folders: Vec<Folder>,
    link: Option<Box<Folder>>,
}

#[payload]
struct Count {
    folders: i64,
    files: i64,
}

fn count(folder: &Folder) -> Count {
    let empty = Count { folders: 1, files: folder.files };
    folder.folders.iter().map(count).fold(empty, |all, one| Count {
        folders: all.folders + one.folders,
        files: all.files + one.files,
    })
}

#[endpoint(POST "/count")]
async fn count_all(folder: Folder) -> Count {
    count(&folder)
}

#[endpoint(POST "/copy")]
async fn copy(folder: Folder) -> Folder {
    folder
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![count_all, copy])
}
