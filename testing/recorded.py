"""What a test sees of a program: its stack and its resources."""

from dataclasses import dataclass, field
from typing import Any


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
    """Its inputs, with names in snake_case and secrets revealed. Unset inputs are absent."""

    parent: str
    """Its parent's URN."""

    depends_on: frozenset[str]
    """The URNs of what it depends on, through its options or its inputs."""

    protect: bool
    """Whether its options protect it."""

    retain_on_delete: bool
    """Whether its options keep it when it is removed from the stack."""

    aliases: tuple[str, ...]
    """The names or URNs that it had before."""

    outputs: dict[str, Any] = field(default_factory=dict)
    """A component's outputs, under the names with which it registered them."""


@dataclass
class RecordedStack:
    """Everything that a program registered."""

    resources: list[RecordedResource] = field(default_factory=list)
    """In the order of registration. Resources that do not depend on each other come in any order."""

    outputs: dict[str, Any] = field(default_factory=dict)
    """What the program exported, with secrets revealed."""

    def all(self, type: str) -> list[RecordedResource]:  # noqa: A002  Pulumi's own word
        """Every resource of a type token."""
        return [resource for resource in self.resources if resource.type == type]

    def one(self, type: str, name: str | None = None) -> RecordedResource:  # noqa: A002  Pulumi's own word
        """The only resource of a type token; with `name`, the one that the program gave this name.

        Raises `LookupError` if there are none or several. The message lists what the stack has.
        """
        found = [resource for resource in self.all(type) if name in (None, resource.name)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(sorted(repr(resource.name) for resource in found))
            raise LookupError(
                f"{type}: the stack has {len(found)} resources of this type; name one of {names}, "
                f"for example one({type!r}, {found[0].name!r})"
            )
        there = ", ".join(sorted(f"{resource.type} {resource.name!r}" for resource in self.resources)) or "no resources"
        wanted = type if name is None else f"{type} {name!r}"
        raise LookupError(f"{wanted}: the stack has no such resource; it has {there}")
