"""The client against the deployed program: by name, ARN and alias, with the emulator's session."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pulumi
import pytest
from botocore.exceptions import ClientError

from client import SequenceClient, attempts
from client.errors import (
    ConfigurationError,
    InvalidRequestError,
    SequenceExhaustedError,
    SequenceUnavailableError,
    TokenMismatchError,
    UnknownSequenceError,
)
from local import Deployment, Emulator

from .conftest import Deployed
from .programs import document, lambda_function
from .test_deployed_service import sequence_service


@pytest.fixture
def numbers(service: Deployment, emulator: Emulator) -> SequenceClient:
    """A client of the repository's own program."""
    return SequenceClient(service.outputs["function_name"], session=emulator.session())


def test_a_name_an_arn_and_an_alias_reach_the_same_function(service: Deployment, emulator: Emulator) -> None:
    name, arn = service.outputs["function_name"], service.outputs["function_arn"]
    functions = emulator.client("lambda")
    version = functions.publish_version(FunctionName=name)["Version"]
    functions.create_alias(FunctionName=name, Name="live", FunctionVersion=version)
    ways = [name, arn, f"{name}:live", f"{arn}:live", f"{name}:{version}"]
    clients = [SequenceClient(way, session=emulator.session()) for way in ways]
    assert [each.next_value("client/ways") for each in clients] == [1, 2, 3, 4, 5]


def test_the_region_of_an_arn_wins(service: Deployment, emulator: Emulator) -> None:
    arn = service.outputs["function_arn"]
    assert SequenceClient(arn, session=emulator.session("eu-west-1")).next_value("client/region") == 1


def test_values_ranges_and_tokens(numbers: SequenceClient) -> None:
    assert numbers.next_value("client/all") == 1
    assert numbers.next_range("client/all", 10) == range(2, 12)
    assert numbers.next_value("client/all", token="cart") == 12
    assert numbers.next_value("client/all", token="cart") == 12
    assert numbers.next_range("client/all", 3, token="carts") == numbers.next_range("client/all", 3, token="carts")


def test_threads_share_a_client(numbers: SequenceClient) -> None:
    with ThreadPoolExecutor(4) as threads:
        values = list(threads.map(lambda _: numbers.next_value("client/threads"), range(24)))
    assert sorted(values) == list(range(1, 25))


def test_the_errors_of_the_function(deployed: Deployed, emulator: Emulator) -> None:
    sequences: Any = {"few": {"max_value": 2}, "lanes": {"max_value": 3, "cycle": True}, "wide": {"max_value": 10**20}}
    outputs = deployed(lambda: sequence_service(sequences=sequences)).outputs
    numbers = SequenceClient(outputs["function_name"], session=emulator.session())
    assert numbers.next_range("few", 2, token="cart") == range(1, 3)
    with pytest.raises(SequenceExhaustedError, match="few"):
        numbers.next_value("few")
    with pytest.raises(TokenMismatchError):
        numbers.next_value("few", token="cart")
    with pytest.raises(UnknownSequenceError, match="ordres"):
        numbers.next_value("ordres")
    with pytest.raises(InvalidRequestError, match="count"):
        numbers.next_range("lanes", 4)
    with pytest.raises(InvalidRequestError, match="count"):
        numbers.next_range("few", 0)
    assert numbers.next_range("wide", 2) == range(1, 3)


def test_a_function_that_does_not_exist_is_a_configuration_error(emulator: Emulator) -> None:
    with pytest.raises(ConfigurationError, match="ResourceNotFoundException") as caught:
        SequenceClient("nowhere", session=emulator.session()).next_value("orders")
    assert isinstance(caught.value.__cause__, ClientError)


def test_a_caller_without_the_right_to_invoke_gets_a_configuration_error(
    service: Deployment, emulator: Emulator
) -> None:
    iam = emulator.client("iam")
    iam.create_user(UserName="no-rights")
    policy = document("Allow", "dynamodb:UpdateItem", Resource="*")
    iam.put_user_policy(UserName="no-rights", PolicyName="other", PolicyDocument=policy)
    key = iam.create_access_key(UserName="no-rights")["AccessKey"]
    session = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=emulator.region)
    lambda_client = emulator.client("lambda", session=session)
    with pytest.raises(ConfigurationError, match=r"AccessDenied.*lambda:InvokeFunction"):
        SequenceClient(service.outputs["function_name"], lambda_client=lambda_client).next_value("orders")


BROKEN = {
    "absent": ("import nowhere", ConfigurationError, r"Runtime\.ImportModuleError"),
    "other": ("def handler(event, context): return event['detail']", ConfigurationError, "KeyError; is this a next-"),
    "ends": ("import os\ndef handler(event, context): os._exit(1)", SequenceUnavailableError, r"Runtime\.ExitError"),
    "slow": ("import time\ndef handler(event, context): time.sleep(9)", SequenceUnavailableError, "timed out"),
}


def test_functions_that_do_not_work(deployed: Deployed, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MOST_ATTEMPTS", 1)  # to save time

    def program() -> None:
        for name, (source, *_) in BROKEN.items():
            pulumi.export(name, lambda_function(source, name, timeout=1).name)

    outputs = deployed(program).outputs
    for name, (_, error, message) in BROKEN.items():
        with pytest.raises(error, match=message):
            SequenceClient(outputs[name], session=emulator.session()).next_value("orders")
