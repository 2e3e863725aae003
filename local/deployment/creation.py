"""Creates resources in the emulator, and keeps the account of what it could not honour."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..emulator.emulator import Emulator
from ..errors import UnsupportedError
from ..resources import RESOURCE_TYPES
from ..resources.inputs import Inputs, given_inputs
from ..resources.resource_type import Created, IgnoreRule, ResourceRequest
from .provider import Provider


@dataclass(frozen=True, order=True)
class IgnoredInput:
    """An input that the program gave and that the emulator cannot honour."""

    type: str
    input: str
    reason: str


@dataclass
class ResourceCreator:
    """Creates resources, several at once."""

    emulator: Emulator
    ignored_inputs: set[IgnoredInput] = field(default_factory=set)
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def create(self, urn: str, type_: str, name: str, values: Mapping[str, Any], provider: Provider) -> Created:
        """Create one resource. Raises `UnsupportedError` before anything exists, or boto3's errors."""
        kind = RESOURCE_TYPES.get(type_)
        if kind is None:
            raise UnsupportedError(
                f"this resource type is not applied here; those that are: {', '.join(sorted(RESOURCE_TYPES))}"
            )
        inputs = Inputs(values)
        region = inputs.text("region") or provider.region
        request = ResourceRequest(
            urn, name, inputs, region, lambda service: self._client(service, region), provider.default_tags
        )
        create = kind.create(request)
        if refused := [path for path in inputs.unread() if not _within(path, kind.ignored)]:
            raise UnsupportedError(f"{', '.join(refused)}: not applied here; leave it out of this stack")
        self.note_ignored(type_, kind.ignored, values)
        created = create()
        return Created(created.id, {"region": region, "tagsAll": request.tags(), **created.outputs})

    def note_ignored(self, type_: str, ignored: Mapping[str, IgnoreRule], values: Mapping[str, Any]) -> None:
        """Remember which of these inputs the emulator cannot honour."""
        met = {
            path: ignored[path] for path, value in given_inputs(values) if path in ignored and ignored[path].met(value)
        }
        with self._lock:
            self.ignored_inputs |= {IgnoredInput(type_, path, limit.reason) for path, limit in met.items()}

    def _client(self, service: str, region: str) -> Any:
        with self._lock:  # making a client takes 50 ms, and a session may not make two at once
            if (service, region) not in self._clients:
                self._clients[service, region] = self.emulator.client(service, region=region)
            return self._clients[service, region]


def _within(path: str, ignored: Mapping[str, IgnoreRule]) -> bool:
    return any(path == limit or path.startswith(f"{limit}.") for limit in ignored)
