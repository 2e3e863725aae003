"""Clients of AWS: bounded in tries and in time, their failures told apart as this service's errors."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from botocore.session import Session

from .errors import ConfigurationError, SequenceUnavailableError

CONNECT_SECONDS, READ_SECONDS, MARGIN_SECONDS = 1.0, 2.0, 0.3
TRY_SECONDS = CONNECT_SECONDS + 2 * READ_SECONDS  # a reply's head and its body are a read each
_DEPLOYED_WRONG = {
    "AccessDeniedException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "ParameterNotFound",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "ValidationException",
}

# Per call, since one client may serve several at once: when it must have ended (seconds of time.monotonic), and
# whether an attempt of its last request was lost, so that it may have been carried out unseen.
deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))
attempt_lost: ContextVar[bool] = ContextVar("attempt_lost", default=False)


def client(service: str) -> Any:
    """Make a client. botocore alone: importing boto3 costs a cold start and gives nothing that is used here."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 3},
        tcp_keepalive=True,
        parameter_validation=False,  # requests are checked once, in request.py
        user_agent="sequence-service",  # else botocore builds the string anew for each call
    )
    try:
        made = Session().create_client(service, config=config)
    except BotoCoreError as error:  # nothing was asked yet: the region, the credentials or the profile is wrong
        raise ConfigurationError(f"no client for {service} can be made in this environment: {error}") from error
    made.meta.events.register("request-created", _before_attempt)
    made.meta.events.register("needs-retry", _after_attempt)
    return made


@contextmanager
def faults(what: str) -> Iterator[None]:
    """Raise what AWS answers as this service's errors; `what` names the resource that was asked."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _DEPLOYED_WRONG:
            raise ConfigurationError(f"{what} is missing, not permitted or of another shape: {error}") from error
        raise SequenceUnavailableError(f"{what} did not answer; try again later: {error}") from error
    except NoCredentialsError as error:
        raise ConfigurationError(f"{what} cannot be reached from this environment: {error}") from error
    except (BotoCoreError, TimeoutError) as error:
        raise SequenceUnavailableError(f"{what} did not answer; try again later: {error}") from error


def _before_attempt(**_: object) -> None:
    left = deadline.get() - time.monotonic()
    if left < TRY_SECONDS + MARGIN_SECONDS:
        raise TimeoutError(f"{left:.1f} s are left of the function's time, and a try may take {TRY_SECONDS:.0f} s")


def _after_attempt(response: Any, **_: object) -> None:
    # Only a refusal says for certain that nothing was done. (An answer that botocore accepts ends the request; one with
    # a wrong checksum it throws away, and tries again.)
    if response is None or not 400 <= response[0].status_code < 500:
        attempt_lost.set(True)
