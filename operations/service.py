"""The service that a command works on: its function, its table and its definitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .definitions import Definition, Definitions
from .errors import OperationError
from .guide import FINDING_THE_SERVICE
from .names import require_name
from .outputs import FUNCTION_VARIABLE, HOW, TABLE_VARIABLE, ask_pulumi, read_outputs
from .redrive.names import FunctionName

EXPORT = (
    "export all outputs of the service with "
    f"`for name, value in service.outputs().items(): pulumi.export(name, value)` and deploy; see {FINDING_THE_SERVICE}"
)


@dataclass(frozen=True)
class Service:
    """What is known of a service."""

    outputs: Mapping[str, Any]
    """The stack's outputs; empty if only names are known."""

    function_name: str | None
    table_name: str | None

    source: str | None = None
    """Where the outputs come from, for messages; None if there are none."""

    other: str | None = None
    """The option that names another service than the outputs of `source`, which are not used then."""

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
            raise self._unknown("the function is not known", "function_name")
        return self.function_name

    @property
    def table(self) -> str:
        """The table's name. Raises `OperationError` if it is not known."""
        if self.table_name is None:
            raise self._unknown("the table is not known", "table_name")
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
            how = "give --outputs with the output of `pulumi stack output --json`, which has `sequences`"
            raise self._unknown(f"the definitions are not known, and {why}", "sequences", how)
        return definitions

    def definition(self, name: str) -> Definition:
        """The definition of one sequence. Raises `OperationError`."""
        require_name(name)
        found = self.required_definitions("they say which way it counts").get(name)
        if found is None:
            raise OperationError(f"sequence {name}: not declared; check the name, or declare it and deploy")
        return found

    def _unknown(self, problem: str, output: str, how: str = HOW) -> OperationError:
        """The error if something is not known: why not, and how to name it."""
        if self.other:
            return OperationError(
                f"{problem}: {self.other} names another service than {self.source}, so nothing of that file is used; "
                f"leave out {self.other}, or give the --outputs of the service that you mean"
            )
        if self.source:
            return OperationError(f"{self.source} has no {output}; {EXPORT}")
        return OperationError(f"{problem}; {how}")


def find_service(
    function_name: str | None, table_name: str | None, outputs: Path | None, environment: Mapping[str, str], here: Path
) -> Service:
    """Find the service by the options, else by the variables, else by the Pulumi program in the folder `here`.

    The variables count only if there are no options and no outputs.

    Raises `OperationError`.
    """
    variables = (environment.get(FUNCTION_VARIABLE) or None, environment.get(TABLE_VARIABLE) or None)
    if outputs or function_name or table_name:  # a variable could name another service
        variables = (None, None)
    found: Mapping[str, Any] = {}
    source = None
    if outputs:
        found, source = read_outputs(outputs), f"--outputs: {outputs}"
    elif not any([function_name, table_name, *variables]) and (here / "Pulumi.yaml").is_file():
        found, source = ask_pulumi(here), "pulumi stack output"
    other = _other(function_name, table_name, found)
    if other:
        found, source = {}, str(outputs)
    return Service(
        found,
        function_name or found.get("function_name") or variables[0],
        table_name or found.get("table_name") or variables[1],
        source,
        other,
    )


def _other(function_name: str | None, table_name: str | None, outputs: Mapping[str, Any]) -> str | None:
    """The option that names another function or table than the outputs. AWS takes an ARN as a name too."""
    known = outputs.get("function_name")
    if function_name and known and function_name != known and _plain_name(function_name) != known:
        return "--function-name"
    if table_name and outputs.get("table_name") and table_name not in (outputs["table_name"], outputs.get("table_arn")):
        return "--table-name"
    return None


def _plain_name(function: str) -> str | None:
    """The name in a function's ARN, or in a name with an alias. None if it is neither."""
    try:
        return FunctionName.parse(function).name
    except ValueError:
        return None
