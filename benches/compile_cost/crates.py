"""The four crates: written to a folder, built there."""

import os
import pathlib
import shutil
import subprocess

from . import aide_crate, aiserve_crate, api, poem_crate, utoipa_crate

CRATES = {
    "aiserve": aiserve_crate,
    "axum + utoipa + garde": utoipa_crate,
    "poem-openapi": poem_crate,
    "axum + aide + schemars + garde": aide_crate,
}


def short(name: str) -> str:
    """The name as a package's."""
    return CRATES[name].__name__.rsplit(".", 1)[-1].replace("_crate", "-things")


def write(folder: pathlib.Path, all_derives: bool) -> None:
    """A workspace with the four, all with cargo's own profiles; only what the release binary carries besides is cut off."""
    members = ", ".join(f'"{short(name)}"' for name in CRATES)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = f'[workspace]\nresolver = "3"\nmembers = [{members}]\n\n[profile.release]\nstrip = true\n'
    (folder / "Cargo.toml").write_text(manifest)
    for name, module in CRATES.items():
        crate = folder / short(name)
        shutil.rmtree(crate, ignore_errors=True)
        (crate / "src").mkdir(parents=True)
        (crate / "Cargo.toml").write_text(api.MANIFEST.format(name=short(name)) + module.DEPENDENCIES)
        for file, text in module.sources(all_derives).items():
            (crate / "src" / file).write_text(text)


def cargo(folder: pathlib.Path, target: pathlib.Path, *arguments: str, incremental: bool = False) -> None:
    environment = os.environ | {"CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": str(int(incremental))}
    subprocess.run(["cargo", *arguments, "--quiet"], cwd=folder, env=environment, check=True)
