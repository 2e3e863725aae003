"""The result of `record`: a program's stack and resources."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class RecordedResource:
    """A resource as the program registered it."""

    type: str
    """The type token, such as `aws:dynamodb/table:Table`."""

    name: str
    """The resource's name in the program."""

    urn: str
    """The resource's URN."""

    inputs: dict[str, Any]
    """The inputs, with names in snake_case and secrets revealed. Unset inputs are absent."""

    parent: str
    """The parent's URN."""

    depends_on: frozenset[str]
    """The URNs of the resources that it depends on, through options or inputs."""

    protect: bool
    """The option `protect`."""

    retain_on_delete: bool
    """The option `retain_on_delete`."""

    aliases: tuple[str, ...]
    """The option `aliases`: earlier names or URNs."""

    outputs: dict[str, Any] = field(default_factory=dict)
    """A component's outputs, under the names that it registered."""


@dataclass
class RecordedStack:
    """Everything that a program registered."""

    resources: list[RecordedResource] = field(default_factory=list)
    """The resources, in the order of registration. Resources that do not depend on each other come in any order."""

    outputs: dict[str, Any] = field(default_factory=dict)
    """The program's exports, with secrets revealed."""

    def all(self, type: str) -> list[RecordedResource]:  # noqa: A002  Pulumi's own word
        """Every resource of a type token."""
        return [resource for resource in self.resources if resource.type == type]

    def one(self, type: str, name: str | None = None) -> RecordedResource:  # noqa: A002  Pulumi's own word
        """The only resource of a type token. With `name`, the resource that also has this name.

        Raises `LookupError` if there is no such resource, or more than one. The message lists the stack's resources.
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
