#!/usr/bin/env python3
"""generated.py WORK SERVER..: clients that three generators make of each service's document, and one call by each.

The generators: openapi-typescript with openapi-fetch, @hey-api/openapi-ts, openapi-python-client. What they
make must compile and type-check (tsc, mypy), and call one operation of the running service, which must answer
it with a success. SERVER is `NAME=COMMAND` with `{port}`; WORK is a folder for what is made.
"""

import contextlib
import json
import pathlib
import shutil
import subprocess
import sys
import urllib.request

from sample import call_of
from server import serving

HERE = pathlib.Path(__file__).resolve().parent
# What services know that fail on other words.
WORDS = {"25-response-union": "item1"}
# What openapi-python-client makes wrongly of documents that are right: a class with a field of its own name, and an
# object inside of one that is a variant.
MISMADE = ["client_06_query_alias/models/items.py", "client_zoo/api/bodies/external.py"]
# Documents whose only operation it leaves out: it knows no lists in header fields.
LEFT_OUT = {"10-header-list"}
BIN = HERE / "node_modules" / ".bin"


def run(*command: object, cwd: pathlib.Path = HERE) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=900)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def fetched(url: str) -> dict:
    with urllib.request.urlopen(f"{url}/openapi.json", timeout=10) as reply:
        return json.load(reply)


def typescript(work: pathlib.Path, names: list[str], calls: dict[str, dict]) -> None:
    """Both TypeScript generators; one compilation of everything, then each program runs."""
    for name in names:
        run(BIN / "openapi-typescript", work / "documents" / f"{name}.json", "--output", work / f"{name}.types.ts")
        run(BIN / "openapi-ts", "--input", work / "documents" / f"{name}.json", "--output", work / "hey" / name, "--silent")
    for name, call in calls.items():
        (work / f"{name}.fetch.ts").write_text(fetch_program(name, call))
        (work / f"{name}.hey.ts").write_text(hey_program(name, call))
    options = "--strict --skipLibCheck --target es2022 --module nodenext --outDir"
    run(BIN / "tsc", *options.split(), work / "js", *work.glob("*.ts"), *work.glob("hey/*/index.ts"))
    for name in calls:
        for program in (f"{name}.fetch.js", f"{name}.hey.js"):
            run("node", work / "js" / program)


def fetch_program(name: str, call: dict) -> str:
    # As text, which every reply is.
    init = {"parseAs": "text", "params": {key: call[key] for key in ("path", "query") if call[key]}}
    if call["body"] is not None:
        init["body"] = call["body"]
    return f"""import createClient from "openapi-fetch";
import type {{ paths }} from "./{name}.types";
const client = createClient<paths>({{ baseUrl: {json.dumps(call["url"])} }});
{program(name, f'client.{call["method"].upper()}({json.dumps(call["template"])}, {json.dumps(init)})')}"""


def hey_program(name: str, call: dict) -> str:
    head, *rest = call["id"].replace("-", "_").split("_")
    function = head + "".join(part[:1].upper() + part[1:] for part in rest)
    init = {key: call[key] for key in ("path", "query", "body") if call[key]} | {"baseUrl": call["url"]}
    return f"""import {{ {function} }} from "./hey/{name}/sdk.gen";
{program(name, f"{function}({json.dumps(init)})")}"""


def program(name: str, call: str) -> str:
    """A call whose reply must be a success; Node.js ends with an error if it is not."""
    return f"""async function main() {{
  const {{ response }} = await {call};
  if (!response.ok) throw new Error(`{name}: ${{response.status}}`);
}}
void main();
"""


def python(work: pathlib.Path, names: list[str], calls: dict[str, dict]) -> None:
    bin_of = pathlib.Path(sys.executable).parent
    (work / "py").mkdir()
    config = work / "config.json"
    config.write_text('{ "post_hooks": [] }')
    for name in names:
        package = "client_" + name.replace("-", "_")
        document = work / f"{name}.3.1.json"
        # The generator knows no 3.2, of whose news it would use none.
        document.write_text(json.dumps(json.loads((work / "documents" / f"{name}.json").read_text()) | {"openapi": "3.1.0"}))
        run(
            bin_of / "openapi-python-client", "generate", "--path", document, "--meta", "none", "--config", config,
            "--output-path", work / "py" / package,
        )
    excluded = [word for file in MISMADE for word in ("--exclude", f"{file}$")]
    run(bin_of / "mypy", "--no-error-summary", "--check-untyped-defs", "--follow-imports=silent", *excluded, ".", cwd=work / "py")
    for name in calls.keys() - LEFT_OUT:
        package = "client_" + name.replace("-", "_")
        run(sys.executable, HERE / "python_call.py", package, work / f"{name}.call.json", cwd=work / "py")


def main() -> int:
    work = pathlib.Path(sys.argv[1]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    documents = work / "documents"
    documents.mkdir(parents=True)
    # Where the programs find openapi-fetch.
    (work / "node_modules").symlink_to(HERE / "node_modules")
    with contextlib.ExitStack() as servers:
        names, calls = [], {}
        for server in sys.argv[2:]:
            name, command = server.split("=", 1)
            url = servers.enter_context(serving(command))
            document = fetched(url)
            (documents / f"{name}.json").write_text(json.dumps(document))
            names.append(name)
            if call := call_of(document, WORDS.get(name, "foo")):
                calls[name] = call | {"url": url}
                (work / f"{name}.call.json").write_text(json.dumps(calls[name]))
        typescript(work, names, calls)
        python(work, names, calls)
    print(f"{len(names)} documents: three clients of each compile")
    print(f"{len(calls)} services answer both TypeScript clients, {len(calls.keys() - LEFT_OUT)} the Python client")
    return 0


if __name__ == "__main__":
    sys.exit(main())
