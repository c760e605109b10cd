#!/usr/bin/env python3
"""compile_cost.py: what it costs to compile one API, written for aiserve and for three peers.

    benches/compile_cost.py [--rounds 3] [--cold] [--all-derives] [--check]

Writes four crates that serve the same 100 endpoints (path and query parameters, state, a validated body, a typed error)
with 200 payloads, builds them, and asks each for its document, a valid request and invalid ones. Then builds each crate
again, its dependencies being built, in alternating rounds, and prints medians of the processor time and of the time on
the clock; their ratios to aiserve are medians of the rounds' ratios. `edited` rows change one line of an endpoint, with
incremental compilation; the others go without. Profiles are cargo's own, the release binary stripped.

`--cold` adds a first build with all dependencies, once. `--all-derives` lets the peers' payloads derive what aiserve's
have (`Debug`, `Clone`, and both directions of serde), instead of what the API needs. `--check` stops before the rounds.
The crates are left in `compile_cost` of the target directory.
"""

import argparse
import os
import pathlib
import re
import resource
import shutil
import statistics
import sys
import time

from compile_cost import api, serving
from compile_cost.crates import CRATES, cargo, short, write

HERE = pathlib.Path(__file__).resolve().parent
FIRST_PORT = 9140

# What cargo is told, and whether it compiles incrementally, for an edited line.
MEASURES = {
    "`cargo check`": (["check"], False),
    "debug build": (["build"], False),
    "release build": (["build", "--release"], False),
    "`cargo check`, edited": (["check"], True),
    "debug build, edited": (["build"], True),
}


class Workspace:
    """The four crates, and where they are built."""

    def __init__(self, folder: pathlib.Path, all_derives: bool) -> None:
        self.folder, self.target = folder, folder / "target"
        self.edits = 0
        write(folder, all_derives)

    def edit(self, name: str) -> None:
        """Changes one line of an endpoint, to what it never was."""
        self.edits += 1
        file = self.folder / short(name) / "src" / "part0.rs"
        changed, count = re.subn(api.EDITED.format(r"[\d.]+"), api.EDITED.format(0.25 + self.edits), file.read_text(), count=1)
        if count != 1:
            raise SystemExit(f"{file} has no line to edit")
        file.write_text(changed)

    def build(self, name: str, measure: str) -> None:
        arguments, incremental = MEASURES[measure]
        cargo(self.folder, self.target, *arguments, "-p", short(name), incremental=incremental)

    def time(self, name: str, measure: str) -> tuple[float, float]:
        """Seconds of processors and of the clock to build a crate again."""
        if MEASURES[measure][1]:
            self.edit(name)
        else:
            (self.folder / short(name) / "src" / "main.rs").touch()
        return timed(lambda: self.build(name, measure))


def timed(work) -> tuple[float, float]:
    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    processors, clock = used(), time.monotonic()
    work()
    return used() - processors, time.monotonic() - clock


def rounds(workspace: Workspace, number: int) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """Of each measure and crate, the times of every round."""
    figures = {measure: {name: [] for name in CRATES} for measure in MEASURES}
    for measure in MEASURES:
        for name in CRATES:
            workspace.build(name, measure)
    for this in range(number):
        for measure in MEASURES:
            # Each round begins with another crate, so that none always has the machine as the same one left it.
            names = list(CRATES)
            for name in names[this % len(names) :] + names[: this % len(names)]:
                taken = workspace.time(name, measure)
                figures[measure][name].append(taken)
                print(f"round {this + 1} of {number}: {measure}, {name}: {taken[0]:.1f} s, {taken[1]:.1f} s", file=sys.stderr)
    return figures


def cold(workspace: Workspace) -> dict[str, list[tuple[float, float]]]:
    """The first build of each crate, with all it depends on."""
    figures = {}
    for name in CRATES:
        target = workspace.folder / "cold"
        shutil.rmtree(target, ignore_errors=True)
        figures[name] = [timed(lambda: cargo(workspace.folder, target, "build", "-p", short(name)))]
        shutil.rmtree(target)
    return figures


def row(title: str, figures: dict[str, list[float]], form: str) -> str:
    """Medians, and the medians of the ratios to aiserve in the same round."""
    cells = []
    for values in figures.values():
        ratio = statistics.median(mine / base for mine, base in zip(values, figures["aiserve"], strict=True))
        cells.append(f"{form.format(statistics.median(values))} ({ratio:.2f})")
    return f"| {title} | " + " | ".join(cells) + " |"


def table(timings: dict[str, dict[str, list[tuple[float, float]]]], sizes: dict[str, list[float]]) -> str:
    lines = ["| | " + " | ".join(CRATES) + " |", "|---|" + "---|" * len(CRATES)]
    for measure, figures in timings.items():
        for place, unit in enumerate(("processors", "clock")):
            chosen = {name: [pair[place] for pair in pairs] for name, pairs in figures.items()}
            lines.append(row(f"{measure}, {unit}", chosen, "{:.1f} s"))
    return "\n".join([*lines, row("release binary", sizes, "{:.2f} MB")])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--all-derives", action="store_true")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target")).resolve()
    workspace = Workspace(target / "compile_cost", arguments.all_derives)
    for number, name in enumerate(CRATES):
        workspace.build(name, "debug build")
        serving.check(workspace.target / "debug" / short(name), FIRST_PORT + number)
    print(f"{len(CRATES)} crates serve the same", file=sys.stderr)
    if arguments.check:
        return 0
    timings = rounds(workspace, arguments.rounds)
    sizes = {name: [(workspace.target / "release" / short(name)).stat().st_size / 1e6] for name in CRATES}
    if arguments.cold:
        timings["first debug build"] = cold(workspace)
    print(table(timings, sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
