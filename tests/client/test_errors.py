"""Every failure of a call is one of the six errors, with its cause."""

import io
import json
import ssl
from typing import Any

import boto3
import pytest
import trustme
from botocore.exceptions import ClientError
from botocore.retries.standard import ThrottledRetryableChecker

from client import SequenceClient, errors
from client.errors import (
    ConfigurationError,
    InvalidRequestError,
    SequenceError,
    SequenceUnavailableError,
)
from client.failures import THROTTLED

from ..handlers.fake_server import fake_server
from .counter import Counter
from .faulty_lambda import SESSION, Fault, always, faulty_lambda

UNAVAILABLE, CONFIGURATION, REQUEST = SequenceUnavailableError, ConfigurationError, InvalidRequestError
SIX = [error for error in vars(errors).values() if isinstance(error, type) and error.__base__ is SequenceError]
INVOKE = SESSION.client("lambda").meta.service_model.operation_model("Invoke")
EXPECTED: dict[str, type[SequenceError]] = {
    "CodeArtifactUserDeletedException": UNAVAILABLE,  # Lambda makes a new one
    "CodeArtifactUserFailedException": CONFIGURATION,
    "CodeArtifactUserPendingException": UNAVAILABLE,
    "DurableExecutionAlreadyStartedException": UNAVAILABLE,
    "EC2AccessDeniedException": CONFIGURATION,
    "EC2ThrottledException": UNAVAILABLE,
    "EC2UnexpectedException": UNAVAILABLE,
    "EFSIOException": UNAVAILABLE,
    "EFSMountConnectivityException": UNAVAILABLE,
    "EFSMountFailureException": CONFIGURATION,
    "EFSMountTimeoutException": UNAVAILABLE,
    "ENILimitReachedException": UNAVAILABLE,
    "ENINotReadyException": UNAVAILABLE,
    "InvalidParameterValueException": CONFIGURATION,
    "InvalidRequestContentException": REQUEST,
    "InvalidRuntimeException": CONFIGURATION,
    "InvalidSecurityGroupIDException": CONFIGURATION,
    "InvalidSubnetIDException": CONFIGURATION,
    "InvalidZipFileException": CONFIGURATION,
    "KMSAccessDeniedException": CONFIGURATION,
    "KMSDisabledException": CONFIGURATION,
    "KMSInvalidStateException": CONFIGURATION,
    "KMSNotFoundException": CONFIGURATION,
    "ModeNotSupportedException": CONFIGURATION,
    "NoPublishedVersionException": CONFIGURATION,
    "RecursiveInvocationException": CONFIGURATION,
    "RequestTooLargeException": REQUEST,
    "ResourceConflictException": UNAVAILABLE,  # another operation is in progress
    "ResourceNotFoundException": CONFIGURATION,
    "ResourceNotReadyException": UNAVAILABLE,
    "S3FilesMountConnectivityException": UNAVAILABLE,
    "S3FilesMountFailureException": CONFIGURATION,
    "S3FilesMountTimeoutException": UNAVAILABLE,
    "SerializedRequestEntityTooLargeException": REQUEST,
    "ServiceException": UNAVAILABLE,
    "ServiceQuotaExceededException": CONFIGURATION,
    "SnapStartException": CONFIGURATION,
    "SnapStartNotReadyException": UNAVAILABLE,
    "SnapStartRegenerationFailureException": UNAVAILABLE,
    "SnapStartTimeoutException": UNAVAILABLE,
    "SubnetIPAddressLimitReachedException": UNAVAILABLE,
    "TooManyRequestsException": UNAVAILABLE,
    "UnsupportedMediaTypeException": CONFIGURATION,
}
MODELLED = {shape.name: shape.metadata["error"]["httpStatusCode"] for shape in INVOKE.error_shapes}
COMMON = {  # "Common Errors", AWS Lambda API Reference
    "AccessDeniedException": (403, CONFIGURATION),
    "ExpiredTokenException": (403, CONFIGURATION),
    "UnrecognizedClientException": (403, CONFIGURATION),
    "InvalidSignatureException": (403, CONFIGURATION),
    "ThrottlingException": (400, UNAVAILABLE),
    "InternalFailure": (500, UNAVAILABLE),
    "ServiceUnavailable": (503, UNAVAILABLE),
    "": (504, UNAVAILABLE),
}

pytestmark = pytest.mark.usefixtures("pauses")


class Refusing:
    """A Lambda client that raises what boto3 raises."""

    def __init__(self, code: str, status: int) -> None:
        details: Any = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}}
        self.error = ClientError(details, "Invoke")
        self.calls = 0

    def invoke(self, **_: object) -> None:
        self.calls += 1
        raise self.error


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [(code, status, EXPECTED.get(code, SequenceError)) for code, status in MODELLED.items()]
    + [(code, status, expected) for code, (status, expected) in COMMON.items()],
)
def test_what_lambda_answers_is_one_of_the_six(code: str, status: int, expected: type[SequenceError]) -> None:
    lambda_client = Refusing(code, status)
    with pytest.raises(SequenceError, match=f"^function sequences: {code}: no; ") as caught:
        SequenceClient("sequences", lambda_client=lambda_client).next_value("orders")
    assert type(caught.value) is expected
    assert caught.value.__cause__ is lambda_client.error
    assert lambda_client.calls == (4 if expected is UNAVAILABLE else 1)


def test_every_name_of_throttling_that_botocore_repeats_is_repeated() -> None:
    names: list[str] = vars(ThrottledRetryableChecker)["_THROTTLED_ERROR_CODES"]
    assert set(names) <= THROTTLED


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_in_all_attempts_is_unavailable(fault: Fault) -> None:
    with faulty_lambda(Counter(), always(fault)) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client(read_timeout=0.1))
        with pytest.raises(SequenceUnavailableError):
            numbers.next_value("orders")
    assert server.faults == [fault] * 4


@pytest.mark.parametrize("error", SIX)
def test_an_error_of_the_function_keeps_its_class_and_message(error: type[SequenceError]) -> None:
    raised = type(error.__name__, (Exception,), {})

    def function(_: object) -> None:
        raise raised("sequence orders: what is wrong; what to do")

    with faulty_lambda(function) as server, pytest.raises(SequenceError) as caught:
        SequenceClient("sequences", lambda_client=server.client()).next_value("orders")
    assert type(caught.value) is error
    assert str(caught.value) == "sequence orders: what is wrong; what to do"
    assert len(server.requests) == (4 if error is UNAVAILABLE else 1)


@pytest.mark.parametrize(
    ("type_", "message", "expected"),
    [
        (None, "2026-11-24T03:10:19.163Z 2cf Task timed out after 10.00 seconds", UNAVAILABLE),
        ("Sandbox.Timedout", "RequestId: 2cf Error: Task timed out after 10.00 seconds", UNAVAILABLE),
        ("Runtime.OutOfMemory", "RequestId: 2cf Error: Runtime exited", UNAVAILABLE),
        ("Extension.Crash", "RequestId: 2cf Error: exit code 1", UNAVAILABLE),
        ("Runtime.ImportModuleError", "Unable to import module 'handlers.next_value'", CONFIGURATION),
        ("Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'", CONFIGURATION),
        ("Runtime.UserCodeSyntaxError", "Syntax error in module 'index'", CONFIGURATION),
        ("Runtime.InvalidEntrypoint", "RequestId: 2cf Error: Couldn't find valid bootstrap(s)", CONFIGURATION),
        ("KeyError", "'detail'", CONFIGURATION),
        (7, "", CONFIGURATION),
    ],
)
def test_other_errors_of_a_function(type_: Any, message: str, expected: type[SequenceError]) -> None:
    body = {"errorMessage": message, **({"errorType": type_} if type_ else {})}

    class Lambda:
        def invoke(self, **_: object) -> dict[str, Any]:
            return {"Payload": io.BytesIO(json.dumps(body).encode()), "FunctionError": "Unhandled"}

    with pytest.raises(SequenceError) as caught:
        SequenceClient("sequences", lambda_client=Lambda()).next_value("orders")
    assert type(caught.value) is expected
    assert str(type_ or "no errorType") in str(caught.value)


def test_no_error_shows_the_token() -> None:
    def echo(event: object) -> None:
        raise RuntimeError(f"cannot handle {event}")

    with faulty_lambda(echo) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        with pytest.raises(ConfigurationError) as caught:
            numbers.next_value("orders", token="secret-cart")
        assert "RuntimeError" in str(caught.value)
        assert "secret-cart" not in repr((caught.value, caught.value.__cause__, numbers))
    with faulty_lambda(lambda event: event) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        with pytest.raises(ConfigurationError) as caught:
            numbers.next_value("orders", token="secret-cart")
        assert "secret-cart" not in repr((caught.value, caught.value.__cause__))


class TestThisMachine:
    """What is wrong before a call reaches Lambda."""

    def test_no_region(self) -> None:
        with pytest.raises(ConfigurationError, match=r"NoRegionError.*check the function's name, the Region"):
            SequenceClient("sequences")

    def test_a_region_in_the_default_session(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", boto3.Session(region_name="us-east-1"))
        assert SequenceClient("sequences")

    def test_no_profile(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_PROFILE", "nowhere")
        with pytest.raises(ConfigurationError, match="ProfileNotFound"):
            SequenceClient("sequences")

    def test_no_credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        with pytest.raises(ConfigurationError, match="NoCredentialsError"):
            SequenceClient("sequences", session=boto3.Session(region_name="us-east-1")).next_value("orders")

    def test_a_name_that_boto3_refuses(self) -> None:
        numbers = SequenceClient("", session=SESSION)
        with pytest.raises(ConfigurationError, match="ParamValidationError"):
            numbers.next_value("orders")

    def test_nobody_listens(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:9")
        with pytest.raises(SequenceUnavailableError, match="EndpointConnectionError"):
            SequenceClient("sequences", session=boto3.Session(region_name="us-east-1")).next_value("orders")

    def test_a_certificate_that_is_not_trusted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        trustme.CA().issue_cert("localhost").configure_cert(tls)
        with fake_server(tls=tls) as server:
            monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", server.url)
            with pytest.raises(ConfigurationError, match="CERTIFICATE_VERIFY_FAILED"):
                SequenceClient("sequences", session=boto3.Session(region_name="us-east-1")).next_value("orders")

    def test_session_and_client_exclude_each_other(self) -> None:
        with pytest.raises(TypeError, match="session, lambda_client"):
            SequenceClient("sequences", session=SESSION, lambda_client=SESSION.client("lambda"))
