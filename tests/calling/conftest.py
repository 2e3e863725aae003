"""A deployed service, a function that fails, and the environment of a caller that may invoke these and no more."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from components import SequenceDefinition, SequenceService
from local import Deployment, Emulator, deploy

from ..conftest import skip_unless_ci
from ..local.conftest import emulator as emulator
from ..local.programs import document, lambda_function
from . import callers
from .callers import Environment, Outcome, Requests, Run

WIDE_START = 2**53 + 1
SEQUENCES: dict[str, SequenceDefinition] = {
    "orders": {},
    "wide": {"start": WIDE_START, "increment": 2, "max_value": 10**20},  # a float cannot hold any of its values
    "last": {"start": 9, "max_value": 9},
}
# What the service cannot be made to do here: to be unavailable, to time out, to count its calls.
FAILING = """
calls = {}

class SequenceUnavailableError(Exception): ...
class UnknownSequenceError(Exception): ...
TimedOut = type("Sandbox.Timedout", (Exception,), {})

def handler(event, context):
    call = calls[event["token"]] = calls.get(event["token"], 0) + 1
    if event["name"] == "never":
        raise UnknownSequenceError(f"call {call}")
    if event["name"] == "late" and call == 3:
        return 7
    raise TimedOut(f"call {call}") if call == 1 else SequenceUnavailableError(f"call {call}")
"""


def program() -> None:
    """A service, a function that fails, and a role that may call both."""
    account = f"arn:aws:iam::{aws.get_caller_identity().account_id}:root"
    role = aws.iam.Role("caller", assume_role_policy=document("Allow", "sts:AssumeRole", Principal={"AWS": account}))
    service = SequenceService("numbers", {"sequences": SEQUENCES, "http": {}})
    service.grant_invoke("caller", role)
    failing = lambda_function(FAILING, "failing")
    right = failing.arn.apply(lambda arn: document("Allow", "lambda:InvokeFunction", Resource=arn))
    aws.iam.RolePolicy("caller-failing", role=role.name, policy=right)
    pulumi.export("role", role.arn)
    pulumi.export("function_name", service.function_name)
    pulumi.export("function_arn", service.function_arn)
    pulumi.export("url", service.url)
    pulumi.export("failing", failing.name)
    pulumi.export("failing_arn", failing.arn)


@pytest.fixture(scope="session")
def calling(emulator: Emulator) -> Deployment:
    deployed = deploy(program, project="calling", emulator=emulator)
    take = emulator.client("lambda").invoke(FunctionName=deployed.outputs["function_name"], Payload='{"name": "last"}')
    assert json.load(take["Payload"]) == 9  # its only number
    return deployed


@pytest.fixture(scope="session")
def environment(emulator: Emulator, calling: Deployment) -> Environment:
    """The variables of a caller with the role's credentials."""
    keys = emulator.client("sts").assume_role(RoleArn=calling.outputs["role"], RoleSessionName="caller")["Credentials"]
    own = {name: value for name, value in os.environ.items() if not name.upper().startswith(("AWS_", "HTTP", "ALL_"))}
    return own | {
        "AWS_ENDPOINT_URL": emulator.endpoint,
        "AWS_REGION": emulator.region,
        "AWS_DEFAULT_REGION": emulator.region,
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "SEQUENCE_FUNCTION_NAME": calling.outputs["function_name"],
        "SEQUENCE_URL": calling.outputs["url"],
    }


CALLERS: dict[str, tuple[Run, tuple[str, ...], Callable[[Path], None] | None]] = {
    "Python": (callers.client, (), None),
    "boto3": (callers.python, (), None),
    "AWS CLI": (callers.aws_cli, (), callers.install_aws_cli),
    "HTTP": (callers.curl, ("curl",), None),
    "Node.js": (callers.node, ("node", "npm"), callers.install_node_sdk),
    "Go": (callers.go, ("go",), callers.build_go_caller),
}
"""By the guide's section: what runs its snippet, the commands that needs, and what to prepare once."""

Call = Callable[..., list[Outcome]]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A caller's folder, prepared at its first use. Skips the test if this machine lacks a command."""
    folders: dict[str, Path] = {}

    def folder_of(caller: str) -> Path:
        _, commands, prepare = CALLERS[caller]
        if reason := callers.missing(*commands):
            skip_unless_ci(reason)
        if caller not in folders:
            folder = tmp_path_factory.mktemp("caller")
            if prepare:
                prepare(folder)
            folders[caller] = folder
        return folders[caller]

    return folder_of


@pytest.fixture(scope="session")
def call(prepared: Callable[[str], Path], environment: Environment) -> Call:
    """Sends requests with a section's snippet: `call("boto3", [...])`; variables can be added."""

    def run(caller: str, requests: Requests, **more: str) -> list[Outcome]:
        folder = prepared(caller)
        return CALLERS[caller][0](folder, {**environment, **more}, requests)

    return run
