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
    f"or set {FUNCTION_VARIABLE} and {TABLE_VARIABLE} without these options, "
    "or run it in the folder of the Pulumi program"
)

TEXTS = (
    "table_name", "table_arn", "function_name", "function_arn", "stream_arn",
    "consumer_function_name", "consumer_function_arn", "dead_letter_queue_url",
)  # fmt: skip
CONSUMER_TEXTS = ("function_name", "function_arn", "dead_letter_queue_url")
WRITE_IT = "write it with `pulumi stack output --json`"
SHOWN = 40  # characters of a wrong value in a message


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
        raise OperationError(f"{what} is not JSON: {error}; {WRITE_IT}") from error
    if not isinstance(outputs, dict):
        raise OperationError(f"{what} is not a JSON object; {WRITE_IT}")
    return _checked(outputs, what)


def _checked(outputs: dict[str, Any], what: str) -> Mapping[str, Any]:
    """The outputs without those that are null. Raises `OperationError` if one of the service has another type.

    A stack may export more: those are not looked at. `Definitions` checks `sequences`.
    """
    found = _texts(outputs, TEXTS, f"{what}: ")
    if "consumers" in found:
        consumers = found["consumers"]
        if not (isinstance(consumers, dict) and all(isinstance(each, dict) for each in consumers.values())):
            raise OperationError(f"{what}: {_wrong('consumers', consumers)} an object of objects; {WRITE_IT}")
        found["consumers"] = {
            name: _texts(each, CONSUMER_TEXTS, f"{what}: consumers.{name}.") for name, each in consumers.items()
        }
    return found


def _texts(given: Mapping[str, Any], texts: tuple[str, ...], where: str) -> dict[str, Any]:
    found = {field: value for field, value in given.items() if value is not None}
    for field in texts:
        if field in found and not isinstance(found[field], str):
            raise OperationError(f"{where}{_wrong(field, found[field])} a string; {WRITE_IT}")
    return found


def _wrong(field: str, value: object) -> str:
    text = json.dumps(value)
    return f"{field} = {text if len(text) <= SHOWN else f'{text[:SHOWN]}...'}: must be"
