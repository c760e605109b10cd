"""python_call.py PACKAGE CALL: calls one operation through a generated Python client."""

import importlib
import inspect
import json
import pathlib
import pkgutil
import re
import sys
import typing


def module_of(package: object, operation: str) -> object:
    """The module of an operation; only letters and digits of its name are sure."""
    plain = re.sub(r"[^0-9a-z]", "", operation.lower())
    found = [info.name for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return importlib.import_module(next(name for name in found if name.rsplit(".", 1)[1].replace("_", "") == plain))


def body_of(annotation: object, body: object) -> object:
    """The body as the client's own type; of a union, as the first that it fits."""
    kinds = [kind for kind in typing.get_args(annotation) or (annotation,) if hasattr(kind, "from_dict")]
    for kind in kinds:
        try:
            return kind.from_dict(body)
        except (KeyError, TypeError, ValueError):
            continue
    return body


def main() -> int:
    call = json.loads(pathlib.Path(sys.argv[2]).read_text())
    sys.path.insert(0, ".")
    package = importlib.import_module(sys.argv[1])
    function = module_of(importlib.import_module(f"{sys.argv[1]}.api"), call["id"]).sync_detailed
    arguments = {name.replace("-", "_"): value for name, value in (call["path"] | call["query"]).items()}
    for name, value in arguments.items():
        # Enums and dates have types of their own.
        kind = inspect.signature(function).parameters[name].annotation
        arguments[name] = kind(value) if isinstance(kind, type) else value
    if call["body"] is not None:
        arguments["body"] = body_of(inspect.signature(function).parameters["body"].annotation, call["body"])
    reply = function(client=package.Client(base_url=call["url"]), **arguments)
    if reply.status_code >= 300:
        raise SystemExit(f"{sys.argv[1]}: {call['id']} answered {reply.status_code}: {reply.content!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
