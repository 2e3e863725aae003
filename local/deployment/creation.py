"""Creates resources in the emulator, and collects the inputs that have no effect there."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3

from ..emulator.emulator import Emulator
from ..errors import UnsupportedError
from ..resources import RESOURCE_TYPES
from ..resources.ignored import IgnoreRule
from ..resources.inputs import Inputs, given_inputs
from ..resources.plan import Created, Plan
from ..resources.request import ResourceRequest
from .provider import Provider


@dataclass(frozen=True, order=True)
class IgnoredInput:
    """An input that the program gives and that has no effect in the emulator."""

    type: str
    input: str
    reason: str


@dataclass
class ResourceCreator:
    """Creates resources, several at once."""

    emulator: Emulator
    ignored_inputs: set[IgnoredInput] = field(default_factory=set)
    _sessions: dict[str, boto3.Session] = field(default_factory=dict)
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def create(self, urn: str, type_: str, name: str, values: Mapping[str, Any], provider: Provider) -> Created:
        """Create one resource.

        Raises `UnsupportedError` or botocore's `ParamValidationError` before anything exists, or boto3's errors.
        """
        declared = RESOURCE_TYPES.get(type_)
        if declared is None:
            raise UnsupportedError(f"this resource type is not supported here; use one of {', '.join(RESOURCE_TYPES)}")
        inputs = Inputs(values)
        region = inputs.text("region") or provider.region
        tags = provider.default_tags
        request = ResourceRequest(urn, name, inputs, region, lambda service: self._client(service, region), tags)
        plan = Plan(declared, request)
        if refused := [path for path in inputs.unread() if not _within(path, declared.ignored)]:
            raise UnsupportedError(f"{', '.join(refused)}: not supported here; leave it out of this stack")
        plan.check()
        self.note_ignored(type_, declared.ignored, values)
        created = plan.run()
        return Created(created.id, {"region": region, "tagsAll": request.tags(), **created.outputs})

    def note_ignored(self, type_: str, rules: Mapping[str, IgnoreRule], values: Mapping[str, Any]) -> None:
        """Remember which of these inputs have no effect in the emulator."""
        found = {
            IgnoredInput(type_, path, rules[path].reason)
            for path, value in given_inputs(values)
            if path in rules and rules[path].applies(value)
        }
        with self._lock:
            self.ignored_inputs |= found

    def _client(self, service: str, region: str) -> Any:
        with self._lock:  # a session must not make two clients at once
            if region not in self._sessions:  # botocore reads its data once for a session
                self._sessions[region] = self.emulator.session(region)
            if (service, region) not in self._clients:
                self._clients[service, region] = self.emulator.client(service, session=self._sessions[region])
            return self._clients[service, region]


def _within(path: str, rules: Mapping[str, IgnoreRule]) -> bool:
    return any(path == ignored or path.startswith(f"{ignored}.") for ignored in rules)
