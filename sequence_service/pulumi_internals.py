"""Every use of Pulumi's private API. It may change with any release; this was tried with the Pulumi SDK 3.272.

`local` and `testing` run a program without the Pulumi CLI. The SDK has no public way to do that in full: `set_mocks`
hides a resource's parent and options, secrets, and the errors that a program logs. What is used, and for what:

- `MockMonitor`, `MockEngine`, `MockSettings`, `configure`: stand in for the engine that the SDK talks to.
- `resource_pb2`, `engine_pb2`: the messages of that protocol.
- `rpc`: values in those messages, with their secrets.
- `contains_unknowns`: finds values that depend on an output which nobody supplied.
- `run_in_stack`, `set_root_resource`, `set_mocks`, `ROOT`: run a program as a stack of its own.
- `_types`: the types of a resource's inputs and outputs.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi._types import input_type_py_to_pulumi_names, input_type_types, is_input_type, resource_types
from pulumi.output import contains_unknowns
from pulumi.runtime import mocks, rpc, settings
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import engine_pb2, resource_pb2
from pulumi.runtime.stack import run_in_stack

STACK = "pulumi:pulumi:Stack"
"""The type of the resource that stands for the stack itself."""


class Engine(mocks.MockEngine):
    """Keeps the errors that a program logs. Other messages go to Python's own logging."""

    def __init__(self) -> None:
        super().__init__(None)
        self.errors: list[str] = []

    def Log(self, request: Any) -> None:  # noqa: N802 - gRPC's name
        """Take one message."""
        if request.severity == engine_pb2.ERROR:
            self.errors.append(request.message)
        else:
            super().Log(request)  # type: ignore[no-untyped-call] # Pulumi's


def run_deployed(
    program: Callable[[], object], *, monitor: MockMonitor, engine: Engine, project: str, stack: str, config: Any
) -> None:
    """Run a program to its end, as an update. Raises what the program raises, or what `monitor` raises.

    Pulumi keeps its settings in context variables, so run this in a context of its own.
    """
    settings.configure(
        mocks.MockSettings(  # type: ignore[no-untyped-call] # Pulumi's
            monitor=monitor,
            engine=engine,
            project=project,
            stack=stack,
            organization="organization",
            dry_run=False,
            callbacks=None,
        )
    )
    settings.set_root_resource(None)  # type: ignore[arg-type] # a stack of an earlier run would be a second root
    pulumi.runtime.set_all_config(dict(config))

    def run() -> None:
        program()

    with asyncio.Runner() as runner:
        # If one resource fails, all that wait for it fail too. Without this, asyncio prints each of them.
        runner.get_loop().set_exception_handler(lambda *_: None)
        runner.run(run_in_stack(run))


def run_recorded(
    program: Callable[[], object], *, monitor: MockMonitor, project: str, stack: str, preview: bool, config: Any
) -> dict[str, Any]:
    """Run a program with mocks, and wait for everything that it starts. Returns its exports."""
    settings.ROOT.set(None)  # otherwise this run adds to the stack of an earlier one, and to its exports
    exports: dict[str, Any] = {}

    def run() -> pulumi.Output[Any]:
        program()
        root: Any = settings.get_root_resource()
        return pulumi.Output.all(**root.outputs).apply(exports.update)

    mocks.set_mocks(monitor.mocks, project=project, stack=stack, preview=preview, monitor=monitor)
    pulumi.runtime.set_all_config(dict(config))
    mocks.test(run)()  # type: ignore[no-untyped-call] # Pulumi's
    return exports


@dataclass(frozen=True)
class Values:
    """The values of a message."""

    plain: dict[str, Any]
    """Secrets in the clear, whole numbers as integers. A value that is unknown is absent."""
    secret: set[str]
    """The keys whose value is, or contains, a secret."""
    unknown: list[str]
    """The keys whose value depends on an output that nobody supplied."""


def values_of(message: Any) -> Values:
    """Read a message's values."""
    with own_event_loop():
        properties = rpc.deserialize_properties(message, keep_unknowns=True)
    unknown = [key for key, value in properties.items() if contains_unknowns(value)]
    known = {key: value for key, value in properties.items() if key not in unknown}
    plain = {key: _whole_numbers(revealed(value)) for key, value in known.items()}
    return Values(plain, {key for key, value in known.items() if _has_secret(value)}, unknown)


def raw_values_of(message: Any) -> dict[str, Any]:
    """Read a message's values; each secret stays in its envelope. Numbers are floats."""
    return dict(rpc.deserialize_properties(message))


def message_of(values: Mapping[str, Any], secret: set[str]) -> Any:
    """Write values to a message; those under the keys in `secret` as secrets."""
    marked = {key: rpc.wrap_rpc_secret(value) if key in secret else value for key, value in values.items()}
    with own_event_loop() as loop:
        return loop.run_until_complete(rpc.serialize_properties(marked, {}))


def is_secret(value: Any) -> bool:
    """Whether a raw value is the envelope of a secret."""
    return bool(rpc.is_rpc_secret(value))


def content_of(secret: Any) -> Any:
    """What is in a secret's envelope."""
    return rpc.unwrap_rpc_secret(secret)


def revealed(value: Any) -> Any:
    """A copy of a raw value, in which each secret is replaced by its content."""
    if is_secret(value):
        return revealed(content_of(value))
    if isinstance(value, dict):
        return {key: revealed(item) for key, item in value.items()}
    return [revealed(item) for item in value] if isinstance(value, list) else value


def _has_secret(value: Any) -> bool:
    if is_secret(value):
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_has_secret(each) for each in inner)


def _whole_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value  # the protocol has floats only


@contextlib.contextmanager
def own_event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop for this thread, closed at the end. Without one, Pulumi makes one and leaves it open."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # one failure fails all that waits for it; it is raised once anyway
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        loop.close()


__all__ = [
    "STACK", "Engine", "MockCallArgs", "MockMonitor", "MockResourceArgs", "Mocks", "Values", "content_of",
    "input_type_py_to_pulumi_names", "input_type_types", "is_input_type", "is_secret", "message_of", "own_event_loop",
    "raw_values_of", "resource_pb2", "resource_types", "revealed", "run_deployed", "run_recorded", "values_of",
]  # fmt: skip
