"""A call of one operation of a document, with the least input that its schemas allow."""

METHODS = ("get", "post", "put", "patch", "delete")
TEXTS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "P1D",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "email": "ada@example.org",
    "uri": "https://example.org/",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
}


def call_of(document: dict, word: str) -> dict | None:
    """The first operation that needs no security, and no body if there is such a one; none if all need more than JSON.

    `word` is what a text says that may say anything.
    """
    calls = [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS and not operation.get("security") and is_json(operation)
    ]
    if not calls:
        return None
    path, method, operation = min(calls, key=lambda call: "requestBody" in call[2])
    parameters = {"path": {}, "query": {}}
    for parameter in operation.get("parameters", []):
        if parameter.get("required") and parameter["in"] in parameters:
            parameters[parameter["in"]][parameter["name"]] = sample(parameter["schema"], document, word)
    content = operation.get("requestBody", {}).get("content", {})
    body = sample(content["application/json"]["schema"], document, word) if content else None
    return {"template": path, "method": method, "id": operation["operationId"], "body": body} | parameters


def is_json(operation: dict) -> bool:
    """Whether the operation needs neither a form nor a header field, and does not answer by a stream."""
    media = [kind for reply in operation["responses"].values() for kind in reply.get("content", {}).values()]
    if any("itemSchema" in kind for kind in media):
        return False
    content = operation.get("requestBody", {}).get("content")
    needs = [parameter for parameter in operation.get("parameters", []) if parameter.get("required")]
    return (content is None or "application/json" in content) and all(p["in"] in ("path", "query") for p in needs)


def sample(schema: dict, document: dict, word: str) -> object:
    """A small value of a schema."""
    if "$ref" in schema:
        return sample(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], document, word)
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return sample(schema[key][0], document, word)
    if "allOf" in schema:
        merged = [sample(part, document, word) for part in schema["allOf"]]
        return {key: value for part in merged for key, value in part.items()}
    return typed(schema, document, word)


def typed(schema: dict, document: dict, word: str) -> object:
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        # What has a default may be left out, but the types that some generators make want it.
        sent = list(schema.get("required", []))
        sent += [name for name, part in schema.get("properties", {}).items() if "default" in part and name not in sent]
        return {name: sample(schema["properties"][name], document, word) for name in sent}
    if kind == "array":
        items = [sample(part, document, word) for part in schema.get("prefixItems", [])]
        return items or [sample(schema["items"], document, word)] * schema.get("minItems", 0)
    if kind in ("integer", "number"):
        least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        return max(least, 1) if "maximum" not in schema else min(max(least, 1), schema["maximum"])
    if kind == "string":
        text = TEXTS.get(schema.get("format"), word)
        return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 10_000)]
    return {"boolean": True, "null": None}.get(kind)
