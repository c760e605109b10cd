"""Whether a built crate serves what it is to serve: the document with its rules, a valid request, an invalid one."""

import json
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

from . import api

_VALID = {"name": "lamp", "quantity": 2, "tags": ["light"], "note": None, "kind": "large", "share": 0.5}
_SECONDS = 20


def _ask(url: str, body: dict | None = None) -> tuple[int, dict]:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, {"content-type": "application/json"}), timeout=5) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, {}


def _document(address: str, process: subprocess.Popen) -> dict:
    """The document, as soon as the server is up."""
    end = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            return _ask(f"{address}/openapi.json")[1]
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{process.args[0]} does not answer")


def _mistakes(address: str, document: dict) -> list[str]:
    mistakes = []
    operations = [path for path, item in document["paths"].items() if "post" in item and path != "/openapi.json"]
    if len(operations) != api.ENDPOINTS:
        mistakes.append(f"{len(operations)} operations")
    for number in range(api.ENDPOINTS):
        operation = document["paths"][f"/thing{number}/{{id}}"]["post"]
        schema = operation["requestBody"]["content"]
        name = next(iter(schema.values()))["schema"]["$ref"].rsplit("/", 1)[-1]
        mistakes += _missing_rules(number, document["components"]["schemas"][name]["properties"])
        mistakes += [f"thing{number}: no reply {status}" for status in ("200", "404", "409") if status not in operation["responses"]]
        parameters = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
        if set(parameters) != {"id", "limit", "dry_run"} or parameters["limit"]["maximum"] != 100:
            mistakes.append(f"thing{number}: parameters {parameters}")
    return mistakes + _wrong_answers(address)


def _found(schema, key: str) -> list[float]:
    """The numbers of this key: those of a nullable text may be in one branch of several."""
    if isinstance(schema, list):
        return [number for part in schema for number in _found(part, key)]
    if not isinstance(schema, dict):
        return []
    own = [float(schema[key])] if isinstance(schema.get(key), int | float) else []
    return own + [number for part in schema.values() for number in _found(part, key)]


def _missing_rules(number: int, properties: dict) -> list[str]:
    keys = {"chars": ("minLength", "maxLength"), "items": ("minItems", "maxItems"), "range": ("minimum", "maximum")}
    return [
        f"thing{number}: {field.name} has no {key} {limit}: {properties[field.name]}"
        for field in api.request(number)
        for key, limit in zip(keys.get(field.rule, ()), (field.least, field.most), strict=False)
        if limit and float(limit) not in _found(properties[field.name], key)
    ]


def _wrong_answers(address: str) -> list[str]:
    mistakes = []
    for number in (0, 57, 99):
        asked = f"{address}/thing{number}/7?limit=3&dry_run=true"
        status, reply = _ask(asked, _VALID)
        if (status, reply.get("name"), reply.get("kind")) != (200, "lamp", "large"):
            mistakes.append(f"thing{number}: valid, but {status} {reply}")
        invalid = [_VALID | {"quantity": 0}, _VALID | {"name": ""}, _VALID | {"tags": ["x"] * 20}, _VALID | {"note": "x" * 201}]
        statuses = [_ask(asked, body)[0] for body in invalid] + [_ask(f"{address}/thing{number}/7?limit=0", _VALID)[0]]
        mistakes += [f"thing{number}: invalid, but {status}" for status in statuses if not 400 <= status < 500]
        if (missing := _ask(f"{address}/thing{number}/0", _VALID)[0]) != 404:
            mistakes.append(f"thing{number}: no such thing, but {missing}")
    return mistakes


def check(binary: pathlib.Path, port: int) -> None:
    """Ends with the first mistakes, if there are any."""
    process = subprocess.Popen([str(binary), "--port", str(port)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        mistakes = _mistakes(address, _document(address, process))
    finally:
        process.kill()
        process.wait(10)
    if mistakes:
        raise SystemExit(f"{binary.name}: {len(mistakes)} mistakes\n" + "\n".join(mistakes[:10]))
