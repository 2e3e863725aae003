"""Calls of AWS: bounded in tries and in time, their failures told apart as this service's errors.

botocore signs and sends them, without its clients: those cost more than the rest of a call, and read the whole
description of their service at a cold start.
"""

import json
import os
import random
import time
import zlib
from contextvars import ContextVar
from socket import IPPROTO_TCP, SO_KEEPALIVE, SOL_SOCKET, TCP_NODELAY
from typing import Any, NamedTuple

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, ClientError, CredentialRetrievalError, NoCredentialsError, NoRegionError
from botocore.httpsession import URLLib3Session
from botocore.session import Session
from botocore.utils import get_environ_proxies

from .endpoint import endpoint
from .errors import ConfigurationError, SequenceUnavailableError

CONNECT_SECONDS, READ_SECONDS, MARGIN_SECONDS = 1, 2, 0.3
TRY_SECONDS = 2 * CONNECT_SECONDS + 2 * READ_SECONDS  # TCP's and TLS's handshake, a reply's head and its body
LEAST_SECONDS = 1  # with less than that, after the margin, no try begins
LONGEST_PAUSES = (0, 1, 2)  # seconds before each try; as AWS's standard retries, a random part of it
_SOCKET_OPTIONS = [(IPPROTO_TCP, TCP_NODELAY, 1), (SOL_SOCKET, SO_KEEPALIVE, 1)]

_PROTOCOLS = {"dynamodb": ("1.0", "DynamoDB_20120810"), "ssm": ("1.1", "AmazonSSM")}
_TRY_AGAIN = {
    "ProvisionedThroughputExceededException",
    "ReplicatedWriteConflictException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionConflictException",
}
_DEPLOYED_WRONG = {
    "AccessDeniedException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "ParameterNotFound",
    "ParameterVersionNotFound",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "ValidationException",
}

# When the call that is being answered must have ended, in seconds of time.monotonic: one service may serve several.
deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class Reply(NamedTuple):
    """What AWS answered: a result, or the one refusal that the caller expects.

    `lost`: an earlier try was lost on the way, and may have been carried out unseen.
    """

    body: dict[str, Any]
    refused: bool
    lost: bool


class Service:
    """A JSON service of AWS, `dynamodb` or `ssm`, in the environment's region and with its credentials."""

    def __init__(self, name: str) -> None:
        self._name = name
        try:
            self.session = Session()
            self._region = self.session.get_config_variable("region")
            if not self._region:
                raise NoRegionError
            credentials = self.session.get_credentials()
            if not credentials:
                raise NoCredentialsError
            self._credentials = credentials
            self._url = endpoint(self.session, name, self._region)
            self.pools = {TRY_SECONDS: self._connections(1.0)}  # by the seconds that a try may take
        except CredentialRetrievalError as error:
            raise _no_credentials(error) from error
        except Exception as error:  # whatever it is, it comes of a wrong setting
            raise ConfigurationError(f"{name} cannot be called from this environment: {error}") from error

    def call(self, operation: str, parameters: dict[str, Any], *, what: str, refusal: str | None = None) -> Reply:
        """Carry out an operation in at most three tries, and within `deadline`.

        `what` names for messages the resource that is asked; `refusal` is the error code that is an answer, too.
        """
        try:
            credentials = self._credentials.get_frozen_credentials()  # of one piece, whoever refreshes them meanwhile
        except Exception as error:  # whatever the provider of credentials comes up with
            raise _no_credentials(error) from error
        signer = SigV4Auth(credentials, self._name, self._region)
        body = json.dumps(parameters).encode()
        failure: Exception = TimeoutError("too little is left of the function's time")
        lost = False
        for longest_pause in LONGEST_PAUSES:
            pause = random.random() * longest_pause  # noqa: S311  no secret
            left = deadline.get() - time.monotonic() - pause - MARGIN_SECONDS
            if left < LEAST_SECONDS:
                break
            if pause:
                time.sleep(pause)
            seconds = int(min(left, TRY_SECONDS))
            http = self.pools.get(seconds) or self.pools.setdefault(seconds, self._connections(seconds / TRY_SECONDS))
            try:
                status, reply = self._send(http, signer, operation, body)
            except (BotoCoreError, ValueError) as error:
                failure, lost = error, True
                continue
            if status == 200:
                return Reply(reply, refused=False, lost=lost)
            code = str(reply.get("__type", status)).rpartition("#")[2]
            if code == refusal:
                return Reply(reply, refused=True, lost=lost)
            message = reply.get("message") or reply.get("Message") or "no message"
            failure = ClientError({"Error": {"Code": code, "Message": message}}, operation)
            if code in _DEPLOYED_WRONG:
                why = "is missing, not permitted or of another shape"
                raise ConfigurationError(f"{what} {why}: {failure}") from failure
            if status >= 500:  # only a refusal says for certain that nothing was done
                lost = True
            elif code not in _TRY_AGAIN:
                break
        raise SequenceUnavailableError(f"{what} did not answer; try again later: {failure}") from failure

    def _connections(self, share: float) -> Any:
        """Make a pool of connections, with this share of the usual time-outs."""
        http_session: Any = URLLib3Session  # whose stubs know no more than the types of its defaults
        return http_session(
            verify=self.session.get_config_variable("ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE") or True,
            proxies=get_environ_proxies(self._url),
            timeout=(share * CONNECT_SECONDS, share * READ_SECONDS),
            socket_options=_SOCKET_OPTIONS,
        )

    def _send(self, http: Any, signer: SigV4Auth, operation: str, body: bytes) -> tuple[int, dict[str, Any]]:
        version, prefix = _PROTOCOLS[self._name]
        headers = {
            "Content-Type": f"application/x-amz-json-{version}",
            "X-Amz-Target": f"{prefix}.{operation}",
            "User-Agent": "sequence-service",
        }
        unsigned = AWSRequest("POST", self._url, headers, body)
        signer.add_auth(unsigned)
        request = unsigned.prepare()
        # The event of botocore's clients: by it moto answers in AWS's stead.
        response = self.session.emit_first_non_none_response(f"before-send.{self._name}.{operation}", request=request)
        if response is None:
            response = http.send(request)
        try:
            reply = json.loads(response.content)
        except ValueError:
            reply = None
        whole = response.headers.get("x-amz-crc32") in (None, str(zlib.crc32(response.content)))
        if not (whole and isinstance(reply, dict)):
            raise ValueError(f"a reply with status {response.status_code} is none of AWS's, or was damaged on the way")
        return response.status_code, reply


def _no_credentials(error: Exception) -> SequenceUnavailableError:
    return SequenceUnavailableError(f"there are no credentials now; try again later: {error}")
