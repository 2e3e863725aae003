"""Every use of MiniStack's internals. They may change with any version; this was tried with 1.5.33.

Only the emulator's own process imports this module, because it loads all of MiniStack.
"""

import json
import secrets
import sys
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ministack import app  # type: ignore[import-untyped]
from ministack.core import iam_actions, iam_evaluator, lambda_runtime, router, sigv4  # type: ignore[import-untyped]
from ministack.services import sts  # type: ignore[import-untyped]

from . import function_errors

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


def issue_secret_function_credentials() -> None:
    """Give each function's role random credentials. MiniStack's own are a hash of ARNs, which anyone can compute."""
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


def report_function_errors_as_lambda_does() -> None:
    """Report a Python function's error to every caller as Lambda does."""
    source = Path(function_errors.__file__).read_text(encoding="utf-8")
    script = _replaced(lambda_runtime._PYTHON_WORKER_SCRIPT, _CALL, _OUR_CALL)
    script = _replaced(script, _INIT_ERROR, _OUR_INIT_ERROR)
    lambda_runtime._PYTHON_WORKER_SCRIPT = (
        f"import types\n_errors = types.ModuleType('_errors')\nexec({source!r}, _errors.__dict__)\n{script}"
    )
    from ministack.services import lambda_svc  # imported here, because it copies what the lines above replace

    execute = lambda_svc._execute_function_warm

    def execute_as_lambda_does(function: Any, event: Any, request_id: str) -> dict[str, Any]:
        result: dict[str, Any] = execute(function, event, request_id)
        return _as_lambda_does(result, request_id)

    lambda_svc._execute_function_warm = execute_as_lambda_does


def list_alarms_under_their_arn() -> None:
    """Let a policy limit DescribeAlarms to alarms, as on AWS. MiniStack asks for the resource `*`."""
    resource_of = iam_actions.extract_resource_arn

    def extract_resource_arn(service: str, *request: Any) -> Any:
        *parts, region, account = request
        if iam_actions.extract_iam_action(service, *parts) == "cloudwatch:DescribeAlarms":
            return f"arn:aws:cloudwatch:{region}:{account}:alarm:*"
        return resource_of(service, *request)

    iam_actions.extract_resource_arn = extract_resource_arn


_CALL = r"""
        try:
            result = handler_fn(event, context)
            _real_stdout.write(json.dumps({"status": "ok", "result": result}) + "\n")
        except Exception as e:
            _real_stdout.write(json.dumps({"status": "error", "error": str(e), "trace": traceback.format_exc()}) + "\n")
"""
_OUR_CALL = r"""
        _real_stdout.write(_errors.answer(handler_fn, event, context) + "\n")
"""
_INIT_ERROR = r"""
        _real_stdout.write(json.dumps({"status": "error", "error": str(e)}) + "\n")
"""
_OUR_INIT_ERROR = r"""
        report = _errors.init_error(e, module_name, handler_name)
        _real_stdout.write(json.dumps({"status": "error", "error": report}) + "\n")
"""
_EXITED = ("Worker process died", "Worker process exited immediately")


def _replaced(script: str, old: str, new: str) -> str:
    if script.count(old) != 1:
        raise RuntimeError(f"MiniStack's worker script has changed; adapt {Path(__file__).name} to it:{old}")
    return script.replace(old, new)


def _as_lambda_does(result: dict[str, Any], request_id: str) -> dict[str, Any]:
    """MiniStack's result of a call, with the error that the worker reports."""
    body = result.get("body")
    if not isinstance(body, dict):
        return result
    if body.keys() == {function_errors.ERROR}:
        return {**result, "body": body[function_errors.ERROR], "error": True}
    message = str(body.get("errorMessage")) if result.get("error") else ""
    _, mark, report = message.partition(function_errors.ERROR)
    if mark:
        body = json.loads(report)
        return {**result, "body": body, "log": function_errors.log(body)}
    if message.startswith(_EXITED):
        return {**result, "body": function_errors.exit_error(request_id), "log": result.get("log") or message}
    return result
