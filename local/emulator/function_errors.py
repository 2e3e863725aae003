"""How a call ends: its error as Lambda's Python runtime reports it, and its lines.

An error has `errorMessage`, `errorType`, `requestId` and `stackTrace`. Each worker process of the emulator runs the
text of this file, so it imports only the standard library.
"""

import contextlib
import json
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

ERROR = "__function_error__"
"""Marks an error in a worker's answer."""


def answer(handler: Callable[[Any, Any], Any], event: Any, context: Any) -> str:
    """Call the handler, and return its result or its error as JSON.

    An error is a result with a mark. MiniStack ends a worker that reports an error; Lambda does not.
    """
    try:
        result = handler(event, context)
    except Exception as error:  # noqa: BLE001 - what the handler raises is its answer
        report = _report(str(error), type(error).__name__, _stack(error.__traceback__), context.aws_request_id)
    else:
        try:
            return json.dumps({"status": "ok", "result": result})
        except (TypeError, ValueError) as error:
            message = f"Unable to marshal response: {error}"
            report = _report(message, "Runtime.MarshalError", [], context.aws_request_id)
    report["errorMessage"].encode()  # if this is not valid Unicode, Lambda's runtime dies too
    print(log(report), file=sys.stderr, flush=True)
    return json.dumps({"status": "ok", "result": {ERROR: report}})


def end_lines(mark: str) -> None:
    """Print a mark after a call's lines, where MiniStack reads them, even if the function has replaced `sys.stderr`."""
    with contextlib.suppress(OSError, ValueError):  # it is closed
        print(mark, file=sys.__stderr__, flush=True)


def init_error(error: Exception, module: str, handler: str) -> str:
    """The mark, and as JSON the reason why the handler cannot be loaded."""
    if isinstance(error, ImportError):
        report = _report(f"Unable to import module '{module}': {error}", "Runtime.ImportModuleError", [])
    elif isinstance(error, SyntaxError):
        stack = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        report = _report(f"Syntax error in module '{module}': {error}", "Runtime.UserCodeSyntaxError", stack)
    elif module in sys.modules and not hasattr(sys.modules[module], handler):
        report = _report(f"Handler '{handler}' missing on module '{module}'", "Runtime.HandlerNotFound", [])
    else:
        report = _report(str(error), type(error).__name__, _stack(error.__traceback__))
    return ERROR + json.dumps(report)


def exit_error(request_id: str) -> dict[str, Any]:
    """What Lambda reports when a function's process has ended."""
    message = f"RequestId: {request_id} Error: Runtime exited without providing a reason"
    return {"errorMessage": message, "errorType": "Runtime.ExitError"}


def log(report: dict[str, Any]) -> str:
    """The lines that an error adds to the function's log."""
    title = ": ".join(filter(None, [report["errorType"], report["errorMessage"]]))
    stack = "".join(report["stackTrace"]).rstrip()
    return f"[ERROR] {title}\nTraceback (most recent call last):\n{stack}"


def _report(message: str, type_: str, stack: list[str], request_id: str = "") -> dict[str, Any]:
    return {"errorMessage": message, "errorType": type_, "requestId": request_id, "stackTrace": stack}


def _stack(trace: TracebackType | None) -> list[str]:
    """The frames of the function's own code, without the first one, which is the caller's."""
    frames = traceback.extract_tb(trace)[1:]
    return traceback.format_list([(each.filename, each.lineno or 0, each.name, each.line) for each in frames])
