"""What an operator sees if something fails: one line that says what is wrong and what to do."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ProfileNotFound,
    ReadTimeoutError,
)

from .wording import RESUME, plain

_REMEDIES = {
    NoCredentialsError: "no AWS credentials; sign in, or choose a profile with --profile",
    NoRegionError: "no Region; give --region, or set AWS_REGION",
}
_SIGN_IN = {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"}


class OperationError(Exception):
    """The command cannot do what was asked. The message says why, and what to do."""


def explain(error: Exception) -> str:
    """An error as one line of printable ASCII, with a remedy."""
    return plain(_explanation(error))


def _explanation(error: Exception) -> str:
    if isinstance(error, ClientError):
        return _refusal(error)
    for kind, remedy in _REMEDIES.items():
        if isinstance(error, kind):
            return remedy
    if isinstance(error, ProfileNotFound):
        return f"--profile: {error}; see aws configure list-profiles"
    if isinstance(error, EndpointConnectionError):
        return f"{error}; check --endpoint-url, --region and the network"
    if isinstance(error, ReadTimeoutError):
        return f"{error}; try again"
    if isinstance(error, BotoCoreError):
        return f"{error}; check the options and the AWS configuration"
    return str(error)


def _refusal(error: ClientError) -> str:
    code, message = code_of(error), error.response["Error"].get("Message", "")
    operation = error.operation_name
    if "AccessDenied" in code:
        return f"{operation}: AWS denies access: {message}; ask for the operator policy (output operator_policy_arn)"
    if code in _SIGN_IN:
        return f"{operation}: AWS does not accept the credentials: {message}; sign in again"
    if "NotFound" in code or "NonExistent" in code:
        return f"{operation}: {message or code}; check the name, --region and --profile"
    if code == "TooManyRequestsException":
        return f"{operation}: AWS throttles the function: {message}; try again; if it is paused, {RESUME}"
    return f"{operation}: {code}: {message}; try again, or check the request"


def code_of(error: ClientError) -> str:
    """AWS's code of an error, such as `ConditionalCheckFailedException`."""
    return str(error.response["Error"].get("Code", ""))
