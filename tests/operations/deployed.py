"""A service in the emulated AWS, and the command run as an operator who has the operator policy and nothing else."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pulumi
from typer.testing import CliRunner

from components import SequenceService
from local import Deployment, Emulator, deploy
from operations.cli.app import make_app


class Ended(NamedTuple):
    """How the command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


def program(args: Any) -> Callable[[], None]:
    """A program with one service, which exports its outputs."""

    def run() -> None:
        for name, value in SequenceService("numbers", args).outputs().items():
            pulumi.export(name, value)

    return run


def deployed(emulator: Emulator, project: str, args: Any, folder: Path) -> tuple[Deployment, Path]:
    """Deploy a service. Returns it and a file with its outputs, as `pulumi stack output --json` prints them."""
    deployment = deploy(program(args), project=project, emulator=emulator)
    path = folder / f"{project}.json"
    path.write_text(json.dumps(deployment.outputs))
    return deployment, path


@contextmanager
def user(emulator: Emulator, name: str, policy_arn: str | None) -> Iterator[dict[str, str]]:
    """Create a user with this policy only. Yields the variables with the user's keys."""
    iam = emulator.client("iam")
    iam.create_user(UserName=name)
    if policy_arn:
        iam.attach_user_policy(UserName=name, PolicyArn=policy_arn)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    yield {
        "AWS_ENDPOINT_URL": emulator.endpoint,
        "AWS_REGION": emulator.region,
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }


def command(environment: dict[str, str], outputs: Path) -> Run:
    """Run `sequences` with these variables and outputs."""

    def run(*arguments: object) -> Ended:
        given = [*map(str, arguments), "--outputs", str(outputs)]
        ended = CliRunner().invoke(make_app(), given, env=environment, prog_name="sequences")
        if ended.exception and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return run
