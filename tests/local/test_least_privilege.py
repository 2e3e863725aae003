"""What the roles may not do, tried with their own credentials: by a function that runs under them."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components import SequenceService
from local import Deployment, Emulator, deploy
from tests.evidence.live_requests import REFUSED, REQUESTS, request
from tests.evidence.rights import Case, cases

from .conftest import Invoke
from .programs import TRUST, table

PROBE = """
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    return [one(each) for each in event]

def one(request):
    try:
        getattr(boto3.client(request["service"]), request["operation"])(**request["arguments"])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""


def program() -> None:
    """Two services, a role for each principal, and a table and a parameter of someone else."""
    service = SequenceService("numbers", {"sequences": {"*": {}}, "parameter": {"lookup": True}, "consumer": {}})
    roles = {
        name: aws.iam.Role(name, assume_role_policy=TRUST) for name in ("caller", "writer", "operator", "outsider")
    }
    service.grant_invoke("caller", roles["caller"])
    service.grant_write("writer", roles["writer"])
    service.grant_operate("operator", roles["operator"])
    limited = SequenceService("limited", {"sequences": {"*": {}}, "writer": {"sequences": ["orders"]}})
    narrow = aws.iam.Role("narrow", assume_role_policy=TRUST)
    limited.grant_write("narrow", narrow)
    for name, value in service.outputs().items():
        pulumi.export(name, value)
    pulumi.export("limited_table", limited.table_name)
    pulumi.export("narrow_role", narrow.arn)
    pulumi.export("other_parameter", aws.ssm.Parameter("other", type="String", insecure_value="secret").name)
    pulumi.export("other_table", table("other").name)
    pulumi.export("roles", {name: role.arn for name, role in roles.items()})


Probe = Callable[..., list[str]]


@pytest.fixture(scope="module")
def stack(emulator: Emulator) -> Deployment:
    return deploy(program, project="privilege", emulator=emulator)


@pytest.fixture(scope="module")
def roles(emulator: Emulator, stack: Deployment) -> dict[str, str]:
    functions = emulator.client("lambda")
    next_value = functions.get_function_configuration(FunctionName=stack.outputs["function_name"])["Role"]
    consumer = functions.get_function_configuration(FunctionName=stack.outputs["consumer_function_name"])["Role"]
    own = {"next-value": next_value, "consumer": consumer, "narrow": stack.outputs["narrow_role"]}
    return {**own, **stack.outputs["roles"]}


@pytest.fixture(scope="module")
def probe(emulator: Emulator, roles: dict[str, str], invoke: Invoke) -> Iterator[Probe]:
    """Makes calls under a role, named or by its ARN; gives `allowed` or the error's code of each."""
    functions, made = emulator.client("lambda"), dict[str, str]()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("probe.py", PROBE)

    def call(role: str, *requests: dict[str, Any]) -> list[str]:
        if role not in made:
            made[role] = f"probe-{len(made)}"
            functions.create_function(
                FunctionName=made[role],
                Role=roles.get(role, role),
                Runtime="python3.13",
                Handler="probe.handler",
                Code={"ZipFile": archive.getvalue()},
                Timeout=60,
            )
            functions.get_waiter("function_active_v2").wait(FunctionName=made[role], WaiterConfig={"Delay": 1})
        reply = invoke(made[role], requests)
        assert isinstance(reply, list), reply
        return reply

    yield call
    for name in made.values():
        functions.delete_function(FunctionName=name)


@pytest.fixture(scope="module")
def places(emulator: Emulator, stack: Deployment) -> dict[str, str]:
    """Where the resources of rights.txt are in this deployment."""
    emulator.client("s3").create_bucket(Bucket="failures")
    name = stack.outputs["function_name"]
    function = emulator.client("lambda").get_function_configuration(FunctionName=name)
    return {
        "table": stack.outputs["table_name"],
        "other-table": stack.outputs["other_table"],
        "parameter": stack.outputs["parameter_name"],
        "other-parameter": stack.outputs["other_parameter"],
        "function": name,
        "consumer-function": stack.outputs["consumer_function_name"],
        "queue": stack.outputs["dead_letter_queue_url"],
        "log-group": function["LoggingConfig"]["LogGroup"],
        "role": function["Role"].rpartition("/")[2],
        "object": "failures",
    }


def judged_here(case: Case, places: dict[str, str]) -> bool:
    """Whether the emulator can judge a case: it holds for this deployment, and needs no condition key."""
    options = {"any", "no-alias", "with-consumer", "with-queue", "lookup"} | (
        {"plain"} if case.principal == "writer" else set()
    )
    known = case.action in REQUESTS and case.resource in places
    return known and case.options in options and not case.keys


@pytest.mark.parametrize("principal", ["next-value", "consumer", "caller", "writer", "operator", "outsider"])
def test_each_principal_may_do_what_the_table_of_rights_says(
    probe: Probe, places: dict[str, str], principal: str
) -> None:
    chosen = [case for case in cases() if case.principal == principal and judged_here(case, places)]
    assert len(chosen) >= 6
    answers = probe(principal, *(request(case.action, places[case.resource]) for case in chosen))
    wrong = {
        (case.action, case.resource): answer
        for case, answer in zip(chosen, answers, strict=True)
        if (answer not in REFUSED) is not case.allowed
    }
    assert wrong == {}


def test_a_writer_of_named_sequences_works_here_although_the_emulator_knows_no_leading_keys(
    stack: Deployment, probe: Probe
) -> None:
    assert probe("narrow", request("dynamodb:UpdateItem", stack.outputs["limited_table"])) == ["allowed"]
    assert [each.reason for each in stack.ignored_inputs if each.type == "aws:iam/policy:Policy"] == [
        "conditions on `dynamodb:` keys are left out, because the emulator does not know these keys"
    ]


def test_a_function_that_looks_nothing_up_may_not_read_its_parameter(
    service: Deployment, emulator: Emulator, probe: Probe
) -> None:
    functions = emulator.client("lambda")
    role = functions.get_function_configuration(FunctionName=service.outputs["function_name"])["Role"]
    update = request("dynamodb:UpdateItem", service.outputs["table_name"])
    look_up = request("ssm:GetParameter", service.outputs["parameter_name"])
    assert probe(role, update, look_up) == ["allowed", "AccessDeniedException"]
