"""Creates resources in the emulator, and keeps the account of what it could not honour."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .emulator import Emulator
from .errors import UnsupportedError
from .provider import Provider
from .resources import KINDS
from .resources.inputs import Inputs, given
from .resources.kind import Created, Limit, Order


@dataclass(frozen=True, order=True)
class Unhonoured:
    """An input that the program gave and that the emulator cannot honour."""

    type: str
    input: str
    reason: str


@dataclass
class Creator:
    """Creates resources, several at once."""

    emulator: Emulator
    unhonoured: set[Unhonoured] = field(default_factory=set)
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def create(self, urn: str, type_: str, name: str, values: Mapping[str, Any], provider: Provider) -> Created:
        """Create one resource. Raises `UnsupportedError` before anything exists, or boto3's errors."""
        kind = KINDS.get(type_)
        if kind is None:
            raise UnsupportedError(
                f"this resource type is not applied here; those that are: {', '.join(sorted(KINDS))}"
            )
        inputs = Inputs(values)
        region = inputs.text("region") or provider.region
        order = Order(urn, name, inputs, region, lambda service: self._client(service, region), provider.default_tags)
        create = kind.create(order)
        if refused := [path for path in inputs.unread() if not _within(path, kind.limits)]:
            raise UnsupportedError(f"{', '.join(refused)}: not applied here; leave it out of this stack")
        self.note(type_, kind.limits, values)
        created = create()
        return Created(created.id, {"region": region, "tagsAll": order.tags(), **created.outputs})

    def note(self, type_: str, limits: Mapping[str, Limit], values: Mapping[str, Any]) -> None:
        """Remember which of these inputs the emulator cannot honour."""
        met = {path: limits[path] for path, value in given(values) if path in limits and limits[path].met(value)}
        with self._lock:
            self.unhonoured |= {Unhonoured(type_, path, limit.reason) for path, limit in met.items()}

    def _client(self, service: str, region: str) -> Any:
        with self._lock:  # making a client takes 50 ms, and a session may not make two at once
            if (service, region) not in self._clients:
                self._clients[service, region] = self.emulator.client(service, region=region)
            return self._clients[service, region]


def _within(path: str, limits: Mapping[str, Limit]) -> bool:
    return any(path == limit or path.startswith(f"{limit}.") for limit in limits)
