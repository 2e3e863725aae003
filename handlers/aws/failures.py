"""How an attempt at a call can fail, and what follows from it."""

from typing import Any

_CLOCK_OFF = {"RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"}
_CLOCK_OFF_SIGNATURES = ("Signature expired", "Signature not yet current")
_CREDENTIALS_EXPIRED = {"ExpiredToken", "ExpiredTokenException"}
# What botocore's standard mode retries: throttling under all its names, then what passes by itself.
_PASSING = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
    "ReplicatedWriteConflictException",
    "RequestTimeout",
    "RequestTimeoutException",
    "TransactionConflictException",
}
_WRONG_DEPLOYMENT = {
    "AccessDenied",
    "AccessDeniedException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "ParameterNotFound",
    "ParameterVersionNotFound",
    "ResourceNotFoundException",
    "SignatureDoesNotMatch",
    "UnknownOperationException",
    "UnrecognizedClientException",
    "ValidationException",
}


class AttemptError(Exception):
    """An attempt failed.

    `lost`: AWS may have carried the request out. `at_once`: the next attempt needs no pause. `summary` never shows what
    AWS wrote.
    """

    lost = False
    summary = "the reply cannot be shown"

    def __init__(self, message: str, *, at_once: bool = False) -> None:
        super().__init__(message)
        self.at_once = at_once


class NotSentError(AttemptError):
    """There is no connection, or there are no credentials; nothing was sent."""


class LostReplyError(AttemptError):
    """No reply arrived, or a damaged one."""

    lost = True


class RefusalError(AttemptError):
    """AWS answered with an error. `body` is the whole reply. `passes`: the next attempt may succeed."""

    def __init__(self, status: int, code: str, request_id: str, body: dict[str, Any]) -> None:
        detail = str(body.get("message") or body.get("Message") or "no message")
        self.summary = f"{code:.80} (status {status}, request id {request_id:.80})"
        super().__init__(f"{self.summary}: {detail}")
        self.code, self.body = code, body
        self.clock_off = code in _CLOCK_OFF or detail.startswith(_CLOCK_OFF_SIGNATURES)
        self.credentials_expired = code in _CREDENTIALS_EXPIRED
        self.lost = not 400 <= status < 500  # only an error of the client's says that nothing was done
        passes = status == 429 or status >= 500 or code in _PASSING
        self.passes = passes or self.clock_off or self.credentials_expired
        self.wrong_deployment = not self.passes and (code in _WRONG_DEPLOYMENT or status in (401, 403))
