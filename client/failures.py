"""What botocore raises about a call of Lambda, as one of the six errors."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's name
    CredentialRetrievalError,
    HTTPClientError,
    IncompleteReadError,
    MetadataRetrievalError,
    SSLError,
)
from botocore.parsers import ResponseParserError

from .errors import ConfigurationError, InvalidRequestError, SequenceError, SequenceUnavailableError

RAISED = (BotoCoreError, ClientError, ResponseParserError)
"""The base classes of everything that botocore raises about a call."""

# "Invoke", AWS Lambda API Reference, and the names of throttling that botocore repeats.
THROTTLED = {
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException",
    "SlowDown", "ThrottledException", "Throttling", "ThrottlingException", "TooManyRequestsException",
    "TransactionInProgressException",
}  # fmt: skip
_LATER = THROTTLED | {"RequestTimeout", "RequestTimeoutException"}
_REFUSED = {"InvalidRequestContentException", "RequestTooLargeException", "SerializedRequestEntityTooLargeException"}
_BROKEN = {  # Lambda answers these with status 500 or above, or 409, but a retry does not help
    "CodeArtifactUserFailedException", "EC2AccessDeniedException", "InvalidRuntimeException",
    "InvalidSecurityGroupIDException", "InvalidSubnetIDException", "InvalidZipFileException",
    "KMSAccessDeniedException", "KMSDisabledException", "KMSInvalidStateException", "KMSNotFoundException",
}  # fmt: skip
_NETWORK = (
    ConnectionError, CredentialRetrievalError, HTTPClientError, IncompleteReadError, MetadataRetrievalError,
    ResponseParserError,
)  # fmt: skip


def failure(error: Exception, function_name: str) -> SequenceError:
    """The error that a caller sees. Raise it from the original one."""
    if isinstance(error, ClientError):
        return _answered(error, function_name)
    text = f"function {function_name}: {type(error).__name__}: {error}"
    untrusted = isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    if isinstance(error, _NETWORK) and not untrusted:
        return SequenceUnavailableError(f"{text}; try again")
    return ConfigurationError(f"{text}; check the function's name, the Region and the credentials")


def _answered(error: ClientError, function_name: str) -> SequenceError:
    """Lambda refused the call, or could not start the function."""
    details = error.response.get("Error", {})
    code = details.get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    text = f"function {function_name}: {code}: {details.get('Message')}"
    if code in _REFUSED:
        return InvalidRequestError(f"{text}; send a shorter request")
    if code in _BROKEN:
        return ConfigurationError(f"{text}; fix the function's settings")
    if code in _LATER or status in (408, 409, 410, 429) or status >= 500:
        return SequenceUnavailableError(f"{text}; try again")
    return ConfigurationError(
        f"{text}; check the function's name, the Region, the credentials and the right to lambda:InvokeFunction"
    )
