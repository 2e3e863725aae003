"""Replace Pulumi's engine while a program is recorded."""

import threading
from collections.abc import Mapping
from typing import Any

from sequence_service.pulumi_internals import (
    STACK,
    MockCallArgs,
    MockMonitor,
    MockResourceArgs,
    Mocks,
    own_event_loop,
    raw_values_of,
    revealed,
)

from .aws_types import checked_inputs
from .fake_outputs import fake_answer, fake_outputs, refuse_unknown
from .recorded import RecordedResource, RecordedStack

Values = Mapping[str, Mapping[str, Any]]


class Monitor(MockMonitor):
    """Keeps each registration, with the options that Pulumi's mocks do not see."""

    def __init__(self, stack: RecordedStack, outputs: Values, answers: Values) -> None:
        """Record into `stack`. `outputs` and `answers` come from the test, by token."""
        super().__init__(_Mocks(outputs, answers))
        self._stack = stack
        self._by_urn: dict[str, RecordedResource] = {}
        self._lock = threading.Lock()  # independent resources arrive at the same time, from several threads

    def Invoke(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        """Answer a provider's function."""
        with own_event_loop():
            return super().Invoke(request)  # type: ignore[no-untyped-call]  # the SDK leaves it unannotated

    def ReadResource(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        """Answer `get()`."""
        with own_event_loop():
            return super().ReadResource(request)  # type: ignore[no-untyped-call]  # as above

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        """Check and keep a resource, and return its fake outputs."""
        if request.type != STACK:
            urn = self.make_urn(request.parent, request.type, request.name)
            inputs = raw_values_of(request.object)
            refuse_unknown(revealed(inputs), f"{request.type} {request.name!r}")
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
                    raise ValueError(f"{request.type} {request.name!r}: two resources have the URN {urn}; rename one")
                self._by_urn[urn] = resource
                self._stack.resources.append(resource)
        with own_event_loop():
            return super().RegisterResource(request)  # type: ignore[no-untyped-call]  # as above

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802  gRPC's name
        """Keep a component's outputs."""
        if request.urn in self._by_urn:
            outputs = revealed(raw_values_of(request.outputs))
            refuse_unknown(outputs, f"the outputs of {request.urn}")
            self._by_urn[request.urn].outputs = outputs
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]  # as above


class _Mocks(Mocks):
    def __init__(self, outputs: Values, answers: Values) -> None:
        self._outputs = outputs
        self._answers = answers

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        resource_id, outputs = fake_outputs(args.typ, args.name, args.inputs)
        return resource_id, {**outputs, **self._outputs.get(args.typ, {})}

    def call(self, args: MockCallArgs) -> Any:
        return fake_answer(args.token, self._answers)
