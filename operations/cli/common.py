"""What every command has: the options that find the service and AWS, `--json`, and one line for each error."""

import functools
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from botocore.exceptions import BotoCoreError, ClientError

from ..aws import Aws
from ..counters import Counters
from ..errors import OperationError, explain
from ..service import Service, find_service
from .output import Output

SERVICE, AWS, OUTPUT = "The service", "AWS", "Output"
FunctionName = Annotated[str | None, typer.Option(help="The next-value function.", rich_help_panel=SERVICE)]
TableName = Annotated[str | None, typer.Option(help="The table.", rich_help_panel=SERVICE)]
Outputs = Annotated[
    Path | None,
    typer.Option(
        help="A file with the output of `pulumi stack output --json`.",
        envvar="SEQUENCE_OUTPUTS",
        rich_help_panel=SERVICE,
        metavar="FILE",
    ),
]
EndpointUrl = Annotated[str | None, typer.Option(help="Another address of AWS.", rich_help_panel=AWS, metavar="URL")]
Profile = Annotated[str | None, typer.Option(help="The profile in the AWS configuration.", rich_help_panel=AWS)]
Region = Annotated[str | None, typer.Option(help="The Region.", rich_help_panel=AWS)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.", rich_help_panel=OUTPUT)]


@dataclass(frozen=True)
class Context:
    """The options of one run that every command has."""

    function_name: FunctionName = None
    table_name: TableName = None
    outputs: Outputs = None
    endpoint_url: EndpointUrl = None
    profile: Profile = None
    region: Region = None
    json: Json = False

    @functools.cached_property
    def service(self) -> Service:
        """The service. Raises `OperationError`."""
        return find_service(self.function_name, self.table_name, self.outputs, os.environ, Path.cwd())

    @functools.cached_property
    def aws(self) -> Aws:
        """The clients of AWS. The AWS CLI knows `AWS_REGION`, but boto3 does not."""
        return Aws(self.profile, self.region or os.environ.get("AWS_REGION") or None, self.endpoint_url)

    @property
    def counters(self) -> Counters:
        """The service's table."""
        return Counters(self.aws.client("dynamodb"), self.service.table)

    @functools.cached_property
    def output(self) -> Output:
        """Where results are printed."""
        return Output(json=self.json)


def add_command(app: typer.Typer, name: str, function: Callable[..., Any]) -> None:
    """Add a command to the app, with the options that every command has.

    `function` gets the `Context` first, then its own arguments. It returns the exit code; None is 0.
    """
    own = inspect.signature(function)
    common = inspect.signature(Context)

    @functools.wraps(function)
    def run(**given: Any) -> None:
        context = Context(**{field: given.pop(field) for field in common.parameters})
        try:
            code = function(context, **given)
        except (OperationError, ClientError, BotoCoreError) as error:
            typer.echo(f"sequences {name}: {explain(error)}", err=True)
            raise typer.Exit(1) from error
        if code:
            raise typer.Exit(code)

    parameters = [*list(own.parameters.values())[1:], *common.parameters.values()]
    keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters]
    run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined] # typer reads it
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    app.command(name)(run)
