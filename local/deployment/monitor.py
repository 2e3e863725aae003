"""The resource monitor: it receives what the program sends to Pulumi's engine, and creates each resource."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from sequence_service.pulumi_internals import STACK, MockMonitor, Values, message_of, own_event_loop, values_of
from sequence_service.pulumi_internals import resource_pb2 as protocol

from ..errors import ResourceError, UnsupportedError
from . import data_sources
from .creation import ResourceCreator
from .progress import ProgressCallback, Resource, ResourceStarted
from .provider import PROVIDER, PROVIDER_IGNORED, Provider

_REFUSED_OPTIONS = {"importId": "import_", "remote": "a component of another language", "transforms": "transforms"}


class Monitor(MockMonitor):
    """Creates each resource when the program registers it, and returns its outputs."""

    def __init__(
        self, project: str, stack: str, provider: Provider, creator: ResourceCreator, on_progress: ProgressCallback
    ) -> None:
        """`provider` has the settings of the stack's `aws:` configuration."""
        self.resources = {}
        self.created: list[Resource] = []
        self.stack_outputs = Values({}, set(), [])
        self._project, self._stack = project, stack
        self._providers = {"": provider}
        self._creator, self._on_progress = creator, on_progress
        self._urns: set[str] = set()
        self._lock = threading.Lock()

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """A URN in Pulumi's form: the types of all parents except the stack, then the name."""
        chain = parent.split("::")[2] if parent else STACK
        qualified = type_ if chain == STACK else f"{chain}${type_}"
        return f"urn:pulumi:{self._stack}::{self._project}::{qualified}::{name}"

    def RegisterResource(self, request: protocol.RegisterResourceRequest) -> Any:  # noqa: N802 - gRPC's name
        """Create the resource. Raises `UnsupportedError` or `ResourceError`."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return protocol.RegisterResourceResponse(urn=urn)
        self._refuse_twice(urn)
        self._on_progress(ResourceStarted(urn, request.type, request.name))
        started = time.monotonic()
        with _errors_name(f'{request.type} "{request.name}"'):
            id_, outputs, secret = self._create(urn, request)
        resource = Resource(urn, request.type, request.name, id_, time.monotonic() - started)
        with self._lock:
            self.created.append(resource)
            self.resources[urn] = MockMonitor.ResourceRegistration(urn, id_, outputs)
        self._on_progress(resource)
        # With unknown=True, an output that we do not supply is unknown. Otherwise it is None, and None reaches
        # other resources without an error.
        message = message_of(outputs, secret)
        return protocol.RegisterResourceResponse(urn=urn, id=id_, object=message, unknown=request.custom)

    def RegisterResourceOutputs(self, request: protocol.RegisterResourceOutputsRequest) -> Any:  # noqa: N802
        """Keep the stack's outputs. Raises `UnsupportedError` if one is unknown."""
        if request.urn.split("::")[2] == STACK:
            self.stack_outputs = _known_values(request.outputs)
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call] # Pulumi's

    def Invoke(self, request: protocol.ResourceInvokeRequest) -> Any:  # noqa: N802
        """Answer a data source. Raises `UnsupportedError`."""
        if request.tok.startswith("pulumi:pulumi:"):
            with own_event_loop():
                return super().Invoke(request)  # type: ignore[no-untyped-call] # Pulumi's
        arguments = _known_values(request.args).plain
        result = data_sources.answer(request.tok, arguments, self._provider(request.provider).region)
        return protocol.ResourceInvokeResponse(**{"return": message_of(result, set())})

    def ReadResource(self, request: protocol.ReadResourceRequest) -> NoReturn:  # noqa: N802
        """Refuse it."""
        raise UnsupportedError(
            f'{request.type} "{request.name}": the emulator has only what the program creates; create it, or take '
            "its values from the stack's configuration"
        )

    def RegisterStackTransform(self, request: object) -> NoReturn:  # noqa: N802, ARG002 - gRPC's form
        """Refuse it."""
        raise UnsupportedError("stack transforms do not run here; remove the transform")

    def RegisterStackInvokeTransform(self, request: object) -> NoReturn:  # noqa: N802, ARG002 - gRPC's form
        """Refuse it."""
        raise UnsupportedError("invoke transforms do not run here; remove the transform")

    def RegisterResourceHook(self, request: object) -> NoReturn:  # noqa: N802, ARG002 - gRPC's form
        """Refuse it."""
        raise UnsupportedError("resource hooks do not run here; remove the hook")

    def _refuse_twice(self, urn: str) -> None:
        with self._lock:
            if urn in self._urns:
                raise UnsupportedError(f"{urn} is registered twice; give one of them another name")
            self._urns.add(urn)

    def _provider(self, reference: str) -> Provider:
        return self._providers[reference.rpartition("::")[0]]

    def _create(self, urn: str, request: protocol.RegisterResourceRequest) -> tuple[str, dict[str, Any], set[str]]:
        """The id, the outputs, and the names of the secret ones."""
        for option, title in _REFUSED_OPTIONS.items():
            if getattr(request, option):
                raise UnsupportedError(f"the option {title} is not supported here; leave it out of this stack")
        values = _known_values(request.object)
        inputs = values.plain
        if not request.custom:
            return "", inputs, values.secret
        if request.type == PROVIDER:
            self._providers[urn] = Provider.of(inputs, self._providers[""].region)
            self._creator.note_ignored(PROVIDER, PROVIDER_IGNORED, inputs)
            return urn.rpartition("::")[2], inputs, values.secret
        created = self._creator.create(urn, request.type, request.name, inputs, self._provider(request.provider))
        return created.id, inputs | created.outputs, values.secret | set(request.additionalSecretOutputs)


def _known_values(message: Any) -> Values:
    values = values_of(message)
    if values.unknown:
        names = ", ".join(values.unknown)
        raise UnsupportedError(f"{names}: depends on an output that no resource here has; use another output")
    return values


@contextmanager
def _errors_name(resource: str) -> Iterator[None]:
    """Put the resource in front of each error."""
    try:
        yield
    except UnsupportedError as error:
        raise UnsupportedError(f"{resource}: {error}") from error
    except ParamValidationError as error:
        raise ResourceError(f"{resource}: {error}") from error
    except (ClientError, BotoCoreError) as error:
        raise ResourceError(f"{resource}: the emulator refuses it: {error}") from error
