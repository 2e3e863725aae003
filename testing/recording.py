"""Run a Pulumi program in process, without an engine, and keep what it registers."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc, settings

from .aws_types import checked_inputs
from .made_up import answer, made_up, refuse_unknown


@dataclass
class RecordedResource:
    """A resource as the program registered it."""

    type: str
    """Its type token, such as `aws:dynamodb/table:Table`."""

    name: str
    """Its name in the program."""

    urn: str
    """Its URN."""

    inputs: dict[str, Any]
    """What it was given, names in snake_case, secrets revealed; unset inputs are absent."""

    parent: str
    """Its parent's URN."""

    depends_on: frozenset[str]
    """The URNs of what it depends on, through its options or its inputs."""

    protect: bool
    """Whether its options protect it."""

    retain_on_delete: bool
    """Whether its options keep it when the stack lets go of it."""

    aliases: tuple[str, ...]
    """The names or URNs that it had before."""

    outputs: dict[str, Any] = field(default_factory=dict)
    """A component's outputs, as it registered them; names as they are there."""


@dataclass
class RecordedStack:
    """All that a program registered."""

    resources: list[RecordedResource] = field(default_factory=list)
    """In the order of registration, which is free where no resource depends on the other."""

    outputs: dict[str, Any] = field(default_factory=dict)
    """What the program exported, secrets revealed."""

    def all(self, type: str) -> list[RecordedResource]:  # noqa: A002  Pulumi's own word
        """Every resource of a type token."""
        return [resource for resource in self.resources if resource.type == type]

    def one(self, type: str, name: str | None = None) -> RecordedResource:  # noqa: A002  Pulumi's own word
        """The only resource of a type token, or the one of this name. Raises `LookupError` where that is not one."""
        found = [resource for resource in self.all(type) if name in (None, resource.name)]
        if len(found) != 1:
            there = ", ".join(sorted(f"{resource.type} {resource.name!r}" for resource in self.resources)) or "none"
            raise LookupError(f"{len(found)} resources are {type} {name or ''}; there are: {there}")
        return found[0]


class _Monitor(mocks.MockMonitor):
    """Keeps the options of each registration, which mocks alone never see."""

    def __init__(self, stack: RecordedStack, outputs: Mapping[str, Mapping[str, Any]], answers: Any) -> None:
        super().__init__(_Mocks(outputs, answers))
        self._stack = stack
        self._by_urn: dict[str, RecordedResource] = {}
        self._lock = threading.Lock()  # independent resources arrive at once, from several threads

    def Invoke(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        with _own_event_loop():
            return super().Invoke(request)  # type: ignore[no-untyped-call]  # the SDK leaves it unannotated

    def ReadResource(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        with _own_event_loop():
            return super().ReadResource(request)  # type: ignore[no-untyped-call]  # as above

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        if request.type != "pulumi:pulumi:Stack":
            urn = self.make_urn(request.parent, request.type, request.name)
            inputs = _revealed(rpc.deserialize_properties(request.object))
            refuse_unknown(inputs, f"{request.type} {request.name!r}")
            resource = RecordedResource(
                type=request.type,
                name=request.name,
                urn=urn,
                inputs=checked_inputs(request.type, request.name, inputs),
                parent=request.parent,
                depends_on=frozenset(request.dependencies),
                protect=request.protect,
                retain_on_delete=request.retainOnDelete,
                aliases=tuple(alias.urn or alias.spec.name for alias in request.aliases),
            )
            with self._lock:
                if urn in self._by_urn:
                    raise ValueError(f"two resources have the URN {urn}: give one of them another name")
                self._by_urn[urn] = resource
                self._stack.resources.append(resource)
        with _own_event_loop():
            return super().RegisterResource(request)  # type: ignore[no-untyped-call]  # the SDK leaves it unannotated

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        if request.urn in self._by_urn:
            outputs = _revealed(rpc.deserialize_properties(request.outputs))
            refuse_unknown(outputs, request.urn)
            self._by_urn[request.urn].outputs = outputs
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]  # as above


class _Mocks(mocks.Mocks):
    def __init__(self, outputs: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]]) -> None:
        self._outputs = outputs
        self._answers = answers

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        resource_id, outputs = made_up(args.typ, args.name, args.inputs)
        return resource_id, {**outputs, **self._outputs.get(args.typ, {})}

    def call(self, args: mocks.MockCallArgs) -> Any:
        return answer(args.token, self._answers)


def record(
    program: Callable[[], Any],
    *,
    project: str = "project",
    stack: str = "stack",
    config: Mapping[str, str] | None = None,
    preview: bool = False,
    outputs: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
) -> RecordedStack:
    """Run `program` as the stack `stack` of `project`, and return what it registered and exported.

    Each input of an AWS resource is checked against pulumi-aws's own types (`WrongInputError`). Outputs are made up:
    names, ids and ARNs as AWS gives them, in account 123456789012 and us-east-1. The use of one that is not is an
    error (`UnknownOutputError`); `outputs` adds to them, by type token, and `answers` to the answers of functions such
    as `aws.get_region`, by token; both with names as in the schema. `config` is the stack's, from full key to text.
    """
    recorded = RecordedStack()
    exports: dict[str, Any] = {}
    settings.ROOT.set(None)  # else the stack of an earlier run would be this one's too, with its exports

    def run() -> pulumi.Output[Any]:
        program()
        root: Any = settings.get_root_resource()
        return pulumi.Output.all(**root.outputs).apply(exports.update)

    with _own_event_loop():
        monitor = _Monitor(recorded, outputs or {}, answers or {})
        mocks.set_mocks(monitor.mocks, project=project, stack=stack, preview=preview, monitor=monitor)
        pulumi.runtime.set_all_config(dict(config or {}))
        mocks.test(run)()  # type: ignore[no-untyped-call]  # the SDK leaves it unannotated
    refuse_unknown(exports, "the stack's outputs")
    recorded.outputs = exports
    return recorded


@contextlib.contextmanager
def _own_event_loop() -> Iterator[None]:
    """An event loop for this thread, closed afterwards: Pulumi makes one where there is none, and leaves it open."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # one failure fails all that waits for it, and is raised only once
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        loop.close()


def _revealed(value: Any) -> Any:
    """Secrets as what they hold."""
    if isinstance(value, dict):
        if rpc._special_sig_key in value and "value" in value:
            return _revealed(value["value"])
        return {key: _revealed(item) for key, item in value.items()}
    return [_revealed(item) for item in value] if isinstance(value, list) else value
