"""What a deployment tells about its resources while it runs."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ResourceStarted:
    """The creation of a resource has started. A `Resource` with the same URN follows when it exists."""

    urn: str
    type: str
    name: str
    """The name in the program."""


@dataclass(frozen=True)
class Resource:
    """One resource of the program: a component, or something that now exists in the emulator."""

    urn: str
    type: str
    name: str
    """The name in the program."""
    id: str
    """The provider's id; empty for a component."""
    seconds: float
    """How long its creation took."""


ProgressCallback = Callable[[ResourceStarted | Resource], None]
"""Called for each resource when its creation starts and when it ends, from several threads at once."""
