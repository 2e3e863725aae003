"""A stack's outputs: from a file, or from the Pulumi CLI."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import OperationError

FUNCTION_VARIABLE = "SEQUENCE_FUNCTION_NAME"
TABLE_VARIABLE = "SEQUENCE_TABLE_NAME"
PULUMI_SECONDS = 120
HOW = (
    "give --function-name and --table-name, or --outputs with the output of `pulumi stack output --json`, "
    f"or set {FUNCTION_VARIABLE} and {TABLE_VARIABLE}, or run it in the folder of the Pulumi program"
)


def read_outputs(path: Path) -> Mapping[str, Any]:
    """Read a file with a stack's outputs. Raises `OperationError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise OperationError(f"--outputs: {path} does not exist; check the path") from error
    except OSError as error:
        raise OperationError(f"--outputs: {path} cannot be read: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise OperationError(f"--outputs: {path} is not UTF-8 text; save it as UTF-8") from error
    return _parse(text, f"--outputs: {path}")


def ask_pulumi(folder: Path) -> Mapping[str, Any]:
    """Ask the Pulumi CLI for the outputs of the stack selected in this folder. Raises `OperationError`."""
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise OperationError(f"Pulumi.yaml is here, but the Pulumi CLI is not installed; {HOW}")
    command = [pulumi, "stack", "output", "--json", "--non-interactive"]
    try:
        ran = subprocess.run(  # noqa: S603 - the user's own Pulumi CLI
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=PULUMI_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OperationError(f"the Pulumi CLI did not answer: {error}; {HOW}") from error
    if ran.returncode:
        raise OperationError(f"pulumi stack output failed: {ran.stderr.strip()}; select a stack, or {HOW}")
    return _parse(ran.stdout, "pulumi stack output")


def _parse(text: str, what: str) -> Mapping[str, Any]:
    try:
        outputs = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OperationError(f"{what} is not JSON: {error}; write it with `pulumi stack output --json`") from error
    if not isinstance(outputs, dict):
        raise OperationError(f"{what} is not a JSON object; write it with `pulumi stack output --json`")
    return outputs
