"""Calls of AWS: a bounded number of attempts within the function's time, and failures told apart."""

import json
import re
import time
from collections.abc import Mapping
from contextvars import ContextVar
from os import urandom
from typing import Any, NamedTuple

from ..errors import ConfigurationError, SequenceUnavailableError
from .answer import read_answer
from .credentials import Credentials, CredentialSource
from .endpoint import find_endpoint, find_region
from .failures import AttemptError, RefusalError
from .signature import authorization
from .transport import Transport

ATTEMPT_SECONDS = 3.0  # for credentials, look-up, connection, request and reply together
MARGIN_SECONDS = 0.3  # kept for the function's own answer
LEAST_SECONDS = 1.0  # with less than that, after the margin, no attempt begins
LONGEST_PAUSES = (0.0, 1.0, 2.0)  # seconds before each attempt; a random part of it, as AWS's SDKs do

_ARN = re.compile(r"arn:[a-z-]+:([a-z0-9-]+):[^:\s]*:[^:\s]*:([A-Za-z-]*)[^\s,;\"']*")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z-])[0-9]{12}(?![0-9A-Za-z-])")
_PROTOCOLS = {"dynamodb": ("1.0", "DynamoDB_20120810"), "ssm": ("1.1", "AmazonSSM")}

# When the call that is being answered must have ended, in seconds of time.monotonic. One service may serve several.
deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


def seconds_left() -> float:
    """How long the call that is being answered may still take. Some time is kept for the function's own answer."""
    return deadline.get() - time.monotonic() - MARGIN_SECONDS


class CallResult(NamedTuple):
    """What AWS answered: a result, or the one refusal that the caller expects.

    `lost`: the reply to an earlier attempt was lost, and AWS may have carried that attempt out.
    """

    body: dict[str, Any]
    refused: bool
    lost: bool


class Service:
    """A JSON service of AWS, `dynamodb` or `ssm`, as the environment describes it. Safe to use from many threads.

    `transport` replaces the connections to the environment's endpoint.
    """

    def __init__(self, name: str, environment: Mapping[str, str], transport: Transport | None = None) -> None:
        self._name = name
        self._region = find_region(environment)
        self._endpoint = find_endpoint(name, self._region, environment)
        self._credentials = CredentialSource(environment)
        self._transport = transport or Transport(self._endpoint, environment.get("AWS_CA_BUNDLE", ""))
        self._skew = 0.0  # seconds that AWS's clock is ahead of this one

    def call(
        self, operation: str, parameters: dict[str, Any], *, what: str, refusal: str | None = None, secret: str = ""
    ) -> CallResult:
        """Carry out an operation in at most three attempts, and within `deadline`.

        `what` names, for messages, the resource that is asked. `refusal` is an error code that is an answer, too.
        A message never shows `secret`.
        """
        body = json.dumps(parameters).encode()
        failure = AttemptError("too little is left of the function's time")
        lost = at_once = False
        for longest_pause in LONGEST_PAUSES:
            left = seconds_left()
            if left < LEAST_SECONDS:
                break
            if longest_pause and not at_once:
                pause = min(longest_pause * _fraction(), left - LEAST_SECONDS)
                time.sleep(pause)
                left -= pause
            try:
                return CallResult(self._attempt(operation, body, min(left, ATTEMPT_SECONDS)), refused=False, lost=lost)
            except RefusalError as error:
                if error.code == refusal and not error.lost:
                    return CallResult(error.body, refused=True, lost=lost)
                if error.wrong_deployment:
                    raise ConfigurationError(
                        f"{what}: it does not exist, access is denied, or it has the wrong shape; "
                        f"run sequences check, which says what to do: {_shown(error, secret)}"
                    ) from error
                failure = error
                if not error.passes:
                    break
            except AttemptError as error:
                failure = error
            lost, at_once = lost or failure.lost, failure.at_once
        raise SequenceUnavailableError(f"{what}: no answer; try again later: {_shown(failure, secret)}") from failure

    def _attempt(self, operation: str, body: bytes, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        credentials = self._credentials.present(until)
        reply = self._transport.send(self._request(operation, body, credentials), until)
        try:
            return read_answer(reply)
        except RefusalError as error:
            if error.credentials_expired:
                self._credentials.drop(credentials)
            if error.clock_off:
                self._skew = _seconds_ahead(reply.headers.get("date", ""), self._skew)
            raise

    def _request(self, operation: str, body: bytes, credentials: Credentials) -> bytes:
        version, prefix = _PROTOCOLS[self._name]
        headers = {
            "content-type": f"application/x-amz-json-{version}",
            "host": self._endpoint.authority,
            "x-amz-date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + self._skew)),
            "x-amz-target": f"{prefix}.{operation}",
        }
        if credentials.session_token:
            headers["x-amz-security-token"] = credentials.session_token
        path = self._endpoint.path
        headers["authorization"] = authorization(
            credentials.access_key, credentials.secret_key, self._region, self._name, path, headers, body
        )
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        head = f"POST {path} HTTP/1.1\r\n{lines}user-agent: sequence-service\r\ncontent-length: {len(body)}\r\n\r\n"
        return head.encode("latin-1") + body


def _shown(failure: AttemptError, secret: str) -> str:
    """What a caller may read of a failure: no token, no account, and of an ARN only the service and the kind.

    A caller may be anyone, if the function has an open URL. The exception's cause has the whole text.
    """
    text = failure.summary if secret and secret in str(failure) else str(failure)
    return _ACCOUNT.sub("(account)", _ARN.sub(r"(\1 \2)", text))


def _fraction() -> float:
    """A random number from 0 to 1. A generator's state would be the same in each environment of one snapshot."""
    return int.from_bytes(urandom(4), "big") / 2**32


def _seconds_ahead(date: str, otherwise: float) -> float:
    """How far a reply's `Date` is ahead of this clock."""
    from email.utils import parsedate_to_datetime  # 15 ms of a cold start, for a clock that is off

    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (ValueError, OverflowError):
        return otherwise
