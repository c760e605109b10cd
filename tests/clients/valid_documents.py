#!/usr/bin/env python3
"""valid_documents.py FILE..: validates OpenAPI documents by the specification's own schemas."""

import json
import pathlib
import sys

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator

VALIDATORS = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator, "3.2": OpenAPIV32SpecValidator}


def main() -> int:
    failed = 0
    for name in sys.argv[1:]:
        document = json.loads(pathlib.Path(name).read_text())
        validator = VALIDATORS[document["openapi"][:3]]
        errors = list(validator(document).iter_errors())
        operations = sum(len(item) for item in document["paths"].values())
        if operations == 0:
            errors.append("it has no operation")
        failed += bool(errors)
        print(f"{pathlib.Path(name).name}: OpenAPI {document['openapi']}, {operations} operations: {len(errors)} errors")
        for error in errors:
            print(f"    {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
