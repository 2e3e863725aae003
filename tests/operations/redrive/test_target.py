"""The target of redrive: from the operator's options and the event source mapping. An unclear target is an error."""

from functools import cache
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from operations.redrive.names import FunctionName
from operations.redrive.target import Target, TargetError, find_target

from .fakes import FUNCTION, STREAM

URL = "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:dead-letters"
OTHER_STREAM = STREAM.replace("numbers", "salaries")
UUID = "00000000-0000-0000-0000-000000000000"


def mapping(function: str = FUNCTION, stream: str | None = STREAM, queue: str | None = QUEUE) -> dict[str, Any]:
    """An event source mapping as Lambda lists it."""
    source = {"EventSourceArn": stream} if stream else {}
    destination = {"DestinationConfig": {"OnFailure": {"Destination": queue} if queue else {}}}
    return {"UUID": UUID, "FunctionArn": function, "State": "Enabled", **source, **destination}


class Sqs:
    """A client of SQS that knows one queue."""

    def get_queue_attributes(self, **request: Any) -> dict[str, Any]:
        """Return the queue's ARN."""
        assert request == {"QueueUrl": URL, "AttributeNames": ["QueueArn"]}
        return {"Attributes": {"QueueArn": QUEUE}}


@cache
def functions() -> Any:
    """A client of Lambda for the stubber."""
    return boto3.Session("test", "test", region_name="us-east-1").client("lambda")


def find(*pages: list[dict[str, Any]], function: str | None = None, stream: str | None = None) -> Target:
    """Find the target with these pages of mappings. Every page must be requested."""
    with Stubber(functions()) as stubber:
        for number, page in enumerate(pages):
            expected = {"Marker": str(number)} if number else {}
            more = {"NextMarker": str(number + 1)} if number + 1 < len(pages) else {}
            stubber.add_response("list_event_source_mappings", {"EventSourceMappings": page, **more}, expected)
        name = FunctionName.parse(function) if function else None
        target = find_target(Sqs(), functions(), URL, name, stream)
        stubber.assert_no_pending_responses()
    return target


def test_the_queue_is_enough_if_it_has_one_consumer() -> None:
    others = [
        mapping(f"{FUNCTION}-2", queue=f"{QUEUE}-2"),
        mapping(f"{FUNCTION}-3", queue=None),
        mapping(f"{FUNCTION}-4", stream="arn:aws:kinesis:us-east-1:123456789012:stream/numbers"),
        mapping(f"{FUNCTION}-5", stream=None),
        {"UUID": UUID, "FunctionArn": f"{FUNCTION}-6"},
    ]
    assert find(others, [mapping()]) == Target(URL, FunctionName.parse(FUNCTION), STREAM)


def test_a_mapping_that_is_being_replaced_is_not_ambiguous() -> None:
    old = {**mapping(), "State": "Deleting"}
    assert find([old, mapping()]).stream_arn == STREAM


def test_if_the_mapping_names_an_alias_the_alias_is_invoked() -> None:
    for function in (None, "consumer", "consumer:live", FUNCTION, f"{FUNCTION}:live"):
        assert str(find([mapping(f"{FUNCTION}:live")], function=function).function) == f"{FUNCTION}:live"


def test_an_alias_from_the_operator_is_invoked() -> None:
    assert str(find([mapping()], function="consumer:live").function) == f"{FUNCTION}:live"


@pytest.mark.parametrize(
    ("function", "chosen"),
    [
        ("consumer", FUNCTION),
        ("consumer:$LATEST", FUNCTION),
        (FUNCTION, FUNCTION),
        ("consumer:live", f"{FUNCTION}:live"),
        (f"{FUNCTION}:live", f"{FUNCTION}:live"),
    ],
)
def test_a_function_and_its_alias_can_share_a_queue(function: str, chosen: str) -> None:
    mappings = [mapping(), mapping(f"{FUNCTION}:live")]
    for listed in (mappings, mappings[::-1]):
        assert find(listed, function=function) == Target(URL, FunctionName.parse(chosen), STREAM)


@pytest.mark.parametrize("function", ["consumer", FUNCTION])
def test_a_function_is_enough_to_find_the_stream(function: str) -> None:
    mappings = [mapping(f"{FUNCTION}-2", OTHER_STREAM), mapping()]
    assert find(mappings, function=function) == Target(URL, FunctionName.parse(FUNCTION), STREAM)


def test_a_stream_is_enough_to_find_the_function() -> None:
    found = find([mapping(f"{FUNCTION}-2", OTHER_STREAM), mapping()], stream=OTHER_STREAM)
    assert str(found.function) == f"{FUNCTION}-2"


def test_with_function_and_stream_no_mapping_is_listed() -> None:
    assert str(find(function="consumer:live", stream=STREAM).function) == f"{FUNCTION}:live"
    other_account = FUNCTION.replace("123456789012", "000000000000")
    assert str(find(function=other_account, stream=STREAM).function) == other_account


CONSUMERS = [mapping(), mapping(f"{FUNCTION}-2"), mapping(f"{FUNCTION}-2", OTHER_STREAM)]


@pytest.mark.parametrize(
    ("mappings", "function", "stream", "message"),
    [
        (
            [],
            None,
            None,
            f"--consumer-function and --stream-arn: no event source mapping sends its failures to {QUEUE}",
        ),
        (
            [mapping(queue=f"{QUEUE}-2")],
            None,
            None,
            "check --queue-url and the Region, or give --consumer-function ",
        ),
        ([mapping()], "other", None, "--stream-arn: no event source mapping of .*:function:other sends its failures"),
        ([mapping()], "consume", None, "--stream-arn: no event source mapping of .*:function:consume sends"),
        ([mapping(f"{FUNCTION}:blue")], "consumer:green", None, "--stream-arn: no event source mapping of .*:green se"),
        ([mapping()], FUNCTION.replace("123456789012", "000000000000"), None, "check the other options and the Region"),
        ([mapping()], None, OTHER_STREAM, f"--consumer-function: no event source mapping of {OTHER_STREAM} sends its"),
        (
            CONSUMERS,
            None,
            None,
            "--consumer-function: 3 consumers send .*choose one of .*consumer with .*, .*consumer-2 ",
        ),
        (CONSUMERS, "consumer-2", None, "--stream-arn: 2 consumers send .*choose one of .*consumer-2 with .*salaries"),
        (CONSUMERS, None, STREAM, "--consumer-function: 2 consumers send"),
        (
            [mapping(f"{FUNCTION}:{each}") for each in "abcdefgh"],
            "consumer",
            None,
            "--consumer-function: 8.*, 3 more$",
        ),
    ],
)
def test_an_unclear_target_names_the_option_to_give(
    mappings: list[dict[str, Any]], function: str | None, stream: str | None, message: str
) -> None:
    with pytest.raises(TargetError, match=message) as raised:
        find(mappings, function=function, stream=stream)
    assert "\n" not in str(raised.value)
