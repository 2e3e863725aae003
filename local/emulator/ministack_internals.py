"""MiniStack's internals for requests; ministack_functions.py has those for functions.

They may change with any version; this was tried with 1.5.33. Only the emulator's own process imports these two modules,
because they load all of MiniStack.
"""

import sys
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ministack import app  # type: ignore[import-untyped]
from ministack.core import iam_actions, iam_evaluator, router, sigv4  # type: ignore[import-untyped]
from ministack.services import sts  # type: ignore[import-untyped]

Headers = Mapping[str, str]
Query = Mapping[str, list[str]]
HttpReply = tuple[int, Mapping[str, str], bytes]
"""Status, headers, body."""


def serve(guarded: Callable[[Any], Any]) -> None:
    """Serve until SIGTERM or SIGINT; `guarded` wraps MiniStack's ASGI application."""
    app.app = guarded(app.app)
    sys.argv = ["ministack"]  # MiniStack parses it
    app.main()


def header_text(value: bytes) -> str:
    """A header's value as MiniStack reads it."""
    return str(sigv4.decode_header_value(value))


def key_of(headers: Headers, query: Query) -> str:
    """The access key that a request names, in its `Authorization` header or its query; empty if it has none."""
    return str(router.extract_access_key_id(headers, query))


def is_issued(key: str) -> bool:
    """Whether MiniStack has issued this access key to an IAM user or a role. It checks the signature itself."""
    return key in sts._sessions or iam_evaluator.find_iam_access_key_account(key) is not None


def function_url_of(host: str, path: str) -> tuple[str, str] | None:
    """The id and the path of a function URL. The id is in the host name or in the path. None for other requests."""
    found: tuple[str, str] | None = app._parse_lambda_url(host, path)
    return found


def key_refusal(method: str, path: str, headers: Headers, query: Query, message: str) -> HttpReply:
    """The reply to a request with a wrong key, in the form of the service that is called."""
    service = router.detect_service(method, path, headers, query)
    error = iam_evaluator.AuthError("UnrecognizedClientException", message)
    refusal: HttpReply = app._credential_failure(service, "", str(uuid.uuid4()), error, headers)
    return refusal


def list_alarms_under_their_arn() -> None:
    """Let a policy limit DescribeAlarms to alarms, as on AWS. MiniStack asks for the resource `*`."""
    resource_of = iam_actions.extract_resource_arn

    def extract_resource_arn(service: str, *request: Any) -> Any:
        *parts, region, account = request
        if iam_actions.extract_iam_action(service, *parts) == "cloudwatch:DescribeAlarms":
            return f"arn:aws:cloudwatch:{region}:{account}:alarm:*"
        return resource_of(service, *request)

    iam_actions.extract_resource_arn = extract_resource_arn
