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

from .errors import ConfigurationError, InvalidRequestError, SequenceError, SequenceUnavailableError

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
    ConnectionError,
    CredentialRetrievalError,
    HTTPClientError,
    IncompleteReadError,
    MetadataRetrievalError,
)
_LONGEST = 300  # characters of a message; a proxy may answer with a page


def failure(error: Exception, function_name: str) -> SequenceError:
    """The error that a caller sees. Raise it from the original one."""
    if isinstance(error, ClientError):
        return _answered(error, function_name)
    untrusted = isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    if untrusted or (isinstance(error, BotoCoreError) and not isinstance(error, _NETWORK)):
        return misconfigured(error, function_name)
    # At a damaged reply, botocore also raises errors of urllib3 and of Python, such as AttributeError.
    return SequenceUnavailableError(f"{_shown(error, function_name)}; try again")


def misconfigured(error: Exception, function_name: str) -> ConfigurationError:
    """The error for what is wrong on the caller's machine."""
    return ConfigurationError(
        f"{_shown(error, function_name)}; check the function's name, the Region and the credentials"
    )


def _shown(error: Exception, function_name: str) -> str:
    return f"function {function_name}: {type(error).__name__}: {str(error)[:_LONGEST]}"


def _answered(error: ClientError, function_name: str) -> SequenceError:
    """Lambda refused the call, or could not start the function."""
    details = error.response.get("Error", {})
    code = details.get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    text = f"function {function_name}: {code}: {str(details.get('Message'))[:_LONGEST]}"
    if code in _REFUSED:
        return InvalidRequestError(f"{text}; fix the name, count or token")
    if code in _BROKEN:
        return ConfigurationError(f"{text}; fix the function's settings")
    if code in _LATER or status in (408, 409, 410, 429) or status >= 500:
        return SequenceUnavailableError(f"{text}; try again")
    return ConfigurationError(
        f"{text}; check the function's name, the Region, the credentials and the right to lambda:InvokeFunction"
    )
