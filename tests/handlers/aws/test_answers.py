"""The handler treats each answer as botocore's client does, or differently for a stated reason."""

import json
import zlib
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from handlers import aws
from handlers.errors import ConfigurationError, SequenceUnavailableError

from ..conftest import UPDATE
from .scripted_server import ANSWER, RESULT, Step, reply, scripted

REQUEST_ID = "x-amzn-RequestId: 7F3A"
DYNAMODB, CORAL = "com.amazonaws.dynamodb.v20120810#", "com.amazon.coral.service#"
REFUSAL = "ConditionalCheckFailedException"


def error(code: object, status: int = 400, *headers: str, key: str = "message", message: str = "why") -> bytes:
    body = {"__type": code, key: message} if code else {key: message}
    return reply(json.dumps(body).encode(), status, REQUEST_ID, *headers)


def checksum(body: bytes, change: int = 0) -> str:
    return f"x-amz-crc32: {zlib.crc32(body) + change}"


RETRIED = {
    f"{code} {status}": error(f"{prefix}{code}", status)
    for status, prefix, codes in (
        (400, DYNAMODB, "ProvisionedThroughputExceededException RequestLimitExceeded ThrottlingException"),
        (400, DYNAMODB, "LimitExceededException TransactionInProgressException"),
        (400, "", "Throttling ThrottledException RequestThrottledException TooManyRequestsException SlowDown"),
        (400, CORAL, "ThrottlingException RequestThrottled BandwidthLimitExceeded EC2ThrottledException"),
        (400, "", "PriorRequestNotComplete RequestTimeout RequestTimeoutException"),
        (500, DYNAMODB, "InternalServerError InternalFailure ThrottlingException AccessDeniedException"),
        (503, CORAL, "ServiceUnavailableException ServiceUnavailable"),
        (429, DYNAMODB, "ThrottlingException"),
    )
    for code in codes.split()
}
NOT_RETRIED = {
    f"{code} {status}": error(f"{prefix}{code}", status)
    for status, prefix, codes in (
        (400, DYNAMODB, "ResourceNotFoundException ValidationException ItemCollectionSizeLimitExceededException"),
        (400, DYNAMODB, "ResourceInUseException IdempotentParameterMismatchException"),
        (400, CORAL, "UnrecognizedClientException AccessDeniedException MissingAuthenticationTokenException"),
        (400, CORAL, "IncompleteSignatureException InvalidSignatureException SerializationException"),
        (403, "", "AccessDeniedException SignatureDoesNotMatch InvalidClientTokenId"),
        (404, CORAL, "UnknownOperationException"),
    )
    for code in codes.split()
}
OTHERS: dict[str, bytes | Step] = {
    "a result": reply(RESULT, 200, REQUEST_ID, checksum(RESULT)),
    "a result without a checksum": reply(),
    "a result with an unknown field": reply(b'{"Attributes":{"value":{"N":"7"}},"New":[1]}'),
    "the condition failed": error(f"{DYNAMODB}{REFUSAL}"),
    "the condition failed, without a prefix": error(REFUSAL),
    "the condition failed, followed by a URL": error(f"{REFUSAL}:http://internal.amazon.com/"),
    "the message under Message": error(f"{DYNAMODB}ThrottlingException", key="Message"),
    "the code only in the head": error(None, 400, f"x-amzn-ErrorType: {REFUSAL}"),
    "the code only in the head, with a URL": error(None, 400, "x-amzn-ErrorType: ThrottlingException:http://a/"),
    "no code": error(None, 403),
    "a code that is a number": error(7),
    "a wrong checksum on a result": reply(RESULT, 200, checksum(RESULT, 1)),
    "a wrong checksum on a refusal": error(f"{DYNAMODB}{REFUSAL}", 400, "x-amz-crc32: 1"),
    "a checksum that is not a number": reply(RESULT, 200, "x-amz-crc32: none"),
    "an empty result": reply(b""),
    "an empty error 400": reply(b"", 400),
    "an empty error 500": reply(b"", 500),
    "an empty error 503": reply(b"", 503),
    "HTML 200": reply(b"<html>sign in</html>"),
    "HTML 403": reply(b"<html>forbidden</html>", 403),
    "HTML 404": reply(b"<html>not found</html>", 404),
    "HTML 413": reply(b"<html>too large</html>", 413),
    "HTML 502": reply(b"<html>bad gateway</html>", 502),
    "HTML 504": reply(b"<html>timeout</html>", 504),
    "XML 503": reply(b"<Response><Errors/></Response>", 503),
    "a redirect": reply(b"", 301, "Location: http://127.0.0.1:1/"),
    "a temporary redirect": reply(b"", 307, "Location: http://127.0.0.1:1/"),
    "a list": reply(b"[]"),
    "a string": reply(b'"value"'),
    "null": reply(b"null"),
    "deep brackets": reply(b"[" * 200_000),
    "broken JSON": reply(RESULT[:-1]),
    "not UTF-8": reply(b'{"Attributes":"\xff"}'),
    "an unknown status": reply(b"{}", 599),
    "created": reply(RESULT, 201),
    "no content": reply(b"", 204),
    "a short body": Step([reply(length=len(RESULT) + 1)], closes=True),
    "closed before the head": Step([], closes=True),
    "reset before the head": Step([], resets=True),
    "closed within the head": Step([b"HTTP/1.1 200 OK\r\nConte"], closes=True),
    "closed within the body": Step([reply()[:-9]], closes=True),
    "closed after the reply": Step([reply()], closes=True),
    "the last reply of a connection": reply(RESULT, 200, "Connection: close"),
    "another protocol": Step([b"SSH-2.0-OpenSSH_9.2\r\n\r\n"], closes=True),
}
ANSWERS: dict[str, bytes | Step] = {**RETRIED, **NOT_RETRIED, **OTHERS}

NOT_AWS = "an answer that is not from AWS says nothing about the request: it counts as lost, and is retried"
DIFFERENT = {
    "the code only in the head": "botocore's JSON parser ignores the header, but AWS documents it",
    "the code only in the head, with a URL": "botocore's JSON parser ignores the header; the code means throttling",
    "a code that is a number": "botocore's parser raises a TypeError",
    "a checksum that is not a number": "botocore raises a ValueError; the handler treats the reply as damaged",
    "a wrong checksum on a result": "botocore accepts the damaged answer after its last attempt",
    "a wrong checksum on a refusal": "botocore accepts the damaged answer after its last attempt",
    "closed within the head": "botocore treats it as a result without a value",
    "an empty result": "botocore treats it as a result without a value",
    "an empty error 400": NOT_AWS,
    "HTML 200": "botocore treats it as a result without a value",
    "HTML 403": NOT_AWS,
    "HTML 404": NOT_AWS,
    "HTML 413": NOT_AWS,
    "a redirect": NOT_AWS,
    "a temporary redirect": NOT_AWS,
    "a list": "botocore fails on it; the answer is not from AWS",
    "a string": "botocore fails on it; the answer is not from AWS",
    "null": "botocore treats it as a result without a value",
    "deep brackets": "botocore raises a RecursionError",
    "broken JSON": "botocore treats it as a result without a value",
    "not UTF-8": "botocore raises a UnicodeDecodeError",
    "an unknown status": "the handler retries every status from 500 on",
    "created": "DynamoDB answers with 200; the handler accepts no other status",
    "no content": "botocore treats it as a result without a value",
}


class Outcome(NamedTuple):
    """The answer, if any (a result or a refusal), and how many requests were made."""

    answer: str | None
    requests: int


def as_step(answer: bytes | Step) -> Step:
    return answer if isinstance(answer, Step) else Step([answer])


def by_handler(answer: bytes | Step, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    with scripted(as_step(answer)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        service = aws.Service("dynamodb", {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": server.url, **KEYS})
        try:
            found = service.call("UpdateItem", UPDATE, what="table sequences", refusal=REFUSAL)
        except (SequenceUnavailableError, ConfigurationError):
            return Outcome(None, len(server.requests))
        return Outcome("refusal" if found.refused else "result", len(server.requests))


KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def by_botocore(answer: bytes | Step) -> Outcome:
    with scripted(as_step(answer)) as server:
        config = Config(retries={"mode": "standard", "total_max_attempts": 3})
        client: Any = boto3.client("dynamodb", endpoint_url=server.url, config=config)
        try:
            found = client.update_item(**UPDATE)
        except ClientError as failure:
            code = failure.response["Error"]["Code"]
            return Outcome("refusal" if code == REFUSAL else None, len(server.requests))
        except BotoCoreError:
            return Outcome(None, len(server.requests))
        except Exception as failure:  # noqa: BLE001 - its parser raises many types
            return Outcome(f"a crash: {type(failure).__name__}", len(server.requests))
        return Outcome("result" if "Attributes" in found else "a result without a value", len(server.requests))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_treated_as_botocore_treats_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    mine = by_handler(ANSWERS[name], monkeypatch)
    theirs = by_botocore(ANSWERS[name])
    assert (mine != theirs) == (name in DIFFERENT), f"{mine} {theirs}"
    assert mine.requests <= 3
    assert mine.answer in ("result", "refusal", None)


def test_a_refusal_with_status_500_is_not_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS may have carried the request out. botocore's client would raise the refusal."""
    failed = error(f"{DYNAMODB}{REFUSAL}", 500)
    assert by_handler(failed, monkeypatch) == Outcome(None, 3)


def test_a_lost_attempt_stays_lost_after_one_that_was_refused() -> None:
    lost, refused = Step([], closes=True), Step([error(f"{DYNAMODB}ThrottlingException")])
    for first, second in ((lost, refused), (refused, lost)):
        with scripted(first, second, ANSWER) as server:
            service = aws.Service("dynamodb", {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": server.url, **KEYS})
            assert service.call("UpdateItem", UPDATE, what="table sequences").lost


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (error("NewException", key="Message"), r"NewException \(status 400, request id 7F3A\): why"),
        (error("NewException", message=""), r"NewException \(status 400, request id 7F3A\): no message"),
        (error(None, 400, "x-amzn-ErrorType: NewException:http://a/"), r"NewException \(status 400"),
        (
            reply(b"", 400, REQUEST_ID, "x-amzn-ErrorType: NewException"),
            r"NewException \(status 400, request id 7F3A\)",
        ),
        (reply(RESULT, 200, REQUEST_ID, checksum(RESULT, 1)), r"status 200 \(request id 7F3A\) is not from AWS"),
        (reply(b"{", 200, "x-amzn-ErrorType: NewException"), "status 200 .request id none. is not from AWS"),
        (reply(b"7", 400, "x-amzn-ErrorType: NewException"), "status 400 .request id none. is not from AWS"),
    ],
)
def test_the_message_shows_what_aws_answered(answer: bytes, shown: str) -> None:
    with scripted(Step([answer])) as server:
        service = aws.Service("dynamodb", {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": server.url, **KEYS})
        with pytest.raises(SequenceUnavailableError, match=f"table sequences: no answer; try again later: .*{shown}"):
            service.call("UpdateItem", UPDATE, what="table sequences")


def test_the_table_of_answers_is_large_and_consistent() -> None:
    assert len(ANSWERS) >= 50
    assert DIFFERENT.keys() <= ANSWERS.keys()


@pytest.mark.parametrize("name", NOT_RETRIED)
def test_only_a_wrong_deployment_is_a_configuration_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = ("ItemCollection", "ResourceInUse", "IdempotentParameter", "Serialization")
    expected = SequenceUnavailableError if name.startswith(later) else ConfigurationError
    with scripted(Step([NOT_RETRIED[name]]), ANSWER) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        service = aws.Service("dynamodb", {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": server.url, **KEYS})
        with pytest.raises(expected, match=r"request id 7F3A\): why") as caught:
            service.call("UpdateItem", UPDATE, what="table sequences", refusal=REFUSAL)
    assert "7F3A" in str(caught.value.__cause__)
    assert name.split()[0] in str(caught.value)
