"""Write the services as templates of CloudFormation, for any linter: `python -m evidence.linters.templates FOLDER`.

Each template has every resource that the component registers. Names and ARNs are the fake ones of `record`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from testing import RecordedStack

from .properties import logical_id, properties
from .services import SERVICES, service


def template(stack: RecordedStack) -> dict[str, Any]:
    """The template of a recorded stack. Raises `KeyError` for a type that properties.py does not list."""
    resources = {}
    for resource in stack.resources:
        if resource.type.startswith("aws:"):  # the others are components
            kind, written = properties(resource.type, resource.inputs)
            logical = logical_id(resource.name)
            assert logical not in resources, logical
            resources[logical] = {"Type": kind, "Properties": written}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def write(folder: Path) -> None:
    """Write one file for each service."""
    folder.mkdir(exist_ok=True)
    for name in SERVICES:
        folder.joinpath(f"{name}.json").write_text(json.dumps(template(service(name)), indent=1))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
