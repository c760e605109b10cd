#!/usr/bin/env python3
"""conformance.py KIT SERVER: runs every case with the kit's checker, those of `tests/conformance/own` too.

A case passes if all its probes and every comparison of its OpenAPI document pass. The answers that
FastAPI gives only because it is lax (a text where a number is asked) are refused knowingly; those
probes are listed in `tests/conformance/lax.txt`, and one listed there that passes is an error too.
"""

import json
import pathlib
import subprocess
import sys

from server import serving

CONFORMANCE = pathlib.Path(__file__).parent.parent / "conformance"
LAX = CONFORMANCE / "lax.txt"


def check(kit: pathlib.Path, case: pathlib.Path, server: str) -> dict:
    with serving(f"{server} {case.name} {{port}}") as url:
        command = [sys.executable, str(kit / "check.py"), str(case), url, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if not done.stdout:
        raise SystemExit(f"{case.name}: {done.stderr}")
    return json.loads(done.stdout)


def mistakes(case: str, report: dict, lax: set[str]) -> list[str]:
    found = []
    for kind in ("probes", "openapi"):
        for result in report[kind]:
            name = f"{case[:2]} {result['name']}"
            known = kind == "probes" and name in lax
            if result["diff"] and not known:
                found.append(f"{kind}: {result['name']}: {' '.join(result['diff'].split())}")
            if known and not result["diff"]:
                found.append(f"{result['name']}: passes, but stands in {LAX.name}")
    return found


def main() -> int:
    kit, server = pathlib.Path(sys.argv[1]), sys.argv[2]
    lax = {line for line in LAX.read_text().splitlines() if line and not line.startswith("#")}
    found = [*kit.glob("*/*/probes.json"), *CONFORMANCE.glob("own/*/probes.json")]
    cases = sorted((probes.parent for probes in found), key=lambda case: case.name)
    for line in lax:
        case = next(case for case in cases if case.name.startswith(f"{line[:2]}-"))
        groups = {p["name"]: p.get("group") for p in json.loads((case / "probes.json").read_text())}
        if groups.get(line[3:]) != "lax":
            raise SystemExit(f"{LAX.name}: `{line}` is no probe of the group `lax`")
    failed = 0
    if not list(kit.glob("*/*/probes.json")):
        raise SystemExit(f"no case in {kit}")
    for case in cases:
        report = check(kit, case, server)
        found = mistakes(case.name, report, lax)
        failed += bool(found)
        print(f"{case.name:28} {len(report['probes']):3} probes {len(report['openapi']):3} of the document: {'FAILED' if found else 'ok'}")
        for mistake in found:
            print(f"    {mistake}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
