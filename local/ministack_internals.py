"""Every use of MiniStack's internals. They may change with each version; this was tried with 1.5.33.

Only the emulator's own process imports this module, since it loads all of MiniStack.
"""

import secrets
import sys
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ministack import app  # type: ignore[import-untyped]
from ministack.core import iam_evaluator, lambda_runtime, router, sigv4  # type: ignore[import-untyped]
from ministack.services import sts  # type: ignore[import-untyped]

Headers = Mapping[str, str]
Query = Mapping[str, list[str]]
Reply = tuple[int, Mapping[str, str], bytes]
"""Status, headers, body."""


def serve(guarded: Callable[[Any], Any]) -> None:
    """Serve until SIGTERM or SIGINT; `guarded` wraps MiniStack's ASGI application."""
    app.app = guarded(app.app)
    sys.argv = ["ministack"]  # which it parses
    app.main()


def header_text(value: bytes) -> str:
    """A header's value as MiniStack reads it."""
    return str(sigv4.decode_header_value(value))


def key_of(headers: Headers, query: Query) -> str:
    """The access key that a request names, in its `Authorization` header or its query; empty if it names none."""
    return str(router.extract_access_key_id(headers, query))


def is_issued(key: str) -> bool:
    """Whether MiniStack gave out this access key: to an IAM user, or for a role. (It checks the signature itself.)"""
    return key in sts._sessions or iam_evaluator.find_iam_access_key_account(key) is not None


def function_url_of(host: str, path: str) -> tuple[str, str] | None:
    """The id and the path of a function URL, whose id is in the host name or in the path; None for other requests."""
    found: tuple[str, str] | None = app._parse_lambda_url(host, path)
    return found


def key_refusal(method: str, path: str, headers: Headers, query: Query, message: str) -> Reply:
    """The reply to a request with a wrong key, in the form that its service's clients understand."""
    service = router.detect_service(method, path, headers, query)
    error = iam_evaluator.AuthError("UnrecognizedClientException", message)
    refusal: Reply = app._credential_failure(service, "", str(uuid.uuid4()), error, headers)
    return refusal


def issue_secret_function_credentials() -> None:
    """Give each function's role random credentials. MiniStack's are a hash of the ARNs, which anyone can compute."""
    issued: dict[tuple[str, str], dict[str, str]] = {}

    def execution_credentials(config: Mapping[str, Any]) -> dict[str, str]:
        account, _ = lambda_runtime._account_region_from_function_config(config)
        role, name = config.get("Role", ""), config["FunctionName"][:64]
        credentials = issued.setdefault(
            (config["FunctionArn"], role),
            {
                "AWS_ACCESS_KEY_ID": f"ASIA{secrets.token_hex(8).upper()}",
                "AWS_SECRET_ACCESS_KEY": secrets.token_hex(20),
                "AWS_SESSION_TOKEN": secrets.token_hex(32),
            },
        )
        session = {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{role.rpartition('/')[2]}/{name}",
            "UserId": f"{role.rpartition('/')[2]}:{name}",
            "SecretAccessKey": credentials["AWS_SECRET_ACCESS_KEY"],
            "SessionToken": credentials["AWS_SESSION_TOKEN"],
        }
        sts.register_session(credentials["AWS_ACCESS_KEY_ID"], session)
        return credentials

    lambda_runtime.execution_credentials = execution_credentials
