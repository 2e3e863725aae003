"""The service that a command works on: its function, its table and its definitions."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .definitions import Definition, Definitions
from .errors import OperationError
from .redrive.names import FunctionName

FUNCTION_VARIABLE = "SEQUENCE_FUNCTION_NAME"
TABLE_VARIABLE = "SEQUENCE_TABLE_NAME"
PULUMI_SECONDS = 120
HOW = (
    "give --function-name and --table-name, or --outputs with the output of `pulumi stack output --json`, "
    f"or set {FUNCTION_VARIABLE} and {TABLE_VARIABLE}, or run it in the folder of the Pulumi program"
)


@dataclass(frozen=True)
class Service:
    """What is known of a service."""

    outputs: Mapping[str, Any]
    """The stack's outputs; empty if only names are known."""

    function_name: str | None
    table_name: str | None

    @property
    def function(self) -> FunctionName:
        """The function without a version or alias, as its settings need it. Raises `OperationError`."""
        try:
            return FunctionName.parse(self._function)._replace(qualifier=None)
        except ValueError as error:
            raise OperationError(f"--function-name: {self._function}: {error}") from error

    @property
    def invoked(self) -> str:
        """The function that callers invoke: an alias, if the outputs or the option name one."""
        arn = self.outputs.get("function_arn")
        same = self.function_name == self.outputs.get("function_name")
        return str(arn) if arn and same else self._function

    @property
    def _function(self) -> str:
        if self.function_name is None:
            raise OperationError(f"the function is not known; {HOW}")
        return self.function_name

    @property
    def table(self) -> str:
        """The table's name. Raises `OperationError` if it is not known."""
        if self.table_name is None:
            raise OperationError(f"the table is not known; {HOW}")
        return self.table_name

    @property
    def definitions(self) -> Definitions | None:
        """The definitions, or None if they are not known. Raises `OperationError` if they are wrong."""
        given = self.outputs.get("sequences")
        return None if given is None else Definitions.parse(given)

    def required_definitions(self, why: str) -> Definitions:
        """The definitions. Raises `OperationError`, which says why they are needed."""
        definitions = self.definitions
        if definitions is None:
            raise OperationError(
                f"the definitions are not known, and {why}; give --outputs with the output of "
                "`pulumi stack output --json`, which has `sequences`"
            )
        return definitions

    def definition(self, name: str) -> Definition:
        """The definition of one sequence. Raises `OperationError`."""
        found = self.required_definitions("they say which way it counts").get(name)
        if found is None:
            raise OperationError(f"sequence {name}: not declared; check the name, or declare it and deploy")
        return found


def find_service(
    function_name: str | None, table_name: str | None, outputs: Path | None, environment: Mapping[str, str], here: Path
) -> Service:
    """Find the service by the options, else by the variables, else by the Pulumi program in the folder `here`.

    Raises `OperationError`.
    """
    variables = (environment.get(FUNCTION_VARIABLE) or None, environment.get(TABLE_VARIABLE) or None)
    found: Mapping[str, Any] = {}
    if outputs:
        found = _read(outputs)
    elif not any([function_name, table_name, *variables]) and (here / "Pulumi.yaml").is_file():
        found = _ask_pulumi(here)
    return Service(
        found,
        function_name or found.get("function_name") or variables[0],
        table_name or found.get("table_name") or variables[1],
    )


def _read(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise OperationError(f"--outputs: {path} cannot be read: {error}; check the path") from error
    return _parse(text, f"--outputs: {path}")


def _ask_pulumi(folder: Path) -> Mapping[str, Any]:
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
