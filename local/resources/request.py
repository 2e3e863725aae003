"""What the program asks for: one resource to create."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..emulator.process import ACCOUNT
from .inputs import Inputs


@dataclass(frozen=True)
class ResourceRequest:
    """One resource to create."""

    urn: str
    logical_name: str
    inputs: Inputs
    region: str
    client: Callable[[str], Any]
    """Gives the boto3 client of a service, in the resource's region."""
    default_tags: Mapping[str, str] = field(default_factory=dict)

    def tags(self) -> dict[str, str]:
        """The provider's default tags, and the resource's own, which win."""
        return {**self.default_tags, **(self.inputs.mapping("tags") or {})}

    def physical_name(self, key: str = "name", suffix: str = "") -> str:
        """The name that the program gives under `key`, or one made from the logical name.

        Such a name has Pulumi's form, `<logical name>-<7 hex digits>`. The digits come from the URN. So the next run
        finds the resource again in a kept state.
        """
        digits = hashlib.sha256(self.urn.encode()).hexdigest()[:7]
        return self.inputs.text(key) or f"{self.inputs.text(f'{key}Prefix') or self.logical_name + '-'}{digits}{suffix}"

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a service's resource in the emulator's account."""
        return f"arn:aws:{service}:{self.region}:{ACCOUNT}:{resource}"
