"""The resource monitor: what Pulumi's runtime talks to here, where the engine would stand."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2

from . import data_sources
from .creator import Creator
from .errors import ResourceError, UnsupportedError
from .provider import PROVIDER, PROVIDER_LIMITS, Provider
from .wire import deserialize, event_loop, serialize

_STACK = "pulumi:pulumi:Stack"
_REFUSED_OPTIONS = {"importId": "import_", "remote": "a component of another language", "transforms": "transforms"}


@dataclass(frozen=True)
class Begun:
    """A resource whose creation has begun; a `Resource` of the same URN tells of its end."""

    urn: str
    type: str
    name: str
    """The logical name."""


@dataclass(frozen=True)
class Resource:
    """One resource of the program: a component, or something that now exists in the emulator."""

    urn: str
    type: str
    name: str
    """The logical name."""
    id: str
    """The provider's id; empty for a component."""
    seconds: float
    """How long its creation took."""


Watch = Callable[[Begun | Resource], None]
"""Told of each resource, from several threads at once."""


class Monitor(MockMonitor):
    """Has each resource created as the program registers it, and answers with what came of it."""

    def __init__(self, project: str, stack: str, provider: Provider, creator: Creator, watch: Watch) -> None:
        """`provider` has the settings of the stack's `aws:` configuration."""
        self.resources = {}
        self.created: list[Resource] = []
        self.outputs: dict[str, Any] = {}
        self.secret_outputs: set[str] = set()
        self._project, self._stack = project, stack
        self._providers = {"": provider}
        self._creator, self._watch = creator, watch
        self._claimed: set[str] = set()
        self._lock = threading.Lock()

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Pulumi's form: the types of all parents but the stack, then the name."""
        chain = parent.split("::")[2] if parent else _STACK
        qualified = type_ if chain == _STACK else f"{chain}${type_}"
        return f"urn:pulumi:{self._stack}::{self._project}::{qualified}::{name}"

    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> Any:  # noqa: N802 - gRPC's name
        """Create it. Raises `UnsupportedError` or `ResourceError`."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == _STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        self._claim(urn)
        self._watch(Begun(urn, request.type, request.name))
        started = time.monotonic()
        try:
            id_, state = self._create(urn, request)
        except UnsupportedError as error:
            raise UnsupportedError(f'{request.type} "{request.name}": {error}') from error
        except (ClientError, BotoCoreError) as error:
            raise ResourceError(f'{request.type} "{request.name}": the emulator refuses it: {error}') from error
        resource = Resource(urn, request.type, request.name, id_, time.monotonic() - started)
        with self._lock:
            self.created.append(resource)
            self.resources[urn] = MockMonitor.ResourceRegistration(urn, id_, state)
        self._watch(resource)
        # unknown: an output that is not in the state is not None, which would go on into others unseen, but unknown
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=serialize(state), unknown=request.custom)

    def RegisterResourceOutputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> Any:  # noqa: N802
        """Keep the stack's outputs."""
        if request.urn.split("::")[2] == _STACK:
            self.outputs, self.secret_outputs = deserialize(request.outputs)
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call] # Pulumi's

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> Any:  # noqa: N802
        """Answer a data source. Raises `UnsupportedError`."""
        if request.tok.startswith("pulumi:pulumi:"):
            with event_loop():
                return super().Invoke(request)  # type: ignore[no-untyped-call] # Pulumi's
        arguments, _ = deserialize(request.args)
        result = data_sources.answer(request.tok, arguments, self._provider(request.provider).region)
        return resource_pb2.ResourceInvokeResponse(**{"return": serialize(result)})

    def ReadResource(self, request: resource_pb2.ReadResourceRequest) -> NoReturn:  # noqa: N802
        """Refuse it."""
        raise UnsupportedError(
            f'{request.type} "{request.name}": only what the program creates can be looked up here; create it, or '
            "take what you need of it from the stack's configuration"
        )

    def RegisterStackTransform(self, request: object) -> NoReturn:  # noqa: N802, ARG002 - gRPC's form
        """Refuse it."""
        raise UnsupportedError("stack transforms are not run here; remove the transform")

    def RegisterStackInvokeTransform(self, request: object) -> NoReturn:  # noqa: N802, ARG002 - gRPC's form
        """Refuse it."""
        raise UnsupportedError("invoke transforms are not run here; remove the transform")

    def RegisterResourceHook(self, request: object) -> NoReturn:  # noqa: N802, ARG002 - gRPC's form
        """Refuse it."""
        raise UnsupportedError("resource hooks are not run here; remove the hook")

    def _claim(self, urn: str) -> None:
        with self._lock:
            if urn in self._claimed:
                raise UnsupportedError(f"{urn} is registered twice; give one of them another name")
            self._claimed.add(urn)

    def _provider(self, reference: str) -> Provider:
        return self._providers[reference.rpartition("::")[0]]

    def _create(self, urn: str, request: resource_pb2.RegisterResourceRequest) -> tuple[str, dict[str, Any]]:
        for option, title in _REFUSED_OPTIONS.items():
            if getattr(request, option):
                raise UnsupportedError(f"the option {title} is not applied here; leave it out of this stack")
        values, secrets = deserialize(request.object)
        if not request.custom:
            return "", values
        if request.type == PROVIDER:
            self._providers[urn] = Provider.of(values, self._providers[""].region)
            self._creator.note(PROVIDER, PROVIDER_LIMITS, values)
            return urn.rpartition("::")[2], values
        created = self._creator.create(urn, request.type, request.name, values, self._provider(request.provider))
        secrets |= set(request.additionalSecretOutputs)
        state = values | created.outputs
        return created.id, {key: rpc.wrap_rpc_secret(each) if key in secrets else each for key, each in state.items()}
