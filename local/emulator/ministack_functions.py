"""MiniStack's internals for functions: they run with secret keys, and report errors and lines as in Lambda."""

import json
import queue
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime  # type: ignore[import-untyped]
from ministack.services import sts  # type: ignore[import-untyped]

from . import function_errors


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


def read_lines_up_to_a_mark() -> None:
    """Let a Python function's call end with a mark in its lines. MiniStack waits 50 ms for lines that may not come."""
    worker = lambda_runtime.Worker
    wait_for_lines, invoke = worker._drain_stderr_bounded, worker.invoke

    def invoke_with_mark(self: Any, event: Any, request_id: str, **options: Any) -> Any:
        self.mark = _MARK + request_id
        return invoke(self, event, request_id, **options)

    def lines_of_call(self: Any, **limits: float) -> str:
        if not self.config.get("Runtime", "").startswith("python"):
            return str(wait_for_lines(self, **limits))
        return "\n".join(_lines_up_to(self.mark, self))

    worker.invoke, worker._drain_stderr_bounded = invoke_with_mark, lines_of_call


def _lines_up_to(mark: str, worker: Any) -> Iterator[str]:
    """What a worker has printed. It prints the mark before it answers, if it can."""
    deadline = time.monotonic() + _MARK_SECONDS
    line = ""
    while not line.endswith(mark) and time.monotonic() < deadline:
        try:
            line = worker._stderr_queue.get(timeout=0.05)
        except queue.Empty:
            if worker._proc is None or not worker._stderr_thread.is_alive():
                return
        else:
            text, marked, _ = line.partition(_MARK)
            if text or not marked:
                yield text


_CALL = r"""
        try:
            result = handler_fn(event, context)
            _real_stdout.write(json.dumps({"status": "ok", "result": result}) + "\n")
        except Exception as e:
            _real_stdout.write(json.dumps({"status": "error", "error": str(e), "trace": traceback.format_exc()}) + "\n")
"""
_MARK = "\x1eend of call "
_MARK_SECONDS = 1  # a function that has put another file in the place of its standard error gives no mark
_OUR_CALL = rf"""
        answer = _errors.answer(handler_fn, event, context)
        _errors.end_lines({_MARK!r} + context.aws_request_id)
        _real_stdout.write(answer + "\n")
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
